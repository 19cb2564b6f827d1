package strictyaml

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// maxWord is how many letters a word may have that something is near to: it
// bounds the work, and nobody types such a word by hand.
const maxWord = 200

var dashes = strings.NewReplacer("_", "-", " ", "-")

// Nearest returns the known word that was probably meant by one that is not
// known; "" when none is near. A word is near when at most one letter, or one
// in three, was inserted, left out, replaced or swapped with its neighbour.
// Letter case does not count, nor whether words are joined by "-", "_" or a
// space. Of several that are as near, the first in the order of bytes is
// returned, so that the order of known does not matter.
func Nearest(word string, known iter.Seq[string]) string {
	n := utf8.RuneCountInString(word)
	if n > maxWord {
		return ""
	}
	plain := dashes.Replace(strings.ToLower(word))
	// A word of one letter would be near to any other.
	best, least := "", 1+min(max(1, n/3), n-1)
	for k := range known {
		d := distance(plain, dashes.Replace(strings.ToLower(k)), least+1)
		if d < least || d == least && best != "" && k < best {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour to turn a into b. It gives limit where the lengths, or the beginnings
// of both, say that it is no less, which keeps long words cheap.
func distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if max(len(s)-len(t), len(t)-len(s)) >= limit {
		return limit
	}
	least := 0 // of the last row: no later one has less than the least of two
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		now := row[0]
		for j := range t {
			n := last[j]
			if s[i] != t[j] {
				n++
			}
			n = min(n, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				n = min(n, before[j-1]+1)
			}
			row[j+1] = n
			now = min(now, n)
		}
		if min(now, least) >= limit {
			return limit
		}
		least = now
		before, last, row = last, row, before
	}
	return last[len(t)]
}
