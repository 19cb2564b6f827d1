package check

import (
	"net/url"

	"golang.org/x/sync/errgroup"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// A look is what was found in one piece of a site, and what of it is asked when
// the site is looked at. No tree of a text is in it: those of a large library
// would fill the memory.
type look struct {
	piece    *site.Piece
	sheets   []*sheet               // of its documents, as the site has them
	problems []brief.Problem        // in files that are none of these
	edits    map[brief.Problem]edit // that mend problems; nil where nobody wants to know
	links    []link
	acronyms []explained
	titles   []titled
	ids      map[string]ids // of pages with a part that is linked to, by address
}

// lookAt applies the rules that look at pieces.
func (c *Checker) lookAt(s *site.Site, piece *site.Piece, set settings, opts Options) *look {
	apart, own := s.Apart(piece)
	l := &look{piece: piece, ids: map[string]ids{}}
	if c.mends {
		l.edits = map[brief.Problem]edit{}
	}
	documents := documentsOf(piece.Brief, piece.Page)
	p := &Pass{Site: apart, Today: opts.Today, documents: documentsOf(own.Brief, own.Page)}
	wanted := map[string]bool{}
	for i, d := range p.documents {
		of := documents[i]
		for _, to := range d.Body().Links {
			if in, ok := linkOf(to, of); ok {
				l.links = append(l.links, in)
				wanted[in.path] = wanted[in.path] || in.fragment != ""
			}
		}
		l.acronyms = append(l.acronyms, explainedIn(s, d, of)...)
		if title := wordsOf(of.title()); title != "" && of.current() {
			l.titles = append(l.titles, titled{of, of.language() + " " + title})
		}
	}
	addresses := s.PagesOf(piece)
	p.pages = make([]*page, len(addresses))
	var g errgroup.Group
	g.SetLimit(opts.workers()) // one brief may be most of a site
	for i, address := range addresses {
		g.Go(func() error {
			p.pages[i] = makePage(apart, address)
			return nil
		})
	}
	g.Wait()
	for _, page := range p.pages {
		if wanted[page.address] {
			l.ids[page.address] = page.ids
		}
		page.ids = ""
	}
	for _, r := range Rules() {
		if r.Look.piece != nil {
			p.rule = r
			r.Look.piece(p)
		}
	}
	found := byFile(append(p.problems, piece.Problems()...))
	for i, d := range p.documents {
		own := append(found[d.File], style(d, l.edits)...)
		delete(found, d.File)
		l.sheets = append(l.sheets, newSheet(documents[i], d.Body().Ignores, own, set))
	}
	for _, file := range sorted(found) {
		l.problems = append(l.problems, found[file]...)
	}
	return l
}

// A link is one to an address of the site, taken apart.
type link struct {
	Document
	offset         int
	dest           string // as it is written
	path, fragment string // as browsers read them, without escapes
}

// linkOf takes a link of a document apart; ok is false where it leads elsewhere.
func linkOf(l *brief.Link, d Document) (in link, ok bool) {
	u, err := url.Parse(l.Address)
	if err != nil || u.Scheme != "" || u.Host != "" || l.Picture {
		return link{}, false
	}
	in = link{d, l.Offset, l.Dest, u.Path, u.Fragment}
	if in.path == "" {
		in.path = d.Address
	}
	return in, true
}

// links yields every link within the site.
func (p *Pass) links(yield func(link) bool) {
	for _, l := range p.found {
		for _, in := range l.links {
			if !yield(in) {
				return
			}
		}
	}
}
