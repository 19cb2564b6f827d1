package preview

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/server"
	"briefpress/internal/site"
)

const (
	// cached is how many files of a site are kept rendered. They are dropped
	// all at once: what is open is soon there again.
	cached = 256
	// remembered is how many pages count as open at most: those asked for last.
	remembered = 16
	// turns is how many sites may follow one another before a page that nobody
	// has asked for since is not open any more: a browser asks for its page anew
	// after each, unless the next one comes first.
	turns = 4
	// sampled bounds how many pages are tried before a site is shown.
	sampled = 64
)

// files are those of one site, rendered when asked for.
type files struct {
	site *site.Site
	p    *preview

	mu      sync.Mutex
	entries map[string]*server.Entry
}

func newFiles(s *site.Site, p *preview) *files {
	return &files{site: s, p: p, entries: map[string]*server.Entry{}}
}

// Entry is the file at a path with the preview's additions, or a page that
// says why it cannot be made.
func (f *files) Entry(path string) (*server.Entry, error) {
	e, err := f.entry(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, err
	case err != nil:
		r := report{Stops: []check.Finding{{Problem: problemOf(path, err), Level: check.Error}}, Empty: true}
		return server.NewEntry(failurePage(r, 500), server.Uncompressed), nil
	}
	if e.File.Kind == site.Page {
		f.p.recent.add(path)
	}
	return e, nil
}

func (f *files) entry(path string) (e *server.Entry, err error) {
	f.mu.Lock()
	e = f.entries[path]
	f.mu.Unlock()
	if e != nil {
		return e, nil
	}
	defer func() {
		if v := recover(); v != nil {
			e, err = nil, f.p.panicked(path, v)
		}
	}()
	file, err := f.site.File(path)
	if err != nil {
		return nil, err
	}
	e = server.NewEntry(equip(file), server.Uncompressed)
	f.keep(path, e)
	return e, nil
}

func (f *files) keep(path string, e *server.Entry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.entries) >= cached {
		clear(f.entries)
	}
	f.entries[path] = e
}

// prove renders files and gives the problems met. What is not there is none.
func (f *files) prove(paths []string) []brief.Problem {
	var mu sync.Mutex
	var problems []brief.Problem
	var g errgroup.Group
	g.SetLimit(4)
	for _, path := range paths {
		g.Go(func() error {
			if _, err := f.entry(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				mu.Lock()
				defer mu.Unlock()
				problems = append(problems, problemOf(path, err))
			}
			return nil
		})
	}
	g.Wait()
	return problems
}

// samples picks from all addresses one of each shape, such as the first brief,
// the first edition, the first feed of a brief. A template that fails for one
// page most often fails for all of its kind.
func samples(paths []string) []string {
	var picked []string
	seen := map[string]bool{}
	for _, p := range paths {
		if s := shape(p); !seen[s] && len(picked) < sampled {
			seen[s] = true
			picked = append(picked, p)
		}
	}
	return picked
}

// shape is what addresses of one kind have in common: their first part, how
// deep they are, and the ending of the name. A history stands where an edition
// does, and is of another kind.
func shape(address string) string {
	if strings.HasSuffix(address, "/history/") {
		return "history"
	}
	first, rest, deep := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	if !deep {
		return first
	}
	return first + strings.Repeat("/", 1+strings.Count(rest, "/")) + path.Ext(rest)
}

// recent remembers the pages asked for last, the newest at the end. The zero
// recent is empty.
type recent struct {
	mu    sync.Mutex
	pages []asked
	now   int // the number of the site
}

// An asked is a page and the site of which it was asked for last.
type asked struct {
	path string
	turn int
}

// turn says that there is a new site.
func (r *recent) turn() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now++
}

func (r *recent) add(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pages = append(slices.DeleteFunc(r.pages, func(a asked) bool { return a.path == path }), asked{path, r.now})
	if len(r.pages) > remembered {
		r.pages = slices.Delete(r.pages, 0, len(r.pages)-remembered)
	}
}

func (r *recent) list() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var paths []string
	for _, a := range r.pages {
		if r.now-a.turn <= turns {
			paths = append(paths, a.path)
		}
	}
	return paths
}
