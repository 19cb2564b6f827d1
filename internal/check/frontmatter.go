package check

import (
	"bytes"

	"briefpress/internal/brief"
	"briefpress/internal/strictyaml"
)

// Key reports a finding at a key of a document's front matter, or at its first
// line where the key is absent. It is only now that the front matter is read
// for places: most documents have no such finding.
func (p *Pass) Key(d Document, message, hint string, key ...string) {
	p.At(d, d.key(key), message, hint)
}

// key is the offset of a key in the front matter; 0 where it is absent.
func (d Document) key(path []string) int {
	const fence = "---"
	end := bytes.Index(d.Source, []byte("\n"+fence+"\n"))
	if !bytes.HasPrefix(d.Source, []byte(fence)) || end < 0 {
		return 0
	}
	// It begins with the end of the first line, so that lines count right.
	positions, _ := strictyaml.Decode(d.Source[len(fence):end+1], new(brief.Header))
	line, column := positions.Key(path...)
	if line == 0 {
		line, column = positions.Value(path...) // an item of a list has no key
	}
	return offset(d.Source, line, column)
}

// offset turns a line and a column, both from 1, into an offset; 0 for line 0.
func offset(src []byte, line, column int) int {
	at := 0
	for range line - 1 {
		at += bytes.IndexByte(src[at:], '\n') + 1
	}
	for range column - 1 {
		at += max(1, len(firstRune(src[at:])))
	}
	return min(at, len(src))
}

func firstRune(src []byte) []byte {
	for i := range string(src) {
		if i > 0 {
			return src[:i]
		}
	}
	return src
}
