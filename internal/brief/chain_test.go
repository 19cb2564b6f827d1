package brief

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"briefpress/internal/seal"
)

// textEdition is an edition of paragraphs that is made without parsing.
func textEdition(date Date, paragraphs ...string) *Edition {
	body := &Body{IDs: map[string]bool{}}
	lead := &Section{}
	for i, text := range paragraphs {
		lead.Blocks = append(lead.Blocks, &Block{Kind: Paragraph, Text: text, Hash: sumOf([]byte(text)), Section: lead, Offset: i})
	}
	body.Sections, body.Blocks = []*Section{lead}, lead.Blocks
	e := &Edition{Date: date}
	e.File = string(date) + ".md"
	e.lines = func() lineIndex { return newLineIndex(nil) }
	e.body = func() *Body { return body }
	return e
}

// numbersOf are the labels of an edition, as they are printed.
func numbersOf(b *Brief, e *Edition) string {
	var s []string
	for _, l := range b.Labels(e) {
		s = append(s, l.ID())
	}
	return strings.Join(s, " ")
}

// livesOf are lines such as "p3 2001-01-01 2001-01-02 gone 2001-01-03 into p2".
func livesOf(lives []Life) string {
	var s strings.Builder
	for _, l := range lives {
		fmt.Fprintf(&s, "%s %s-%s", l.Label.ID(), l.First.Date[8:], l.Last.Date[8:])
		if l.Gone != nil {
			fmt.Fprintf(&s, " gone %s", l.Gone.Date[8:])
		}
		if l.Into != (Label{}) {
			fmt.Fprintf(&s, " into %s", l.Into.ID())
		}
		if l.Now != l.Label {
			fmt.Fprintf(&s, " now %s", strings.Trim(l.Now.ID()+".", "."))
		}
		s.WriteString("\n")
	}
	return s.String()
}

// words makes texts of words that stand nowhere else.
type vocabulary struct{ n int }

func (v *vocabulary) text(n int) []string {
	var s []string
	for range n {
		v.n++
		s = append(s, fmt.Sprintf("w%d", v.n))
	}
	return s
}

// A revision is a step from one edition to the next and what must hold after it.
type revision struct {
	texts [][]string
	from  []int // of each text: the index it had before, untouched; -1 for others
	// Of an edit of few words, a split and a merge: indexes before and after.
	edited, split map[int]int
	merged        map[[2]int]int
}

// revise makes one random step.
func revise(r *rand.Rand, v *vocabulary, before [][]string) revision {
	rev := revision{edited: map[int]int{}, split: map[int]int{}, merged: map[[2]int]int{}}
	type item struct {
		words  []string
		from   int
		change string
		with   int
	}
	var items []item
	for i := 0; i < len(before); i++ {
		words := before[i]
		switch p := r.IntN(30); {
		case p == 0: // deleted
		case p == 1 && len(words) >= 6:
			words = slices.Clone(words)
			for range len(words) / 6 {
				words[r.IntN(len(words))] = v.text(1)[0]
			}
			items = append(items, item{words, i, "edited", 0})
		case p == 2 && len(words) >= 8:
			at := len(words)/2 + r.IntN(3) - 1
			items = append(items, item{words[:at:at], i, "split", 0}, item{words[at:], -1, "new", 0})
		case p == 3 && i+1 < len(before):
			items = append(items, item{slices.Concat(words, before[i+1]), i, "merged", i + 1})
			i++
		case p == 4:
			items = append(items, item{words, i, "", 0}, item{v.text(4 + r.IntN(8)), -1, "new", 0})
		default:
			items = append(items, item{words, i, "", 0})
		}
	}
	if r.IntN(8) == 0 {
		items = slices.Insert(items, 0, item{v.text(10), -1, "new", 0})
	}
	for range r.IntN(3) { // moved, in whatever shape
		if len(items) > 1 {
			i, j := r.IntN(len(items)), r.IntN(len(items)-1)
			it := items[i]
			if it.change == "split" || it.change == "new" {
				continue // the parts of a split stand one after another
			}
			items = slices.Insert(slices.Delete(items, i, i+1), j, it)
			if j > 0 && j < len(items)-1 && items[j-1].change == "split" && items[j+1].change == "new" {
				items[j], items[j+1] = items[j+1], items[j]
			}
		}
	}
	for at, it := range items {
		rev.texts = append(rev.texts, it.words)
		rev.from = append(rev.from, -1)
		switch it.change {
		case "":
			rev.from[at] = it.from
		case "edited":
			rev.edited[it.from] = at
		case "split":
			rev.split[it.from] = at
		case "merged":
			rev.merged[[2]int{it.from, it.with}] = at
		}
	}
	return rev
}

// Over random sequences of edits of distinct text: an untouched paragraph keeps its
// number, wherever it stands; no two share one; none is given twice; each that was
// given stands, or is gone since the right edition, or came into one that is known;
// and sealing changes none.
func TestNumbersLast(t *testing.T) {
	sequences := 10_000
	if testing.Short() {
		sequences = 1000
	}
	const parts = 8
	for part := range parts {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for seed := part; seed < sequences; seed += parts {
				if !lasts(t, uint64(seed)) {
					t.Fatalf("seed %d", seed)
				}
			}
		})
	}
}

