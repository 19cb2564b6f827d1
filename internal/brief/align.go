package brief

import (
	"cmp"
	"slices"

	"briefpress/internal/diff"
)

// A Change is what became of blocks from one edition to another.
type Change uint8

// The changes. A block that is Same says the same, notes included.
const (
	Same Change = iota
	Edited
	Split
	Merged
	Inserted
	Removed
)

// String names a change in lower case.
func (c Change) String() string {
	return [...]string{"same", "edited", "split", "merged", "inserted", "removed"}[c]
}

// A Match says what blocks of one edition became in another. From and To are
// indexes into [Body.Blocks] of the two, each a run of blocks that stand one
// after another: From is empty for Inserted and has several for Merged, To is
// empty for Removed and has several for Split, and otherwise each is one.
type Match struct {
	From, To []int
	Change   Change
	// Moved says that the blocks stand elsewhere in the order of reading.
	// Those that are Inserted or Removed never do.
	Moved bool
}

// Align tells what the blocks of one edition became in another, by what they say
// and the order they stand in. Every block of either is in one match. Matches
// stand in the order of to; those that are Removed stand, in their own order,
// after the nearest block before them that is in place.
//
// # What may match
//
// A block becomes one of the same series (text, tables, figures), a code listing
// a code listing, a break a break: a paragraph may become a list, never a table.
// Pairs are made in the steps below; what a step has paired, no later one parts.
//
// # The same
//
// Blocks of equal [Block.Hash], breaks aside, are paired:
//  1. those that stand once in either edition, wherever they stand, so that an
//     untouched block of distinct text is always itself;
//  2. those beside a pair, after it and then before it;
//  3. those between what stays in place, by the fewest insertions and deletions;
//  4. the rest, the first with the first.
//
// # The similar
//
// Two blocks are as alike as the cosine, from 0 to 1, of what they say: of the
// set of their words and of each two words that follow one another. Case,
// punctuation, markup and notes are no part; of a figure, the name of the
// picture's file is. What is written without spaces between words (Han, kana,
// Thai, Lao, Khmer, Burmese) is taken letter by letter; a text without letters
// and digits, sign by sign. What many blocks have weighs less: a word or two
// words weigh 2·(1+⌊log₂ n/k⌋), n being the number of blocks of the longer
// edition and k the most blocks of either that have them. A number weighs 1, and
// 1 for being a number; beside a word any number is like any other, and two
// numbers weigh 1. So a table whose every figure changed is alike to what it was.
//  5. Blocks anywhere that are at least 0.45 alike, and by 0.1 more than either is
//     to any other.
//  6. Blocks between what stays in place that are at least 0.35 alike: the
//     heaviest of such pairs that keep the order, each weighing how alike it is
//     times what the two have in common.
//  7. Blocks anywhere that are at least 0.45 alike, the most alike first, then the
//     first of from, then the first of to.
//  8. Splits and merges, as below.
//  9. Blocks between what stays in place that are at least 0.25 alike, and by 0.1
//     more than either is to any other there, as in step 6; then those at least
//     0.175 alike that are on both sides the only ones of their series there.
//  10. Breaks between what stays in place, the first with the first.
//
// # Split and merged
//
// A block without partner becomes a further part of a pair that is Edited, when
// it stands right after the part that is known, or right before it; four tenths of
// what it says are in the whole; and what it adds to the other parts is at least a
// quarter of it and three hundredths of the whole. So it goes on, after before
// before. A block without partner also becomes the whole of several without
// partner, of which this is true, when it is at least 0.45 alike to all of them
// together; the one that has most in common with it is looked at first. Splits
// are found before merges, and no block is in both.
//
// # Moved
//
// What is in place are the heaviest matches that keep the order of both editions,
// each weighing 1 and the words of both its sides; where several weigh the same,
// those that end first in from, and so on back to the beginning. The others are
// Moved, split and merged ones as a whole. Breaks never are.
//
// # Bound
//
// Work is bounded by counting, never by the clock, so that the same blocks give
// the same matches on any machine. Each step that looks for similar blocks looks
// at about 2²⁰ features of blocks, shared equally by the blocks that look. One
// whose share does not suffice for all others looks at the 16 that have most of
// its rarest features, and at those about its place; and only 16 partners, the
// most alike and then the nearest, are considered of any.
func Align(from, to []*Block) []Match { return align(from, to, nil) }

