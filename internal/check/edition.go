package check

import (
	"encoding/json"
	"fmt"
	"slices"
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
