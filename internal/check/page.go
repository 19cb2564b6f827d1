package check

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// A page is an HTML page of the site, as readers get it, or a redirect.
type page struct {
	ids      map[string]int // how often each id stands in it; nil where nobody asks
	twice    []string       // ids that stand in it more than once, sorted
	location string         // where a redirect leads
	err      error          // why it could not be made
}

// target is the page that a link leads to, redirects followed; nil where there
// is none, or something that is no page.
func (p *Pass) target(address string) *page {
	p.makePages()
	g := p.pages[address]
	if g != nil && g.location != "" {
		g = p.pages[g.location] // no redirect leads to a redirect
	}
	if g == nil || g.ids == nil {
		return nil
	}
	return g
}

// makePages makes every page of the site, once.
func (p *Pass) makePages() {
	if p.pages != nil {
		return
	}
	p.pages = map[string]*page{}
	paths := p.Site.Paths()
	// The ids of all pages of a large library are many. They are kept for
	// pages that have a part linked to, and for those a redirect may lead to.
	wanted := map[string]bool{}
	for _, l := range p.links {
		if l.fragment != "" && !wanted[l.path] {
			wanted[l.path] = true
			if f, err := p.Site.File(l.path); err == nil && f.Kind == site.Redirect {
				wanted[p.location(f)] = true
			}
		}
	}
	made := make([]*page, len(paths))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range paths {
		g.Go(func() error {
			made[i] = p.makePage(path)
			if made[i] != nil && !wanted[path] {
				made[i].ids = nil
			}
			return nil
		})
	}
	g.Wait()
	for i, path := range paths {
		if made[i] != nil {
			p.pages[path] = made[i]
		}
	}
}

// makePage makes one page; nil for what is none.
func (p *Pass) makePage(path string) *page {
	f, err := p.Site.File(path)
	switch {
	case err != nil:
		return &page{err: err}
	case f.Kind == site.Redirect:
		return &page{location: p.location(f)}
	case f.Kind != site.Page:
		return nil
	}
	g := &page{ids: idsOf(f.Body)}
	for id, n := range g.ids {
		if n > 1 {
			g.twice = append(g.twice, id)
		}
	}
	slices.Sort(g.twice)
	return g
}

// location is the address that a redirect leads to, without the base of the
// site and without escapes.
func (p *Pass) location(f *site.File) string {
	location := strings.TrimPrefix(f.Location, p.Site.Base)
	if u, err := url.Parse(location); err == nil {
		return u.Path
	}
	return location
}

// idsOf counts the ids of a page.
func idsOf(body []byte) map[string]int {
	ids := map[string]int{}
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ids
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, attr := range z.Token().Attr {
				if attr.Key == "id" {
					ids[attr.Val]++
				}
			}
		}
	}
}

// templates reports pages that cannot be made. Templates that cannot be parsed
// are reported when the site is loaded.
func templates(p *Pass) {
	p.makePages()
	for _, path := range slices.Sorted(maps.Keys(p.pages)) {
		if err := p.pages[path].err; err != nil {
			problem, ok := errors.AsType[brief.Problem](err)
			if !ok {
				problem = brief.Problem{Position: brief.Position{File: path}, Message: err.Error()}
			}
			problem.Rule, problem.Stops = p.rule.Name, true
			p.report(problem)
		}
	}
}

// duplicateID reports headings of the same text, and pages with two elements of
// one id.
func duplicateID(p *Pass) {
	for _, d := range p.Documents() {
		first := map[string]*brief.Section{}
		for s := range sections(d.Body()) {
			key := wordsOf(s.Title)
			if before := first[key]; key == "" {
				continue
			} else if before == nil {
				first[key] = s
			} else {
				p.At(d, s.Offset, fmt.Sprintf("the heading %q stands in the text twice", s.Title),
					fmt.Sprintf("the first stands on line %d; word one of the two differently", d.Position(before.Offset).Line))
			}
		}
	}
	p.makePages()
	for _, path := range slices.Sorted(maps.Keys(p.pages)) {
		for _, id := range p.pages[path].twice {
			p.Whole(path, fmt.Sprintf("the page has two elements with the id %q", id), "an id of a template must not be one of the text's: give it another")
		}
	}
}
