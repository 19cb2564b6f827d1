package brief

import (
	"bytes"
	"fmt"
)

// The limits of a document. Each is far above what a brief needs, and low
// enough that no input within it takes long: goldmark's work grows with the
// square of what they count.
const (
	// MaxSource bounds a Markdown file, in bytes. It is looked at before a
	// file is read.
	MaxSource = 1 << 20
	// maxDepth bounds how many lists and quotations stand in one another.
	maxDepth = 20
	// maxIndent bounds the indentation of a line, in columns.
	maxIndent = 200
	// maxMarks bounds the brackets, asterisks and other characters with a
	// meaning in one paragraph.
	maxMarks = 4000
	// maxBrackets bounds the opening brackets in one paragraph.
	maxBrackets = 1000
	// maxColumns bounds the columns of a table.
	maxColumns = 64
	// maxCells bounds the cells of a table: its columns times the lines below
	// its head, however short these are.
	maxCells = 20_000
	// maxListing bounds the bytes, and maxListingLines the lines, of a code
	// listing that is highlighted; a larger one is set plain.
	maxListing      = 16 << 10
	maxListingLines = 400
	// maxListingLine bounds the bytes of a line, and maxListingBlank those of
	// an unbroken run of white space, in a listing that is highlighted: chroma's
	// lexers try again from each character of such runs.
	maxListingLine  = 200
	maxListingBlank = 200
	// maxHighlighted bounds the lines that are highlighted in one document.
	maxHighlighted = 2000
)

// maxHTML is how much HTML a body of n bytes may give.
func maxHTML(n int) int { return 10*n + 1<<20 }

// overLimit looks for what would take goldmark very long, before it is given
// the text. Its count is of lines and characters, without regard to what they
// mean: that is for the parser.
func (d *Document) overLimit() []Problem {
	var problems []Problem
	report := func(offset int, message, hint string) {
		p := d.Problem(offset, "limit", message, hint)
		p.Stops = true
		problems = append(problems, p)
	}
	src := d.Source
	marks, brackets, start := 0, 0, d.start // of the paragraph, and where it starts
	columns, rows := 0, 0                   // of the table
	for offset := d.start; offset < len(src); {
		end := offset + bytes.IndexByte(src[offset:], '\n') + 1
		line := src[offset:end]
		depth, indent := nesting(line)
		switch {
		case depth > maxDepth:
			report(offset, fmt.Sprintf("lists and quotations are nested %d deep; at most %d are read", depth, maxDepth), "")
		case indent > maxIndent && len(bytes.TrimSpace(line)) > 0:
			report(offset, fmt.Sprintf("the line is indented by %d columns; at most %d are read", indent, maxIndent), "")
		}
		if len(bytes.TrimSpace(line)) == 0 {
			marks, brackets, start = 0, 0, end
			columns = 0
		}
		if rows++; columns > 0 && columns*rows > maxCells {
			report(offset, fmt.Sprintf("the table has more than %d cells", maxCells), "split the table, or publish it as a data file")
			columns = 0
		}
		if n := bytes.Count(line, []byte("|")); n > 0 && bytes.IndexByte(line, '-') >= 0 && len(bytes.Trim(line, "|:- \t\n>")) == 0 {
			if columns, rows = n+1, 0; n > maxColumns {
				report(offset, fmt.Sprintf("the table has %d columns; at most %d are read", n, maxColumns), "split the table, or publish it as a data file")
			}
		}
		before := marks <= maxMarks && brackets <= maxBrackets
		for _, c := range line {
			switch c {
			case '[':
				brackets++
				marks++
			case ']', '*', '_', '`', '<', '!', '~', '\'', '"', '&', '\\', '(':
				marks++
			}
		}
		if before && (marks > maxMarks || brackets > maxBrackets) {
			report(start, "the paragraph has too many brackets, quotes and other marks to be read", "leave an empty line between paragraphs")
		}
		offset = end
	}
	return problems
}

// nesting counts the markers of lists and quotations that a line begins with,
// and the columns before its text.
func nesting(line []byte) (depth, indent int) {
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == ' ':
			indent++
			i++
		case c == '\t':
			indent += 4
			i++
		case c == '>':
			depth++
			i++
		case (c == '-' || c == '+' || c == '*' || c == ':') && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t' || line[i+1] == '\n'):
			depth++
			i++
		case c >= '0' && c <= '9':
			j := i
			for j < len(line) && line[j] >= '0' && line[j] <= '9' {
				j++
			}
			if j+1 >= len(line) || line[j] != '.' && line[j] != ')' || line[j+1] != ' ' && line[j+1] != '\t' && line[j+1] != '\n' {
				return depth, indent
			}
			depth++
			i = j + 1
		default:
			return depth, indent
		}
	}
	return depth, indent
}
