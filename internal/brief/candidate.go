package brief

import (
	"cmp"
	"slices"
)

// How alike blocks must be, in thousandths, to be forms of one another.
const (
	alikeAnywhere = 450
	alikeInPlace  = 350
	alikeClearly  = 250 // in place, and by apart more than to any other there
	alikeAlone    = 175 // the only ones of their class in place
	apart         = 100
)

// The bound of work, documented at [Align].
const (
	alignWork = 1 << 20 // features of blocks that are looked at in one step
	shortlist = 16      // partners of a block that are considered
)

// A candidate is a pair of blocks that may be forms of one another.
type candidate struct{ from, to, alike, common int }

// similar pairs the blocks that say nearly the same.
func (a *alignment) similar() {
	if !a.from.open() && !a.to.open() {
		return
	}
	w := a.measure()
	anywhere := a.candidates(w, alikeAnywhere, a.anywhere())
	for _, c := range a.clearly(anywhere) {
		a.pair(c.from, c.to)
	}
	a.inOrder(a.candidates(w, alikeInPlace, a.within()))
	slices.SortStableFunc(anywhere, func(x, y candidate) int {
		return cmp.Or(y.alike-x.alike, x.from-y.from, x.to-y.to)
	})
	for _, c := range anywhere {
		if a.from.free(c.from) && a.to.free(c.to) {
			a.pair(c.from, c.to)
		}
	}
	w.partitions(a.from, a.to, a.pair)
	w.partitions(a.to, a.from, func(j, i int) { a.pair(i, j) })
	a.inOrder(a.clearly(a.candidates(w, alikeClearly, a.within())))
	a.alone(w)
}

// open tells whether there are free blocks, breaks aside.
func (s side) open() bool {
	for i, b := range s.blocks {
		if s.free(i) && b.Kind != Break {
			return true
		}
	}
	return false
}

// clearly gives the candidates that are for both of their blocks the most alike,
// by far.
func (a *alignment) clearly(all []candidate) []candidate {
	type best struct{ first, second int }
	from, to := make([]best, len(a.from.blocks)), make([]best, len(a.to.blocks))
	see := func(b *best, alike int) {
		b.first, b.second = max(b.first, alike), max(b.second, min(b.first, alike))
	}
	for _, c := range all {
		see(&from[c.from], c.alike)
		see(&to[c.to], c.alike)
	}
	var clear []candidate
	for _, c := range all {
		if f, t := from[c.from], to[c.to]; c.alike == f.first && c.alike == t.first && c.alike >= max(f.second, t.second)+apart {
			clear = append(clear, c)
		}
	}
	return clear
}

// inOrder pairs the heaviest of the candidates that keep the order.
func (a *alignment) inOrder(all []candidate) {
	units := make([]unit, len(all))
	for n, c := range all {
		units[n] = unit{c.from, c.to, c.common * c.alike}
	}
	for _, u := range inPlace(units) {
		a.pair(u.from, u.to)
	}
}

// alone pairs blocks that are the only ones of their class between what stays in place.
func (a *alignment) alone(w weights) {
	a.gaps(func(from, to []int) {
		there := a.to.only(to)
		for c, i := range a.from.only(from) {
			j, ok := there[c]
			if !ok || i < 0 || j < 0 {
				continue
			}
			x, y := a.from.said[i], a.to.said[j]
			if alike(w.both(x.features, y.features), x, y) >= alikeAlone {
				a.pair(i, j)
			}
		}
	})
}

// only gives the block of each class among some; -1 where there are several.
func (s side) only(indexes []int) map[string]int {
	m := map[string]int{}
	for _, i := range indexes {
		c := class(s.blocks[i].Kind)
		if _, ok := m[c]; ok {
			i = -1
		}
		m[c] = i
	}
	return m
}

// A reach is the range of to in which a block of from may have its partner, and
// where that is the likeliest.
type reach struct{ lo, hi, near int }

// anywhere lets blocks look at all of to.
func (a *alignment) anywhere() []reach {
	all := make([]reach, len(a.from.blocks))
	for i := range all {
		all[i] = reach{0, len(a.to.blocks), i * len(a.to.blocks) / len(all)}
	}
	return all
}

// within lets blocks look at what stands between what stays in place about them.
func (a *alignment) within() []reach {
	all := make([]reach, len(a.from.blocks))
	a.gaps(func(from, to []int) {
		for k, i := range from {
			all[i] = reach{to[0], to[len(to)-1] + 1, to[k*len(to)/len(from)]}
		}
	})
	return all
}

