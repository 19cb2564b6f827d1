package check

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// Options say how to check.
type Options struct {
	// Today is the day after which dates lie in the future; "" lets every
	// date pass.
	Today brief.Date
	// Workers is how many pieces of a site are looked at at once; 0 is one for
	// each processor.
	Workers int
	// Only are addresses (without Base) of pages: of what is not remembered, the
	// pieces of the site that they are of are looked at, and no others. Nil looks
	// at all.
	Only []string
}

func (o Options) workers() int { return cmp.Or(o.Workers, runtime.GOMAXPROCS(0)) }

// Run applies every rule to a site and returns the findings by place. It parses
// every body and makes every page. What the levels and comments of the content
// silence is left out.
func Run(s *site.Site, opts Options) []Finding {
	findings, _ := new(Checker).Check(context.Background(), s, opts) // fails by its context only
	return slices.Collect(findings.All())
}

// A Checker remembers what it found in each piece of the last site, so that to
// check one that was loaded over it costs the work of what has changed. The zero
// Checker has seen nothing. It is for one goroutine at a time.
type Checker struct {
	today brief.Date
	looks map[string]*look // by the name of the piece
	mends bool             // wants to know how problems are mended
}

// Pending is how many pieces of a site would have to be looked at.
func (c *Checker) Pending(s *site.Site, opts Options) (n int) {
	for _, piece := range s.Pieces() {
		if !c.remembers(piece, opts) {
			n++
		}
	}
	return n
}

func (c *Checker) remembers(piece *site.Piece, opts Options) bool {
	l := c.looks[piece.Name]
	return l != nil && c.today == opts.Today && piece.Same(l.piece)
}

// Check gives the findings of a site as [Run] does, or the error of ctx. What was
// looked at before ctx ended is remembered.
func (c *Checker) Check(ctx context.Context, s *site.Site, opts Options) (Findings, error) {
	pieces, set := s.Pieces(), readSettings(s)
	if err := c.look(ctx, s, pieces, set, opts); err != nil {
		return Findings{}, err
	}
	p := &Pass{Site: s, Today: opts.Today, looks: c.looks, problems: append(s.Found(), set.problems...)}
	for _, piece := range pieces {
		l := c.looks[piece.Name]
		if l == nil {
			continue // only others were asked for
		}
		p.found = append(p.found, l)
		p.problems = append(p.problems, l.problems...)
		for _, sheet := range l.sheets {
			p.documents = append(p.documents, sheet.Document)
		}
	}
	for _, r := range Rules() {
		if ctx.Err() != nil {
			return Findings{}, ctx.Err()
		}
		if r.Look.site != nil {
			p.rule = r
			r.Look.site(p)
		}
	}
	others := byFile(p.problems)
	var files []*fileFindings
	for _, l := range p.found {
		for _, sheet := range l.sheets {
			files = append(files, sheet.with(others[sheet.File], set))
			delete(others, sheet.File)
		}
	}
	return inFiles(append(files, set.files(others)...)), nil
}

// look looks at all pieces that are not as they were.
func (c *Checker) look(ctx context.Context, s *site.Site, pieces []*site.Piece, set settings, opts Options) error {
	only := map[string]bool{}
	for _, address := range opts.Only {
		only[s.PieceAt(address)] = true
	}
	looks := map[string]*look{}
	var others []*site.Piece
	for _, piece := range pieces {
		if c.remembers(piece, opts) {
			looks[piece.Name] = c.looks[piece.Name]
			looks[piece.Name].piece = piece // the other may hold much that is no more
		} else if opts.Only == nil || only[piece.Name] {
			others = append(others, piece)
		}
	}
	c.looks, c.today = looks, opts.Today
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(opts.workers())
	for _, piece := range others {
		g.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			l := c.lookAt(s, piece, set, opts)
			mu.Lock()
			defer mu.Unlock()
			looks[piece.Name] = l
			return nil
		})
	}
	return g.Wait()
}

// A Pass is what a rule is given: one piece of a site, or all of them.
type Pass struct {
	// Site is the whole site, also where one piece is looked at.
	Site  *site.Site
	Today brief.Date // see Options

	documents []Document
	pages     []*page // of the piece, where one is looked at
	found     []*look // of the pieces, where the site is
	looks     map[string]*look
	rule      Rule // that is running
	problems  []brief.Problem
}

func (p *Pass) report(problem brief.Problem) { p.problems = append(p.problems, problem) }

// A Document is an edition or a standing page.
type Document struct {
	*brief.Document
	Address string         // of its page; for an edition the dated one
	Brief   *brief.Brief   // nil for a page
	Edition *brief.Edition // nil for a page
	Page    *brief.Page    // nil for an edition
}

// Documents are the texts: briefs by slug, from the first edition to the newest,
// then pages by slug. Where the site is looked at, nothing may ask for their
// bodies, which would be kept.
func (p *Pass) Documents() []Document { return p.documents }

func documentsOf(b *brief.Brief, page *brief.Page) []Document {
	var all []Document
	if b != nil {
		for _, e := range b.Editions {
			all = append(all, Document{Document: &e.Document, Address: "/briefs/" + b.Slug + "/" + string(e.Date) + "/", Brief: b, Edition: e})
		}
	}
	if page != nil {
		all = append(all, Document{Document: &page.Document, Address: "/" + page.Slug + "/", Page: page})
	}
	return all
}

// At reports a finding at an offset of a document.
func (p *Pass) At(d Document, offset int, message, hint string) {
	p.report(d.Problem(offset, p.rule.Name, message, hint))
}

// Key reports a finding at a key of a document's front matter, or at the first
// line of the file where the key is absent.
func (p *Pass) Key(d Document, message, hint string, key ...string) {
	p.report(d.HeaderProblem(d.Key(key...), p.rule.Name, message, hint))
}

// Value reports a finding at the value of a key, as [Pass.Key] does at the key.
func (p *Pass) Value(d Document, message, hint string, key ...string) {
	p.report(d.HeaderProblem(d.Document.Value(key...), p.rule.Name, message, hint))
}

// Whole reports a finding of a whole file.
func (p *Pass) Whole(file, message, hint string) {
	p.report(brief.Problem{Position: brief.Position{File: file}, Rule: p.rule.Name, Message: message, Hint: hint})
}
