package server

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

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
	retired   []retired // also in entries
	base, csp string
	digest    string
	changed   int // files that differ from those of the state before
}

// A retired file is a fingerprinted one that the site no longer has.
type retired struct {
	*Entry
	since time.Time
}

const (
	// smallSite is up to how many files a site is compressed at best: within
	// a few seconds of work, at the start.
	smallSite = 64

	// Pages name their style sheet and pictures by fingerprint. A reader who
	// has the page of before must still get these, as must one whose cache
	// has it.
	retiredFor = time.Hour
	maxRetired = 64 << 20 // bytes
)

// NewSnapshot renders and compresses every file of a site, on all processors.
// The error joins those of all files that could not be made, in the order of
// their addresses.
func NewSnapshot(ctx context.Context, s *site.Site) (*Snapshot, error) {
	return nextSnapshot(ctx, s, nil)
}

// nextSnapshot makes the snapshot that follows prev, which may be nil. Files
// that are the same keep their forms: what takes long is compressing, so that a
// new state costs what has changed. Its files are those of a snapshot without
// prev, and the fingerprinted ones that prev had.
func nextSnapshot(ctx context.Context, s *site.Site, prev *Snapshot) (*Snapshot, error) {
	if prev == nil {
		prev = new(Snapshot)
	}
	paths := s.Paths()
	entries := make([]*Entry, len(paths))
	errs := make([]error, len(paths))
	compression := Quick
	if len(paths) <= smallSite {
		compression = Best
	}
	workers := runtime.GOMAXPROCS(0)
	if prev.entries != nil {
		workers = max(1, workers/2) // the others answer the public
	}
	var g errgroup.Group
	g.SetLimit(workers)
	for i, path := range paths {
		g.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("rendering %s: panic: %v\n%s", path, p, debug.Stack())
				}
			}()
			f, err := s.File(path)
			if err != nil {
				errs[i] = fmt.Errorf("rendering %s: %w", path, err)
				return nil
			}
			if e := prev.entries[path]; e != nil && e.is(f, compression) {
				entries[i] = e
			} else {
				entries[i] = NewEntry(f, compression)
			}
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
	digest := sha256.New()
	for i, path := range paths {
		e := entries[i]
		if prev.entries[path] != e {
			snap.changed++
		}
		snap.entries[path] = e
		fmt.Fprintf(digest, "%s\n%d %s %s\n", path, e.status, e.forms[len(e.forms)-1].etag[0], e.File.Location)
	}
	io.WriteString(digest, snap.csp)
	snap.digest = hex.EncodeToString(digest.Sum(nil))
	snap.retire(prev, time.Now())
	return snap, nil
}

// retire takes over the fingerprinted files of prev that the site has no more:
// for some time and up to some size, the last that went first.
func (s *Snapshot) retire(prev *Snapshot, now time.Time) {
	old := make([]retired, 0, len(prev.retired))
	known := map[string]bool{}
	for _, r := range prev.retired {
		known[r.File.Path] = true
		if now.Sub(r.since) < retiredFor {
			old = append(old, r)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(prev.entries)) {
		if e := prev.entries[path]; e.File.Cache == site.Immutable && !known[path] {
			old = append(old, retired{e, now})
		}
	}
	slices.SortStableFunc(old, func(a, b retired) int { return cmp.Compare(b.since.UnixNano(), a.since.UnixNano()) })
	size := 0
	for _, r := range old {
		if s.entries[r.File.Path] != nil {
			continue // it is back, or was never gone
		}
		for _, f := range r.forms {
			size += len(f.body)
		}
		if size > maxRetired {
			break
		}
		s.entries[r.File.Path] = r.Entry
		s.retired = append(s.retired, r)
	}
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
