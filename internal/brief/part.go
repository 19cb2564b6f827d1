package brief

import "slices"

// What makes a block a part of one that was split or merged, in thousandths.
const (
	partOf   = 400 // of the part is in the whole
	partNew  = 250 // of the part is in what the other parts lack
	partSize = 30  // of the whole is that
)

// A partition is a block of one edition and the blocks of the other that are its
// parts: a run of side's from first to last.
type partition struct {
	weights
	whole       said
	class       string
	side        side
	first, last int
	found       []int   // the parts that had no partner
	union       []int32 // the features of the parts
	common      int     // what those weigh that the whole has too
}

// partitions finds the blocks of whole that stand in several of part, and pairs them.
func (w weights) partitions(whole, part side, pair func(whole, part int)) {
	free := 0
	for i := range whole.blocks {
		if whole.free(i) {
			free++
		}
	}
	x := w.index(part)
	for i, b := range whole.blocks {
		p := partition{weights: w, whole: whole.said[i], class: class(b.Kind), side: part}
		switch js := whole.partners[i]; {
		case len(js) == 0:
			if !p.begin(x, alignWork/free) {
				continue
			}
			p.grow()
			union := said{p.union, w.sum(p.union)}
			if len(p.found) < 2 || alike(p.common, union, p.whole) < alikeAnywhere {
				continue
			}
		case len(js) == 1 && len(part.partners[js[0]]) == 1 && part.blocks[js[0]].Hash != b.Hash:
			p.first, p.last = js[0], js[0]
			p.union = part.said[js[0]].features
			p.common = w.both(p.union, p.whole.features)
			p.grow()
		}
		for _, j := range p.found {
			pair(i, j)
		}
	}
}

// begin takes the part that has most in common with the whole.
func (p *partition) begin(x *index, budget int) bool {
	best, most := -1, 0
	for _, h := range x.near(p.whole, reach{hi: len(p.side.blocks)}, budget) {
		if p.side.free(h.at) && h.common > most && mille(h.common, p.side.said[h.at].mass) >= partOf {
			best, most = h.at, h.common
		}
	}
	p.first, p.last = best, best
	return best >= 0 && p.take(best)
}

// grow takes parts as long as there are some, those after what is taken first.
func (p *partition) grow() {
	for {
		switch {
		case p.take(p.last + 1):
			p.last++
		case p.take(p.first - 1):
			p.first--
		default:
			return
		}
	}
}

// take takes a block that is a part.
func (p *partition) take(j int) bool {
	if j < 0 || j >= len(p.side.blocks) || !p.side.free(j) || class(p.side.blocks[j].Kind) != p.class {
		return false
	}
	s := p.side.said[j]
	if mille(p.both(s.features, p.whole.features), s.mass) < partOf {
		return false
	}
	union := slices.Concat(p.union, s.features)
	slices.Sort(union)
	union = slices.Compact(union)
	common := p.both(union, p.whole.features)
	if added := common - p.common; mille(added, s.mass) < partNew || mille(added, p.whole.mass) < partSize {
		return false
	}
	p.found, p.union, p.common = append(p.found, j), union, common
	return true
}
