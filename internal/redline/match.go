package redline

import (
	"cmp"
	"slices"

	"briefpress/internal/diff"
)

// A unit is a part of a block that is aligned with others: an item, a row, a
// paragraph within a quotation, a note.
type unit struct {
	key   int32   // equal for units that say the same; below 0 for a pair that is known
	head  int32   // what it is known by, such as the first cell of a row; 0 for none
	words []int32 // sorted
}

func unitOf(n *node) unit {
	u := unit{key: n.key, words: bag(nil, n)}
	if len(n.kids) > 1 && n.kids[0].count() > 0 {
		u.head = n.kids[0].key
	}
	return u
}

// bag adds the keys of the words of a node.
func bag(words []int32, n *node) []int32 {
	for _, w := range n.words {
		if w.count > 0 || w.solid {
			words = append(words, w.key)
		}
	}
	for _, k := range n.kids {
		words = bag(words, k)
	}
	return words
}

// A link says where units of two lists stand: their indexes, -1 for none.
type link struct {
	old, new int
	moved    Moved // Away and Here have both indexes
}

// A matcher aligns units. Its work is bounded for all that it is used for.
type matcher struct{ work int }

// Work bounds the words that are compared to find units that are alike, in a
// redline. Beyond it, units are alike that are equal, that are known by the same
// head, or that have the same place between equal ones.
const Work = 1 << 22

// alike is how like two units between the same neighbours must be, of 1, to be
// one that was edited; alikeElsewhere, anywhere.
const (
	alike          = 0.35
	alikeElsewhere = 0.6
)

// match gives for each old unit the index of the new one that it became, or -1.
// An only one became an only one, whatever it says.
func (m *matcher) match(old, new []unit) []int {
	if len(old) == 1 && len(new) == 1 {
		return []int{0}
	}
	return m.matchAlike(old, new)
}

// matchAlike is match without regard to how many there are.
func (m *matcher) matchAlike(old, new []unit) []int {
	a := &matching{old: old, new: new, to: make([]int, len(old)), from: make([]int, len(new))}
	for i := range a.to {
		a.to[i] = -1
	}
	for j := range a.from {
		a.from[j] = -1
	}
	for _, units := range [][]unit{old, new} {
		for i := range units {
			slices.Sort(units[i].words)
		}
	}
	key := func(u unit) int32 { return u.key }
	i, j := 0, 0
	for _, e := range append(diff.Between(unitKeys(old), unitKeys(new)), diff.Edit{A0: len(old), B0: len(new)}) {
		for ; i < e.A0; i, j = i+1, j+1 {
			a.pair(i, j)
		}
		i, j = e.A1, e.B1
	}
	gaps := a.gaps() // before anything is paired across others
	a.equal(key, false)
	a.equal(func(u unit) int32 { return u.head }, true)
	for _, g := range gaps {
		m.inOrder(a, a.free(g.A0, g.A1, a.to), a.free(g.B0, g.B1, a.from))
	}
	m.anywhere(a, a.free(0, len(old), a.to), a.free(0, len(new), a.from))
	return a.to
}

type matching struct {
	old, new []unit
	to, from []int
}

func (a *matching) pair(i, j int) { a.to[i], a.from[j] = j, i }

func unitKeys(units []unit) []int32 {
	keys := make([]int32, len(units))
	for i, u := range units {
		keys[i] = u.key
	}
	return keys
}

// gaps are what lies between the pairs, which are in order.
func (a *matching) gaps() []diff.Edit {
	var gaps []diff.Edit
	i0, j0 := 0, 0
	for i := 0; i <= len(a.old); i++ {
		j := len(a.new)
		if i < len(a.old) {
			if j = a.to[i]; j < 0 {
				continue
			}
		}
		if i > i0 && j > j0 {
			gaps = append(gaps, diff.Edit{A0: i0, A1: i, B0: j0, B1: j})
		}
		i0, j0 = i+1, j+1
	}
	return gaps
}

// equal pairs free units of an equal property wherever they stand: in order, or,
// where it must be unique, those that are the only ones to have it.
func (a *matching) equal(property func(unit) int32, unique bool) {
	waiting := map[int32][]int{}
	for j, u := range a.new {
		if p := property(u); a.from[j] < 0 && p != 0 && (p < 0 || len(u.words) > 0) {
			waiting[p] = append(waiting[p], j)
		}
	}
	times := map[int32]int{}
	for i, u := range a.old {
		if a.to[i] < 0 {
			times[property(u)]++
		}
	}
	for i, u := range a.old {
		p := property(u)
		js := waiting[p]
		if a.to[i] >= 0 || len(js) == 0 || unique && (len(js) > 1 || times[p] > 1) {
			continue
		}
		a.pair(i, js[0])
		waiting[p] = js[1:]
	}
}

// free are the indexes without a partner in a range.
func (a *matching) free(from, to int, partners []int) []int {
	var free []int
	for i := from; i < to; i++ {
		if partners[i] < 0 {
			free = append(free, i)
		}
	}
	return free
}

// likeness of two units, from 0 to 1: the share of words that both have.
func likeness(a, b unit) float64 {
	if len(a.words)+len(b.words) == 0 {
		return 0
	}
	common, i, j := 0, 0, 0
	for i < len(a.words) && j < len(b.words) {
		switch d := cmp.Compare(a.words[i], b.words[j]); {
		case d == 0:
			common, i, j = common+1, i+1, j+1
		case d < 0:
			i++
		default:
			j++
		}
	}
	s := 2 * float64(common) / float64(len(a.words)+len(b.words))
	if a.head != 0 && a.head == b.head {
		s = (1 + s) / 2
	}
	return s
}

