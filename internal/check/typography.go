package check

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"briefpress/internal/brief"
)

// straightQuote looks for quotes that the typographer could not set.
func straightQuote(t *Text) {
	for _, x := range t.Prose {
		for i := range len(x.Text) {
			if c := x.Text[i]; (c == '"' || c == '\'') && !escaped(x.Text, i) {
				t.At(x, i, fmt.Sprintf("the quote %c stays straight", c),
					fmt.Sprintf("see where the quotation begins and ends; write ′ and ″ for feet and inches, and \\%c for a quote that is meant to be straight", c))
			}
		}
	}
}

var doubled = having(`[^\s]([ \t]{2,})[^\s]`, "  ", "\t")

// doubleSpace looks for more than one space between two words.
func doubleSpace(t *Text) {
	for _, x := range t.Prose {
		for _, m := range doubled.in(x.Text) {
			if !x.Cell && len(spaced.in(x.Text[m[0]:min(len(x.Text), m[1]+1)])) > 0 {
				continue // before a comma none is right
			}
			t.mend(x.Offset(m[2]), x.Offset(m[3]-1)+1, " ", fmt.Sprintf("%d spaces stand between two words", m[3]-m[2]), "leave one")
		}
	}
}

// trailingSpace looks for spaces at the ends of lines that are no line break.
func trailingSpace(t *Text) {
	for _, x := range t.Prose {
		if x.Cell || x.Text == "" {
			continue
		}
		for i := 0; i <= len(x.Text); i++ {
			last := i == len(x.Text)
			if !last && x.Text[i] != '\n' {
				continue
			}
			from, to := blankEnd(t.Source, x.Offset(max(0, i-1)))
			if from < to && !escaped(string(t.Source), from) && (last || !strings.HasSuffix(string(t.Source[from:to]), "  ")) {
				t.mend(from, to, "", "the line ends in space that means nothing", "delete it")
			}
		}
	}
}

// blankEnd bounds the spaces and tabs at the end of the line that holds an offset.
func blankEnd(source []byte, offset int) (from, to int) {
	for to = offset; to < len(source) && source[to] != '\n'; {
		to++
	}
	for from = to; from > 0 && (source[from-1] == ' ' || source[from-1] == '\t'); {
		from--
	}
	return from, to
}

var (
	// A dash between two parts of a sentence, not between two numbers.
	dash       = having(`[^\s\d]\s(–)\s|[^\s]( ?)(—)[^\n]`, "–", "—")
	hyphenated = having(`[\pL,;\x{FFFC}] (-) \pL`, " - ")
	years      = having(`(?:^|[^\pL\pN/-])(?:1[6-9]|20)\d\d(-)(?:1[6-9]|20)\d\d(?:$|[^\pL\pN/-])`, "-1", "-2")
)

// mixedDashes looks for dashes of another kind than the first of the text.
func mixedDashes(t *Text) {
	first, line := "", 0
	for x := range t.own {
		if x.Cell {
			continue
		}
		for _, m := range dash.in(x.Text) {
			at, kind := m[2], "a short dash between spaces"
			if at < 0 {
				if at, kind = m[6], "a long dash without spaces"; m[5] > m[4] {
					kind = "a long dash between spaces"
				}
			}
			switch place := t.Position(x.Offset(at)); {
			case first == "":
				first, line = kind, place.Line
			case kind != first:
				t.At(x, at, fmt.Sprintf("%s stands here, and %s on line %d", kind, first, line), "write all dashes of a text in one way: \" -- \" is the short one, \"---\" the long one")
			}
		}
	}
}

// hyphenDash looks for hyphens that stand for dashes.
func hyphenDash(t *Text) {
	for x := range t.own {
		if x.Cell {
			continue
		}
		for _, m := range hyphenated.in(x.Text) {
			t.At(x, m[2], "a hyphen between spaces stands where a dash belongs", "write two hyphens: they are set as a dash")
		}
	}
}

// yearRange looks for hyphens between two years.
func yearRange(t *Text) {
	for x := range t.own {
		for _, m := range years.in(x.Text) {
			t.At(x, m[2], "a hyphen stands between two years", "write two hyphens: they are set as the dash of a period")
		}
	}
}

var (
	spaced = having(`[^\s.,]([ \t]+)[,.](?:\s|$)`, " ,", " .", "\t,", "\t.")
	twice  = having(`,[,.;:]|;[;,.:]|(?:^|[^.\\])(\.\.)(?:$|[\s”’)])`, ",,", ",.", ",;", ",:", ";;", ";,", ";.", ";:", "..")
)

// spaceBeforeMark looks for spaces before a comma or full stop.
func spaceBeforeMark(t *Text) {
	for _, x := range t.Prose {
		if x.Cell {
			continue
		}
		for _, m := range spaced.in(x.Text) {
			if next := strings.TrimSpace(x.Text[m[3]+1:]); x.Text[m[3]] == '.' && next != "" && ('a' <= next[0] && next[0] <= 'z' || next[0] == '.') {
				continue // the sign itself, or an ellipsis of an older style
			}
			t.mend(x.Offset(m[2]), x.Offset(m[3]-1)+1, "", fmt.Sprintf("a space stands before the %s", map[byte]string{',': "comma", '.': "full stop"}[x.Text[m[3]]]), "delete it")
		}
	}
}

