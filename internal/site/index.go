package site

import (
	"cmp"
	"fmt"
	"slices"
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
	s := l.site
	s.recent = slices.Clone(s.entries)
	slices.SortStableFunc(s.recent, newestFirst)
	s.chronicle = slices.SortedFunc(slices.Values(s.entries), chronological)
	s.versions = s.groupVersions()
	for _, e := range s.entries {
		ed := e.brief.Newest()
		named := func(key, noun, slug string) {
			if slug != "" && s.entry(slug) == nil {
				l.report(ed.HeaderProblem(ed.Value(key), "broken-link", fmt.Sprintf("the %s, %q, is not a brief", noun, slug),
					"write the slug of a brief: the name of its folder"))
			}
		}
		named("successor", "successor", ed.Successor)
		named("translation-of", "original of the translation", ed.TranslationOf)
	}
	s.topics = l.group("/topics/", "topic", func(b *brief.Brief, add naming) {
		add(b.Newest(), "topics", b.Newest().Topics)
	})
	s.authors = l.group("/authors/", "author", func(b *brief.Brief, add naming) {
		for _, ed := range slices.Backward(b.Editions) {
			add(ed, "authors", ed.Authors)
		}
	})
	s.all = &group{name: phrase.For(s.config.Language).AllBriefs, address: "/briefs/", entries: s.recent}
	s.all.paginate()
	s.fixed = s.files()
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
	for _, e := range g.entries {
		y := e.brief.Updated().Year()
		if n := len(years); n == 0 || years[n-1].slug != y {
			years = append(years, &group{slug: y, name: y, address: g.address + y + "/"})
		}
		last := years[len(years)-1]
		last.entries = append(last.entries, e)
	}
	return years
}

// A naming takes the names that an edition has under a key of its front matter.
type naming func(ed *brief.Edition, key string, names []string)

// group collects what briefs name. Two spellings of one address are the same
// group; readers see the one that is used most.
func (l *loader) group(dir, noun string, each func(*brief.Brief, naming)) *groups {
	bySlug := map[string]*group{}
	spellings := map[string]map[string]int{} // by slug
	for _, e := range l.site.recent {
		each(e.brief, func(ed *brief.Edition, key string, names []string) {
			for i, name := range names {
				slug := slugify(name)
				if slug == "" || len(slug) > maxName {
					l.stopAt(&ed.Document, ed.Value(key, strconv.Itoa(i)), noun, fmt.Sprintf("the %s %q makes no address", noun, name),
						"it needs letters or digits, and not too many")
					continue
				}
				g := bySlug[slug]
				if g == nil {
					g = &group{slug: slug, address: dir + slug + "/"}
					bySlug[slug], spellings[slug] = g, map[string]int{}
				}
				if n := len(g.entries); n == 0 || g.entries[n-1] != e {
					g.entries = append(g.entries, e)
				}
				if spellings[slug][name]++; len(spellings[slug]) == 2 && spellings[slug][name] == 1 {
					others := sortedKeys(spellings[slug])
					l.report(ed.HeaderProblem(ed.Value(key, strconv.Itoa(i)), noun,
						fmt.Sprintf("the %s is written in two ways: %q and %q", noun, others[0], others[1]), "write it in one way"))
				}
			}
		})
	}
	g := &groups{dir: dir}
	for slug, group := range bySlug {
		most := 0
		for _, name := range sortedKeys(spellings[slug]) {
			if n := spellings[slug][name]; n > most {
				group.name, most = name, n
			}
		}
		group.paginate()
		g.bySlug = append(g.bySlug, group)
	}
	slices.SortFunc(g.bySlug, func(a, b *group) int { return strings.Compare(a.slug, b.slug) })
	return g
}
