package brief

import (
	"cmp"
	"strconv"
	"strings"
)

// A Number is the durable number of a block within its series: a whole number,
// and for a block inserted later a suffix, as in 12, 12a, 12z, 12aa; 0a stands
// before 1. The zero Number is none.
type Number struct {
	Whole  int
	Suffix int // 0 none, 1 "a", 26 "z", 27 "aa"
}

// String gives "12" or "12a"; "" for the zero Number.
func (n Number) String() string {
	if n == (Number{}) {
		return ""
	}
	return strconv.Itoa(n.Whole) + letters(n.Suffix)
}

// letters writes n in bijective base 26: 1 is "a", 26 "z", 27 "aa".
func letters(n int) string {
	var s string
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}

// ParseNumber reads what [Number.String] writes.
func ParseNumber(s string) (Number, bool) {
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz")
	var n Number
	for _, c := range s[len(digits):] {
		n.Suffix = n.Suffix*26 + int(c-'a') + 1
	}
	var err error
	n.Whole, err = strconv.Atoi(digits)
	if err != nil || n.Whole < 0 || n == (Number{}) || n.String() != s {
		return Number{}, false
	}
	return n, true
}

// A Series is the sequence that a number belongs to, as the letter of its anchors.
type Series string

// The series of a brief.
const (
	SeriesText   Series = "p" // paragraphs, lists, quotations, callouts
	SeriesTable  Series = "t"
	SeriesFigure Series = "f"
)

// A Label is the number of a block with its series. The zero Label is none.
type Label struct {
	Series Series
	Number Number
}

// ID is the anchor of the block: "p12", "t2", "f1"; "" for the zero Label.
func (l Label) ID() string { return string(l.Series) + l.Number.String() }

// Item is the anchor of the block's i-th item, counted from 1: "p12.i3".
func (l Label) Item(i int) string { return l.ID() + ".i" + strconv.Itoa(i) }

// series tells which series blocks of a kind are numbered in; "" for none.
func series(k Kind) Series {
	switch k {
	case Paragraph, List, Definitions, Quotation, Callout, Judgement:
		return SeriesText
	case Table:
		return SeriesTable
	case Figure:
		return SeriesFigure
	}
	return ""
}

// ParseLabel reads what [Label.ID] writes.
func ParseLabel(id string) (Label, bool) {
	for _, s := range []Series{SeriesText, SeriesTable, SeriesFigure} {
		if rest, ok := strings.CutPrefix(id, string(s)); ok {
			n, ok := ParseNumber(rest)
			return Label{s, n}, ok
		}
	}
	return Label{}, false
}

// Compare orders labels by series and number: texts, tables, figures.
func (l Label) Compare(m Label) int {
	const order = string(SeriesText + SeriesTable + SeriesFigure)
	return cmp.Or(
		cmp.Compare(strings.Index(order, string(l.Series)), strings.Index(order, string(m.Series))),
		cmp.Compare(l.Number.Whole, m.Number.Whole), cmp.Compare(l.Number.Suffix, m.Number.Suffix))
}

// given are the numbers that were ever given: of each series the highest suffix
// under each whole number.
type given map[Series]map[int]int

func (g given) add(l Label) {
	if l == (Label{}) {
		return
	}
	if g[l.Series] == nil {
		g[l.Series] = map[int]int{}
	}
	g[l.Series][l.Number.Whole] = max(g[l.Series][l.Number.Whole], l.Number.Suffix)
}

// number labels the blocks of an edition that have no label yet, and adds all its
// labels to those given. In a series in which no number was given before, they are
// 1, 2, 3; in any other they take the next suffix under the whole number before them.
func (g given) number(blocks []*Block, labels []Label) {
	begins := map[Series]bool{}
	for _, s := range []Series{SeriesText, SeriesTable, SeriesFigure} {
		begins[s] = len(g[s]) == 0
	}
	for _, l := range labels {
		g.add(l)
		begins[l.Series] = false
	}
	whole := map[Series]int{} // of the block before
	for i, b := range blocks {
		s := series(b.Kind)
		switch {
		case s == "":
			continue
		case labels[i] != (Label{}):
		case begins[s]:
			labels[i] = Label{s, Number{Whole: whole[s] + 1}}
		default:
			labels[i] = Label{s, Number{whole[s], g[s][whole[s]] + 1}}
		}
		g.add(labels[i])
		whole[s] = labels[i].Number.Whole
	}
}

// number labels the blocks of a text that has no edition before it.
func number(blocks []*Block) []Label {
	labels := make([]Label, len(blocks))
	given{}.number(blocks, labels)
	return labels
}
