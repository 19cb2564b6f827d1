package site

import "strings"

// lineEnds are all one to CSS.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n")

// compactCSS drops what says nothing: comments, white space beside braces,
// commas and semicolons and behind colons, and the last semicolon of a block.
// All other white space becomes one space, as it may part two words, stand for
// a descendant, or belong to an operator. Strings, url(…) and escapes stay as
// they are.
func compactCSS(sheet []byte) []byte {
	src := lineEnds.Replace(string(sheet))
	out := make([]byte, 0, len(src))
	gap := ""         // what is left of the white space and comments before src
	last := byte('}') // what stands before the gap; 0 for a string or url(…)
	ends := 0         // how many semicolons out ends with
	take := func(n int, as byte) {
		out, src, last, ends = append(out, src[:n]...), src[n:], as, 0
	}
	for src != "" {
		c := src[0]
		switch {
		case c == ' ' || c == '\t' || c == '\n':
			src, gap = src[1:], " "
			continue
		case strings.HasPrefix(src, "/*"):
			_, src, _ = strings.Cut(src[2:], "*/") // one that is not closed ends with the sheet
			if gap == "" {
				gap = "/**/" // may be all that parts two words
			}
			continue
		case gap != "" && strings.IndexByte("{},;:", last) < 0 && strings.IndexByte("{},;", c) < 0:
			out, last, ends = append(out, gap...), ' ', 0
		}
		gap = ""
		switch {
		case c == '"' || c == '\'':
			take(stringLen(src), 0)
		case c == '\\':
			take(escapeLen(src), 'a') // a part of a word
		case !inWord(last) && urlLen(src) > 0:
			take(urlLen(src), 0)
		case c == ';':
			n := ends + 1
			take(1, c)
			ends = n
		case c == '}':
			out = out[:len(out)-ends]
			take(1, c)
		default:
			take(1, c)
		}
	}
	if len(out) > 0 && out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	return out
}

// stringLen is the length of the string that s begins with. One that is not
// closed ends with its line.
func stringLen(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case s[0], '\n':
			return i + 1
		case '\\':
			i++
		}
	}
	return len(s)
}

// escapeLen is the length of the escape that s begins with: a character, or a
// number with the one space that ends it.
func escapeLen(s string) int {
	n := 1
	for n < min(7, len(s)) && strings.IndexByte("0123456789abcdefABCDEF", s[n]) >= 0 {
		n++
	}
	if n < len(s) && (n == 1 || strings.IndexByte(" \t\n", s[n]) >= 0) {
		n++
	}
	return n
}

// urlLen is the length of the url(…) without quotes that s begins with; 0 for
// anything else. Nothing in it begins a string or a comment.
func urlLen(s string) int {
	if len(s) < 4 || !strings.EqualFold(s[:4], "url(") {
		return 0
	}
	if start := strings.TrimLeft(s[4:], " \t\n"); start != "" && (start[0] == '"' || start[0] == '\'') {
		return 0
	}
	for i := 4; i < len(s); i++ {
		switch s[i] {
		case ')':
			return i + 1
		case '\\':
			i++
		}
	}
	return len(s)
}

// inWord tells whether the letters behind c go on with a word.
func inWord(c byte) bool {
	return c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_-#@", c) >= 0
}