// doubledMark looks for marks that were typed twice.
func doubledMark(t *Text) {
	for _, x := range t.Prose {
		for _, m := range twice.in(x.Text) {
			at, end := m[0], m[1]
			if m[2] >= 0 {
				at, end = m[2], m[3]
			}
			message, hint := fmt.Sprintf("the marks %q stand behind one another", x.Text[at:end]), "keep one; three full stops are set as an ellipsis"
			if marks := x.Text[at:end]; marks == ",," || marks == ";;" {
				t.mend(x.Offset(at), x.Offset(at)+2, marks[:1], message, hint)
			} else {
				t.At(x, at, message, hint) // it may be either, or neither
			}
		}
	}
}

// letters of Greek that look like letters of Latin.
const lookalikes = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυ"

// mixedScript looks for words with letters of another script that look like
// Latin ones, anywhere in the file.
func mixedScript(t *Text) {
	latin, foreign, start := false, rune(0), 0
	place := 0
	for i, r := range string(t.Source) + "\n" {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			switch {
			case unicode.Is(unicode.Latin, r):
				latin = true
			case foreign == 0 && (unicode.Is(unicode.Cyrillic, r) || strings.ContainsRune(lookalikes, r)):
				foreign, place = r, i
			}
			continue
		}
		if latin && foreign != 0 {
			t.place(place, fmt.Sprintf("the letter U+%04X of another script stands in the word %q", foreign, t.Source[start:i]),
				"it looks like a Latin letter, and searches do not find the word: type it anew")
		}
		latin, foreign, start = false, 0, i+len(string(r))
	}
}

var (
	web      = having(`(?:https?://|www\.)[^\s<>()\x{FFFC}]*[\pL\pN/]`, "://", "www.")
	brackets = having(`\[[^\[\]\n]{1,200}\](?:\[([^\[\]\n]{0,80})\]|\([^\n)]{0,200}\)?| \((?:https?:|\.{0,2}/)[^\n)]{0,200}\)?)`, "[")
	loose    = having("\\*\\*|~~|`", "**", "~~", "`")
	hashes   = having(`(?m)^#{2,6}[\pL\pN]`, "##")
)

// lostLink looks for brackets that were meant as a link.
func lostLink(t *Text) {
	for _, x := range t.Prose {
		for _, m := range lostLinks(x) {
			hint := "write [words](address), without a space before the bracket or in the address"
			if m[2] >= 0 {
				hint = "define the name in a line of its own: [name]: https://example.org/"
			}
			t.At(x, m[0], "the brackets make no link", hint)
		}
	}
}

func lostLinks(x brief.Prose) (places [][]int) {
	for _, m := range brackets.in(x.Text) {
		if !escaped(x.Text, m[0]) && x.Text[m[0]+1] != '@' && x.Text[m[0]+1] != '^' && !x.Linked(m[0]) {
			places = append(places, m)
		}
	}
	return places
}

// bareAddress looks for addresses of the web that nobody can follow.
func bareAddress(t *Text) {
	for _, x := range t.Prose {
		lost := lostLinks(x)
	next:
		for _, m := range web.in(x.Text) {
			for _, l := range lost {
				if l[0] <= m[0] && m[0] < l[1] {
					continue next
				}
			}
			if !x.Linked(m[0]) {
				t.At(x, m[0], fmt.Sprintf("the address %s is no link", x.Text[m[0]:m[1]]),
					"write <https://…>, or [words](https://…); what the text rests on is a source, and is cited")
			}
		}
	}
}

// looseMark looks for marks of emphasis and code that mark nothing.
func looseMark(t *Text) {
	for _, x := range t.Prose {
		said := map[string]bool{} // two of a kind are one slip; in a cell, a bar may part one from its code
		for _, m := range loose.in(x.Text) {
			if mark := x.Text[m[0]:m[1]]; !(x.Cell && mark == "`") && !escaped(x.Text, m[0]) && !said[mark] && !alone(x.Text, m[0], m[1]) {
				said[mark] = true
				t.At(x, m[0], fmt.Sprintf("the mark %s marks nothing, and readers see it", x.Text[m[0]:m[1]]),
					"put one of its kind where the marking begins and one where it ends, next to the words; a backslash before it shows it")
			}
		}
	}
}

// alone tells whether a sign stands between spaces, as that of a power does.
func alone(text string, from, to int) bool {
	blank := func(s string) bool { return s != "" && strings.TrimSpace(s) == "" }
	return blank(text[max(0, from-1):from]) && blank(text[to:min(len(text), to+1)])
}

// lostHeading looks for headings without a space behind their signs.
func lostHeading(t *Text) {
	for _, x := range t.Prose {
		if x.Heading || x.Cell {
			continue
		}
		for _, m := range hashes.in(x.Text) {
			t.At(x, m[0], "the line is no heading, and readers see its signs", "put a space behind them")
		}
	}
}

// notePlace looks for references to notes that stand before a full stop.
func notePlace(t *Text) {
	if !english(t.Document) {
		return
	}
	for x := range t.own {
		for i, r := range x.Text {
			next := i + len(string(brief.Thing))
			if r != brief.Thing || next >= len(x.Text) || x.Text[next] != '.' || x.Cell || x.Heading {
				continue
			}
			if source := t.Source[x.Offset(i):]; bytes.HasPrefix(source, []byte("[^")) || bytes.HasPrefix(source, []byte("[@")) {
				t.At(x, i, "the note stands before the full stop", "write the full stop, then the note")
			}
		}
	}
}
