package brief

import (
	"cmp"
	"slices"
)

// Anchors are the ids of the sections of an edition that have headings, as they
// last through the editions. A section that stood in the edition before keeps the
// anchor that it has there, whatever its heading is now, unless something else in
// this edition has that for its own id; any other has its own. The map must not be
// changed.
func (b *Brief) Anchors(e *Edition) map[*Section]string {
	b.chain.mu.Lock()
	defer b.chain.mu.Unlock()
	k := b.at(e)
	b.anchor(k)
	return b.chain.links[k].anchors
}

// anchor makes the anchors of an edition from those of the one before.
func (b *Brief) anchor(k int) {
	l := &b.chain.links[k]
	if l.anchors != nil {
		return
	}
	b.label(k)
	body := b.Editions[k].Body()
	l.anchors = map[*Section]string{}
	var before map[*Section]*Section
	if k > 0 {
		b.anchor(k - 1)
		before = b.sameSections(k)
	}
	for _, s := range headed(body.Sections) {
		l.anchors[s] = s.ID
		if old := before[s]; old != nil {
			if id := b.chain.links[k-1].anchors[old]; !body.IDs[id] {
				l.anchors[s] = id
			}
		}
	}
}

// headed are the sections that have headings, in the order of reading.
func headed(sections []*Section) []*Section {
	var all []*Section
	for _, s := range sections {
		if s.Level > 0 {
			all = append(all, s)
		}
		all = append(all, headed(s.Sections)...)
	}
	return all
}

// A kinship is that of a section with one of the edition before.
type kinship struct {
	now, before *Section
	degree      int // the less the nearer
	words       int // that both hold
}

// sameSections gives the section of the edition before that a section is, each at
// most once. Sections are the same, in this order, that
//
//   - have the same heading and a block in common,
//   - have in common most of the words of either,
//   - have the same id of their own.
//
// Within a degree, those with the most words in common come first, then those that
// stand first. Blocks in common are those with the same number, and those that have
// none and say the same. They are looked for directly under the headings, and below
// deeper headings where there are none.
func (b *Brief) sameSections(k int) map[*Section]*Section {
	type key struct {
		label Label
		hash  string
		below int // levels between the section and the heading above the block
	}
	hold := func(k int) (sections []*Section, held map[*Section]map[key]int, total map[*Section]int) {
		labels := map[*Block]Label{}
		for i, block := range b.Editions[k].Body().Blocks {
			labels[block] = b.chain.links[k].labels[i]
		}
		held, total = map[*Section]map[key]int{}, map[*Section]int{}
		sections = headed(b.Editions[k].Body().Sections)
		for _, s := range sections {
			held[s] = map[key]int{}
			blocks := s.Blocks
			if len(blocks) == 0 {
				for _, below := range headed(s.Sections) {
					blocks = append(blocks, below.Blocks...)
				}
			}
			for _, block := range blocks {
				at := key{label: labels[block], below: block.Section.Level - s.Level}
				if at.label == (Label{}) {
					at.hash = block.Hash
				}
				weight := 1 + words(block.Text) // one without words is something too
				held[s][at] += weight
				total[s] += weight
			}
		}
		return sections, held, total
	}
	sections, held, total := hold(k)
	olds, oldHeld, oldTotal := hold(k - 1)

	at := map[key]*Section{}
	for _, s := range olds {
		for block := range oldHeld[s] {
			at[block] = s
		}
	}
	byID := map[string]*Section{}
	for _, s := range olds {
		byID[s.ID] = s
	}
	var kin []kinship
	for _, s := range sections {
		common := map[*Section]int{}
		for block, n := range held[s] {
			if old := at[block]; old != nil {
				common[old] += min(n, oldHeld[old][block])
			}
		}
		for old, n := range common {
			switch {
			case old.Title == s.Title:
				kin = append(kin, kinship{s, old, 0, n})
			case 2*n > min(total[s], oldTotal[old]):
				kin = append(kin, kinship{s, old, 1, n})
			}
		}
		if old := byID[s.ID]; old != nil {
			kin = append(kin, kinship{s, old, 2, 0})
		}
	}
	slices.SortFunc(kin, func(a, b kinship) int {
		return cmp.Or(a.degree-b.degree, b.words-a.words, a.now.Offset-b.now.Offset, a.before.Offset-b.before.Offset)
	})
	same, taken := map[*Section]*Section{}, map[*Section]bool{}
	for _, x := range kin {
		if same[x.now] == nil && !taken[x.before] {
			same[x.now], taken[x.before] = x.before, true
		}
	}
	return same
}
