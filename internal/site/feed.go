package site

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"html"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

// maxFeed is how many editions the feeds have.
const maxFeed = 50

// tag makes an identifier of an address that outlives every move of the site
// (RFC 4151).
func (s *Site) tag(address string) string {
	id := "tag:" + s.config.ID
	if !strings.Contains(s.config.ID, ":") {
		id += ":"
	}
	return id + escape(address)
}

// editionID identifies an edition.
func (s *Site) editionID(e *entry, ed *brief.Edition) string { return s.tag(e.dated(ed)) }

type atomFeed struct {
	XMLName   xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string       `xml:"xml:lang,attr,omitempty"`
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
	Type  string `xml:"type,attr,omitempty"`
	Title string `xml:"title,attr,omitempty"`
	Href  string `xml:"href,attr"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr,omitempty"`
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

// feedAtom makes the feed of the newest editions (RFC 4287). Without a known
// base URL it has no links, as they would have to be absolute.
func (s *Site) feedAtom(address string) (*File, error) {
	editions := s.newest(maxFeed, false)
	feed := atomFeed{
		Lang: s.config.Language, ID: s.tag("/feed.atom"), Title: s.config.Title, Subtitle: s.config.Description,
		Updated: stamp(feedUpdated(editions)), Authors: []atomPerson{{s.publisher()}}, Rights: s.config.Terms, Generator: "briefpress",
	}
	if s.origin != "" {
		feed.Links = []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: s.url(address)},
			{Rel: "alternate", Type: "text/html", Href: s.url("/")},
		}
	}
	feed.Entries = make([]atomEntry, len(editions))
	parallel(editions, func(i int, d dated) {
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
		}
		feed.Entries[i] = entry
	})
	body, err := encodeXML(feed)
	return s.data(address, "application/atom+xml; charset=utf-8", body), err
}

// publisher is who stands behind the site.
func (s *Site) publisher() string {
	return cmp.Or(s.config.Publisher, s.config.Title)
}

// feedUpdated is the newest date of editions; where there are none, one that
// does not change.
func feedUpdated(editions []dated) brief.Date {
	d := brief.Date("1970-01-01")
	for _, e := range editions {
		d = max(d, editionUpdated(e.edition))
	}
	return d
}

func summaryOf(ed *brief.Edition) string {
	return cmp.Or(ed.Change, ed.Summary)
}

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url,omitempty"`
	FeedURL     string       `json:"feed_url,omitempty"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID            string       `json:"id"`
	URL           string       `json:"url,omitempty"`
	Title         string       `json:"title"`
	Summary       string       `json:"summary,omitempty"`
	ContentHTML   string       `json:"content_html"`
	DatePublished string       `json:"date_published"`
	DateModified  string       `json:"date_modified"`
	Authors       []jsonAuthor `json:"authors,omitempty"`
	Tags          []string     `json:"tags,omitempty"`
	Language      string       `json:"language,omitempty"`
}

// feedJSON makes the same feed as JSON (jsonfeed.org, version 1.1).
func (s *Site) feedJSON(address string) (*File, error) {
	editions := s.newest(maxFeed, false)
	feed := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: s.config.Title, HomePageURL: s.url("/"), FeedURL: s.url(address),
		Description: s.config.Description, Language: s.config.Language, Authors: []jsonAuthor{{s.publisher()}},
		Items: make([]jsonItem, len(editions)),
	}
	parallel(editions, func(i int, d dated) {
		ed := d.edition
		item := jsonItem{
			ID: s.editionID(d.entry, ed), URL: s.url(d.entry.dated(ed)), Title: ed.Title, Summary: summaryOf(ed), ContentHTML: s.feedContent(d),
			DatePublished: stamp(ed.Date), DateModified: stamp(editionUpdated(ed)), Tags: d.entry.brief.Newest().Topics, Language: ed.Language,
		}
		for _, a := range ed.Authors {
			item.Authors = append(item.Authors, jsonAuthor{a})
		}
		feed.Items[i] = item
	})
	body, err := encodeJSON(feed)
	return s.data(address, "application/feed+json; charset=utf-8", body), err
}

// encodeJSON writes JSON that people may read. HTML in it keeps its characters:
// it is never a part of a page.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// feedContent is an edition for readers of feeds: the change note, the key
// points, the text, and the notes at its end. Addresses in it are absolute
// where the base URL is known.
func (s *Site) feedContent(d dated) string {
	ed := d.edition
	text, words := s.editionText(d.entry, ed), phrase.For(ed.Language)
	var b strings.Builder
	foreign := text.TextDir != "" || text.TextLang != "" // not the site's, which the feed declares
	if foreign {
		b.WriteString(`<div lang="` + html.EscapeString(ed.Language) + `" dir="` + html.EscapeString(ed.Direction) + `">` + "\n")
	}
	paragraph := func(label, text string) {
		if text != "" {
			b.WriteString("<p><strong>" + label + "</strong> " + html.EscapeString(text) + "</p>\n")
		}
	}
	if n := s.notice(words, d.entry.brief); n != nil {
		paragraph(n.Label+words.FullStop, strings.TrimSpace(n.Meaning+" "+n.Note))
		if n.Successor != nil {
			b.WriteString("<p>" + words.See.Before + `<a href="` + html.EscapeString(n.Successor.Address) + `">` + html.EscapeString(n.Successor.Text) + "</a>" + words.See.After + "</p>\n")
		}
	}
	paragraph(words.WhatChanged+":", ed.Change)
	for _, c := range corrections(words, ed) {
		paragraph(words.Correction(c.Date.Long)+":", c.Note)
	}
	if len(ed.KeyPoints) > 0 {
		b.WriteString("<ul>\n")
		for _, k := range ed.KeyPoints {
			b.WriteString("<li>" + html.EscapeString(k) + "</li>\n")
		}
		b.WriteString("</ul>\n")
	}
	writeSections(&b, text.Sections)
	if len(text.Notes) > 0 {
		b.WriteString("<h2>" + words.Notes + "</h2>\n<ol>\n")
		for _, n := range text.Notes {
			b.WriteString(`<li id="` + n.ID + `">` + string(n.HTML) + "</li>\n")
		}
		b.WriteString("</ol>\n")
	}
	if foreign {
		b.WriteString("</div>\n")
	}
	return simplify(b.String(), s.origin, s.href(d.entry.dated(ed)))
}

func writeSections(b *strings.Builder, sections []Section) {
	for _, sec := range sections {
		if sec.ID != "" {
			level := string('0' + rune(min(6, sec.Level)))
			b.WriteString("<h" + level + ">" + string(sec.Title) + "</h" + level + ">\n")
		}
		for _, block := range sec.Blocks {
			b.WriteString(string(block.HTML))
		}
		writeSections(b, sec.Sections)
	}
}