// Align aligns two editions of this brief so that it agrees with their numbers:
// from an edition to the next it is the alignment that the numbers were made by,
// and otherwise blocks of equal label are paired before the first step of
// [Align]. The matches must not be changed.
func (b *Brief) Align(from, to *Edition) []Match {
	if m := b.matches(from, to); m != nil {
		return m
	}
	at := map[Label]int{}
	for j, l := range b.Labels(to) {
		if l != (Label{}) {
			at[l] = j
		}
	}
	known := map[int]int{}
	for i, l := range b.Labels(from) {
		if j, ok := at[l]; ok {
			known[i] = j
		}
	}
	return align(from.Body().Blocks, to.Body().Blocks, known)
}

// matches are those that numbers were made by; nil when there are none.
func (b *Brief) matches(from, to *Edition) []Match {
	b.chain.mu.Lock()
	defer b.chain.mu.Unlock()
	if k := b.at(to); k > 0 && b.Editions[k-1] == from {
		return b.chain.links[k].matches
	}
	return nil
}

// align is Align with pairs that are known, of indexes into from and to.
func align(from, to []*Block, known map[int]int) []Match {
	a := &alignment{newSide(from), newSide(to)}
	for i := range from {
		if j, ok := known[i]; ok && a.to.free(j) {
			a.pair(i, j)
		}
	}
	a.same()
	a.similar()
	a.breaks()
	return a.matches()
}

// An alignment is one being made.
type alignment struct{ from, to side }

// A side is one of two editions that are being aligned.
type side struct {
	blocks   []*Block
	words    []int   // of each block
	partners [][]int // of each block in the other edition, ascending; none at first
	said     []said  // what each block says, once the similar are looked for
}

func newSide(blocks []*Block) side {
	s := side{blocks: blocks, words: make([]int, len(blocks)), partners: make([][]int, len(blocks))}
	for i, b := range blocks {
		s.words[i] = words(b.Text)
	}
	return s
}

func (s side) free(i int) bool { return s.partners[i] == nil }

func (a *alignment) pair(i, j int) {
	add := func(partners *[]int, k int) {
		n, _ := slices.BinarySearch(*partners, k)
		*partners = slices.Insert(*partners, n, k)
	}
	add(&a.from.partners[i], j)
	add(&a.to.partners[j], i)
}

// same pairs the blocks that say the same.
func (a *alignment) same() {
	from, to := a.from.distinct(), a.to.distinct()
	for i, b := range a.from.blocks {
		if j, ok := to[b.Hash]; ok && j >= 0 && from[b.Hash] == i && a.from.free(i) {
			a.pair(i, j)
		}
	}
	for i := range a.from.blocks {
		a.extend(i, +1)
	}
	for i := range slices.Backward(a.from.blocks) {
		a.extend(i, -1)
	}
	a.gaps(func(from, to []int) {
		x, y := 0, 0
		edits := diff.Between(a.from.hashes(from), a.to.hashes(to))
		for _, e := range append(edits, diff.Edit{A0: len(from), B0: len(to)}) {
			for ; x < e.A0; x, y = x+1, y+1 {
				if a.from.blocks[from[x]].Kind != Break {
					a.pair(from[x], to[y])
				}
			}
			x, y = e.A1, e.B1
		}
	})
	left := map[string][]int{}
	for j, b := range a.to.blocks {
		if a.to.free(j) && b.Kind != Break {
			left[b.Hash] = append(left[b.Hash], j)
		}
	}
	for i, b := range a.from.blocks {
		if js := left[b.Hash]; a.from.free(i) && len(js) > 0 {
			a.pair(i, js[0])
			left[b.Hash] = js[1:]
		}
	}
}

// distinct gives the free blocks by what they say; -1 where several say it.
func (s side) distinct() map[string]int {
	m := make(map[string]int, len(s.blocks))
	for i, b := range s.blocks {
		if !s.free(i) || b.Kind == Break {
			continue
		}
		if _, ok := m[b.Hash]; ok {
			i = -1
		}
		m[b.Hash] = i
	}
	return m
}

func (s side) hashes(indexes []int) []string {
	h := make([]string, len(indexes))
	for k, i := range indexes {
		h[k] = s.blocks[i].Hash
	}
	return h
}

// extend pairs what says the same beside a block and beside its partner.
func (a *alignment) extend(i, step int) {
	if a.from.free(i) {
		return
	}
	i, j := i+step, a.from.partners[i][0]+step
	if i < 0 || j < 0 || i >= len(a.from.blocks) || j >= len(a.to.blocks) || !a.from.free(i) || !a.to.free(j) {
		return
	}
	if b := a.from.blocks[i]; b.Hash == a.to.blocks[j].Hash && b.Kind != Break {
		a.pair(i, j)
	}
}

