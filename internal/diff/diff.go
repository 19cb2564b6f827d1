// Package diff compares two sequences and gives the edits between them.
//
// # Result
//
// [Between] gives the fewest insertions and deletions that make the second
// sequence of the first, by Myers' algorithm ("An O(ND) Difference Algorithm and
// Its Variations", 1986) in its form for linear space. What both begin or end
// with is taken to be equal, and what one has and the other has not is taken out
// before the search; neither costs the result anything.
//
// # Bound
//
// The search is bounded by counting, never by the clock, so that the same
// sequences give the same edits on any machine. Sequences of up to 4,096
// elements together are always compared exactly. In longer ones, a part in which
// about 2·[Work]/n edits, n being the length of both sequences, do not suffice is
// divided: at the elements that stand once in it on either side, as many of them
// as keep their order; where there are none, at the farthest point that the
// search came to. The edits are right then, and may be more than the fewest. When
// 2·[Work] steps have been taken, each along one diagonal for one edit, parts are
// divided after a few edits already.
package diff

import "slices"

// Work bounds the search, in steps.
const Work = 1 << 24

// An Edit replaces a[A0:A1] by b[B0:B1]. One of the two may be empty, never both.
type Edit struct{ A0, A1, B0, B1 int }

// Between gives the edits that make b of a, in order. What lies between them is
// equal; between one and the next there is always something.
func Between[K comparable](a, b []K) []Edit { return between(a, b, Work) }

func between[K comparable](a, b []K, work int) []Edit {
	head, tail := ends(a, b)
	ids := map[K]int32{}
	sequence := func(all []K) sequence {
		s := sequence{make([]int32, len(all)-tail-head), make([]int, len(all)-tail-head)}
		for i := range s.ids {
			k := all[head+i]
			id, ok := ids[k]
			if !ok {
				id = int32(len(ids))
				ids[k] = id
			}
			s.ids[i], s.places[i] = id, head+i
		}
		return s
	}
	x, y := sequence(a), sequence(b)
	s := &search{goneA: make([]bool, len(a)), goneB: make([]bool, len(b)), inA: make([]seen, len(ids)), inB: make([]seen, len(ids)), work: work}
	x, y = s.shared(x, y)
	n := len(x.ids) + len(y.ids)
	s.limit = max(work/max(n, 1), few)
	s.forward, s.backward, s.middle = make([]int, n+3), make([]int, n+3), len(y.ids)+1
	s.compare(x, y)

	var edits []Edit
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i < len(a) && j < len(b) && !s.goneA[i] && !s.goneB[j] {
			i, j = i+1, j+1
			continue
		}
		e := Edit{A0: i, B0: j}
		for i < len(a) && s.goneA[i] {
			i++
		}
		for j < len(b) && s.goneB[j] {
			j++
		}
		e.A1, e.B1 = i, j
		edits = append(edits, e)
	}
	return edits
}

// ends tells how much the two have in common at the beginning, and at the end of
// what is left.
func ends[K comparable](a, b []K) (head, tail int) {
	n := min(len(a), len(b))
	for head < n && a[head] == b[head] {
		head++
	}
	for tail < n-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return head, tail
}

// A sequence is elements by number, with their places in the whole.
type sequence struct {
	ids    []int32
	places []int
}

func (s sequence) part(lo, hi int) sequence { return sequence{s.ids[lo:hi], s.places[lo:hi]} }

// A search looks for what is not in the common subsequence.
type search struct {
	goneA, goneB []bool // the result, by place
	inA, inB     []seen // by number, zeros between uses
	work         int    // steps before the search becomes careless: half of them
	steps        int    // that were taken
	limit        int    // of edits from either end, before a part is divided
	// The farthest element of a on each diagonal, which are numbered by the place
	// in a less that in b and stand from middle.
	forward, backward []int
	middle            int
}

// seen is how often an element was seen, and where last.
type seen struct{ count, at int32 }

// compare marks what is not common to a and b.
func (s *search) compare(a, b sequence) {
	for {
		head, tail := ends(a.ids, b.ids)
		a, b = a.part(head, len(a.ids)-tail), b.part(head, len(b.ids)-tail)
		if len(a.ids) == 0 || len(b.ids) == 0 {
			mark(s.goneA, a.places)
			mark(s.goneB, b.places)
			return
		}
		x, y, found := s.meet(a.ids, b.ids)
		if !found && s.anchors(a, b) {
			return
		}
		// The smaller part by recursion and the larger by the loop keep the stack shallow.
		a0, a1, b0, b1 := a.part(0, x), a.part(x, len(a.ids)), b.part(0, y), b.part(y, len(b.ids))
		if x+y > len(a1.ids)+len(b1.ids) {
			a0, a1, b0, b1 = a1, a0, b1, b0
		}
		s.compare(a0, b0)
		a, b = a1, b1
	}
}

func mark(gone []bool, places []int) {
	for _, i := range places {
		gone[i] = true
	}
}

// shared takes out, and marks, what only one of the two has.
func (s *search) shared(a, b sequence) (sequence, sequence) {
	s.see(a, b)
	defer s.forget(a, b)
	keep := func(x sequence, other []seen, gone []bool) sequence {
		var kept sequence
		for i, id := range x.ids {
			if other[id].count == 0 {
				gone[x.places[i]] = true
			} else {
				kept.ids, kept.places = append(kept.ids, id), append(kept.places, x.places[i])
			}
		}
		return kept
	}
	return keep(a, s.inB, s.goneA), keep(b, s.inA, s.goneB)
}

func (s *search) see(a, b sequence) {
	for i, id := range a.ids {
		s.inA[id] = seen{s.inA[id].count + 1, int32(i)}
	}
	for j, id := range b.ids {
		s.inB[id] = seen{s.inB[id].count + 1, int32(j)}
	}
}

func (s *search) forget(a, b sequence) {
	for _, id := range a.ids {
		s.inA[id] = seen{}
	}
	for _, id := range b.ids {
		s.inB[id] = seen{}
	}
}

// anchors compares what lies between the elements that stand once on either
// side, the most of them that keep their order. It tells whether there are any.
func (s *search) anchors(a, b sequence) bool {
	if s.steps > 2*s.work {
		return false
	}
	s.see(a, b)
	var once [][2]int
	for i, id := range a.ids {
		if s.inA[id].count == 1 && s.inB[id].count == 1 {
			once = append(once, [2]int{i, int(s.inB[id].at)})
		}
	}
	s.forget(a, b)
	if len(once) == 0 {
		return false
	}
	i, j := 0, 0
	for _, at := range append(longest(once), [2]int{len(a.ids), len(b.ids)}) {
		s.compare(s.shared(a.part(i, at[0]), b.part(j, at[1])))
		i, j = min(at[0]+1, len(a.ids)), min(at[1]+1, len(b.ids))
	}
	return true
}

// longest is the longest run of pairs, ordered by the first of each, that are
// ordered by the second too.
func longest(pairs [][2]int) [][2]int {
	var ends []int // the pair that a run of each length ends with, the lowest
	before := make([]int, len(pairs))
	for n, p := range pairs {
		k, _ := slices.BinarySearchFunc(ends, p[1], func(end, second int) int { return pairs[end][1] - second })
		if before[n] = -1; k > 0 {
			before[n] = ends[k-1]
		}
		ends = append(ends[:k], append([]int{n}, ends[min(k+1, len(ends)):]...)...)
	}
	run := make([][2]int, len(ends))
	for k, n := len(ends)-1, ends[len(ends)-1]; k >= 0; k, n = k-1, before[n] {
		run[k] = pairs[n]
	}
	return run
}
