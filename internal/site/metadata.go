package site

import (
	"bytes"
	"cmp"
	"encoding/json"
	"html/template"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/cite"
	"briefpress/internal/phrase"
)

// openGraph adds what every page says to those who show a preview of it. The
// description and canonical address of the frame must be set.
func (f *Frame) openGraph(kind, title string) {
	f.property("og:type", kind)
	f.property("og:title", title)
	f.property("og:description", f.Description)
	f.property("og:url", f.Canonical)
	f.property("og:site_name", f.SiteTitle)
}

// property and name add a meta element, unless it would be empty.
func (f *Frame) property(property, content string) {
	if content != "" {
		f.Meta = append(f.Meta, Meta{Property: property, Content: content})
	}
}

func (f *Frame) name(name, content string) {
	if content != "" {
		f.Meta = append(f.Meta, Meta{Name: name, Content: content})
	}
}

// describe gives the page of an edition its metadata. All of it is about the
// edition, as its citations are: the dates are the edition's, and the address
// is the dated one. The canonical address alone is the page's.
func (s *Site) describe(f *Frame, e *entry, ed *brief.Edition) {
	newest, w := e.brief.Newest(), s.work(e, ed)
	dated := s.url(e.dated(ed))
	// The brief's own address is the canonical one of its newest text.
	f.Canonical = dated
	if ed == newest {
		f.Canonical = s.url(e.address())
	}
	f.Description = ed.Summary
	f.NoIndex = ed.Draft
	f.Alternates = append(slices.Clip(f.Alternates), Alternate{`type="application/json"`, s.href(e.dated(ed) + "brief.json")})
	if ed == newest {
		f.Alternates = append(f.Alternates, s.languages(e)...)
	}

	f.openGraph("article", ed.Title)
	f.property("article:published_time", string(ed.Date))
	f.property("article:modified_time", string(editionUpdated(ed)))
	for _, t := range newest.Topics {
		f.property("article:tag", t)
	}
	s.showCard(f, cardName(e, ed), s.editionCard(e, ed), ed.Title)

	slashed := strings.ReplaceAll(string(ed.Date), "-", "/")
	f.name("citation_title", ed.Title)
	for _, n := range w.Names() {
		f.name("citation_author", inverted(n))
	}
	f.name("citation_publication_date", slashed)
	f.name("citation_online_date", slashed)
	f.name("citation_technical_report_institution", w.Publisher)
	f.name("citation_technical_report_number", w.Reference)
	f.name("citation_language", ed.Language)
	f.name("citation_public_url", dated)

	f.name("DC.title", ed.Title)
	for _, n := range w.Names() {
		f.name("DC.creator", inverted(n))
	}
	f.name("DC.date", string(ed.Date))
	f.name("DC.publisher", w.Publisher)
	f.name("DC.identifier", cmp.Or(dated, s.editionID(e, ed)))
	f.name("DC.language", ed.Language)
	f.name("DC.type", "Report") // of reference managers' types; they take DCMI's "Text" for an article of a journal

	f.LinkedData = linkedData(s.report(e, ed))
}

// inverted is a name as lists have it: "Family, Given".
func inverted(n cite.Name) string {
	if n.Literal != "" {
		return n.Literal
	}
	return n.Family + ", " + n.Given
}

// languages lead from a brief to its translations and itself; who reads none of
// the languages is led to the original.
func (s *Site) languages(e *entry) []Alternate {
	var made []Alternate
	original := s.original(e)
	for _, other := range s.translations(e) {
		address := cmp.Or(s.url(other.address()), s.href(other.address()))
		// A language is a tag, which needs no escaping.
		made = append(made, Alternate{template.HTMLAttr(`hreflang="` + other.brief.Newest().Language + `"`), address})
		if other == original {
			made = append(made, Alternate{`hreflang="x-default"`, address})
		}
	}
	return made
}

// editionUpdated is the date of an edition or of its newest correction.
func editionUpdated(ed *brief.Edition) brief.Date {
	d := ed.Date
	for _, c := range ed.Corrections {
		d = max(d, c.Date)
	}
	return d
}

