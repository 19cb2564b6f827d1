package preview

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/site"
)

// EditorExample is a command for the editor that most have.
const EditorExample = `"code -g {file}:{line}:{column}"`

// A strip is what is said of a page to who writes it.
type strip struct {
	File           string // that the text is written in; "" where there is none
	Words, Minutes int
	Edition        string // "2 of 3, 14 April 2020"; "" for a standing page
	// Standing is "Draft" or "Scheduled"; "" for what readers may see. Meaning
	// says it at length.
	Standing, Meaning string
	Here, Elsewhere   group
	Pins              []pin
	Editor            Editor
	Near              bool // whoever reads is at the machine of the preview
}

// newStrip tells of a page and its text; nil for a page without.
func newStrip(s *state, w *site.Writing, today brief.Date) *strip {
	t := &strip{}
	if w != nil {
		t.File, t.Words, t.Minutes = w.Document.File, w.Words, w.Minutes
		t.Edition, t.Standing, t.Meaning = standing(w, today)
	}
	// What stops is said by the overlay.
	here := s.found.In(t.File) // nothing, where there is no text
	t.Here = groupOf(slices.Values(here), len(here))
	t.Elsewhere = groupOf(s.found.Outside(t.File), s.found.Len()-len(here))
	if w != nil {
		t.Pins = pins(w.Places, here)
	}
	return t
}

// standing says which edition is shown, and whether readers may see it.
func standing(w *site.Writing, today brief.Date) (edition, standing, meaning string) {
	ed := w.Edition
	if ed == nil {
		return "", "", ""
	}
	edition = fmt.Sprintf("%d of %d, %s", 1+slices.Index(w.Brief.Editions, ed), len(w.Brief.Editions), ed.Date.Long())
	switch {
	case ed.Draft:
		return edition, "Draft", "Draft: it is left out of what is published"
	case today != "" && ed.Date > today:
		return edition, "Scheduled", "Scheduled: its date is still to come"
	}
	return edition, "", ""
}

// Summary is the strip in a few words.
func (t *strip) Summary() string {
	here, elsewhere := t.Here.total, t.Elsewhere.total
	switch {
	case here > 0 && elsewhere > 0:
		return fmt.Sprintf("%s, %d elsewhere", t.Here.Count(), elsewhere)
	case here > 0:
		return t.Here.Count()
	case elsewhere > 0:
		return t.Elsewhere.Count() + " elsewhere"
	}
	return "no findings"
}

// Reading is how long the text is.
func (t *strip) Reading() string {
	return fmt.Sprintf("%s, %d min", count(t.Words, "word"), t.Minutes)
}

// Keys says what a click with the Alt key does.
func (t *strip) Keys() string {
	if why := t.Copies(); why != "" {
		return "Alt+click on the text copies its file and line. " + why
	}
	return "Alt+click on the text, or Alt+Enter, opens it in " + program(t.Editor[0]) + "."
}

// Copies says why places are copied and not opened; "" where they are opened.
func (t *strip) Copies() string {
	switch {
	case !t.Near:
		return "Files are opened on the machine of the preview only."
	case len(t.Editor) == 0:
		return "To open them, set " + EditorVariable + ", such as " + EditorExample + ", and start the preview again."
	}
	return ""
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// placeOf is the index of the part of a page that a line belongs to: the last
// that begins before it or on it, and is not over; -1 for none.
func placeOf(places []site.Place, line int) int {
	best := -1
	for i, p := range places {
		// An item says more than the list, a block more than the heading above.
		if p.Line <= line && line <= p.End && p.Kind != "source" && p.Kind != "acronym" &&
			(best < 0 || p.Line >= places[best].Line && p.Kind != "item") {
			best = i
		}
	}
	return best
}

// A pin marks a part of the page that has findings.
type pin struct {
	Place int
	Where string // names the part: "block p12"
	group
}

// pins are those of findings, in the order of the page.
func pins(places []site.Place, here []check.Finding) []pin {
	at := map[int][]check.Finding{}
	for _, p := range here {
		if i := placeOf(places, p.Line); p.Line > 0 && i >= 0 {
			at[i] = append(at[i], p)
		}
	}
	var made []pin
	for i, p := range places {
		if l := at[i]; l != nil {
			made = append(made, pin{i, strings.TrimSpace(strings.ReplaceAll(p.Kind, "-", " ") + " " + p.ID), groupOf(slices.Values(l), len(l))})
		}
	}
	slices.SortStableFunc(made, func(a, b pin) int { return cmp.Compare(places[a.Place].Line, places[b.Place].Line) })
	return made
}

// Label names a pin to those who do not see where it stands.
func (p pin) Label() string {
	var said []string
	for _, f := range p.list {
		said = append(said, visible(f.Message))
	}
	return fmt.Sprintf("%s in %s: %s", p.Count(), p.Where, strings.Join(said, "; "))
}