func lasts(t *testing.T, seed uint64) bool {
	r := rand.New(rand.NewPCG(seed, 1))
	v := &vocabulary{}
	var texts [][]string
	for range 1 + r.IntN(8) {
		texts = append(texts, v.text(6+r.IntN(10)))
	}
	var editions []*Edition
	var revisions []revision
	for k := range 2 + r.IntN(4) {
		if k > 0 {
			revisions = append(revisions, revise(r, v, texts))
			texts = revisions[k-1].texts
		}
		var paragraphs []string
		for _, words := range texts {
			paragraphs = append(paragraphs, strings.Join(words, " "))
		}
		editions = append(editions, textEdition(Date(fmt.Sprintf("2001-01-%02d", k+1)), paragraphs...))
	}
	b, _ := New("b", editions, nil)
	ever := map[Label]int{} // the last edition that has it
	for k, e := range editions {
		labels := b.Labels(e)
		standing := map[Label]bool{}
		for i, l := range labels {
			switch last, known := ever[l]; {
			case l.Series != SeriesText || l.Number == (Number{}):
				t.Errorf("edition %d: block %d has the label %v", k, i, l)
			case standing[l]:
				t.Errorf("edition %d: two blocks have %s", k, l.ID())
			case known && last != k-1:
				t.Errorf("edition %d: %s is given once more", k, l.ID())
			}
			standing[l], ever[l] = true, k
		}
		if k == 0 {
			continue
		}
		before, rev := b.Labels(editions[k-1]), revisions[k-1]
		for at, from := range rev.from {
			if from >= 0 && labels[at] != before[from] {
				t.Errorf("edition %d: untouched %s became %s", k, before[from].ID(), labels[at].ID())
			}
		}
		for _, kept := range []map[int]int{rev.edited, rev.split} {
			for from, at := range kept {
				if labels[at] != before[from] {
					t.Errorf("edition %d: %s, edited or split, became %s", k, before[from].ID(), labels[at].ID())
				}
			}
		}
		for from, at := range rev.merged {
			x, y := before[from[0]], before[from[1]]
			if x.Compare(y) > 0 {
				x, y = y, x
			}
			if labels[at] != x {
				t.Errorf("edition %d: %s and %s, merged, became %s", k, x.ID(), y.ID(), labels[at].ID())
			}
			i := slices.IndexFunc(b.LivesAt(e), func(l Life) bool { return l.Label == y })
			if l := b.LivesAt(e)[i]; l.Gone != e || l.Into != x || l.Now != x {
				t.Errorf("edition %d: %s came into %s, and its life says %+v", k, y.ID(), x.ID(), l)
			}
		}
	}
	if lives := b.Lives(); len(lives) != len(ever) || !slices.IsSortedFunc(lives, func(x, y Life) int { return x.Label.Compare(y.Label) }) {
		t.Errorf("%d lives, out of order or not those of %d numbers", len(lives), len(ever))
	}
	for _, l := range b.Lives() {
		last, known := ever[l.Label]
		_, into := ever[l.Into]
		switch {
		case !known || l.Last != editions[last] || b.Labels(l.Last)[l.Index] != l.Label:
			t.Errorf("the life of %s ends in %+v", l.Label.ID(), l)
		case last == len(editions)-1:
			if l.Gone != nil || l.Now != l.Label {
				t.Errorf("%s stands, and its life says %+v", l.Label.ID(), l)
			}
		case l.Gone != editions[last+1] || l.Into != (Label{}) && !into || l.Now == l.Label:
			t.Errorf("%s is gone since %s, and its life says %+v", l.Label.ID(), editions[last+1].Date, l)
		case l.Now != (Label{}) && ever[l.Now] != len(editions)-1:
			t.Errorf("%s is now %s, which does not stand", l.Label.ID(), l.Now.ID())
		}
	}
	// Asked for in any order, and sealed up to any edition, the numbers are the same.
	seals := sealedUpTo(t, b, r.IntN(len(editions)))
	again, _ := New("b", editions, seals)
	for k := range editions {
		e := editions[(k+int(seed))%len(editions)]
		if got, want := numbersOf(again, e), numbersOf(b, e); got != want {
			t.Errorf("sealed, edition %s has\n%s, and not\n%s", e.Date, got, want)
		}
	}
	for k := range editions[1:] {
		if got, want := again.Align(editions[k], editions[k+1]), b.Align(editions[k], editions[k+1]); !reflect.DeepEqual(got, want) {
			t.Errorf("sealed, edition %d is aligned as %v, and not %v", k+1, got, want)
		}
	}
	if got, want := livesOf(again.Lives()), livesOf(b.Lives()); got != want {
		t.Errorf("sealed, the lives are\n%s, and not\n%s", got, want)
	}
	return !t.Failed()
}

// sealedUpTo seals the blocks of the first editions of a brief.
func sealedUpTo(t *testing.T, b *Brief, last int) *seal.File {
	t.Helper()
	var f *seal.File
	for _, e := range b.Editions[:last+1] {
		lines := []seal.Line{{Kind: seal.Body, Hash: sumOf(nil)}}
		for i, l := range b.Labels(e) {
			lines = append(lines, seal.Line{Kind: seal.Block, Name: l.ID(), Hash: e.Body().Blocks[i].Hash})
		}
		next, err := f.With(string(e.Date), lines)
		if err != nil {
			t.Fatal(err)
		}
		f = next
	}
	return f
}
