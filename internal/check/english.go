package check

import (
	"fmt"
	"strings"
	"unicode"

	"briefpress/internal/brief"
)

const (
	// maxSentence is how many words a sentence may have that is read at once.
	maxSentence = 50
	// minEase is the least reading ease after Flesch, and minWords how many words
	// a text has that it says something of.
	minEase, minWords = 20, 300
)

// longSentence looks for English sentences that are read twice.
func longSentence(t *Text) {
	if !english(t.Document) {
		return
	}
	for x := range t.own {
		if x.Cell {
			continue
		}
		for at, s := range sentences(strings.ReplaceAll(x.Text, "\n", " ")) {
			if n := wordCount(s); n > maxSentence {
				t.At(x, at, fmt.Sprintf("the sentence has %d words", n), fmt.Sprintf("make two of it; at most %d are read at once", maxSentence))
			}
		}
	}
}

func wordCount(s string) (n int) {
	for f := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(f, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// again are the words that no English sentence has twice in a row.
var again = map[string]bool{"the": true, "an": true, "of": true, "and": true, "or": true, "from": true, "with": true, "be": true,
	"are": true, "their": true, "its": true, "our": true, "they": true, "which": true, "was": true, "were": true}

// repeatedWord looks for small words that were typed twice.
func repeatedWord(t *Text) {
	if !english(t.Document) {
		return
	}
	for _, x := range t.Prose {
		if x.Language != "" {
			continue
		}
		before, end := "", 0
		for at, written := range words(x.Text) {
			word := strings.ToLower(written[:1]) + written[1:] // AND is another word than and
			if word == before && again[word] && t.spaceBetween(x, end, at) {
				t.At(x, at, fmt.Sprintf("the word %q stands here twice", word), "delete one of the two")
			}
			before, end = word, at+len(written)
		}
	}
}

// spaceBetween tells whether nothing but space stands between two places, no mark
// of emphasis either: a word that is set apart is another.
func (t *Text) spaceBetween(x brief.Prose, from, to int) bool {
	return to > from && strings.TrimSpace(x.Text[from:to]) == "" && strings.Trim(string(t.Source[x.Offset(from-1)+1:x.Offset(to)]), " \t\n>") == ""
}

// readingEase measures English texts by the formula of Flesch (1948).
func readingEase(t *Text) {
	if !english(t.Document) {
		return
	}
	var spoken, syllables, count int
	for x := range t.own {
		if x.Cell || x.Heading || x.Note {
			continue
		}
		for _, s := range sentences(strings.ReplaceAll(x.Text, "\n", " ")) {
			count++
			for _, w := range words(s) {
				spoken++
				syllables += syllablesOf(w)
			}
		}
	}
	if spoken < minWords {
		return
	}
	ease := 206.835 - 1.015*float64(spoken)/float64(count) - 84.6*float64(syllables)/float64(spoken)
	if ease < minEase {
		t.problems = append(t.problems, t.HeaderProblem(t.Key("title"), t.rule, fmt.Sprintf("the text is very hard to read: its reading ease is %.0f of 100", ease),
			fmt.Sprintf("shorter sentences and shorter words help; texts of experts reach %d and more", minEase)))
	}
}

// syllablesOf counts the syllables of an English word by its groups of vowels,
// but for a silent e at its end.
func syllablesOf(word string) int {
	word = strings.ToLower(word)
	n, within := 0, false
	for i := range len(word) {
		vowel := strings.IndexByte("aeiouy", word[i]) >= 0
		if vowel && !within {
			n++
		}
		within = vowel
	}
	if n > 1 && strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") {
		n--
	}
	return max(n, 1)
}
