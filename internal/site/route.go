package site

import (
	"io/fs"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
)

// A maker makes the file at an address.
type maker func(address string) (*File, error)

// File makes the file at a path (without Base) as it is served and exported.
// The error is fs.ErrNotExist where there is none, and a brief.Problem where a
// template fails.
func (s *Site) File(path string) (*File, error) {
	if m := s.direct(path); m != nil {
		return m(path)
	}
	if target, ok := s.redirect(path); ok {
		return s.redirectFile(path, target)
	}
	return nil, fs.ErrNotExist
}

// Has tells whether there is a file at a path (without Base), redirects
// included, without making it.
func (s *Site) Has(path string) bool { return s.Resolve(path) != "" }

// Resolve is the address (without Base) of what answers at a path: itself, or
// where it redirects to; "" where there is nothing.
func (s *Site) Resolve(path string) string {
	if s.direct(path) != nil {
		return path
	}
	if target, ok := s.redirect(path); ok {
		return target
	}
	return ""
}

// Paths are the addresses of all files, sorted, without Base.
func (s *Site) Paths() []string {
	var paths []string
	for _, addresses := range []iter.Seq[string]{maps.Keys(s.fixed), maps.Keys(s.assets), s.cards, s.redirects} {
		paths = slices.AppendSeq(paths, addresses)
	}
	for _, e := range s.entries {
		paths = append(paths, e.addresses()...)
	}
	for g := range s.groups {
		paths = append(paths, g.address)
	}
	for _, g := range slices.Concat(s.topics.bySlug, s.authors.bySlug) {
		paths = append(paths, feedAddresses(g.address)...)
	}
	for _, p := range s.pages {
		paths = append(paths, "/"+p.Slug+"/")
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// files are the makers of all files at fixed addresses.
func (s *Site) files() map[string]maker {
	m := map[string]maker{
		"/": s.home, "/briefs/": s.briefsList, "/topics/": s.topicsList, glossaryAddress: s.glossary, "/404.html": s.notFound,
		"/robots.txt": s.robots,
	}
	for _, format := range feedFormats {
		m["/"+format.name] = s.feedFile(format.name, s.siteFeed)
	}
	if s.origin != "" {
		m["/sitemap.xml"] = s.sitemap
	}
	return m
}

// direct finds what makes the file at an address, redirects aside; nil for
// none. The address is taken apart and looked up part by part: it never names
// a file of a file system, and no table of all addresses exists.
func (s *Site) direct(path string) maker {
	if m := s.fixed[path]; m != nil {
		return m
	}
	if a := s.assets[path]; a != nil {
		return func(p string) (*File, error) {
			return &File{Path: p, Kind: Asset, Status: http.StatusOK, Type: a.media, Cache: a.cache, Body: a.data}, nil
		}
	}
	if c, ok := s.card(path); ok {
		return func(p string) (*File, error) { return s.cardFile(p, c) }
	}
	parts := strings.Split(path, "/")
	if parts[0] != "" || len(parts) < 3 {
		return nil
	}
	last := len(parts) - 1
	switch folder := parts[last] == ""; {
	case parts[1] == "briefs":
		e := s.entry(parts[2])
		if e == nil {
			if g := s.all.years.find(parts[2]); g != nil && last == 3 && folder {
				return func(p string) (*File, error) { return s.yearPage(p, g) }
			}
			return nil
		}
		if last == 3 && folder {
			return func(p string) (*File, error) { return s.briefPage(p, e, e.brief.Newest()) }
		}
		if last == 3 && parts[3] == seal.Name {
			return s.sealsFile(e)
		}
		if last == 3 {
			return s.feedFile(parts[3], func() *feed { return s.briefFeed(e) })
		}
		if last == 4 && folder && parts[3] == "history" {
			return func(p string) (*File, error) { return s.historyPage(p, e) }
		}
		if last == 6 && folder && parts[3] == "compare" {
			if from, to, ok := e.comparison(parts[4], parts[5]); ok {
				return func(p string) (*File, error) { return s.redlinePage(p, e, from, to) }
			}
		}
		if last == 4 {
			if ed := e.brief.Edition(brief.Date(parts[3])); ed != nil {
				return s.editionFile(e, ed, parts[4])
			}
		}
	case parts[1] == "topics" && last >= 3:
		if g := s.topics.find(parts[2]); g != nil {
			return s.groupFile(g, parts[3:], s.topicPage, s.topicFeed)
		}
	case parts[1] == "authors" && last >= 3:
		if g := s.authors.find(parts[2]); g != nil {
			return s.groupFile(g, parts[3:], s.authorPage, s.authorFeed)
		}
	case last == 2 && folder:
		if page := s.page(parts[1]); page != nil {
			return func(p string) (*File, error) { return s.standingPage(p, page) }
		}
	}
	return nil
}

// groupFile finds what makes a file of a topic or an author, whose names are
// the rest of its address: the page, that of a year, or a feed.
func (s *Site) groupFile(g *group, rest []string, page func(address string, g, year *group) (*File, error), of func(*group) *feed) maker {
	year := g.years.find(rest[0])
	switch {
	case len(rest) == 1 && rest[0] == "", len(rest) == 2 && rest[1] == "" && year != nil:
		return func(p string) (*File, error) { return page(p, g, year) }
	case len(rest) == 1:
		return s.feedFile(rest[0], func() *feed { return of(g) })
	}
	return nil
}

// groups yields everything that a page lists.
func (s *Site) groups(yield func(*group) bool) {
	for _, g := range slices.Concat([]*group{s.all}, s.topics.bySlug, s.authors.bySlug) {
		for _, listed := range slices.Concat([]*group{g}, g.years.bySlug) {
			if !yield(listed) {
				return
			}
		}
	}
}

// address of a brief, of an edition of it, and of two editions compared.
func (e *entry) address() string { return "/briefs/" + e.brief.Slug + "/" }

func (e *entry) dated(ed *brief.Edition) string { return e.address() + string(ed.Date) + "/" }

func (e *entry) compare(from, to *brief.Edition) string {
	return e.address() + "compare/" + string(from.Date) + "/" + string(to.Date) + "/"
}

// addresses are those of all files of a brief.
func (e *entry) addresses() []string {
	addresses := append([]string{e.address()}, feedAddresses(e.address())...)
	if e.published != nil {
		addresses = append(addresses, e.address()+seal.Name)
	}
	for _, ed := range e.brief.Editions {
		addresses = append(addresses, e.dated(ed))
		for _, f := range editionFiles {
			addresses = append(addresses, e.dated(ed)+f.name)
		}
	}
	return append(append(addresses, e.history()), e.comparisons()...)
}

// data makes a file that is no page.
func (s *Site) data(path, media string, body []byte) *File {
	return &File{Path: path, Kind: Data, Status: http.StatusOK, Type: media, Body: body}
}
