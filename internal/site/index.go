package site

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

// groups are the topics or the authors of all briefs, or the years of a list.
type groups struct {
	dir    string   // "/topics/"
	bySlug []*group // sorted
}

// A group is what a page lists: all briefs, the briefs that name a topic or an
// author, or those of another group that were last changed in one year.
type group struct {
	slug, name string
	address    string
	entries    []*entry // newest change first
	years      *groups  // those that have a page of their own; nil in a year

	spellings map[string]int  // how often each name is used
	variant   []brief.Problem // that there are several
}

// address of a group by its name.
func (g *groups) address(name string) string { return g.dir + slugify(name) + "/" }

// find finds a group by its slug; nil when there is none.
func (g *groups) find(slug string) *group {
	i, found := slices.BinarySearchFunc(g.bySlug, slug, func(g *group, slug string) int { return strings.Compare(g.slug, slug) })
	if !found {
		return nil
	}
	return g.bySlug[i]
}

// byName are the groups in the order of a list for readers.
func (g *groups) byName() []*group {
	return slices.SortedFunc(slices.Values(g.bySlug), func(a, b *group) int {
		return cmp.Or(alphabetical(a.name, b.name), strings.Compare(a.slug, b.slug))
	})
}

// index orders the briefs and collects topics and authors.
func (l *loader) index() {
	s, prev := l.site, l.prev
	var out, in []*entry
	for old, now := range changes(prev.shelf.parts, s.shelf.parts, (*part).compare) {
		if old != nil && now != nil && old.entry == now.entry {
			continue
		}
		if old != nil && old.entry != nil {
			out = append(out, old.entry)
		}
		if now != nil && now.entry != nil {
			in = append(in, now.entry)
		}
	}
	s.entries = revise(prev.entries, out, in, bySlug)
	s.recent = revise(prev.recent, out, in, newestFirst)
	s.chronicle = revise(prev.chronicle, out, in, chronological)
	slugs, translated := false, prev.versions == nil
	for old, now := range changes(prev.entries, s.entries, bySlug) {
		if old == nil || now == nil {
			slugs = true
			continue
		}
		translated = translated || old.original() != now.original()
		l.moved = l.moved || !slices.Equal(old.addresses(), now.addresses())
	}
	l.moved = l.moved || slugs
	if s.versions = prev.versions; slugs || translated {
		s.versions = s.groupVersions()
	}
	l.references(out, in, slugs)
	s.topics = l.group(prev.topics, "/topics/", "topic", out, in, func(e *entry) []mention { return e.topics })
	s.authors = l.group(prev.authors, "/authors/", "author", out, in, func(e *entry) []mention { return e.authors })
	s.all = &group{name: phrase.For(s.config.Language).AllBriefs, address: "/briefs/", entries: s.recent}
	s.all.paginate()
	l.moved = l.moved || prev.all == nil || !s.all.years.same(prev.all.years)
	s.fixed = s.files()
}

// references reports the briefs that are named and not there. Where the slugs
// are those of the site before, only what names them may have changed.
func (l *loader) references(out, in []*entry, slugs bool) {
	s := l.site
	look := in
	if slugs {
		look = s.entries
	} else {
		s.dangling = slices.DeleteFunc(slices.Clone(l.prev.dangling), func(e *entry) bool { return slices.Contains(out, e) })
	}
	dangles := func(r reference) bool { return s.entry(r.slug) == nil }
	for _, e := range look {
		if slices.ContainsFunc(e.references, dangles) {
			s.dangling = append(s.dangling, e)
		}
	}
	for _, e := range s.dangling {
		ed := e.brief.Newest()
		for _, r := range e.references {
			if dangles(r) {
				l.report(ed.HeaderProblem(ed.Value(r.key), "broken-link", fmt.Sprintf("the %s, %q, is not a brief", r.noun, r.slug),
					"write the slug of a brief: the name of its folder"))
			}
		}
	}
}

// paginate gives each year of a long list a page of its own.
func (g *group) paginate() {
	g.years = &groups{dir: g.address}
	if len(g.entries) > maxList {
		g.years.bySlug = g.byYear()
		slices.Reverse(g.years.bySlug)
	}
}

