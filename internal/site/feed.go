package site

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

const (
	// maxFeed is how many editions a feed has.
	maxFeed   = 50
	atomName  = "feed.atom"
	atomMedia = "application/atom+xml"
)

// A feed is what a reader follows: the editions of all briefs, of those of a
// topic, of an author, or of one brief.
type feed struct {
	page               string // address of the page that shows the same, beside which the feed stands
	title, description string
	language           string
	editions           []dated // newest first
}

// feedFormats are the files of every feed.
var feedFormats = []struct {
	name, media string
	encode      func(s *Site, f *feed, address string) ([]byte, error)
}{
	{atomName, atomMedia, (*Site).atom},
	{"feed.json", "application/feed+json", (*Site).jsonFeed},
}

// feedAddresses are those of the feeds beside a page.
func feedAddresses(page string) []string {
	var addresses []string
	for _, format := range feedFormats {
		addresses = append(addresses, page+format.name)
	}
	return addresses
}

// feedFile finds what makes a file of a feed by its name; nil for none.
func (s *Site) feedFile(name string, of func() *feed) maker {
	for _, format := range feedFormats {
		if format.name == name {
			return func(p string) (*File, error) {
				body, err := format.encode(s, of(), p)
				return s.data(p, format.media+"; charset=utf-8", body), err
			}
		}
	}
	return nil
}

func (s *Site) siteFeed() *feed {
	return &feed{page: "/", title: s.config.Title, description: s.config.Description, language: s.config.Language,
		editions: newest(s.recent, maxFeed, published)}
}

// topicFeed has every edition of the briefs that are now of the topic.
func (s *Site) topicFeed(g *group) *feed {
	return &feed{page: g.address, title: s.feedTitle(g.name), description: s.frame.Words.BriefsOn(g.name), language: s.config.Language,
		editions: newest(g.entries, maxFeed, published)}
}

// authorFeed has the editions that name the author, and none of the same briefs
// that others wrote.
func (s *Site) authorFeed(g *group) *feed {
	return &feed{page: g.address, title: s.feedTitle(g.name), description: s.frame.Words.BriefsBy(g.name), language: s.config.Language,
		editions: newest(g.entries, maxFeed, func(ed *brief.Edition) bool {
			return published(ed) && slices.ContainsFunc(ed.Authors, func(name string) bool { return slugify(name) == g.slug })
		})}
}

func (s *Site) briefFeed(e *entry) *feed {
	ed, editions := e.brief.Newest(), newest([]*entry{e}, maxFeed, published)
	if len(editions) > 0 {
		ed = editions[0].edition
	}
	return &feed{page: e.address(), title: s.feedTitle(ed.Title), description: ed.Summary, language: ed.Language, editions: editions}
}

// feedTitle names a feed that is not the site's.
func (s *Site) feedTitle(of string) string { return of + " | " + s.config.Title }

// feedLink lets readers find a feed in the head of a page.
func (s *Site) feedLink(media, title, address string) Alternate {
	return Alternate{template.HTMLAttr(`type="` + media + `" title="` + html.EscapeString(title) + `"`), s.href(address)}
}

// showFeed adds the feed that a page itself has before those of the site.
func (s *Site) showFeed(f *Frame, page, of string) {
	f.Alternates = append([]Alternate{s.feedLink(atomMedia, s.feedTitle(of), page+atomName)}, f.Alternates...)
}

// tag makes an identifier of an address that outlives every move of the site
// (RFC 4151).
func (s *Site) tag(address string) string {
	id := "tag:" + s.config.ID
	if !strings.Contains(s.config.ID, ":") {
		id += ":"
	}
	return id + escape(address)
}

// editionID identifies an edition, in whatever feed.
func (s *Site) editionID(e *entry, ed *brief.Edition) string { return s.tag(e.dated(ed)) }

// publisher is who stands behind the site.
func (s *Site) publisher() string {
	return cmp.Or(s.config.Publisher, s.config.Title)
}

// updated is the newest date of the editions of a feed; where there are none,
// one that does not change.
func (f *feed) updated() brief.Date {
	d := brief.Date("1970-01-01")
	for _, e := range f.editions {
		d = max(d, editionUpdated(e.edition))
	}
	return d
}

func summaryOf(ed *brief.Edition) string {
	return cmp.Or(ed.Change, ed.Summary)
}

// redline leads to that of an edition with the one published before, at an
// address without the base; nil for the first.
func (d dated) redline(words *phrase.Phrases) *Link {
	var before *brief.Edition
	for _, ed := range d.entry.brief.Editions {
		if ed == d.edition {
			break
		}
		if published(ed) {
			before = ed
		}
	}
	if before == nil {
		return nil
	}
	return &Link{Text: words.WhatChangedSince(string(before.Date)), Address: d.entry.compare(before, d.edition)}
}

// feedContent is an edition for readers of feeds: the standing of its brief,
// the change note with a link to the redline, the corrections, the key points,
// the text, and the notes at its end. It is the same in every feed. Addresses in
// it are absolute where the base URL is known.
func (s *Site) feedContent(d dated) string {
	ed := d.edition
	text, words := s.editionText(d.entry, ed), phrase.For(ed.Language)
	var b strings.Builder
	paragraph := func(label, text string) {
		if text != "" {
			b.WriteString("<p><strong>" + label + "</strong> " + html.EscapeString(text) + "</p>\n")
		}
	}
	sentence := func(around phrase.Around, text, address string) {
		b.WriteString("<p>" + around.Before + `<a href="` + html.EscapeString(address) + `">` + html.EscapeString(text) + "</a>" + around.After + "</p>\n")
	}
	// No feed says in which direction its texts run.
	b.WriteString(`<div lang="` + html.EscapeString(ed.Language) + `" dir="` + html.EscapeString(ed.Direction) + `">` + "\n")
	if n := s.notice(words, d.entry.brief); n != nil {
		paragraph(n.Label+words.FullStop, strings.TrimSpace(n.Meaning+" "+n.Note))
		if n.Successor != nil {
			sentence(words.See, n.Successor.Text, n.Successor.Address)
		}
	}
	paragraph(words.WhatChanged+":", ed.Change)
	if r := d.redline(words); r != nil {
		sentence(words.WordByWord, r.Text, s.href(r.Address))
	}
	for _, c := range corrections(words, ed) {
		paragraph(words.Correction(c.Date.ISO)+":", c.Note)
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
			fmt.Fprintf(&b, "<li id=\"%s\">%s</li>\n", n.ID, n.HTML)
		}
		b.WriteString("</ol>\n")
	}
	b.WriteString("</div>\n")
	return simplify(b.String(), s.origin, s.href(d.entry.dated(ed)))
}

func writeSections(b *strings.Builder, sections []Section) {
	for _, sec := range sections {
		if sec.ID != "" {
			fmt.Fprintf(b, "<h%d>%s</h%[1]d>\n", min(6, sec.Level), sec.Title)
		}
		for _, block := range sec.Blocks {
			b.WriteString(string(block.HTML))
		}
		writeSections(b, sec.Sections)
	}
}
