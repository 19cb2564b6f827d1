package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"

	"golang.org/x/sync/errgroup"

	"briefpress/internal/site"
)

// Files are the files of one state of a site, ready to be sent. Their methods
// may be called from several goroutines at once.
type Files interface {
	// Entry is the file at a path (without the base). The error is
	// fs.ErrNotExist where there is none.
	Entry(path string) (*Entry, error)
	// Base is the path under which the site stands: "" or "/sub".
	Base() string
	// CSP is the Content-Security-Policy of all files.
	CSP() string
}

// A Snapshot is every file of a site, rendered and compressed. It never
// changes.
type Snapshot struct {
	entries   map[string]*Entry
	base, csp string
}

// smallSite is up to how many files a site is compressed at best: within a few
// seconds of work, at the start.
const smallSite = 64

// NewSnapshot renders and compresses every file of a site, on all processors.
// The error joins those of all files that could not be made, in the order of
// their addresses.
func NewSnapshot(ctx context.Context, s *site.Site) (*Snapshot, error) {
	paths := s.Paths()
	entries := make([]*Entry, len(paths))
	errs := make([]error, len(paths))
	compression := Quick
	if len(paths) <= smallSite {
		compression = Best
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range paths {
		g.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			f, err := s.File(path)
			if err != nil {
				errs[i] = fmt.Errorf("rendering %s: %w", path, err)
				return nil
			}
			entries[i] = NewEntry(f, compression)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	snap := &Snapshot{entries: make(map[string]*Entry, len(paths)), base: s.Base, csp: s.CSP()}
	for i, path := range paths {
		snap.entries[path] = entries[i]
	}
	return snap, nil
}

// Entry is the file at a path (without the base), or fs.ErrNotExist.
func (s *Snapshot) Entry(path string) (*Entry, error) {
	if e, ok := s.entries[path]; ok {
		return e, nil
	}
	return nil, fs.ErrNotExist
}

// Base is the path under which the site stands: "" or "/sub".
func (s *Snapshot) Base() string { return s.base }

// CSP is the Content-Security-Policy of all files.
func (s *Snapshot) CSP() string { return s.csp }
