package brief

import (
	"slices"
	"sync"

	"briefpress/internal/diff"
	"briefpress/internal/seal"
)

// A chain is what the editions of a brief have from one another: numbers, and
// what became of them. Every part of it is made when it is first asked for.
type chain struct {
	mu    sync.Mutex
	links []link // one for each edition
}

// A link is one edition in the chain.
type link struct {
	labels []Label
	// matches tell what the blocks of the edition before became, where the
	// labels were made by that.
	matches []Match
	lives   []Life              // as of this edition
	anchors map[*Section]string // of this edition
}

// at finds the link of an edition, whose labels are made. The chain is locked;
// an edition of another brief has none.
func (b *Brief) at(e *Edition) int {
	if b.chain.links == nil {
		b.chain.links = make([]link, len(b.Editions))
	}
	k := slices.Index(b.Editions, e)
	if k < 0 {
		panic("brief: the edition is of another brief")
	}
	b.label(k)
	return k
}

// Labels numbers the blocks of an edition of this brief: a label for each of
// its Body().Blocks, the zero Label for those that have none. The slice must not
// be changed.
func (b *Brief) Labels(e *Edition) []Label {
	b.chain.mu.Lock()
	defer b.chain.mu.Unlock()
	return b.chain.links[b.at(e)].labels
}

// label makes the labels of an edition.
func (b *Brief) label(k int) {
	l := &b.chain.links[k]
	if l.labels != nil {
		return
	}
	e := b.Editions[k]
	blocks := e.Body().Blocks
	if sealed := b.seals.Edition(string(e.Date)); sealed != nil {
		p := pairSealed(sealed.Lines, blocks)
		l.labels = p.labels
		if len(p.extra) == 0 {
			return
		}
	} else {
		l.labels = make([]Label, len(blocks))
		if k > 0 {
			b.label(k - 1)
			before := b.chain.links[k-1].labels
			l.matches = align(b.Editions[k-1].Body().Blocks, blocks, nil)
			for _, m := range l.matches {
				if len(m.From) > 0 && len(m.To) > 0 {
					l.labels[m.To[0]] = smallest(before, m.From)
				}
			}
		}
	}
	given := given{}
	for _, g := range b.seals.Groups() {
		for _, line := range g.Lines {
			given.add(labelOf(line))
		}
	}
	for j := range k {
		b.label(j)
		for _, l := range b.chain.links[j].labels {
			given.add(l)
		}
	}
	given.number(blocks, l.labels)
}

// smallest is the first number of some blocks.
func smallest(labels []Label, indexes []int) Label {
	return slices.MinFunc(pick(labels, indexes), Label.Compare)
}

func pick(labels []Label, indexes []int) []Label {
	picked := make([]Label, len(indexes))
	for i, at := range indexes {
		picked[i] = labels[at]
	}
	return picked
}

// labelOf is the label that a line of a seal gives; the zero Label for none.
func labelOf(line seal.Line) Label {
	if line.Kind != seal.Block {
		return Label{}
	}
	l, _ := ParseLabel(line.Name)
	return l
}

// A pairing says which blocks of an edition the lines of its seal are of.
type pairing struct {
	labels  []Label // of each block
	missing []Label // numbers that no block has
	extra   []int   // blocks that have a series and no number
}

// pairSealed gives the numbers of a seal to the blocks of its edition, in the order
// of reading. Where a seal and its edition are as they should be, each series has
// as many lines as blocks, and the first line is that of the first block. Where
// they are not, the lines whose hashes are those of blocks hold, and what lies
// between goes in pairs as far as it goes.
func pairSealed(lines []seal.Line, blocks []*Block) pairing {
	p := pairing{labels: make([]Label, len(blocks))}
	for _, s := range []Series{SeriesText, SeriesTable, SeriesFigure} {
		var labels []Label
		var sealed, hashes []string
		var at []int
		for _, line := range lines {
			if l := labelOf(line); l.Series == s {
				labels, sealed = append(labels, l), append(sealed, line.Hash)
			}
		}
		for i, b := range blocks {
			if series(b.Kind) == s {
				at, hashes = append(at, i), append(hashes, b.Hash)
			}
		}
		i, j := 0, 0
		pair := func(n int) {
			for range n {
				p.labels[at[j]] = labels[i]
				i, j = i+1, j+1
			}
		}
		for _, e := range diff.Between(sealed, hashes) {
			pair(e.A0 - i)
			pair(min(e.A1-e.A0, e.B1-e.B0))
			p.missing = append(p.missing, labels[i:e.A1]...)
			p.extra = append(p.extra, at[j:e.B1]...)
			i, j = e.A1, e.B1
		}
		pair(len(labels) - i)
	}
	slices.Sort(p.extra)
	return p
}