// breaks pairs breaks that stand in place.
func (a *alignment) breaks() {
	a.gaps(func(from, to []int) {
		others := func(s side) func(int) bool { return func(i int) bool { return s.blocks[i].Kind != Break } }
		from, to = slices.DeleteFunc(from, others(a.from)), slices.DeleteFunc(to, others(a.to))
		for k := range min(len(from), len(to)) {
			a.pair(from[k], to[k])
		}
	})
}

// gaps calls f with the free blocks between each two pairs that stay in place,
// where both sides have some.
func (a *alignment) gaps(f func(from, to []int)) {
	between := func(s side, lo, hi int) (free []int) {
		for i := lo; i < hi; i++ {
			if s.free(i) {
				free = append(free, i)
			}
		}
		return free
	}
	i, j := 0, 0
	for _, u := range append(inPlace(a.units()), unit{from: len(a.from.blocks), to: len(a.to.blocks)}) {
		if from, to := between(a.from, i, u.from), between(a.to, j, u.to); len(from) > 0 && len(to) > 0 {
			f(from, to)
		}
		i, j = u.from, u.to
	}
}

// A unit is what keeps its order or moves as one, by its first block on either side.
type unit struct{ from, to, weight int }

// units are the pairs so far, with their parts, in the order of from.
func (a *alignment) units() []unit {
	var units []unit
	for i, js := range a.from.partners {
		if len(js) == 0 || a.to.partners[js[0]][0] != i {
			continue
		}
		u := unit{i, js[0], 1}
		for _, j := range js {
			u.weight += a.to.words[j]
		}
		for _, i := range a.to.partners[js[0]] {
			u.weight += a.from.words[i]
		}
		units = append(units, u)
	}
	return units
}

// inPlace gives the heaviest of the units, ordered by from, that keep the order
// of both sides. Several units may have a block; at most one of them is kept.
func inPlace(units []unit) []unit {
	size := 1
	for _, u := range units {
		size = max(size, u.to+2)
	}
	weight := make([]int, len(units)) // of the heaviest chain that ends with a unit
	before := make([]int, len(units)) // the unit before it in that; -1 for none
	// A Fenwick tree over to: the unit, and 1, that the heaviest chain ends with; of
	// several the first.
	tree := make([]int, size)
	best, added := -1, 0
	for n, u := range units {
		for ; units[added].from < u.from; added++ {
			for k := units[added].to + 1; k < size; k += k & -k {
				if m := tree[k] - 1; m < 0 || weight[added] > weight[m] {
					tree[k] = added + 1
				}
			}
		}
		before[n] = -1
		for k := u.to; k > 0; k &= k - 1 {
			m, last := tree[k]-1, before[n]
			if m >= 0 && (last < 0 || weight[m] > weight[last] || weight[m] == weight[last] && m < last) {
				before[n] = m
			}
		}
		weight[n] = u.weight
		if before[n] >= 0 {
			weight[n] += weight[before[n]]
		}
		if best < 0 || weight[n] > weight[best] {
			best = n
		}
	}
	var chain []unit
	for ; best >= 0; best = before[best] {
		chain = append(chain, units[best])
	}
	slices.Reverse(chain)
	return chain
}

// matches writes the alignment down.
func (a *alignment) matches() []Match {
	stays := make([]bool, len(a.from.blocks))
	for _, u := range inPlace(a.units()) {
		stays[u.from] = true
	}
	// Each at a block of to, the removed after it in their order.
	type placed struct {
		Match
		at, after int
	}
	var all []placed
	for j, is := range a.to.partners {
		switch {
		case is == nil:
			all = append(all, placed{Match{To: []int{j}, Change: Inserted}, j, 0})
		case a.from.partners[is[0]][0] == j:
			m := Match{From: is, To: a.from.partners[is[0]], Moved: !stays[is[0]]}
			switch {
			case len(m.To) > 1:
				m.Change = Split
			case len(m.From) > 1:
				m.Change = Merged
			case a.from.blocks[is[0]].Hash != a.to.blocks[j].Hash:
				m.Change = Edited
			}
			all = append(all, placed{m, j, 0})
		}
	}
	at, after := -1, 0
	for i, js := range a.from.partners {
		switch {
		case js == nil:
			after++
			all = append(all, placed{Match{From: []int{i}, Change: Removed}, at, after})
		case stays[i]:
			at, after = js[0], 0
		}
	}
	slices.SortFunc(all, func(x, y placed) int { return cmp.Or(x.at-y.at, x.after-y.after) })
	matches := make([]Match, len(all))
	for n, m := range all {
		matches[n] = m.Match
	}
	return matches
}