// A thing is an object of schema.org.
type thing struct {
	Context       string  `json:"@context,omitempty"`
	Type          string  `json:"@type"`
	ID            string  `json:"@id,omitempty"`
	Name          string  `json:"name,omitempty"`
	FamilyName    string  `json:"familyName,omitempty"`
	GivenName     string  `json:"givenName,omitempty"`
	Abstract      string  `json:"abstract,omitempty"`
	URL           string  `json:"url,omitempty"`
	Identifier    string  `json:"identifier,omitempty"`
	ReportNumber  string  `json:"reportNumber,omitempty"`
	Version       string  `json:"version,omitempty"`
	InLanguage    string  `json:"inLanguage,omitempty"`
	DatePublished string  `json:"datePublished,omitempty"`
	DateModified  string  `json:"dateModified,omitempty"`
	WordCount     int     `json:"wordCount,omitempty"`
	Status        string  `json:"creativeWorkStatus,omitempty"`
	Author        []thing `json:"author,omitempty"`
	Publisher     *thing  `json:"publisher,omitempty"`
	IsPartOf      *thing  `json:"isPartOf,omitempty"`
	ExampleOf     *thing  `json:"exampleOfWork,omitempty"`
	TranslationOf *thing  `json:"translationOfWork,omitempty"`
	About         []thing `json:"about,omitempty"`
	Spatial       []thing `json:"spatialCoverage,omitempty"`
}

// report describes an edition as a schema.org Report, an example of the brief
// as a work.
func (s *Site) report(e *entry, ed *brief.Edition) thing {
	newest, w := e.brief.Newest(), s.work(e, ed)
	t := thing{
		Context: "https://schema.org", Type: "Report", ID: s.editionID(e, ed), Name: ed.Title, Abstract: ed.Summary,
		URL: s.url(e.dated(ed)), Identifier: newest.Reference, ReportNumber: newest.Reference, Version: string(ed.Date), InLanguage: ed.Language,
		DatePublished: string(ed.Date), DateModified: string(editionUpdated(ed)), WordCount: ed.Body().Words,
		IsPartOf:  &thing{Type: "WebSite", Name: s.config.Title, URL: s.url("/")},
		ExampleOf: s.whole(e),
	}
	// In English, as the terms of schema.org are.
	if t.Status, _ = statusWords(phrase.For(""), status(e.brief)); ed.Draft {
		t.Status = phrase.For("").Draft
	}
	for _, n := range w.Names() {
		author := thing{Type: "Organization", Name: n.Literal}
		if n.Family != "" {
			author = thing{Type: "Person", Name: n.Given + " " + n.Family, FamilyName: n.Family, GivenName: n.Given}
		}
		t.Author = append(t.Author, author)
	}
	if len(t.Author) == len(ed.Authors) {
		for i, a := range ed.Authors {
			t.Author[i].URL = s.url(s.authors.address(a))
		}
	}
	if w.Publisher != "" {
		t.Publisher = &thing{Type: "Organization", Name: w.Publisher}
	}
	if original := s.original(e); original != e {
		t.TranslationOf = s.whole(original)
	}
	for _, topic := range newest.Topics {
		t.About = append(t.About, thing{Type: "Thing", Name: topic})
	}
	for _, place := range newest.Places {
		t.Spatial = append(t.Spatial, thing{Type: "Place", Name: place})
	}
	return t
}

// whole is a brief as the work that its editions are of.
func (s *Site) whole(e *entry) *thing {
	return &thing{Type: "CreativeWork", URL: s.url(e.address()), DatePublished: string(e.brief.Published())}
}

// linkedData is the one place where JSON becomes a part of a page. The encoder
// writes "<", ">" and "&" as escapes, so that nothing in the data can end the
// element; a script of this type is never run.
func linkedData(t thing) template.HTML {
	var b bytes.Buffer
	b.WriteString(`<script type="application/ld+json">`)
	if err := json.NewEncoder(&b).Encode(t); err != nil {
		panic(err) // strings and numbers are always encoded
	}
	b.Truncate(b.Len() - 1) // the encoder's line end
	b.WriteString(`</script>`)
	return template.HTML(b.String())
}
