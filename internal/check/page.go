package check

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// A page is an HTML page of the site, as readers get it, or a redirect.
type page struct {
	address string
	ids     ids      // none of a redirect
	twice   []string // ids that stand in it more than once, sorted
	err     error    // why it could not be made
}

func makePage(s *site.Site, address string) *page {
	f, err := s.File(address)
	switch {
	case err != nil:
		return &page{address: address, err: err}
	case f.Kind != site.Page:
		return &page{address: address}
	}
	count := idsOf(f.Body)
	p := &page{address: address, ids: newIDs(slices.Sorted(maps.Keys(count)))}
	for _, id := range slices.Sorted(maps.Keys(count)) {
		if count[id] > 1 {
			p.twice = append(p.twice, id)
		}
	}
	return p
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
			for name, more := []byte(nil), true; more; {
				var value []byte
				if name, value, more = z.TagAttr(); string(name) == "id" {
					ids[string(value)]++
				}
			}
		}
	}
}

// ids are those of a page, each between two zero bytes, which HTML has none of:
// maps of those of a large library would fill the memory. "" is of no page.
type ids string

func newIDs(names []string) ids { return ids("\x00" + strings.Join(names, "\x00") + "\x00") }

func (x ids) has(name string) bool { return strings.Contains(string(x), "\x00"+name+"\x00") }

func (x ids) all() iter.Seq[string] { return strings.SplitSeq(strings.Trim(string(x), "\x00"), "\x00") }

// target is the page that a link leads to, redirects followed; "" where there is
// none, or something that is no page.
func (p *Pass) target(path string) ids {
	address := p.Site.Resolve(path)
	l := p.looks[p.Site.PieceAt(address)]
	if address == "" || l == nil {
		return ""
	}
	target, known := l.ids[address]
	if !known {
		if slices.Contains(p.Site.PagesOf(l.piece), address) {
			apart, _ := p.Site.Apart(l.piece)
			target = makePage(apart, address).ids
		}
		l.ids[address] = target
	}
	return target
}

// templates reports pages that cannot be made. Templates that cannot be parsed
// are reported when the site is loaded.
func templates(p *Pass) {
	for _, page := range p.pages {
		if page.err != nil {
			problem, ok := errors.AsType[brief.Problem](page.err)
			if !ok {
				problem = brief.Problem{Position: brief.Position{File: page.address}, Message: page.err.Error()}
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
	for _, page := range p.pages {
		for _, id := range page.twice {
			p.Whole(page.address, fmt.Sprintf("the page has two elements with the id %q", id), "an id of a template must not be one of the text's: give it another")
		}
	}
}
