package check

import (
	"strings"

	"briefpress/internal/brief"
)

// A Text is the prose of a document, as rules of style are given it.
type Text struct {
	Document
	Prose []brief.Prose

	rule     string // that is running
	problems []brief.Problem
	edits    map[brief.Problem]edit // nil where nothing is mended
}

// style applies the rules of style to a document, all at once since its prose is
// read anew for them, and adds what mends the problems to edits, which may be nil.
// Nobody can follow advice on a text that is sealed.
func style(d Document, edits map[brief.Problem]edit) []brief.Problem {
	t := &Text{Document: d, Prose: d.Prose()}
	if !d.sealed() {
		t.edits = edits
	}
	for _, r := range Rules() {
		if t.rule = r.Name; r.Look.text != nil && (!d.sealed() || r.Level > Advice) {
			r.Look.text(t)
		}
	}
	return t.problems
}

// sealed tells whether the document is an edition that must not change.
func (d Document) sealed() bool { return d.Edition != nil && d.Brief.Sealed(d.Edition) != nil }

// At reports a finding at a byte of a run of prose.
func (t *Text) At(x brief.Prose, i int, message, hint string) { t.place(x.Offset(i), message, hint) }

func (t *Text) place(offset int, message, hint string) {
	t.problems = append(t.problems, t.Problem(offset, t.rule, message, hint))
}

// mend reports a finding of the source between two offsets that is mended by
// another text.
func (t *Text) mend(from, to int, text, message, hint string) {
	t.place(from, message, hint)
	if old := string(t.Source[from:to]); t.edits != nil && !strings.Contains(old, "\n") {
		t.edits[t.problems[len(t.problems)-1]] = edit{old, text}
	}
}

// own yields the prose that is the author's own: no quotations.
func (t *Text) own(yield func(brief.Prose) bool) {
	for _, x := range t.Prose {
		if !x.Quoted && x.Language == "" && !yield(x) {
			return
		}
	}
}

// escaped tells whether a byte of a text stands behind a backslash.
func escaped(text string, i int) bool {
	before := strings.TrimRight(text[:i], `\`)
	return (i-len(before))%2 == 1
}
