package site

import (
	"slices"

	"briefpress/internal/brief"
	"briefpress/internal/redline"
)

// maxPairs is how many of the first editions are all compared with one another.
const maxPairs = 12

// pair tells whether two editions, by their places in the row, have a redline
// at an address of its own: all pairs among the first editions, each edition
// with the one before it, and each with the first. A later edition takes none
// of these away.
func pair(i, j int) bool { return 0 <= i && i < j && (j < maxPairs || i == 0 || i == j-1) }

// paired is pair, for a brief whose drafts are shown: they part no published
// edition from the one before it.
func (e *entry) paired(i, j int) bool {
	return pair(i, j) || i < j && !slices.ContainsFunc(e.brief.Editions[i+1:j], func(ed *brief.Edition) bool { return !ed.Draft })
}

// history is the address of the history of a brief.
func (e *entry) history() string { return e.address() + "history/" }

// followed is the address of the redline of an edition with whatever is newest.
func (e *entry) followed(from *brief.Edition) string {
	return e.address() + "compare/" + string(from.Date) + "/newest/"
}

// comparisons are the addresses of all redlines of a brief.
func (e *entry) comparisons() []string {
	var addresses []string
	editions := e.brief.Editions
	for j, to := range editions {
		for i, from := range editions[:j] {
			if e.paired(i, j) {
				addresses = append(addresses, e.compare(from, to))
			}
		}
		if to != e.brief.Newest() {
			addresses = append(addresses, e.followed(to))
		}
	}
	return addresses
}

// comparison finds what the redline at .../compare/from/to/ compares.
func (e *entry) comparison(from, to string) (a, b *brief.Edition, ok bool) {
	a, b = e.brief.Edition(brief.Date(from)), e.brief.Edition(brief.Date(to))
	if to == "newest" {
		return a, e.brief.Newest(), a != nil && a != e.brief.Newest()
	}
	if a == nil || b == nil {
		return nil, nil, false
	}
	return a, b, e.paired(slices.Index(e.brief.Editions, a), slices.Index(e.brief.Editions, b))
}

// percent is how much of the words of two editions changed, of 100. It is kept
// with the brief: a history asks for it anew for every pair.
func (e *entry) percent(from, to *brief.Edition) int {
	key := [2]*brief.Edition{from, to}
	if p, ok := e.percents.Load(key); ok {
		return p.(int)
	}
	p := redline.New(e.brief, from, to).Percent()
	e.percents.Store(key, p)
	return p
}
