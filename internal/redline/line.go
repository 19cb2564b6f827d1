package redline

import (
	"html"
	"slices"
	"unicode"
	"unicode/utf8"

	"briefpress/internal/diff"
)

// What is done with a piece.
type act uint8

const (
	keep act = iota
	drop
	add
)

// A piece is a part of a line as it is written: a word, or a space.
type piece struct {
	act   act
	html  string
	marks *mark
	count int
	brk   bool // the border of two paragraphs
}

// border is the word that stands between two paragraphs that are compared as one.
const border = "<border"

// tiny bounds the words between two changes that are joined over them.
const tiny = 3

// compare makes the pieces of two lines.
func compare(old, new []word) []piece {
	edits := diff.Between(keys(old), keys(new))
	for i := range edits {
		slide(old, new, edits, i)
	}
	edits = join(old, new, edits)
	if replaced(old, new, edits) {
		edits = []diff.Edit{{A1: len(old), B1: len(new)}}
	}
	return pieces(old, new, edits)
}

func keys(words []word) []int32 {
	k := make([]int32, len(words))
	for i, w := range words {
		k[i] = w.key
	}
	return k
}

// slide moves an edit that only inserts or only deletes, and that could as well
// be a little earlier or later, to where it reads best: from the end of one
// sentence to the end of the next, else between commas, else between spaces.
func slide(old, new []word, edits []diff.Edit, i int) {
	e := edits[i]
	if e.A0 < e.A1 && e.B0 < e.B1 {
		return
	}
	const far = 100
	words, from, to := new, e.B0, e.B1
	if e.A0 < e.A1 {
		words, from, to = old, e.A0, e.A1
	}
	// An equal word stays between this edit and those beside it.
	up, down := e.A0, len(old)-e.A1
	if i > 0 {
		up = e.A0 - edits[i-1].A1 - 1
	}
	if i+1 < len(edits) {
		down = edits[i+1].A0 - e.A1 - 1
	}
	best, by := -1, 0
	try := func(n int) {
		if s := fit(words, from+n) + fit(words, to+n); s > best {
			best, by = s, n
		}
	}
	try(0)
	for n := 1; n <= min(up, far) && words[from-n].key == words[to-n].key; n++ {
		try(-n)
	}
	for n := 1; n <= min(down, far) && words[from+n-1].key == words[to+n-1].key; n++ {
		try(n)
	}
	edits[i] = diff.Edit{A0: e.A0 + by, A1: e.A1 + by, B0: e.B0 + by, B1: e.B1 + by}
}

// fit says how well a change may begin or end before a word.
func fit(words []word, i int) int {
	switch {
	case i == 0 || i == len(words):
		return 4
	case words[i-1].html == border || words[i].html == border:
		return 4
	case words[i].space == "":
		return 0
	}
	switch words[i-1].html {
	case ".", "?", "!", "؟", "。", "۔":
		return 3
	case ",", ";", ":", "—", "–", "،", "؛":
		return 2
	}
	return 1
}

// sizes gives the words deleted and inserted by an edit.
func sizes(old, new []word, e diff.Edit) (deleted, inserted int) {
	return count(old[e.A0:e.A1]), count(new[e.B0:e.B1])
}

func count(words []word) int {
	n := 0
	for _, w := range words {
		n += w.count
	}
	return n
}

// join makes one edit of two where so little is left between them that it is
// easier to read what was and what is one after the other.
func join(old, new []word, edits []diff.Edit) []diff.Edit {
	var out []diff.Edit
	for _, e := range edits {
		for len(out) > 0 && joins(old, new, out[len(out)-1], e) {
			last := out[len(out)-1]
			e.A0, e.B0 = last.A0, last.B0
			out = out[:len(out)-1]
		}
		out = append(out, e)
	}
	return out
}

func joins(old, new []word, a, b diff.Edit) bool {
	between := old[a.A1:b.A0]
	if len(between) > 2*tiny {
		return false
	}
	for _, w := range between {
		if w.solid || encloses(w.html) {
			return false
		}
	}
	deletedA, insertedA := sizes(old, new, a)
	deletedB, insertedB := sizes(old, new, b)
	replacesA, replacesB := deletedA > 0 && insertedA > 0, deletedB > 0 && insertedB > 0
	n := count(between)
	if n == 0 {
		return replacesA && replacesB
	}
	return n <= tiny && 2*n <= min(max(deletedA, insertedA), max(deletedB, insertedB)) && (replacesA || replacesB)
}

// encloses tells whether a mark of punctuation stands at one end of something.
func encloses(s string) bool {
	r, _ := utf8.DecodeRuneInString(html.UnescapeString(s))
	return r == '"' || unicode.In(r, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf)
}

// replaced tells whether so little is kept of two lines that they are better
// shown one after the other.
func replaced(old, new []word, edits []diff.Edit) bool {
	all := min(count(old), count(new))
	kept := count(old)
	for _, e := range edits {
		deleted, _ := sizes(old, new, e)
		kept -= deleted
	}
	return len(edits) > 0 && all > 0 && 5*kept < all
}

