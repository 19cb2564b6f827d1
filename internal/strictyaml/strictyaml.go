// Package strictyaml decodes one small YAML document, written by hand, into
// typed Go values, and reports every fault in it at once, at its line and
// column, in words meant for the person who wrote it.
//
// # Accepted
//
// A document is a mapping, or empty (which decodes to the zero value). The
// struct it is decoded into names the keys by tags, `yaml:"key-points"`; fields
// without a tag have no key. Fields may be strings, bools, ints, lists, maps
// with string keys, structs, pointers to these, and any type whose pointer
// implements [encoding.TextUnmarshaler].
//
// Text is what was written: `title: 2019`, `reference: 007` and `title: no`
// give "2019", "007" and "no" in a string field, and `published: 2019-06-07`
// reaches a TextUnmarshaler as those ten characters, quoted or not. A value that
// is empty or "~" is the zero value; "null" is too, except in a string field,
// where it is text. A bool is true or false; an int is decimal.
//
// # Refused
//
//   - unknown, duplicate, missing and non-text keys; the first of two counts
//   - values of the wrong kind, and empty items of a list
//   - anchors, aliases, merge keys and tags
//   - a second document, and a document that is not a mapping
//   - bytes that are not UTF-8, control characters, the line breaks U+0085,
//     U+2028 and U+2029, and a byte order mark that is not the first character
//   - more than [MaxSize] bytes, and nesting deeper than [MaxDepth]
//
// # Faults
//
// Faults of all kinds are reported together. After a syntax fault the top-level
// key it stands in is left out and the rest is read again, so several of them
// show at once, as do the faults beside them. This stops after a fixed amount of
// work, so hostile input costs no more than a few readings of MaxSize bytes.
//
// A key with a syntax fault is absent from the value and from [Positions]: a
// caller should look for missing keys of its own only when there is no fault.
//
// # Places
//
// Lines and columns start at 1 and columns count code points. Lines end at LF,
// CRLF or a lone CR. A place always lies in the input, at most one column past
// the end of a line. Some messages name a line, so a caller whose YAML starts
// further down in a file should pass blank lines for those above it: for front
// matter, what follows the three dashes of its first line, with that line's end.
package strictyaml

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

const (
	// MaxSize is the most bytes a document may have.
	MaxSize = 64 << 10
	// MaxDepth is how many mappings and lists may stand in one another,
	// counting the document's own.
	MaxDepth = 20
)

// maxWork bounds the bytes read over all attempts at one document.
const maxWork = 4 * MaxSize

// Error is one fault of a document.
type Error struct {
	Line, Column int    // from 1; columns count code points
	Message      string // lower case, no full stop
	Hint         string // what to do about it; may be empty
}

// Error returns "line:column: message".
func (e Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message) }

// Decode decodes the document src into v, which must point to a struct of the
// types named in the package documentation; Decode panics if it does not. It
// returns where things stand, never nil, and every fault found, sorted by place.
// What could be decoded is in v; fields whose key is absent are left as they are.
func Decode(src []byte, v any) (*Positions, []Error) {
	out := reflect.ValueOf(v)
	if out.Kind() != reflect.Pointer || out.Elem().Kind() != reflect.Struct {
		panic(fmt.Sprintf("strictyaml: Decode into %T, want a pointer to a struct", v))
	}
	if len(src) > MaxSize {
		return &Positions{}, []Error{{1, 1, fmt.Sprintf("larger than %d KiB", MaxSize>>10), ""}}
	}
	d := &decoder{}
	d.read(src)
	root := d.parse()
	if root != nil {
		d.check(root, 1)
		d.decode(root, out.Elem(), subject{})
	}
	slices.SortStableFunc(d.errs, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return newPositions(root), d.errs
}

// decoder holds one document on its way from bytes to values.
type decoder struct {
	lines []string // the text, without line ends
	errs  []Error
}

func (d *decoder) fail(line, col int, hint, format string, args ...any) {
	d.errs = append(d.errs, Error{line, col, fmt.Sprintf(format, args...), hint})
}

// quote makes a value or key fit for a message.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return `"` + strings.Join(strings.Fields(s), " ") + `"`
}
