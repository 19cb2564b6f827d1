package site

import (
	"bytes"
	"encoding/json"
	"html/template"
	"slices"
	"strings"

	"briefpress/internal/brief"
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

// describe gives the page of an edition its metadata: the canonical address,
// OpenGraph, Highwire tags and linked data.
func (s *Site) describe(f *Frame, e *entry, ed *brief.Edition) {
	newest := e.brief.Newest()
	dated := s.url(e.dated(ed))
	// The brief's own address is the canonical one of its newest text.
	f.Canonical = dated
	if ed == newest {
		f.Canonical = s.url(e.address())
	}
	f.Description = ed.Summary
	f.NoIndex = ed.Draft
	f.Alternates = append(slices.Clip(f.Alternates),
		Alternate{"application/json", ed.Title, s.href(e.dated(ed) + jsonName)},
		Alternate{"text/markdown", ed.Title, s.href(e.dated(ed) + sourceName)})

	f.openGraph("article", ed.Title)
	f.property("article:published_time", string(e.brief.Published()))
	f.property("article:modified_time", string(editionUpdated(ed)))
	for _, t := range newest.Topics {
		f.property("article:tag", t)
	}

	slashed := strings.ReplaceAll(string(ed.Date), "-", "/")
	f.name("citation_title", ed.Title)
	for _, a := range ed.Authors {
		f.name("citation_author", a)
	}
	f.name("citation_publication_date", slashed)
	f.name("citation_online_date", slashed)
	f.name("citation_technical_report_institution", s.config.Publisher)
	f.name("citation_technical_report_number", newest.Reference)
	f.name("citation_language", ed.Language)
	f.name("citation_public_url", dated)

	f.LinkedData = linkedData(s.report(e, ed))
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
	Context       string   `json:"@context,omitempty"`
	Type          string   `json:"@type"`
	ID            string   `json:"@id,omitempty"`
	Name          string   `json:"name,omitempty"`
	Headline      string   `json:"headline,omitempty"`
	Abstract      string   `json:"abstract,omitempty"`
	URL           string   `json:"url,omitempty"`
	ReportNumber  string   `json:"reportNumber,omitempty"`
	Version       string   `json:"version,omitempty"`
	InLanguage    string   `json:"inLanguage,omitempty"`
	DatePublished string   `json:"datePublished,omitempty"`
	DateModified  string   `json:"dateModified,omitempty"`
	WordCount     int      `json:"wordCount,omitempty"`
	Status        string   `json:"creativeWorkStatus,omitempty"`
	Author        []thing  `json:"author,omitempty"`
	Publisher     *thing   `json:"publisher,omitempty"`
	IsPartOf      *thing   `json:"isPartOf,omitempty"`
	About         []thing  `json:"about,omitempty"`
	Spatial       []thing  `json:"spatialCoverage,omitempty"`
	Keywords      []string `json:"keywords,omitempty"`
}

// report describes an edition as a schema.org Report.
func (s *Site) report(e *entry, ed *brief.Edition) thing {
	newest := e.brief.Newest()
	t := thing{
		Context: "https://schema.org", Type: "Report", ID: s.editionID(e, ed), Name: ed.Title, Headline: ed.Title, Abstract: ed.Summary,
		URL: s.url(e.dated(ed)), ReportNumber: newest.Reference, Version: string(ed.Date), InLanguage: ed.Language,
		DatePublished: string(e.brief.Published()), DateModified: string(editionUpdated(ed)), WordCount: ed.Body().Words,
		Status:   statuses[status(e.brief)][0],
		IsPartOf: &thing{Type: "WebSite", Name: s.config.Title, URL: s.url("/")},
		Keywords: newest.Topics,
	}
	for _, a := range ed.Authors {
		kind := "Person"
		if a == s.config.Publisher {
			kind = "Organization"
		}
		t.Author = append(t.Author, thing{Type: kind, Name: a, URL: s.url(s.authors.address(a))})
	}
	if s.config.Publisher != "" {
		t.Publisher = &thing{Type: "Organization", Name: s.config.Publisher}
	}
	for _, topic := range newest.Topics {
		t.About = append(t.About, thing{Type: "Thing", Name: topic})
	}
	for _, place := range newest.Places {
		t.Spatial = append(t.Spatial, thing{Type: "Place", Name: place})
	}
	return t
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