// affords tells whether there is work left to compare each unit with each, and
// takes it.
func (m *matcher) affords(a *matching, old, new []int) bool {
	cost := 0
	for _, i := range old {
		cost += (1 + len(a.old[i].words)) * len(new)
	}
	for _, j := range new {
		cost += (1 + len(a.new[j].words)) * len(old)
	}
	if cost > m.work {
		return false
	}
	m.work -= cost
	return true
}

// inOrder pairs units that stand between the same neighbours so that they are
// as like as can be, all in all, without crossing.
func (m *matcher) inOrder(a *matching, old, new []int) {
	if len(old) == 0 || len(new) == 0 {
		return
	}
	if !m.affords(a, old, new) {
		for k := range min(len(old), len(new)) {
			if likeness(a.old[old[k]], a.new[new[k]]) >= alike {
				a.pair(old[k], new[k])
			}
		}
		return
	}
	// best[x][y]: of old[x:] and new[y:].
	width := len(new) + 1
	best := make([]float64, (len(old)+1)*width)
	like := make([]float64, len(old)*len(new))
	for x := len(old) - 1; x >= 0; x-- {
		for y := len(new) - 1; y >= 0; y-- {
			s := likeness(a.old[old[x]], a.new[new[y]])
			like[x*len(new)+y] = s
			b := max(best[(x+1)*width+y], best[x*width+y+1])
			if s >= alike {
				b = max(b, s+best[(x+1)*width+y+1])
			}
			best[x*width+y] = b
		}
	}
	for x, y := 0, 0; x < len(old) && y < len(new); {
		s := like[x*len(new)+y]
		switch b := best[x*width+y]; {
		case s >= alike && b == s+best[(x+1)*width+y+1]:
			a.pair(old[x], new[y])
			x, y = x+1, y+1
		case b == best[(x+1)*width+y]:
			x++
		default:
			y++
		}
	}
}

// anywhere pairs units that were moved and edited: each old one, in order, with
// the new one that is most like it, the first of several.
func (m *matcher) anywhere(a *matching, old, new []int) {
	if len(old) == 0 || len(new) == 0 || !m.affords(a, old, new) {
		return
	}
	for _, i := range old {
		best, at := 0.0, -1
		for _, j := range new {
			if s := likeness(a.old[i], a.new[j]); a.from[j] < 0 && s >= alikeElsewhere && s > best {
				best, at = s, j
			}
		}
		if at >= 0 && len(a.old[i].words) > 2 {
			a.pair(i, at)
		}
	}
}

// order writes a matching as links, in an order that gives the old list when
// Here and what is only new are left out, and the new one when Away and what is
// only old are left out. weights say what should rather stay than move; of those
// that weigh the same, what keeps its place in the order.
func order(to []int, news int, weight func(i int) int) []link {
	stays := staying(to, news, weight)
	from := make([]int, news)
	for j := range from {
		from[j] = -1
	}
	for i, j := range to {
		if j >= 0 {
			from[j] = i
		}
	}
	links := make([]link, 0, max(len(to), news))
	i, j := 0, 0
	advance := func(i1, j1 int) {
		for ; i < i1; i++ {
			if to[i] < 0 {
				links = append(links, link{i, -1, Stays})
			} else {
				links = append(links, link{i, to[i], Away})
			}
		}
		for ; j < j1; j++ {
			if from[j] < 0 {
				links = append(links, link{-1, j, Stays})
			} else {
				links = append(links, link{from[j], j, Here})
			}
		}
	}
	for k, s := range stays {
		if s {
			advance(k, to[k])
			links = append(links, link{k, to[k], Stays})
			i, j = k+1, to[k]+1
		}
	}
	advance(len(to), news)
	return links
}

// staying finds the heaviest set of pairs that keep their order: by weight, then
// by how many have the same place among all pairs, then the first of them.
func staying(to []int, news int, weight func(i int) int) []bool {
	place := make([]int, news) // of a new one among the pairs
	for _, j := range to {
		if j >= 0 {
			place[j] = 1
		}
	}
	n := 0
	for j, p := range place {
		place[j] = n
		n += p
	}
	type state struct {
		weight int64
		last   int // the index of the pair
	}
	before := make([]int, len(to))
	tree := make([]state, news+1) // the heaviest chain that ends at or before a new one; a Fenwick tree
	for k := range tree {
		tree[k].last = -1
	}
	best := state{0, -1}
	rank := 0
	for i, j := range to {
		if j < 0 {
			continue
		}
		s := state{0, -1}
		for k := j; k > 0; k &= k - 1 {
			if tree[k].weight > s.weight {
				s = tree[k]
			}
		}
		before[i] = s.last
		s = state{s.weight + int64(weight(i))<<20, i}
		if place[j] == rank {
			s.weight++
		}
		rank++
		for k := j + 1; k <= news; k += k & -k {
			if s.weight > tree[k].weight {
				tree[k] = s
			}
		}
		if s.weight > best.weight {
			best = s
		}
	}
	stays := make([]bool, len(to))
	for i := best.last; i >= 0; i = before[i] {
		stays[i] = true
	}
	return stays
}
