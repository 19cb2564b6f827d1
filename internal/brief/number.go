package brief

import (
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

// number labels the blocks of an edition 1, 2, 3 in each series.
func number(blocks []*Block) []Label {
	labels := make([]Label, len(blocks))
	last := map[Series]int{}
	for i, b := range blocks {
		if s := series(b.Kind); s != "" {
			last[s]++
			labels[i] = Label{s, Number{Whole: last[s]}}
		}
	}
	return labels
}