// candidates are the pairs of free blocks that are at least so alike, by from.
func (a *alignment) candidates(w weights, least int, in []reach) []candidate {
	x := w.index(a.to)
	rows := 0
	for i := range in {
		if a.from.free(i) && in[i].hi > 0 {
			rows++
		}
	}
	var all []candidate
	for i, s := range a.from.said {
		if !a.from.free(i) {
			continue
		}
		start := len(all)
		for _, h := range x.near(s, in[i], alignWork/max(rows, 1)) {
			if alike := alike(h.common, s, a.to.said[h.at]); alike >= least {
				all = append(all, candidate{i, h.at, alike, h.common})
			}
		}
		if row := all[start:]; len(row) > shortlist {
			slices.SortFunc(row, func(x, y candidate) int {
				return cmp.Or(y.alike-x.alike, distance(x.to, in[i].near)-distance(y.to, in[i].near), x.to-y.to)
			})
			all = all[:start+shortlist]
		}
	}
	return all
}

func distance(x, y int) int { return max(x-y, y-x) }

// An index finds the free blocks of a side by their features.
type index struct {
	weights
	side
	where [][]int32 // the blocks that have a feature, ascending
	sums  []int     // for count; zeros
}

func (w weights) index(s side) *index {
	x := &index{w, s, make([][]int32, len(w)), make([]int, len(s.blocks))}
	for j, b := range s.said {
		if s.free(j) {
			for _, id := range b.features {
				x.where[id] = append(x.where[id], int32(j))
			}
		}
	}
	return x
}

// A having is the blocks in reach that have a feature.
type having struct {
	id     int32
	blocks []int32
}

// A hit is a block and what the features weigh that it has in common with another.
type hit struct{ at, common int }

// near gives the free blocks in reach that have features of s, ascending. Where
// the budget does not suffice to look at all, it gives those that have most of
// the rarest features, and those about the likeliest place.
func (x *index) near(s said, in reach, budget int) []hit {
	have := make([]having, 0, len(s.features))
	total := 0
	for _, id := range s.features {
		at := x.where[id]
		lo, _ := slices.BinarySearch(at, int32(in.lo))
		hi, _ := slices.BinarySearch(at, int32(in.hi))
		if lo < hi {
			have = append(have, having{id, at[lo:hi]})
			total += hi - lo
		}
	}
	if total <= budget {
		return x.count(have)
	}
	slices.SortFunc(have, func(f, g having) int { return cmp.Or(len(f.blocks)-len(g.blocks), int(f.id-g.id)) })
	n, looked := 0, 0
	for n < len(have) && looked+len(have[n].blocks) <= budget/2 {
		looked += len(have[n].blocks)
		n++
	}
	rarest := x.count(have[:n])
	hits := make([]hit, 0, shortlist+1)
	for _, h := range rarest {
		n, _ := slices.BinarySearchFunc(hits, h, func(g, h hit) int {
			return cmp.Or(h.common-g.common, distance(g.at, in.near)-distance(h.at, in.near), g.at-h.at)
		})
		if n < shortlist {
			hits = slices.Insert(hits, n, h)
			hits = hits[:min(len(hits), shortlist)]
		}
	}
	rare := hits
	budget /= 2
	add := func(j int) {
		budget--
		if j >= in.lo && j < in.hi && x.free(j) && !slices.ContainsFunc(rare, func(h hit) bool { return h.at == j }) {
			budget -= len(s.features) + len(x.said[j].features)
			hits = append(hits, hit{at: j})
		}
	}
	add(in.near)
	for d := 1; budget > 0 && (in.near-d >= in.lo || in.near+d < in.hi); d++ {
		add(in.near + d)
		add(in.near - d)
	}
	for k, h := range hits {
		hits[k].common = x.both(s.features, x.said[h.at].features)
	}
	slices.SortFunc(hits, func(g, h hit) int { return g.at - h.at })
	return hits
}

// count adds up what features weigh, for each block that has some of them.
func (x *index) count(have []having) []hit {
	var hits []hit
	for _, f := range have {
		for _, j := range f.blocks {
			if x.sums[j] == 0 {
				hits = append(hits, hit{at: int(j)})
			}
			x.sums[j] += x.weights[f.id]
		}
	}
	for k, h := range hits {
		hits[k].common = x.sums[h.at]
		x.sums[h.at] = 0
	}
	slices.SortFunc(hits, func(g, h hit) int { return g.at - h.at })
	return hits
}
