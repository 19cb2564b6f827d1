package site

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"briefpress/internal/brief"
)

// wordsPerMinute is how fast people are taken to read.
const wordsPerMinute = 225

// blockNames name the series of numbers for readers.
var blockNames = map[brief.Series]string{
	brief.SeriesText: "Paragraph", brief.SeriesTable: "Table", brief.SeriesFigure: "Figure",
}

// markup takes over HTML of package brief, which is safe as it is.
func markup(h brief.HTML) template.HTML { return template.HTML(h) }

// text makes the body of a page. label gives the numbers of blocks; a standing
// page has none.
func (s *Site) text(d *brief.Document, language, direction string, sources map[string]*brief.Source, label func(*brief.Block) brief.Label) Text {
	body := d.Body()
	t := Text{Sections: makeSections(body.Sections, label)}
	if language != s.config.Language {
		t.TextLang = language
	}
	if direction != s.config.Direction {
		t.TextDir = direction
	}
	if headings(body.Sections) >= 3 {
		t.Contents = makeEntries(body.Sections)
	}
	for _, n := range body.Notes {
		note := Note{ID: fmt.Sprintf("endnote-%d", n.Number), Number: n.Number, HTML: markup(n.HTML), Inline: n.Inline}
		for _, id := range n.Refs {
			r := Ref{Address: "#" + id, Label: fmt.Sprintf("Back to reference %d", n.Number), Mark: "↩"}
			if len(n.Refs) > 1 {
				r.Mark = cmp.Or(strings.TrimPrefix(id, fmt.Sprintf("ref-%d", n.Number)), "a")
				r.Label = fmt.Sprintf("Back to reference %d%s", n.Number, r.Mark)
			}
			note.Refs = append(note.Refs, r)
		}
		t.Notes = append(t.Notes, note)
	}
	t.Sources = makeSources(sources)
	for _, a := range slices.SortedFunc(slices.Values(body.Acronyms), func(a, b *brief.Acronym) int { return strings.Compare(a.Short, b.Short) }) {
		t.Acronyms = append(t.Acronyms, Acronym{ID: "acr-list-" + slugify(a.Short), Short: a.Short, Expansion: a.Expansion})
	}
	return t
}

func makeSections(sections []*brief.Section, label func(*brief.Block) brief.Label) []Section {
	var made []Section
	for _, sec := range sections {
		m := Section{ID: sec.ID, Level: sec.Level, Title: markup(sec.HTML), Name: sec.Title, Sections: makeSections(sec.Sections, label)}
		for _, b := range sec.Blocks {
			m.Blocks = append(m.Blocks, makeBlock(b, label(b)))
		}
		made = append(made, m)
	}
	return made
}

func makeBlock(b *brief.Block, l brief.Label) Block {
	m := Block{ID: l.ID(), Number: l.Number.String(), Kind: string(b.Kind), HTML: markup(b.Markup(l))}
	if m.ID != "" {
		m.Label = blockNames[l.Series] + " " + m.Number
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
func makeSources(sources map[string]*brief.Source) []SourceItem {
	var items []SourceItem
	for _, key := range sortedKeys(sources) {
		src := sources[key]
		if src == nil {
			continue
		}
		items = append(items, SourceItem{
			ID: "source-" + key, Author: src.Author, Title: src.Title, Publisher: src.Publisher, Date: longDate(src.Date),
			URL: src.URL, Accessed: longDate(src.Accessed), Archive: src.ArchiveURL,
		})
	}
	slices.SortStableFunc(items, func(a, b SourceItem) int {
		return cmp.Or(strings.Compare(fold(cmp.Or(a.Author, a.Publisher, a.Title)), fold(cmp.Or(b.Author, b.Publisher, b.Title))), strings.Compare(fold(a.Title), fold(b.Title)))
	})
	return items
}
