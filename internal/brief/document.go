package brief

import "briefpress/internal/strictyaml"

// Options are what all documents of a site share.
type Options struct {
	// Base is the path under which the site stands: "" or "/sub", without a
	// final slash. Every address in HTML begins with it.
	Base string
	// Language and Direction are those of documents that name none; "" is
	// "en" and the direction of Language.
	Language, Direction string
	// Acronyms are known in every document: short form to expansion.
	Acronyms map[string]string
	// AllowBidi admits the characters that reorder text (U+202A to U+202E,
	// U+2066 to U+2069).
	AllowBidi bool
}

// An Input is everything that one document is made of.
type Input struct {
	// File is the file's name as messages print it.
	File string
	// Slug names the brief, or the page.
	Slug string
	// Date is that of the file's name; "" for a brief of one file and a page.
	Date Date
	// Data are the bytes of the file. They must not be changed afterwards.
	Data []byte
	// Files are those that stand beside the document, by name ("plan.svg").
	Files map[string]File
}

// A File is a picture or data file that a document may show or link to.
type File struct {
	Address       string // from the root of the site, without Options.Base
	Width, Height int    // in pixels; 0 when not known
	// Sum is the SHA-256 of its bytes, in hexadecimal; "" when not known.
	Sum string
}

// A Document is what editions and pages have in common.
type Document struct {
	// File is the file's name as messages print it.
	File string
	// Source is the normalised text of the file.
	Source []byte

	start    int // of the body in Source
	language string
	front    *strictyaml.Positions
	// written are the sources as they are written, before their quotes are set.
	written map[string]Source
	lines   func() lineIndex
	body    func() *Body
}

// Body is the text, parsed at the first call.
func (d *Document) Body() *Body { return d.body() }

// Position finds the line and column of an offset in Source.
func (d *Document) Position(offset int) Position {
	line, column, _ := d.lines().place(d.Source, offset)
	return Position{d.File, line, column}
}

// Problem makes a finding of a place in Source.
func (d *Document) Problem(offset int, rule, message, hint string) Problem {
	line, column, excerpt := d.lines().place(d.Source, offset)
	return Problem{Position: Position{d.File, line, column}, Rule: rule, Message: message, Hint: hint, Excerpt: excerpt}
}

// Key finds a key of the front matter by its path, such as "sources",
// "nato-2016"; the first line of the file when it is absent.
func (d *Document) Key(path ...string) Position { return d.header(d.front.Key(path...)) }

// Value finds the value of a key of the front matter, as [Document.Key] does;
// items of a list go by their index, from "0".
func (d *Document) Value(path ...string) Position { return d.header(d.front.Value(path...)) }

// Keys are the keys of a mapping in the front matter, in the order of the file.
func (d *Document) Keys(path ...string) []string { return d.front.Keys(path...) }

func (d *Document) header(line, column int) Position {
	if line == 0 {
		line, column = 1, 1
	}
	return Position{d.File, line, column}
}

// HeaderProblem makes a finding of a place in the front matter.
func (d *Document) HeaderProblem(at Position, rule, message, hint string) Problem {
	return Problem{Position: at, Rule: rule, Message: message, Hint: hint, Excerpt: d.lines().line(d.Source, at.Line)}
}
