package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token gives how many bytes the first token of a text has, and whether it is a
// word: one that has a letter or a digit. The text begins with no space.
func token(s string) (size int, isWord bool) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case spaceless(r):
		return character(s), true
	case unicode.Is(unicode.Sc, r) && startsWithDigit(s[n:]):
		return n + wordSize(s[n:]), true // £16
	case isWordRune(r):
		return wordSize(s), true
	}
	n = character(s)
	for len(s) > n && n < 8 && strings.HasPrefix(s[n:], s[:n]) && unicode.IsPunct(r) {
		n += n // a row of dots
	}
	return n, false
}

// wordSize gives how many bytes the word has that a text begins with: letters,
// digits and their marks, and what joins them without a space, as in 16,000,
// US-led, Afghanistan’s, 3.5%.
func wordSize(s string) int {
	n := 0
	initials := true // U.S. has its last full stop too
	for count := 1; n < len(s); count++ {
		r, _ := utf8.DecodeRuneInString(s[n:])
		if !isWordRune(r) || spaceless(r) {
			break
		}
		n += character(s[n:])
		last := r
		next, size := utf8.DecodeRuneInString(s[n:])
		if size == 0 || isWordRune(next) {
			initials = false
			continue
		}
		initials = initials && next == '.' && unicode.IsLetter(last)
		behind, _ := utf8.DecodeRuneInString(s[n+size:])
		switch {
		case unicode.IsDigit(last) && strings.ContainsRune("%‰°٪", next):
			return n + character(s[n:])
		case initials && count > 1 && !isWordRune(behind):
			return n + size
		case !isWordRune(behind) || spaceless(behind):
			return n
		case strings.ContainsRune("-‐‑'’_.&@", next),
			strings.ContainsRune(",:/\u00a0\u202f٫٬", next) && unicode.IsDigit(last) && unicode.IsDigit(behind):
			n += size
		default:
			return n
		}
	}
	return n
}

func startsWithDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(r)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// spaceless tells whether a letter is of a script that sets no spaces between
// its words: there a character is compared, not a word.
func spaceless(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Yi,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tai_Tham, unicode.Javanese) && isWordRune(r)
}

// character gives how many bytes the first character of a text has as readers
// see it, with all that belongs to it: marks, joiners, the second half of a flag.
// It follows the clusters of Unicode's annex 29, and keeps more together in places.
func character(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	flag := isRegional(first)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case flag && isRegional(r):
			flag = false
		case r == 0x200d || r == 0x17d2 || r == 0x1039: // joiners take what is behind them too
			_, behind := utf8.DecodeRuneInString(s[n+size:])
			n += behind
		case r < 0xad:
			return n
		case unicode.IsMark(r), unicode.Is(unicode.Cf, r), r == 0x0e33, r == 0x0eb3, 0x1f3fb <= r && r <= 0x1f3ff:
		default:
			return n
		}
		n += size
	}
	return n
}

func isRegional(r rune) bool { return 0x1f1e6 <= r && r <= 0x1f1ff }

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// spaces gives how many bytes of white space a text begins with.
func spaces(s string) int {
	n := 0
	for n < len(s) && isSpace(s[n]) {
		n++
	}
	return n
}

// countWords counts the words of a text that is kept whole, such as a line of code.
func countWords(s string) int {
	count := 0
	for s = s[spaces(s):]; s != ""; s = s[spaces(s):] {
		n, isWord := token(s)
		if isWord {
			count++
		}
		s = s[n:]
	}
	return count
}
