package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
)

// unchangedEdition looks for editions that say what the one before said.
func unchangedEdition(p *Pass) {
	for _, d := range p.Documents() {
		if d.Edition == nil || d.Edition == d.Brief.First() {
			continue
		}
		before := d.Brief.Edition(d.before())
		// Files are copied under the name of the new date, and a text that
		// speaks of its own day changes nothing else.
		redated := func(s string) string { return strings.ReplaceAll(s, string(d.Edition.Date), string(before.Date)) }
		if slices.EqualFunc(saying(d.Edition), saying(before), func(now, then string) bool { return now == then || redated(now) == then }) {
			p.Whole(d.File, fmt.Sprintf("the edition says what that of %s says", before.Date.Long()),
				"change the text, or delete the file; a change of status needs no edition")
		}
	}
}

// staleAfter is how many years a brief is current without a word.
const staleAfter = 3

// staleBrief looks for briefs that are said to be current and were not touched for
// years.
func staleBrief(p *Pass) {
	for _, d := range p.Documents() {
		if p.Today == "" || d.Edition == nil || d.Edition != d.Brief.Newest() || d.Edition.Status != brief.StatusCurrent || d.Edition.Draft {
			continue
		}
		updated := d.Brief.Updated()
		if year, err := strconv.Atoi(string(updated[:4])); err == nil && fmt.Sprintf("%04d%s", year+staleAfter, updated[4:]) < string(p.Today) {
			p.Key(d, fmt.Sprintf("the brief is current, and was last changed on %s", updated.Long()),
				"write a new edition; or set status: archived, with a status-note that says how things went on", d.first("status", "published", "title"))
		}
	}
}

// first is the first of some keys that the front matter has.
func (d Document) first(keys ...string) string {
	have := d.Keys()
	return keys[max(0, slices.IndexFunc(keys, func(key string) bool { return slices.Contains(have, key) }))]
}

// statusNote looks for briefs that are withdrawn without a reason.
func statusNote(p *Pass) {
	for _, d := range p.Documents() {
		if d.Edition != nil && d.Edition == d.Brief.Newest() && d.Edition.Status == brief.StatusWithdrawn && strings.TrimSpace(d.Edition.StatusNote) == "" {
			p.Key(d, "the brief is withdrawn, and does not say why", "write status-note: and why it is no longer stood by", "status")
		}
	}
}

// selfReference looks for briefs that lead to themselves.
func selfReference(p *Pass) {
	for _, d := range p.Documents() {
		if d.Edition == nil || d.Edition != d.Brief.Newest() {
			continue
		}
		for key, slug := range map[string]string{"successor": d.Edition.Successor, "translation-of": d.Edition.TranslationOf} {
			if slug == d.Brief.Slug {
				p.Value(d, fmt.Sprintf("%s names the brief itself", key), "name the other brief by its slug", key)
			}
		}
	}
}

// translationLanguage looks for translations in the language of the original.
func translationLanguage(p *Pass) {
	for _, d := range p.Documents() {
		if d.Edition == nil || d.Edition.TranslationOf == "" || d.Edition.TranslationOf == d.Brief.Slug || !d.current() {
			continue
		}
		l := p.looks["/briefs/"+d.Edition.TranslationOf+"/"]
		if l != nil && l.piece.Brief != nil && l.piece.Brief.Newest().Language == d.language() {
			p.Value(d, fmt.Sprintf("the brief translates one of its own language, %s", d.language()), "set language to that of the translation", "translation-of")
		}
	}
}

// duplicateTitle looks for briefs that readers cannot tell apart in lists.
func duplicateTitle(p *Pass) {
	first := map[string]Document{}
	for _, l := range p.found {
		for _, d := range l.titles {
			if before, known := first[d.key]; known {
				p.Value(d.Document, fmt.Sprintf("%s has the same title", before.File), "say in the title what is of this one alone", "title")
			} else {
				first[d.key] = d.Document
			}
		}
	}
}

// A titled document is one that stands in lists, with what is alike of titles that
// are alike.
type titled struct {
	Document
	key string
}

// current tells whether a document is a page or the newest edition of a brief.
func (d Document) current() bool { return d.Edition == nil || d.Edition == d.Brief.Newest() }

// title and language are those of the document.
func (d Document) title() string {
	if d.Edition != nil {
		return d.Edition.Title
	}
	return d.Page.Title
}

func (d Document) language() string {
	if d.Edition != nil {
		return d.Edition.Language
	}
	return d.Page.Language
}

// saying is all that readers get of an edition: what it has of the front matter
// for itself alone, then headings and blocks as they are shown.
func saying(e *brief.Edition) []string {
	h := brief.Header{Title: e.Title, Summary: e.Summary, Authors: e.Authors, KeyPoints: e.KeyPoints, Sources: e.Sources,
		Acronyms: e.Acronyms, Spans: e.Spans, Language: e.Language, Direction: e.Direction}
	header, err := json.Marshal(h) // with its maps in order
	if err != nil {
		panic(err) // it has texts alone
	}
	all := []string{string(header)}
	for s := range sections(e.Body()) {
		all = append(all, fmt.Sprintf("%d %d %s", s.Level, len(s.Blocks), s.HTML))
	}
	for _, b := range e.Body().Blocks {
		markup := string(b.Markup(brief.Label{}))
		if b.Kind == brief.Paragraph {
			markup = strings.Join(strings.Fields(markup), " ") // wherever its lines are broken
		}
		all = append(all, markup)
	}
	return all
}
