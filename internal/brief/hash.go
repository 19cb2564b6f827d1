package brief

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// netstring writes a text so that what follows it cannot be taken for a part of
// it: "5:hello,".
func netstring(s string) string { return strconv.Itoa(len(s)) + ":" + s + "," }

// record writes pairs of a key and a text, those without a text left out.
func record(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if text := oneLine(pairs[i+1]); text != "" {
			b.WriteString(netstring(pairs[i]) + netstring(text))
		}
	}
	return b.String()
}

// oneLine writes a text in one line, with single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// record writes the source as it is hashed.
func (s Source) record() string {
	return record("accessed", string(s.Accessed), "archive-url", s.ArchiveURL, "author", s.Author, "date", string(s.Date),
		"publisher", s.Publisher, "title", s.Title, "url", s.URL)
}

// sumOf is a SHA-256 in hexadecimal.
func sumOf(s []byte) string {
	sum := sha256.Sum256(s)
	return hex.EncodeToString(sum[:])
}

// digest hashes what a block or heading says: its kind, its source, where its
// links lead, and what the notes say that are referred to under the nodes that it
// is made of.
func (b *builder) digest(kind string, start, end int, roots ...ast.Node) string {
	var buf bytes.Buffer
	buf.WriteString(netstring(kind))
	b.writeSource(&buf, start, end, kind == string(Paragraph))
	for _, root := range roots {
		for _, n := range descendants(root, kindReference) {
			if r := n.(*referenceNode); r.note != nil {
				b.writeNote(&buf, r)
			}
		}
	}
	return sumOf(buf.Bytes())
}

// writeSource writes the source of a part of the text and the goals of its links:
// those of links by reference are defined elsewhere.
func (b *builder) writeSource(buf *bytes.Buffer, start, end int, lines bool) {
	source := string(b.src[start:end])
	if lines {
		source = joinLines(source)
	}
	buf.WriteString(netstring(source))
	links := b.body.Links
	from, _ := slices.BinarySearchFunc(links, start, func(l *Link, at int) int { return l.Offset - at })
	for _, l := range links[from:] {
		if l.Offset >= end {
			break
		}
		buf.WriteString(netstring(l.Dest))
	}
}

// writeNote writes what a note says: its source, and the sources that it cites.
func (b *builder) writeNote(buf *bytes.Buffer, r *referenceNode) {
	if d := b.notes[r.label]; d != nil {
		start, end := extent(b.src, d.node)
		b.writeSource(buf, start, end, d.note.Inline)
	}
	for _, c := range b.citations[r.note] {
		buf.WriteString(netstring(record("key", c.Key, "locator", c.Locator, "source", b.doc.written[c.Key].record())))
	}
}

// joinLines writes a paragraph in one line, so that it may be wrapped elsewhere
// and say the same. Its hard line breaks stay.
func joinLines(s string) string {
	var b strings.Builder
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		b.WriteString(oneLine(line))
		text := strings.TrimRight(line, `\`)
		switch {
		case i == len(lines)-1:
		case strings.HasSuffix(line, "  ") || (len(line)-len(text))%2 == 1:
			b.WriteByte('\n')
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}