// part cuts an edit where the element ends that stands before it, or begins that
// stands behind it, so that what is deleted and inserted within an element stands
// side by side and does not tear it.
func part(old, new []word, e diff.Edit) []diff.Edit {
	head, tail := e, e // the first and the last part
	head.A1, head.B1, tail.A0, tail.B0 = e.A0, e.B0, e.A1, e.B1
	if m := markAt(new, e.B0-1); m != nil {
		for head.A1 < e.A1 && markAt(old, head.A1) == m {
			head.A1++
		}
		for head.B1 < e.B1 && markAt(new, head.B1) == m {
			head.B1++
		}
	}
	if m := markAt(new, e.B1); m != nil {
		for tail.A0 > head.A1 && markAt(old, tail.A0-1) == m {
			tail.A0--
		}
		for tail.B0 > head.B1 && markAt(new, tail.B0-1) == m {
			tail.B0--
		}
	}
	middle := diff.Edit{A0: head.A1, A1: tail.A0, B0: head.B1, B1: tail.B0}
	return slices.DeleteFunc([]diff.Edit{head, middle, tail}, func(e diff.Edit) bool { return e.A0 == e.A1 && e.B0 == e.B1 })
}

// markAt is the outermost mark that a word stands in; nil for none.
func markAt(words []word, i int) *mark {
	if i < 0 || i >= len(words) {
		return nil
	}
	return words[i].marks.at(1)
}

// A weaver writes out what two lines share and what they do not. Spaces are no
// words: each is written with what stands on either side of it.
type weaver struct {
	old, new []word
	out      []piece
	spaced   bool // the space before the next word has been written
}

// pieces writes two lines.
func pieces(old, new []word, edits []diff.Edit) []piece {
	w := &weaver{old: old, new: new, out: make([]piece, 0, 2*len(new)+16), spaced: true}
	i, j := 0, 0
	shared := func(to int) {
		for ; i < to; i, j = i+1, j+1 {
			if a, b := spaceAt(old, i), spaceAt(new, j); w.spaced || a == b {
				if !w.spaced {
					w.space(keep, new, j)
				}
			} else {
				w.space(drop, old, i)
				w.space(add, new, j)
			}
			w.word(keep, new[j])
			w.spaced = false
		}
	}
	for _, whole := range edits {
		for _, e := range part(old, new, whole) {
			shared(e.A0)
			w.edit(e)
			i, j = e.A1, e.B1
		}
	}
	shared(len(old))
	return w.out
}

// edit writes an edit with the spaces around it. What both lines have there is
// shared: before and behind, or, where the edit only deletes or only inserts, so
// that one of them has a single space there, on one side.
func (w *weaver) edit(e diff.Edit) {
	sameBefore := spaceAt(w.old, e.A0) == spaceAt(w.new, e.B0)
	sameBehind := spaceAt(w.old, e.A1) == spaceAt(w.new, e.B1)
	lead, trail := !w.spaced && sameBefore, sameBehind
	if e.A0 == e.A1 || e.B0 == e.B1 {
		if w.spaced || !lead {
			trail = trail && !w.spaced
		} else if words, from, to := w.side(e); trail && markAt(words, from-1) == markAt(words, from) && markAt(words, to-1) != markAt(words, to) {
			lead = false // the space before stands in the same element
		} else {
			trail = false
		}
	}
	if lead {
		w.space(keep, w.new, e.B0)
	}
	begin := w.spaced || lead
	for _, side := range []struct {
		act      act
		words    []word
		from, to int
	}{{drop, w.old, e.A0, e.A1}, {add, w.new, e.B0, e.B1}} {
		for k := side.from; k < side.to; k++ {
			if k > side.from || !begin {
				w.space(side.act, side.words, k)
			}
			w.word(side.act, side.words[k])
		}
		if !trail && (side.from < side.to || !begin) {
			w.space(side.act, side.words, side.to)
		}
	}
	if trail {
		w.space(keep, w.new, e.B1)
	}
	w.spaced = true
}

// side is what an edit inserts, or what it deletes.
func (w *weaver) side(e diff.Edit) (words []word, from, to int) {
	if e.A0 < e.A1 {
		return w.old, e.A0, e.A1
	}
	return w.new, e.B0, e.B1
}

func spaceAt(words []word, i int) string {
	if i < len(words) {
		return words[i].space
	}
	return ""
}

// space writes the space before a word, in the elements that the words on either
// side share.
func (w *weaver) space(a act, words []word, i int) {
	if s := spaceAt(words, i); s != "" {
		w.out = append(w.out, piece{act: a, html: s, marks: common(words[i-1].marks, words[i].marks)})
	}
}

func (w *weaver) word(a act, word word) {
	w.out = append(w.out, piece{act: a, html: word.html, marks: word.marks, count: word.count, brk: word.html == border})
}