// byYear groups the briefs by the year of their last change, newest first.
func (g *group) byYear() []*group {
	var years []*group
	for rest := g.entries; len(rest) > 0; {
		y := rest[0].updated.Year()
		n := sort.Search(len(rest), func(i int) bool { return rest[i].updated.Year() != y })
		years = append(years, &group{slug: y, name: y, address: g.address + y + "/", entries: rest[:n:n]})
		rest = rest[n:]
	}
	return years
}

// same tells whether groups have the same addresses as others.
func (g *groups) same(other *groups) bool {
	return slices.EqualFunc(g.bySlug, other.bySlug, func(a, b *group) bool { return a.address == b.address })
}

func (g *group) compare(other *group) int { return strings.Compare(g.slug, other.slug) }

// group revises the groups of what briefs name by those that go and come. Two
// spellings of one address are the same group; readers see the one that is used
// most.
func (l *loader) group(old *groups, dir, noun string, out, in []*entry, mentions func(*entry) []mention) *groups {
	if old == nil {
		old = &groups{dir: dir}
	}
	type revision struct {
		out, in []*entry
		count   map[string]int // of spellings, more or less than before
	}
	revisions := map[string]*revision{}
	note := func(e *entry, list func(*revision) *[]*entry, n int) {
		for _, m := range mentions(e) {
			r := revisions[m.slug]
			if r == nil {
				r = &revision{count: map[string]int{}}
				revisions[m.slug] = r
			}
			if es := list(r); len(*es) == 0 || (*es)[len(*es)-1] != e {
				*es = append(*es, e)
			}
			r.count[m.name] += n
		}
	}
	for _, e := range out {
		note(e, func(r *revision) *[]*entry { return &r.out }, -1)
	}
	for _, e := range in {
		note(e, func(r *revision) *[]*entry { return &r.in }, +1)
	}
	var gone, come []*group
	for slug, r := range revisions {
		g := &group{slug: slug, address: dir + slug + "/", years: &groups{}}
		before := old.find(slug)
		if before != nil {
			gone = append(gone, before)
			g.entries, g.spellings = before.entries, before.spellings
		}
		g.entries = revise(g.entries, r.out, r.in, newestFirst)
		if len(g.entries) == 0 {
			l.moved = true
			continue
		}
		g.spell(r.count)
		g.variant = nil
		if len(g.spellings) > 1 {
			g.variant = []brief.Problem{g.twice(noun, mentions)}
		}
		g.paginate()
		l.moved = l.moved || before == nil || !g.years.same(before.years)
		come = append(come, g)
	}
	now := &groups{dir: dir, bySlug: revise(old.bySlug, gone, come, (*group).compare)}
	for _, g := range now.bySlug {
		l.report(g.variant...)
	}
	return now
}

// spell brings the spellings up to date, and names the group by the one that is
// used most.
func (g *group) spell(count map[string]int) {
	spellings := map[string]int{}
	maps.Copy(spellings, g.spellings)
	for name, n := range count {
		if spellings[name] += n; spellings[name] == 0 {
			delete(spellings, name)
		}
	}
	g.spellings = spellings
	most := 0
	for _, name := range sortedKeys(spellings) {
		if n := spellings[name]; n > most {
			g.name, most = name, n
		}
	}
}

// twice is the problem of the first mention that is not spelled like the first.
func (g *group) twice(noun string, mentions func(*entry) []mention) brief.Problem {
	first := ""
	for _, e := range g.entries {
		for _, m := range mentions(e) {
			if m.slug != g.slug {
				continue
			}
			if first == "" {
				first = m.name
			}
			if m.name != first {
				return m.edition.HeaderProblem(m.edition.Value(m.key, strconv.Itoa(m.item)), noun,
					fmt.Sprintf("the %s is written in two ways: %q and %q", noun, min(first, m.name), max(first, m.name)), "write it in one way")
			}
		}
	}
	panic("site: one spelling only")
}
