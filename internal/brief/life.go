package brief

import "slices"

// A Life is what became of a number.
type Life struct {
	Label Label
	// First is the edition that gave the number, Last the last one that has it.
	First, Last *Edition
	// Gone is the edition after Last, which has the number no more; nil while
	// it stands.
	Gone *Edition
	// Into is the number that the block was merged into when it went; the
	// zero Label where it was removed.
	Into Label
	// Now is the number that stands for it: itself while it stands, else the
	// one that it came into, by however many merges; the zero Label where the
	// text was removed in the end.
	Now Label
	// Index is that of the block in Last.Body().Blocks.
	Index int
}

// Lives are all numbers that were ever given, and what became of them, as of the
// newest edition: sorted by series and number. The slice must not be changed.
func (b *Brief) Lives() []Life { return b.LivesAt(b.Newest()) }

// LivesAt are the numbers given in an edition and those before it, as of that
// edition, sorted by series and number. The slice must not be changed.
func (b *Brief) LivesAt(e *Edition) []Life {
	b.chain.mu.Lock()
	defer b.chain.mu.Unlock()
	k := b.at(e)
	b.live(k)
	return b.chain.links[k].lives
}

// live makes the lives of an edition from those of the one before.
func (b *Brief) live(k int) {
	l := &b.chain.links[k]
	if l.lives != nil {
		return
	}
	b.label(k)
	e := b.Editions[k]
	l.lives = []Life{}
	index := map[Label]int{} // in lives
	if k > 0 {
		b.live(k - 1)
		l.lives = slices.Clone(b.chain.links[k-1].lives)
		for i, life := range l.lives {
			index[life.Label] = i
		}
	}
	for i, label := range l.labels {
		if label == (Label{}) {
			continue
		}
		at, known := index[label]
		if !known {
			at = len(l.lives)
			index[label] = at
			l.lives = append(l.lives, Life{Label: label, First: e})
		}
		life := &l.lives[at]
		life.Last, life.Gone, life.Into, life.Index = e, nil, Label{}, i
	}
	var into map[Label]Label
	for i := range l.lives {
		if life := &l.lives[i]; life.Last != e && life.Gone == nil {
			if into == nil {
				into = b.merged(k)
			}
			life.Gone, life.Into = e, into[life.Label]
		}
	}
	for i := range l.lives {
		l.lives[i].Now = now(l.lives, index, i)
	}
	slices.SortFunc(l.lives, func(a, b Life) int { return a.Label.Compare(b.Label) })
}

// now follows a number through merges. A number that went never comes into itself:
// each merge is into a block that stood in a later edition than the number did.
func now(lives []Life, index map[Label]int, i int) Label {
	for lives[i].Gone != nil {
		at, ok := index[lives[i].Into]
		if !ok {
			return Label{}
		}
		i = at
	}
	return lives[i].Label
}

// merged tells which numbers of the edition before came into others.
func (b *Brief) merged(k int) map[Label]Label {
	l, before := &b.chain.links[k], b.chain.links[k-1].labels
	matches := l.matches
	if matches == nil {
		at := map[Label]int{}
		for j, label := range l.labels {
			at[label] = j
		}
		known := map[int]int{}
		for i, label := range before {
			if j, ok := at[label]; ok && label != (Label{}) {
				known[i] = j
			}
		}
		matches = align(b.Editions[k-1].Body().Blocks, b.Editions[k].Body().Blocks, known)
	}
	into := map[Label]Label{}
	for _, m := range matches {
		if m.Change != Merged {
			continue
		}
		for _, from := range pick(before, m.From) {
			if to := l.labels[m.To[0]]; from != to && to != (Label{}) {
				into[from] = to
			}
		}
	}
	return into
}
