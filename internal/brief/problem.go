package brief

import (
	"bytes"
	"cmp"
	"fmt"
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

// place finds the line and column of a byte offset in src, and the text of
// that line. An offset outside src is moved to its nearest end.
func place(src []byte, offset int) (line, column int, excerpt string) {
	offset = max(0, min(offset, len(src)))
	start := bytes.LastIndexByte(src[:offset], '\n') + 1
	end := len(src)
	if i := bytes.IndexByte(src[start:], '\n'); i >= 0 {
		end = start + i
	}
	return bytes.Count(src[:start], []byte("\n")) + 1, utf8.RuneCount(src[start:offset]) + 1, excerptOf(src[start:end])
}

// excerptOf bounds a line that is quoted in a message.
func excerptOf(line []byte) string {
	const limit = 400
	if len(line) > limit {
		line = line[:limit]
	}
	return string(bytes.ToValidUTF8(line, []byte("\uFFFD")))
}

// lineOf is the text of the line with the given number, counted from 1.
func lineOf(src []byte, line int) string {
	for i := 1; i < line; i++ {
		j := bytes.IndexByte(src, '\n')
		if j < 0 {
			return ""
		}
		src = src[j+1:]
	}
	l, _, _ := bytes.Cut(src, []byte("\n"))
	return excerptOf(l)
}
