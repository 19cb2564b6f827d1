package site

import (
	"slices"
	"strings"
	"unicode/utf8"

	"briefpress/internal/brief"
	"briefpress/internal/cite"
	"briefpress/internal/phrase"
)

// plainText writes an edition as text without markup, in the words of its
// language: a line for each paragraph, led by the number of the block.
func (s *Site) plainText(e *entry, ed *brief.Edition) []byte {
	words, newest := phrase.For(ed.Language), e.brief.Newest()
	date := func(d brief.Date) string { return words.Date(string(d)) }
	p := plain{words: words}
	p.heading(1, ed.Title)
	field := func(name, value string) {
		if value != "" {
			p.line(name + ": " + value)
		}
	}
	field(words.Reference, newest.Reference)
	field(words.Edition, date(ed.Date)+" ("+words.Of(slices.Index(e.brief.Editions, ed)+1, len(e.brief.Editions))+")")
	field(words.Published, date(e.brief.Published()))
	field(words.Updated, date(e.brief.Updated()))
	if ed.Draft {
		field(words.Draft, words.DraftMeaning)
	}
	if n := s.notice(words, e.brief); n != nil {
		value := strings.TrimSpace(n.Label + ". " + n.Meaning + " " + n.Note)
		if n.Successor != nil {
			value += " " + words.See.Before + n.Successor.Text + words.See.After
		}
		field(words.Status, value)
	}
	field(words.Authors, strings.Join(ed.Authors, words.Semicolon))
	field(words.Topics, strings.Join(newest.Topics, words.Comma))
	field(words.Places, strings.Join(newest.Places, words.Comma))
	field(words.PermanentAddress, s.permanent(e, ed))
	for _, c := range ed.Corrections {
		field(words.Correction(date(c.Date)), c.Note)
	}
	p.paragraph(ed.Summary)
	if len(ed.KeyPoints) > 0 {
		p.heading(2, words.AtAGlance)
		for _, k := range ed.KeyPoints {
			p.line("- " + k)
		}
	}
	labels := labelsOf(e.brief, ed)
	var sections func([]*brief.Section)
	sections = func(list []*brief.Section) {
		for _, sec := range list {
			if sec.ID != "" {
				p.heading(sec.Level, sec.Title)
			}
			for _, b := range sec.Blocks {
				p.gap()
				l := labels[b]
				switch n := words.Digits(l.Number.String()); {
				case b.Kind == brief.Break:
					p.line("* * *")
					continue
				case l.Series == brief.SeriesTable:
					p.line(words.Table(n))
				case l.Series == brief.SeriesFigure:
					p.line(words.Figure(n))
				case n != "":
					p.lead = "[" + n + "] "
				}
				p.markup(string(b.Markup(l)))
			}
			sections(sec.Sections)
		}
	}
	body := ed.Body()
	sections(body.Sections)
	text := s.editionText(e, ed)
	if len(body.Notes) > 0 {
		p.heading(2, words.Notes)
		for _, n := range body.Notes {
			p.lead = words.Note(n.Number) + ". "
			p.markup(string(n.HTML))
		}
	}
	if len(text.Sources) > 0 {
		p.heading(2, words.Sources)
		for _, item := range text.Sources {
			src := ed.Sources[strings.TrimPrefix(item.ID, "source-")]
			_, line := src.Reference(words, ed.Direction, "")
			if src.URL != "" {
				line += " " + src.URL
			}
			if src.ArchiveURL != "" {
				line += " (" + words.ArchivedCopyInLine + ": " + src.ArchiveURL + ")"
			}
			p.line("- " + line)
		}
	}
	if len(text.Acronyms) > 0 {
		p.heading(2, words.Acronyms)
		for _, a := range text.Acronyms {
			p.line(a.Short + ": " + a.Expansion)
		}
	}
	w := s.work(e, ed)
	p.heading(2, words.CiteThis)
	field(words.Chicago, w.Chicago(cite.Place{}).Plain)
	field(words.APA, w.APA(cite.Place{}).Plain)
	return []byte(p.b.String())
}

func (p *plain) paragraph(text string) {
	if text != "" {
		p.gap()
		p.line(text)
	}
}

// heading underlines a title.
func (p *plain) heading(level int, title string) {
	p.gap()
	p.line(title)
	mark := "-"
	if level <= 2 {
		mark = "="
	}
	p.line(strings.Repeat(mark, utf8.RuneCountInString(title)))
	p.gap()
}
