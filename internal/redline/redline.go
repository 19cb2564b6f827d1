package redline

import (
	"slices"

	"briefpress/internal/brief"
)

// A Redline is two editions of a brief compared.
type Redline struct {
	From, To *brief.Edition
	// Fields of the front matter that either edition has: title, summary, authors,
	// key points, spans.
	Fields []Field
	// Rows are the headings and blocks of the text.
	Rows []Row
	// Notes, Sources and Acronyms of either edition.
	Notes, Sources, Acronyms []Entry
	// Old and New count the words of the texts, Inserted and Deleted those that
	// are marked so. Moved words are neither.
	Old, New, Inserted, Deleted int
}

// Moved says which of its two places a moved row is shown at.
type Moved uint8

// The places of a row.
const (
	Stays Moved = iota
	Away        // the old place of what moved
	Here        // its new place
)

// String names a place in lower case.
func (m Moved) String() string { return [...]string{"stays", "away", "here"}[m] }

// A Row is a heading or what became of one block or of several that were split
// or merged.
type Row struct {
	// Change as readers see it: Same where nothing is marked.
	Change brief.Change
	Moved  Moved
	// Level of a heading, 2 to 6; 0 of a block.
	Level int
	// ID is the row's anchor on the page of the redline, and Other that of the
	// other place of what moved.
	ID, Other string
	// Section is the ID of the heading that the row stands under or is; "" before
	// the first.
	Section string
	Kind    brief.Kind // of a block
	// From and To are the labels in either edition.
	From, To []brief.Label
	// HTML is the content with its marks: of a heading phrasing content, else flow content.
	HTML brief.HTML
	// Old and New are what the row said and says as plain text, blocks parted by a newline.
	Old, New string
	// Inserted and Deleted count the words that are marked so in the row.
	Inserted, Deleted int

	runs run
}

// Changed tells whether there is anything to see in a row.
func (r Row) Changed() bool { return r.Change != brief.Same || r.Moved != Stays }

// A Field is a key of the front matter compared.
type Field struct {
	Name  string  // "title", "summary", "authors", "key-points", "spans"
	Items []Entry // one for a title or summary
}

// Changed tells whether there is anything to see in a field.
func (f Field) Changed() bool { return changed(f.Items) }

func changed(entries []Entry) bool {
	for i := range entries {
		if entries[i].Changed() {
			return true
		}
	}
	return false
}

// An Entry is a text of a list compared: a note, a source, an acronym, a point.
type Entry struct {
	Change brief.Change // Same, Edited, Inserted or Removed
	Moved  Moved
	// ID is the entry's anchor on the page of the redline; "" in a field.
	ID string
	// Name is the number of a note, the key of a source, the short form of an
	// acronym: in the newer edition where it has it.
	Name string
	HTML brief.HTML
	// Old and New are the texts in either edition.
	Old, New string
	// Rows are the IDs of the rows that refer to a note, in their order.
	Rows []string
}

// Changed tells whether there is anything to see in an entry.
func (e Entry) Changed() bool { return e.Change != brief.Same || e.Moved != Stays }

// A comparison is a redline that is being made.
type comparison struct {
	*Redline
	old, new *side
	w        writer
	runs     []run
	rowsOf   map[string][]int // the rows that refer to the entry of a note
}

// New compares two editions of a brief. It is a pure function of them and of the
// editions between them, which decide what has which number.
func New(b *brief.Brief, from, to *brief.Edition) *Redline {
	n := &names{ids: map[textKey]int32{}, marks: map[textKey]*mark{}}
	c := &comparison{Redline: &Redline{From: from, To: to}, old: newSide(b, from, n), new: newSide(b, to, n), rowsOf: map[string][]int{}}
	c.w = writer{names: n, matcher: &matcher{work: Work}}
	c.runs = c.pairs(b)
	c.fields()
	c.notes()
	c.text()
	c.sources()
	c.acronyms()
	for i := range c.Rows {
		c.Inserted += c.Rows[i].Inserted
		c.Deleted += c.Rows[i].Deleted
	}
	for i := range c.Notes {
		for _, k := range c.rowsOf[c.Notes[i].ID] {
			c.Notes[i].Rows = append(c.Notes[i].Rows, c.Rows[k].ID)
		}
	}
	return c.Redline
}

// Changed tells whether there is anything to see.
func (r *Redline) Changed() bool {
	return slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Changed() }) ||
		slices.ContainsFunc(r.Fields, func(f Field) bool { return f.Changed() }) ||
		changed(r.Notes) || changed(r.Sources) || changed(r.Acronyms)
}

// Percent is the share of the words of both texts that are marked as inserted or
// deleted, of 100. It is 0 only when nothing is marked, be it in a field, a note or
// a source, and 100 only when every word is.
func (r *Redline) Percent() int {
	part, whole := r.Inserted+r.Deleted, r.Old+r.New
	switch {
	case !r.Changed():
		return 0
	case part == 0:
		return 1
	case part == whole:
		return 100
	}
	return min(99, max(1, (100*part+whole/2)/whole))
}
