package brief

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// document wraps a body in the least front matter.
func document(body string) []byte { return []byte("---\ntitle: A title\n---\n" + body) }

func edition(t testing.TB, data []byte) *Edition {
	t.Helper()
	e, problems := ParseEdition(Input{File: "a.md", Slug: "a", Date: "2020-01-02", Data: data}, Options{})
	for _, p := range problems {
		t.Errorf("header: %v", p)
	}
	return e
}

// hostile gives bodies of about n bytes whose parsing grows with a power of n.
func hostile(n int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, max(1, n/len(s))) }
	lines := func(s string) string { return fill(s + "\n") }
	table := func(columns, rows int) string {
		return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat("|\n", rows)
	}
	m := map[string]string{
		"list markers":      fill("- "),
		"ordered markers":   fill("1. "),
		"quotation markers": fill(">"),
		"mixed markers":     fill("> - "),
		"link openers":      fill("[a]("),
		"picture openers":   fill("![a]("),
		"brackets":          fill("["),
		"bracket pairs":     fill("[]"),
		"closing brackets":  fill("]"),
		"note openers":      fill("[^"),
		"note references":   fill("[^a]"),
		"citations":         fill("[@a]"),
		"emphasis openers":  fill("*a "),
		"strong openers":    fill("**a"),
		"underscores":       fill("_a "),
		"mixed emphasis":    fill("*a _b "),
		"strikethrough":     fill("~~a ~"),
		"backticks":         fill("` `` ``` "),
		"growing backticks": growing(n, "`"),
		"angle brackets":    fill("<a"),
		"comments":          fill("<!--"),
		"instructions":      fill("<?"),
		"quotes":            fill("'\" "),
		"foreign quotation": "> [!QUOTE] fa\n> " + fill("\"a\" `b` ") + "\n>\n> -- " + fill("'c' "),
		"entities":          fill("&amp"),
		"backslashes":       fill(`\`),
		"definitions":       lines("[a]: b"),
		"notes":             numbered(n, "[^%d]: a\n"),
		"note lines":        numbered(n, "[^%[1]d] [^%[1]d]\n\n[^%[1]d]: a\n\n"),
		"headings":          lines("# a"),
		"same headings":     lines("## a\n"),
		"terms":             lines("a\n: b\n"),
		"tasks":             lines("- [ ] a"),
		"wide table":        table(5000, max(1, n/2-5000)),
		"long table":        table(60, n/2),
		"indented list":     indented(n),
		"indented quotes":   lines("> > > > > > > > a"),
		"blank lines":       lines(""),
		"spaces":            fill(" "),
		"tabs":              fill("\t"),
		"long word":         fill("a"),
		"acronyms":          fill("AB CD "),
		"introductions":     fill("Full Name (FN) "),
		"parentheses":       fill("a (B"),
		"setext":            fill("a\n") + "===\n",
		"fence openers":     lines("```"),
		"callouts":          lines("> [!NOTE]\n> a\n"),
		"pipes":             fill("|"),
		"delimiter rows":    lines("|-|-|"),
		"autolinks":         fill("<http://a"),
		"references":        fill("[a][b]"),
	}
	return m
}

func growing(n int, s string) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		b.WriteString(strings.Repeat(s, i) + " ")
	}
	return b.String()
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func indented(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

// Bodies made to take long are parsed, or refused, in little time and with
// HTML in proportion. The deadline is far above what it takes, and far below
// what goldmark alone takes for the worst of them.
func TestHostileBodies(t *testing.T) {
	for _, n := range []int{5 << 10, 80 << 10} {
		bodies := hostile(n)
		for _, name := range slices.Sorted(mapsKeys(bodies)) {
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				start := time.Now()
				e := edition(t, document(bodies[name]))
				b := e.Body()
				took := time.Since(start)
				size := 0
				for _, block := range b.Blocks {
					size += len(block.Markup(Label{}))
				}
				if limit := maxHTML(len(e.Source)); size > limit {
					t.Errorf("%d bytes of HTML from %d bytes, more than %d", size, len(e.Source), limit)
				}
				if took > 5*time.Second {
					t.Errorf("took %v", took)
				}
			})
		}
	}
}

func mapsKeys[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// No lexer takes long over the worst listings that are given to it.
func TestEveryLexer(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it takes half a minute, and ten times that with the race detector")
	}
	repeat := func(unit string) string {
		line := strings.Repeat(unit, maxListingLine/len(unit)-1) + "\n"
		return strings.Repeat(line, min(maxListing/len(line), maxListingLines))
	}
	listings := map[string]string{
		"blank lines": strings.Repeat(strings.Repeat("\n", maxListingBlank-2)+"a\n", 2),
		"spaces":      strings.Repeat(strings.Repeat(" ", maxListingBlank-2)+"a\n", maxListing/maxListingBlank-1),
		"letters":     repeat("a"),
		"digits":      repeat("1"),
		"brackets":    repeat("("),
		"quotes":      repeat("\"\\"),
		"words":       repeat("a "),
		"short lines": strings.Repeat("a\n", maxListingLines-1),
		"names":       repeat("a.b, "),
		"calls":       repeat("a(b) "),
		"comments":    repeat("/*"),
		"punctuation": repeat("<%{#$@"),
	}
	for _, name := range languages {
		t.Run(name, func(t *testing.T) {
			for what, code := range listings {
				if !highlightable([]byte(code)) {
					t.Fatalf("%s are above the limits", what)
				}
				start := time.Now()
				highlight(name, code)
				took := time.Since(start)
				if took > 5*time.Second {
					t.Errorf("%s take %v", what, took)
				}
			}
		})
	}
}

// TestOrdinary has every byte at every place among ordinary ones.
func TestOrdinary(t *testing.T) {
	for c := range 256 {
		for place := range 8 {
			eight := []byte("A ~z 0-!")
			eight[place] = byte(c)
			if got, want := ordinary(binary.LittleEndian.Uint64(eight)), c >= ' ' && c < 0x7F; got != want {
				t.Errorf("%q: %v", eight, got)
			}
		}
	}
}
