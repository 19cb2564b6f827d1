package brief

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// normalise drops a byte order mark, writes every line end as LF and ends the
// text with one.
func normalise(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if len(data) == 0 || data[len(data)-1] != '\n' {
		data = append(bytes.Clone(data), '\n')
	}
	return data
}

// unreadable reports what must not stand in a text: bytes that are not UTF-8,
// control characters, and characters that nobody sees but that change what
// is read. The joiners U+200C and U+200D are ordinary letters' company in
// Persian and Indic scripts, and only there.
func (d *Document) unreadable(bidi bool) []Problem {
	src := d.Source
	var problems []Problem
	report := func(offset int, rule, message, hint string) {
		p := d.Problem(offset, rule, message, hint)
		p.Stops = true
		problems = append(problems, p)
	}
	previous := rune(0)
	for i := 0; i < len(src) && len(problems) < 100; {
		// Most of most texts is of these; eight at a time, since all texts of a
		// library are looked through before it is shown.
		for i+8 <= len(src) && ordinary(binary.LittleEndian.Uint64(src[i:])) {
			previous = rune(src[i+7])
			i += 8
		}
		if i == len(src) {
			break
		}
		if c := src[i]; c >= ' ' && c < utf8.RuneSelf-1 || c == '\n' || c == '\t' {
			previous = rune(c)
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			report(i, "encoding", fmt.Sprintf("byte 0x%02X is not UTF-8", src[i]), "save the file as UTF-8")
		case r == 0:
			report(i, "encoding", "a NUL byte stands in the text", "")
		case unicode.Is(unicode.Cc, r):
			report(i, "encoding", fmt.Sprintf("control character U+%04X stands in the text", r), "")
		case (r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069) && !bidi:
			report(i, "hidden-character", fmt.Sprintf("character U+%04X reorders the text around it", r),
				"delete it, or set allow-bidi in site.yaml; direction belongs in the front matter")
		case r == 0x200B || r == 0x2060 || r == 0xFEFF || r == 0x00AD || r == 0x180E || r >= 0xE0000 && r <= 0xE007F:
			report(i, "hidden-character", fmt.Sprintf("invisible character U+%04X stands in the text", r), "delete it")
		case r == 0x200C || r == 0x200D:
			next, _ := utf8.DecodeRune(src[i+size:])
			if !joins(previous) || !joins(next) && !unicode.IsSpace(next) && !unicode.IsPunct(next) {
				report(i, "hidden-character", fmt.Sprintf("invisible character U+%04X stands between letters that it does not join", r), "delete it")
			}
		}
		previous = r
		i += size
	}
	return problems
}

// ordinary tells whether each of eight bytes is a printable character of ASCII.
func ordinary(b uint64) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	// None has its highest bit, nor is below a space, nor is DEL, which is the only
	// one that gets that bit from adding 1.
	return (b|(b+each)|(b-' '*each))&high == 0
}

// joins tells whether a joiner has a meaning beside the character: it has in
// the scripts that are written joined, and in emoji.
func joins(r rune) bool {
	return r > 0x0300 && (unicode.IsLetter(r) && !unicode.In(r, unicode.Greek, unicode.Cyrillic, unicode.Latin) || unicode.IsMark(r) || unicode.Is(unicode.So, r))
}

// frontMatter bounds the YAML between two lines of three hyphens at the start
// of a text: yaml begins with the end of the first line, so that its lines
// count as those of the file, and the body begins at offset start. The state
// tells whether there is front matter, and whether it has an end.
func frontMatter(src []byte) (yaml []byte, start int, found, closed bool) {
	const fence = "---"
	if !bytes.HasPrefix(src, []byte(fence+"\n")) {
		return nil, 0, false, false
	}
	for at := len(fence) + 1; at < len(src); {
		end := at + bytes.IndexByte(src[at:], '\n') + 1
		if string(bytes.TrimRight(src[at:end], " \t\n")) == fence {
			return src[len(fence):at], end, true, true
		}
		at = end
	}
	return nil, len(src), true, false
}

// blank overwrites the start of a text with spaces and leaves its lines, so
// that offsets stay true.
func blank(src []byte, start int) []byte {
	src = bytes.Clone(src)
	for i, c := range src[:start] {
		if c != '\n' {
			src[i] = ' '
		}
	}
	return src
}
