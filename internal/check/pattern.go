package check

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefpress/internal/brief"
)

// A pattern is an expression with texts one of which every match has in it: to
// find that a text has none of these is a hundred times as quick.
type pattern struct {
	expression *regexp.Regexp
	has        []string
}

func having(expression string, has ...string) pattern {
	return pattern{regexp.MustCompile(expression), has}
}

// in finds all matches in a text, with their groups.
func (p pattern) in(text string) [][]int {
	if !slices.ContainsFunc(p.has, func(part string) bool { return strings.Contains(text, part) }) {
		return nil
	}
	return p.expression.FindAllStringSubmatchIndex(text, -1)
}

// words yields the words of a text and where they begin. A thing in it is one.
func words(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		from := -1
		for i := 0; i <= len(text); {
			r, size := utf8.DecodeRuneInString(text[i:]) // of nothing at the end, which is in no word
			in := size > 0 && (unicode.IsLetter(r) || unicode.IsNumber(r) || r == brief.Thing || r == '\'' || r == '’' || r == '-')
			if in && from < 0 {
				from = i
			}
			if !in && from >= 0 {
				if !yield(from, text[from:i]) {
					return
				}
				from = -1
			}
			i += max(size, 1)
		}
	}
}
