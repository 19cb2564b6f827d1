package brief

// HTML is markup that is safe to send as it is.
type HTML string

// A Body is the text of a document, in structure.
type Body struct {
	// Sections in order. Text before the first heading is a section of level
	// 0 without a title.
	Sections []*Section
	// Blocks are all blocks of all sections, in the order of reading.
	Blocks []*Block
	// Notes in the order of their first reference.
	Notes []*Note
	// Citations are the uses of sources, in the order of the text.
	Citations []*Citation
	// Acronyms in the order of their first use.
	Acronyms []*Acronym
	// Links and pictures, in the order of the text.
	Links []*Link
	// Files that the text shows or links to, by name.
	Files map[string]File
	// IDs are all anchors that the HTML of the body has, those of numbers aside.
	IDs map[string]bool
	// Ignores are the comments that silence findings.
	Ignores []Ignore
	// Words counts the words a reader reads: blocks, notes aside.
	Words int
	// Problems found, by place.
	Problems []Problem
}

// A Section is a heading and what is under it.
type Section struct {
	ID       string     // anchor, readable, unique in the document
	Level    int        // 2 to 6; 0 for the text before the first heading
	Title    string     // as plain text
	HTML     HTML       // the title with its inline markup
	Offset   int        // of the heading in Document.Source
	Hash     string     // of the heading, as Block.Hash
	Blocks   []*Block   // directly under the heading
	Sections []*Section // of deeper levels
}

// Kind is what sort of block a block is.
type Kind string

// The kinds of block.
const (
	Paragraph   Kind = "paragraph"
	List        Kind = "list"
	Definitions Kind = "definitions"
	Quotation   Kind = "quotation"
	Callout     Kind = "callout"
	Judgement   Kind = "judgement"
	Table       Kind = "table"
	Figure      Kind = "figure"
	Code        Kind = "code"
	Break       Kind = "break" // a thematic break
)

// A Block is a paragraph, list, table, quotation, figure, code listing or
// callout that stands directly under a heading.
type Block struct {
	Kind Kind
	// Offset and End bound the block's source in Document.Source.
	Offset, End int
	// Text is what the block says as plain text, markup and notes left out.
	Text string
	// Hash is a digest of what the block says, SHA-256 in hexadecimal: see
	// "Hashes" in the documentation of the package.
	Hash string
	// Title is the heading of a callout, the caption of a figure, the language of a code listing.
	Title string
	// Section that the block stands in.
	Section *Section
	// Likelihood and Confidence of a judgement, as written.
	Likelihood, Confidence string
	// Items are the items of a list, in order.
	Items []Item

	inner       HTML // of what has no items
	open, close HTML // around the items
}

// An Item is one item of a list.
type Item struct {
	Offset int
	Text   string
	HTML   HTML // what is inside the li element
	Task   Task
}

// Task says whether a list item is a task.
type Task uint8

// The states of a task.
const (
	NoTask Task = iota
	TaskOpen
	TaskDone
)

// A Note is a footnote, written as [^label] or made by a citation.
type Note struct {
	Number int    // from 1, in the order of first reference
	ID     string // anchor: "note-1"
	Label  string // as written; "" when made by a citation
	HTML   HTML   // the text, phrasing content when Inline
	Inline bool   // a single paragraph: may stand within a line
	Text   string
	Offset int      // of the definition, or of the citation
	Refs   []string // anchors of the places that refer to it: "ref-1", "ref-1b"
}

// A Citation is one use of a source.
type Citation struct {
	Key     string
	Locator string // "p. 3"; may be empty
	Source  *Source
	Note    *Note
	Offset  int
}

// An Acronym is a short form with its expansion.
type Acronym struct {
	Short, Expansion string
	// Offset of the place that introduces it: "Full Name (FN)"; -1 when it is
	// known from the front matter or from the site.
	Offset int
	// First is the offset of the first use.
	First int
}

// A Link is a link or a picture in the body.
type Link struct {
	Dest    string // as written
	Address string // as resolved: an address of the site without Options.Base, "#fragment", or a URL
	Text    string // what it says; the alternative text of a picture
	Picture bool
	Offset  int
}
