package redline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"briefpress/internal/brief"
)

// long writes two texts of so many words each, the second heavily changed: words
// and sentences replaced, and paragraphs added, removed, moved, split and merged.
func long(words int) (a, b string) {
	r := rand.New(rand.NewPCG(1, 2))
	var vocabulary []string
	for range 4000 {
		w := ""
		for range 2 + r.IntN(8) {
			w += string(rune('a' + r.IntN(26)))
		}
		vocabulary = append(vocabulary, w)
	}
	word := func() string { return vocabulary[int(float64(len(vocabulary))*r.Float64()*r.Float64()*r.Float64())] }
	sentence := func() string {
		var s []string
		for range 8 + r.IntN(20) {
			s = append(s, word())
		}
		switch r.IntN(6) {
		case 0:
			s[2] = "*" + s[2] + "*"
		case 1:
			s[3] = "[" + s[3] + "](https://example.org/" + s[4] + ")"
		case 2:
			s[len(s)-1] += "[@s]"
		}
		return strings.Join(s, " ") + "."
	}
	var old [][]string
	for n := 0; n < words; {
		var p []string
		for range 3 + r.IntN(5) {
			p = append(p, sentence())
			n += len(strings.Fields(p[len(p)-1]))
		}
		old = append(old, p)
	}
	var new [][]string
	for _, p := range old {
		p = slices.Clone(p)
		for i := range p {
			switch f := strings.Fields(p[i]); r.IntN(4) {
			case 0:
				p[i] = sentence()
			case 1, 2:
				for range 3 {
					f[r.IntN(len(f)-1)] = word()
				}
				p[i] = strings.Join(f, " ")
			}
		}
		switch k := len(p) / 2; r.IntN(12) {
		case 0:
		case 1:
			new = append(new, p, []string{sentence(), sentence()})
		case 2:
			new = slices.Insert(new, r.IntN(len(new)+1), p)
		case 3:
			new = append(new, p[:k], p[k:])
		case 4:
			if len(new) > 0 {
				new[len(new)-1] = slices.Concat(new[len(new)-1], p)
			}
		default:
			new = append(new, p)
		}
	}
	text := func(paragraphs [][]string) string {
		var b strings.Builder
		b.WriteString("---\ntitle: T\nchange: c\nsources:\n  s:\n    title: S\n---\n")
		for i, p := range paragraphs {
			if i%12 == 0 {
				fmt.Fprintf(&b, "## %s\n\n", p[0][:10])
			}
			b.WriteString(strings.Join(p, " ") + "\n\n")
		}
		return b.String()
	}
	return text(old), text(new)
}

// parsed gives the editions of a brief, with their bodies read.
func parsed(t testing.TB, a, b string) (from, to *brief.Edition) {
	from, to = edition(t, "2019-06-07", a), edition(t, "2020-04-14", b)
	from.Body()
	to.Body()
	return from, to
}

// BenchmarkRedline compares two editions of 20,000 words each, heavily changed:
// alignment, numbers and words.
func BenchmarkRedline(b *testing.B) {
	x, y := long(20_000)
	from, to := parsed(b, x, y)
	b.ReportAllocs()
	for b.Loop() {
		r := New(newBrief(b, from, to), from, to)
		b.ReportMetric(float64(r.Old), "words")
		b.ReportMetric(float64(r.Percent()), "%changed")
	}
}

// hostile are pairs of texts made to take long.
func hostile() map[string][2]string {
	r := rand.New(rand.NewPCG(3, 4))
	head := "---\ntitle: T\nchange: c\n---\n"
	repeat := func(s string, n int) string { return head + strings.Repeat(s, n) }
	words := func(n, from int) string {
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "w%d ", from+r.IntN(n))
		}
		return b.String()
	}
	rows := func(n int, order []int, edit bool) string {
		var b strings.Builder
		b.WriteString(head + "| A | B |\n|---|---|\n")
		for _, i := range order[:n] {
			v := i * 7
			if edit {
				v++
			}
			fmt.Fprintf(&b, "| row %d | %d |\n", i, v)
		}
		return b.String()
	}
	items := func(n int, word string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "- a b c d e f g h i j k %s%d\n", word, i)
		}
		return head + b.String()
	}
	notes := func(n int, order []int) string {
		var b strings.Builder
		b.WriteString(head)
		for _, i := range order[:n] {
			fmt.Fprintf(&b, "word[^%d]\n\n[^%d]: of note %d\n\n", i, i, i%50)
		}
		return b.String()
	}
	straight := make([]int, 5000)
	for i := range straight {
		straight[i] = i
	}
	shuffled := slices.Clone(straight)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	x, y := long(20_000)
	return map[string][2]string{
		"20,000 words":       {x, y},
		"alike paragraphs":   {repeat("same\n\n", 10_000), repeat("same\n\n", 9_999)},
		"other paragraphs":   {repeat("same\n\n", 10_000), repeat("other\n\n", 10_000)},
		"one paragraph":      {head + words(20_000, 0), head + words(20_000, 1_000_000)},
		"one paragraph, few": {head + words(20_000, 0), head + words(20_000, 0)},
		"two words":          {repeat("a b ", 10_000), repeat("b a a ", 7_000)},
		"shuffled rows":      {rows(5000, straight, false), rows(5000, shuffled, false)},
		"edited rows":        {rows(5000, straight, false), rows(5000, shuffled, true)},
		"items":              {items(5000, "x"), items(5000, "y")},
		"notes":              {notes(2000, straight), notes(2000, shuffled)},
		"emphasis":           {repeat("*a* b ", 600), repeat("*b* **a** ", 600)},
		"headings":           {repeat("## a b\n\n", 5000), repeat("## b a\n\n", 5000)},
		"code":               {head + "```\n" + strings.Repeat("a\nb\n", 10_000) + "```\n", head + "```\n" + strings.Repeat("b\na\na\n", 7_000) + "```\n"},
		"punctuation":        {repeat(". , ", 10_000), repeat(", . . ", 7_000)},
	}
}

// The limit is far above what these take, and far below what they would if the
// work grew with the square of the text.
func TestHostile(t *testing.T) {
	for name, pair := range hostile() {
		t.Run(name, func(t *testing.T) {
			from, to := parsed(t, pair[0], pair[1])
			b := newBrief(t, from, to)
			start := time.Now()
			r := New(b, from, to)
			took := time.Since(start)
			t.Logf("%d rows in %v", len(r.Rows), took)
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if !testing.Short() {
				checkSides(t, r)
				checkValid(t, r)
			}
		})
	}
}
