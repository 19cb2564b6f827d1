package card

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/math/fixed"
)

// sizes are those a title can have, from the best, with the number of lines that
// fit. The last takes what is too long for the others.
var sizes = []struct{ size, lines, leading int }{
	{120, 1, 0}, {96, 2, 102}, {80, 3, 87}, {60, 4, 67}, {48, 4, 57},
}

// A setting is a title in lines of one style.
type setting struct {
	style   style
	leading int // from one baseline to the next
	lines   []string
}

// setTitle sets a title in the largest size that holds it.
func (p *pen) setTitle(text string) (t setting) {
	for i, at := range sizes {
		t = setting{style: style{bold, at.size, -18, inkRamp}, leading: at.leading}
		if t.lines = p.lines(t.style, text, at.lines, i == len(sizes)-1); t.lines != nil {
			break
		}
	}
	return t
}

// A word and its width.
type word struct {
	text  string
	width fixed.Int26_6
}

func (p *pen) word(s style, text string) word { return word{text, p.width(s, text)} }

// lines breaks a text into at most so many lines of the card's width, as equal
// as they can be. If it does not fit they are nil, or the text is cut.
func (p *pen) lines(s style, text string, limit int, cut bool) []string {
	var words []word
	for _, w := range strings.Split(text, " ") {
		for cut && p.err == nil {
			n := p.fit(s, w, measure)
			if n == len(w) {
				break
			}
			words, w = append(words, p.word(s, w[:n])), w[n:]
		}
		words = append(words, p.word(s, w))
	}
	space := p.width(s, " ")
	for n := len(words); n > 0; n-- {
		try := words
		if n < len(words) {
			try = append(slices.Clone(words[:n-1]), p.word(s, ellipsis(words[n-1].text)))
		}
		if lines := balance(s, try, space, limit); lines != nil || !cut {
			return lines
		}
	}
	return nil
}

// balance breaks words into the fewest lines, and of the ways to do so takes that
// whose lines are nearest in length. A line that ends in a short word, as "of",
// counts as if it were further off. It gives nil if more lines are needed than
// the limit, or a word is wider than a line.
func balance(s style, words []word, space fixed.Int26_6, limit int) []string {
	// A way to set words: the sum of the squares of what lacks in its lines, in
	// 64ths of a pixel, and the first word of its last line.
	type way struct {
		cost int64
		from int
	}
	const never = math.MaxInt64
	em := int64(fixed.I(s.size))
	// ways[n][i] is the best way to set the first i words in n lines.
	ways := [][]way{slices.Repeat([]way{{never, 0}}, len(words)+1)}
	ways[0][0].cost = 0
	for n := 1; n <= limit; n++ {
		best := slices.Repeat([]way{{never, 0}}, len(words)+1)
		for from := range words {
			before := ways[n-1][from].cost
			if before == never {
				continue
			}
			w := -space
			for to := from + 1; to <= len(words); to++ {
				if w += space + words[to-1].width; w > fixed.I(measure) {
					break
				}
				slack := int64(fixed.I(measure) - w)
				cost := before + slack*slack
				if to < len(words) && short(words[to-1].text) {
					cost += 4 * em * em
				}
				if cost < best[to].cost {
					best[to] = way{cost, from}
				}
			}
		}
		ways = append(ways, best)
		if best[len(words)].cost == never {
			continue
		}
		lines := make([]string, n)
		for to := len(words); n > 0; n-- {
			from := ways[n][to].from
			texts := make([]string, 0, to-from)
			for _, w := range words[from:to] {
				texts = append(texts, w.text)
			}
			lines[n-1], to = strings.Join(texts, " "), from
		}
		return lines
	}
	return nil
}

// short says whether a word should rather not end a line.
func short(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	return utf8.RuneCountInString(word) <= 3 && unicode.IsLower(first) && unicode.IsLetter(last)
}
