package site

import (
	"maps"
	"slices"
	"strings"

	"briefpress/internal/brief"
)

// A Piece of a site is what can be looked at by itself: a brief with all its
// editions, a standing page, a list with the pages of its years, the glossary, or
// what is left.
// It does not hold the site.
type Piece struct {
	// Name is the address of its first page, and tells it from the others.
	Name string
	// Brief and Page are its texts; both nil for what has none.
	Brief *brief.Brief
	Page  *brief.Page

	ground   *ground
	entry    *entry    // of Brief
	document *document // of Page
	listed   *group    // of a list
	terms    []*entry  // of the glossary
}

// rest is the name of what is left: the pages of which there is one, and those
// that lead elsewhere.
const rest = "/"

// Pieces are all that the site is made of, in a fixed order.
func (s *Site) Pieces() []*Piece {
	var pieces []*Piece
	for _, e := range s.entries {
		pieces = append(pieces, &Piece{Name: e.address(), Brief: e.brief, ground: s.ground, entry: e})
	}
	for _, d := range s.standing.documents {
		pieces = append(pieces, &Piece{Name: "/" + d.page.Slug + "/", Page: d.page, ground: s.ground, document: d})
	}
	for _, g := range slices.Concat(s.topics.bySlug, s.authors.bySlug, s.all.years.bySlug) {
		pieces = append(pieces, &Piece{Name: g.address, ground: s.ground, listed: g})
	}
	return append(pieces, &Piece{Name: glossaryAddress, ground: s.ground, terms: s.entries}, &Piece{Name: rest})
}

// PieceAt names the piece that the page at an address (without Base) is of.
func (s *Site) PieceAt(address string) string {
	parts := strings.Split(address, "/")
	if len(parts) < 3 {
		return rest
	}
	name := "/" + parts[1] + "/"
	if slices.Contains([]string{briefsDir, "topics", "authors"}, parts[1]) && len(parts) > 3 {
		name += parts[2] + "/"
	}
	if s.fixed[name] != nil && name != glossaryAddress {
		return rest
	}
	return name
}

// Same tells whether a piece of another site gives the same texts and pages as
// far as they are its own: what a page says of other briefs, such as their titles,
// may differ.
func (p *Piece) Same(other *Piece) bool {
	if p.Name != other.Name || p.ground == nil || p.ground != other.ground || p.entry != other.entry || p.document != other.document ||
		!slices.EqualFunc(p.terms, other.terms, (*entry).explains) || (p.listed == nil) != (other.listed == nil) {
		return false
	}
	return p.listed == nil || p.listed.name == other.listed.name && slices.EqualFunc(p.listed.entries, other.listed.entries, (*entry).listedAs)
}

// Problems are those of its texts, which are parsed for it, and of its seals. What
// Load found is not among them.
func (p *Piece) Problems() []brief.Problem {
	var all []brief.Problem
	switch {
	case p.entry != nil:
		for _, d := range p.entry.documents {
			all = append(all, d.body(false).problems...)
		}
		all = append(all, p.entry.proof(false).problems...)
	case p.document != nil:
		all = append(all, p.document.body(false).problems...)
	}
	return all
}

// listedAs tells whether lists say the same of a brief as of another.
func (e *entry) listedAs(other *entry) bool {
	if e == other {
		return true
	}
	a, b := e.brief.Newest(), other.brief.Newest()
	return e.brief.Slug == other.brief.Slug && e.updated == other.updated && e.first == other.first && len(e.brief.Editions) == len(other.brief.Editions) &&
		a.Title == b.Title && a.Summary == b.Summary && a.Reference == b.Reference && slices.Equal(a.Authors, b.Authors) && slices.Equal(a.Topics, b.Topics) &&
		a.Draft == b.Draft && a.Status == b.Status && a.Language == b.Language && a.Direction == b.Direction
}

// explains tells whether the glossary says the same of a brief as of another, as
// far as that is known.
func (e *entry) explains(other *entry) bool {
	if e == other {
		return true
	}
	a, b := e.document(e.brief.Newest()).gist.Load(), other.document(other.brief.Newest()).gist.Load()
	return e.listedAs(other) && a != nil && b != nil &&
		slices.EqualFunc(a.acronyms, b.acronyms, func(x, y *brief.Acronym) bool { return x.Short == y.Short && x.Expansion == y.Expansion })
}

// PagesOf are the addresses (without Base) of the pages of a piece, sorted.
func (s *Site) PagesOf(p *Piece) []string {
	var addresses []string
	switch {
	case p.entry != nil:
		addresses = p.entry.addresses()
	case p.document != nil:
		addresses = []string{p.Name}
	case p.listed != nil:
		addresses = []string{p.Name}
		if p.listed.years != nil {
			for _, y := range p.listed.years.bySlug {
				addresses = append(addresses, y.address)
			}
		}
	case p.Name == glossaryAddress:
		addresses = []string{glossaryAddress}
	default:
		addresses = slices.AppendSeq(slices.Collect(maps.Keys(s.fixed)), s.redirects)
		addresses = slices.DeleteFunc(addresses, func(a string) bool { return a == glossaryAddress })
	}
	addresses = slices.DeleteFunc(addresses, func(a string) bool { return !strings.HasSuffix(a, "/") && !strings.HasSuffix(a, ".html") })
	slices.Sort(addresses)
	return slices.Compact(addresses)
}

// Apart is the site with texts of its own in one piece, and that piece in it. The
// trees of these texts go when the site that is returned goes; what the site asks
// of every text it learns from them.
func (s *Site) Apart(p *Piece) (*Site, *Piece) {
	own, q := *s, *p
	switch {
	case p.entry != nil:
		own.apart.entry = p.entry.again()
		q.entry, q.Brief = own.apart.entry, own.apart.entry.brief
	case p.document != nil:
		q.document = p.document.again()
		q.Page = q.document.page
		own.apart.page = q.Page
	}
	return &own, &q
}
