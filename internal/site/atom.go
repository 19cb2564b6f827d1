package site

import (
	"encoding/xml"

	"briefpress/internal/phrase"
)

type atomFeed struct {
	XMLName   xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string       `xml:"xml:lang,attr"`
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Subtitle  string       `xml:"subtitle,omitempty"`
	Updated   string       `xml:"updated"`
	Authors   []atomPerson `xml:"author"`
	Links     []atomLink   `xml:"link"`
	Rights    string       `xml:"rights,omitempty"`
	Generator string       `xml:"generator"`
	Entries   []atomEntry  `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel   string `xml:"rel,attr"`
	Type  string `xml:"type,attr"`
	Title string `xml:"title,attr,omitempty"`
	Href  string `xml:"href,attr"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Authors    []atomPerson   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Links      []atomLink     `xml:"link"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomContent    `xml:"content"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Body string `xml:",chardata"`
}

// atom writes a feed by RFC 4287. Without a known base URL it has no links, as
// they would have to be absolute.
func (s *Site) atom(f *feed, address string) ([]byte, error) {
	out := atomFeed{
		Lang: f.language, ID: s.tag(address), Title: f.title, Subtitle: f.description, Updated: stamp(f.updated()),
		Authors: []atomPerson{{s.publisher()}}, Rights: s.config.Terms, Generator: "briefpress", Entries: make([]atomEntry, len(f.editions)),
	}
	if s.origin != "" {
		out.Links = []atomLink{
			{Rel: "self", Type: atomMedia, Href: s.url(address)},
			{Rel: "alternate", Type: "text/html", Href: s.url(f.page)},
		}
	}
	parallel(f.editions, func(i int, d dated) { out.Entries[i] = s.atomEntry(d) })
	return encodeXML(out)
}

func (s *Site) atomEntry(d dated) atomEntry {
	ed := d.edition
	entry := atomEntry{
		Lang: ed.Language, ID: s.editionID(d.entry, ed), Title: ed.Title, Published: stamp(ed.Date), Updated: stamp(editionUpdated(ed)),
		Summary: summaryOf(ed), Content: atomContent{"html", s.feedContent(d)},
	}
	for _, a := range ed.Authors {
		entry.Authors = append(entry.Authors, atomPerson{a})
	}
	for _, t := range d.entry.brief.Newest().Topics {
		entry.Categories = append(entry.Categories, atomCategory{slugify(t), t})
	}
	if s.origin != "" {
		entry.Links = []atomLink{{Rel: "alternate", Type: "text/html", Href: s.url(d.entry.dated(ed))}}
		if r := d.redline(phrase.For(ed.Language)); r != nil {
			entry.Links = append(entry.Links, atomLink{Rel: "related", Type: "text/html", Title: r.Text, Href: s.url(r.Address)})
		}
	}
	return entry
}
