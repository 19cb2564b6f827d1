package site

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

// wordsPerMinute is how fast people are taken to read.
const wordsPerMinute = 225

// blockName names a numbered block for readers.
func blockName(words *phrase.Phrases, l brief.Label) string {
	return nameOf(words, l.Series, l.Number.String())
}

// nameOf names what has a number, or several, in a series.
func nameOf(words *phrase.Phrases, series brief.Series, number string) string {
	switch series {
	case brief.SeriesTable:
		return words.Table(number)
	case brief.SeriesFigure:
		return words.Figure(number)
	default:
		return words.Paragraph(number)
	}
}

// markup takes over HTML of package brief, which is safe as it is.
func markup(h brief.HTML) template.HTML { return template.HTML(h) }

// A numbering has what lasts through the editions of a brief: numbers of
// blocks, and anchors of sections. A standing page has neither.
type numbering struct {
	labels  map[*brief.Block]brief.Label
	anchors map[*brief.Section]string
}

// anchor is that of a section; "" where it has no heading.
func (n numbering) anchor(s *brief.Section) string {
	return cmp.Or(n.anchors[s], s.ID)
}

// text makes the body of a page.
func (s *Site) text(d *brief.Document, language, direction string, sources map[string]*brief.Source, n numbering) Text {
	body := d.Body()
	words := phrase.For(language)
	t := Text{TextWords: words, Sections: makeSections(words, body.Sections, n)}
	t.TextLang, t.TextDir = s.foreign(language, direction)
	if hasCode(t.Sections) {
		t.CodeSheet = s.codeSheet
	}
	if headings(body.Sections) >= 3 {
		t.Contents = makeEntries(body.Sections, n)
	}
	for _, n := range body.Notes {
		note := Note{ID: fmt.Sprintf("endnote-%d", n.Number), Number: n.Number, HTML: markup(n.HTML), Inline: n.Inline}
		for _, id := range n.Refs {
			r := Ref{Address: "#" + id, Label: words.BackToReference(strconv.Itoa(n.Number)), Mark: "↩"}
			if len(n.Refs) > 1 {
				r.Mark = cmp.Or(strings.TrimPrefix(id, fmt.Sprintf("ref-%d", n.Number)), "a")
				r.Label = words.BackToReference(strconv.Itoa(n.Number) + r.Mark)
			}
			note.Refs = append(note.Refs, r)
		}
		t.Notes = append(t.Notes, note)
	}
	t.Sources = makeSources(words, sources, uses(body, words))
	for _, a := range slices.SortedFunc(slices.Values(body.Acronyms), func(a, b *brief.Acronym) int { return strings.Compare(a.Short, b.Short) }) {
		t.Acronyms = append(t.Acronyms, Acronym{ID: acronymID(a.Short), Short: a.Short, Expansion: a.Expansion})
	}
	return t
}

func makeSections(words *phrase.Phrases, sections []*brief.Section, n numbering) []Section {
	var made []Section
	for _, sec := range sections {
		m := Section{ID: n.anchor(sec), Level: sec.Level, Title: markup(sec.HTML), Name: sec.Title, Link: words.LinkToSection(sec.Title), Sections: makeSections(words, sec.Sections, n)}
		if m.ID != sec.ID {
			m.Own = sec.ID
		}
		for _, b := range sec.Blocks {
			m.Blocks = append(m.Blocks, makeBlock(words, b, n.labels[b]))
		}
		made = append(made, m)
	}
	return made
}

// hasCode tells whether there is code in a title, or in a block or what is
// within it.
func hasCode(sections []Section) bool {
	const element = "<code"
	return slices.ContainsFunc(sections, func(s Section) bool {
		return strings.Contains(string(s.Title), element) || hasCode(s.Sections) ||
			slices.ContainsFunc(s.Blocks, func(b Block) bool { return strings.Contains(string(b.HTML), element) })
	})
}

func makeBlock(words *phrase.Phrases, b *brief.Block, l brief.Label) Block {
	m := Block{ID: l.ID(), Number: words.Digits(l.Number.String()), Kind: string(b.Kind), HTML: markup(b.Markup(l))}
	if m.ID != "" {
		m.Label = blockName(words, l)
	}
	switch b.Kind {
	case brief.Table, brief.Figure, brief.Code:
		m.Wide = true
	}
	return m
}

func makeEntries(sections []*brief.Section, n numbering) []Entry {
	var entries []Entry
	for _, sec := range sections {
		if sec.ID == "" {
			entries = append(entries, makeEntries(sec.Sections, n)...)
			continue
		}
		entries = append(entries, Entry{Address: "#" + n.anchor(sec), Title: template.HTML(template.HTMLEscapeString(sec.Title)), Entries: makeEntries(sec.Sections, n)})
	}
	return entries
}

func headings(sections []*brief.Section) int {
	n := 0
	for _, sec := range sections {
		if sec.ID != "" {
			n++
		}
		n += headings(sec.Sections)
	}
	return n
}

// makeSources lists sources by author, title and key.
func makeSources(words *phrase.Phrases, sources map[string]*brief.Source, uses map[string][]Ref) []SourceItem {
	var items []SourceItem
	for _, key := range sortedKeys(sources) {
		src := sources[key]
		if src == nil {
			continue
		}
		items = append(items, SourceItem{
			ID: "source-" + key, Author: src.Author, Title: src.Title, Publisher: src.Publisher, Date: longDate(words, src.Date),
			URL: src.URL, Accessed: longDate(words, src.Accessed), Archive: src.ArchiveURL, Uses: uses[key],
		})
	}
	slices.SortStableFunc(items, func(a, b SourceItem) int {
		return cmp.Or(strings.Compare(fold(cmp.Or(a.Author, a.Publisher, a.Title)), fold(cmp.Or(b.Author, b.Publisher, b.Title))), strings.Compare(fold(a.Title), fold(b.Title)))
	})
	return items
}

// acronymID is the anchor of an acronym in a list. MoD and MOD are two.
func acronymID(short string) string { return "acr-list-" + short }
