package brief

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// A Position is a place in a file as editors count: lines and columns from 1,
// columns in code points. Line 0 stands for the file as a whole.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// String gives "file:line:col", "file:line" or "file".
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Compare orders positions by file, line and column.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// A Problem is something wrong with the content, and where.
type Problem struct {
	Position
	// Rule names the rule of package check that explains the problem.
	Rule    string `json:"rule"`
	Message string `json:"message"`
	// Hint says what to do, where that can be said.
	Hint string `json:"hint,omitempty"`
	// Stops is set for what makes the site wrong or ambiguous, so that
	// nothing may be published before it is mended.
	Stops bool `json:"stops,omitempty"`
	// Excerpt is the line of the source at Position, without its end.
	Excerpt string `json:"excerpt,omitempty"`
}

// Error gives "file:line:col: message".
func (p Problem) Error() string { return p.Position.String() + ": " + p.Message }

// Compare orders problems by place, then by rule and message.
func (p Problem) Compare(q Problem) int {
	return cmp.Or(p.Position.Compare(q.Position), cmp.Compare(p.Rule, q.Rule), cmp.Compare(p.Message, q.Message))
}

// A lineIndex knows where the lines of a text begin.
type lineIndex []int

func newLineIndex(src []byte) lineIndex {
	starts := lineIndex{0}
	for i, c := range src {
		if c == '\n' && i+1 < len(src) {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// place finds the line and column of a byte offset in src, and the text of
// that line. An offset outside src is moved to its nearest end.
func (starts lineIndex) place(src []byte, offset int) (line, column int, excerpt string) {
	offset = max(0, min(offset, len(src)))
	i, found := slices.BinarySearch(starts, offset)
	if !found {
		i--
	}
	return i + 1, utf8.RuneCount(src[starts[i]:offset]) + 1, starts.line(src, i+1)
}

// line is the text of the line with the given number, counted from 1; "" when
// there is none.
func (starts lineIndex) line(src []byte, number int) string {
	if number < 1 || number > len(starts) {
		return ""
	}
	l, _, _ := bytes.Cut(src[starts[number-1]:], []byte("\n"))
	return excerptOf(l)
}

// excerptOf bounds a line that is quoted in a message. A paragraph is often one
// line, and what is wrong may stand late in it.
func excerptOf(line []byte) string {
	const limit = 2000
	if len(line) > limit {
		end := limit
		for end > limit-utf8.UTFMax && !utf8.RuneStart(line[end]) {
			end--
		}
		line = line[:end]
	}
	return string(bytes.ToValidUTF8(line, []byte("\uFFFD")))
}
