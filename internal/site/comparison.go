package site

import (
	"html/template"

	"briefpress/internal/phrase"
)

// A RedlinePage compares two editions of a brief: template redline.html. It is
// in the language of the later edition.
type RedlinePage struct {
	Frame
	TextLang, TextDir string // as those of a Text
	TextWords         *phrase.Phrases
	EditionsSheet     string // address of the style sheet of editions; "" for none
	CodeSheet         string // as that of a Text
	Reference         string // of the brief; may be ""
	Brief             Link   // to its newest edition
	History           string // address
	From, To          ComparedEdition
	Percent           string          // "34 per cent"
	Added, Removed    string          // "412 words added", "307 words removed"
	Count             string          // of changes: "23"
	Reasons           []Reason        // of the editions after From up to To, in the order of time
	Contents          []Entry         // the sections in which something changed
	First             string          // "#c1", the first change; "" where nothing changed
	Folds             bool            // something is folded
	Fields            []ComparedField // of the front matter: those that changed
	Parts             []Part          // the text, in the order of reading
	Lists             []ComparedList
}

// A ComparedEdition is one of the two editions of a redline.
type ComparedEdition struct {
	Date    Date
	Address string
	Place   string // "Edition 1 of 2"
	Draft   bool
}

// A Reason says why an edition exists, and what was corrected in it.
type Reason struct {
	Edition     Link   // "14 April 2020"
	Note        string // may be "" in a draft
	Corrections []Correction
}

// A Part is a heading or block of a redline, or a run of unchanged ones that
// is folded.
type Part struct {
	Row     Compared
	Rows    []Compared // folded; Row is then zero
	Summary string     // of what is folded: "Unchanged: 4 to 6"
}

// A Compared is what was compared: a heading, a block, a note, source or
// acronym. Its HTML has <ins> and <del>.
type Compared struct {
	ID     string        // anchor on the page
	Also   []string      // further anchors: numbers that were split off or merged
	Level  int           // of a heading: 2 to 6; else 0
	Kind   string        // of a block, as in Block
	Number string        // "12a"; "" for what has none
	Label  string        // "Paragraph 12a"; of a note its number, of an acronym its short form
	Title  template.HTML // of a heading
	HTML   template.HTML
	Change *ChangeMark // nil where nothing changed
}

// A ComparedField is a key of the front matter that changed.
type ComparedField struct {
	ID     string
	Name   string // "Summary"
	List   bool   // its items are those of a list
	Items  []template.HTML
	Change *ChangeMark
}

// A ChangeMark says what happened to what was compared, and leads to the
// changes before and after it.
type ChangeMark struct {
	ID             string // anchor of what changed
	Name           string // "Edited"
	Elsewhere      *Link  // the other place of what was moved; nil otherwise
	Previous, Next *Link  // nil at either end
}

// A ComparedList is a list behind the text: all notes, and what changed of
// sources and acronyms.
type ComparedList struct {
	Title    string
	Numbered bool
	Entries  []Compared
}

// A HistoryPage tells how a brief came to be what it is: template history.html.
// It is in the language of the newest edition.
type HistoryPage struct {
	Frame
	TextLang, TextDir string
	TextWords         *phrase.Phrases
	EditionsSheet     string
	Reference         string
	Brief             Link
	Editions          []HistoryItem // newest first
	Gone              []GoneNumber  // by number
	Ledger            *Ledger       // nil where no edition has a judgement
	Seals             string        // address of editions.sum; "" where nothing is sealed
	Feed              string        // address of the feed of this brief
}

// A HistoryItem is an edition in the history.
type HistoryItem struct {
	Date        Date
	Address     string
	Place       string // "Edition 2 of 3"
	Change      string // why it exists; "" for the first, and for a draft without a note
	First       bool
	Draft       bool
	Redline     *Link  // from the edition before; nil for the first
	Percent     string // "34 per cent of the words changed"; "" for the first
	Others      []Link // redlines from other editions to this one
	Corrections []Correction
	Seal        string // digest of its source as sealed: "sha256:…"; "" where not sealed
}

// A GoneNumber is a number that the newest edition does not have.
type GoneNumber struct {
	ID   string // anchor: on a page of the brief the number's own, "p7"
	Text string // "Paragraph 7 was removed in the edition of 14 April 2020."
	Read Link   // the last text it had
}

// A Ledger follows the judgements of a brief through its editions.
type Ledger struct {
	Editions []Link // the columns, in the order of time
	Rows     []LedgerRow
}

// A LedgerRow is one judgement, by its durable number.
type LedgerRow struct {
	Number string // "12"
	Label  string // "Paragraph 12"
	Text   string // what it says, where it stands last
	Cells  []LedgerCell
}

// A LedgerCell is a judgement in one edition; the zero LedgerCell where that
// edition does not have it.
type LedgerCell struct {
	Address    string // of the judgement in the edition
	Likelihood string // in the words of the page
	Confidence string // "moderate"
	Moves      string // since the edition before: "less likely, more confident"; "" where it is unmoved or new
}
