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
	switch number := l.Number.String(); l.Series {
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

// text makes the body of a page. label gives the numbers of blocks; a standing
// page has none.
func (s *Site) text(d *brief.Document, language, direction string, sources map[string]*brief.Source, label func(*brief.Block) brief.Label) Text {
	body := d.Body()
	words := phrase.For(language)
	t := Text{TextWords: words, Sections: makeSections(words, body.Sections, label)}
	t.TextLang, t.TextDir = s.foreign(language, direction)
	if hasCode(t.Sections) {
		t.CodeSheet = s.codeSheet
	}
	if headings(body.Sections) >= 3 {
		t.Contents = makeEntries(body.Sections)
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

func makeSections(words *phrase.Phrases, sections []*brief.Section, label func(*brief.Block) brief.Label) []Section {
	var made []Section
	for _, sec := range sections {
		m := Section{ID: sec.ID, Level: sec.Level, Title: markup(sec.HTML), Name: sec.Title, Link: words.LinkToSection(sec.Title), Sections: makeSections(words, sec.Sections, label)}
		for _, b := range sec.Blocks {
			m.Blocks = append(m.Blocks, makeBlock(words, b, label(b)))
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

func makeEntries(sections []*brief.Section) []Entry {
	var entries []Entry
	for _, sec := range sections {
		if sec.ID == "" {
			entries = append(entries, makeEntries(sec.Sections)...)
			continue
		}
		entries = append(entries, Entry{Address: "#" + sec.ID, Title: template.HTML(template.HTMLEscapeString(sec.Title)), Entries: makeEntries(sec.Sections)})
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
