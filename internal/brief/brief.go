package brief

import (
	"cmp"
	"fmt"
	"slices"

	"briefpress/internal/seal"
)

// A Brief is a document with a slug, in one or more editions.
type Brief struct {
	Slug string
	// Editions from the first to the newest; at least one.
	Editions []*Edition

	seals *seal.File
	chain chain
	proof proof
}

// New makes a brief of its editions, given in any order, and of their seals (nil
// for none), and reports what is wrong between them. Of two editions of one day
// the first by name is kept.
func New(slug string, editions []*Edition, seals *seal.File) (*Brief, []Problem) {
	var problems []Problem
	editions = slices.SortedFunc(slices.Values(editions), func(a, b *Edition) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.File, b.File))
	})
	b := &Brief{Slug: slug, seals: seals}
	for _, e := range editions {
		if n := len(b.Editions); n > 0 && b.Editions[n-1].Date == e.Date {
			problems = append(problems, Problem{Position: Position{File: e.File}, Rule: "collision", Stops: true,
				Message: fmt.Sprintf("%s is an edition of the same day", b.Editions[n-1].File)})
			continue
		}
		b.Editions = append(b.Editions, e)
	}
	return b, problems
}

// Newest is the edition that readers get.
func (b *Brief) Newest() *Edition { return b.Editions[len(b.Editions)-1] }

// First is the oldest edition.
func (b *Brief) First() *Edition { return b.Editions[0] }

// Published is the date of the first edition.
func (b *Brief) Published() Date { return b.First().Date }

// Updated is the date of the newest edition or of its newest correction.
func (b *Brief) Updated() Date {
	d := b.Newest().Date
	for _, c := range b.Newest().Corrections {
		d = max(d, c.Date)
	}
	return d
}

// Edition finds the edition of a date; nil when there is none.
func (b *Brief) Edition(d Date) *Edition {
	for _, e := range b.Editions {
		if e.Date == d {
			return e
		}
	}
	return nil
}
