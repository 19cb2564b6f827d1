package site

import (
	"cmp"
	"net/http"
	"slices"

	"briefpress/internal/brief"
)

const (
	// maxHome bounds the lists of the home page.
	maxHome = 10
	// maxList is how many briefs the list of all of them may have on one page.
	maxList = 200
)

// item is a brief in a list.
func (s *Site) item(e *entry) Item {
	ed := e.brief.Newest()
	i := Item{
		Words: s.frame.Words, Title: ed.Title, Address: s.href(e.address()), Summary: ed.Summary, Reference: ed.Reference,
		Published: longDate(s.frame.Words, e.brief.Published()), Editions: len(e.brief.Editions),
		Authors: s.links(s.authors, ed.Authors), Topics: s.links(s.topics, ed.Topics), Draft: ed.Draft,
	}
	if e.brief.Updated() != e.brief.Published() {
		i.Updated = longDate(s.frame.Words, e.brief.Updated())
	}
	if st := status(e.brief); st != brief.StatusCurrent {
		i.Status = string(st)
		i.StatusLabel, _ = statusWords(s.frame.Words, st)
	}
	i.Lang, i.Dir = s.foreign(ed.Language, ed.Direction)
	return i
}

func (s *Site) items(entries []*entry) []Item {
	items := make([]Item, len(entries))
	for i, e := range entries {
		items[i] = s.item(e)
	}
	return items
}

// listFrame is the frame of a page that lists briefs.
func (s *Site) listFrame(address, title, description string) Frame {
	f := s.newFrame(address, title)
	f.Description = description
	f.openGraph("website", title)
	s.showCard(&f, "card", s.siteCard(), s.config.Title)
	return f
}

func (s *Site) home(address string) (*File, error) {
	page := HomePage{
		Frame:  s.listFrame(address, s.config.Title, s.config.Description),
		Newest: s.items(s.recent[:min(maxHome, len(s.recent))]),
		Total:  len(s.entries), All: s.href("/briefs/"), Topics: s.topicItems(),
	}
	for _, d := range newest(s.recent, maxHome, func(*brief.Edition) bool { return true }) {
		c := Change{
			Title: d.edition.Title, Address: s.href(d.entry.dated(d.edition)), Date: longDate(s.frame.Words, d.edition.Date), Note: d.edition.Change,
			First: d.edition == d.entry.brief.First(), Draft: d.edition.Draft,
		}
		if c.Redline = d.redline(s.frame.Words); c.Redline != nil {
			c.Redline.Address = s.href(c.Redline.Address)
		}
		page.Changes = append(page.Changes, c)
	}
	return s.html(address, "home.html", &page)
}

// listing lists the briefs of a group by year. A long list has the newest year,
// and those before it as long as they fit; every year then has a page of its
// own, which year, if it is not nil, is.
func (s *Site) listing(g, year *group) Listing {
	l := Listing{Pages: s.yearLinks(g, year)}
	if g != s.all {
		l.Feed = s.href(g.address + atomName)
	}
	if year != nil {
		l.All, l.Years = &Link{Text: g.name, Address: s.href(g.address)}, []Year{s.year(year)}
		return l
	}
	n, full := 0, false
	for _, y := range g.byYear() {
		n += len(y.entries)
		if full = full || n > maxList && len(l.Years) > 0; !full {
			l.Years = append(l.Years, s.year(y))
		}
	}
	for i := len(l.Years); i < len(l.Pages); i++ {
		l.Pages[i].ID = yearID(g.years.bySlug[len(l.Pages)-1-i].slug) // leads on who comes by it
	}
	return l
}

func (s *Site) briefsList(address string) (*File, error) {
	words := s.frame.Words
	page := BriefsPage{
		Frame:   s.listFrame(address, words.AllBriefs, words.AllBriefsOf(s.config.Title)),
		Listing: s.listing(s.all, nil), Total: len(s.entries),
	}
	return s.html(address, "briefs.html", &page)
}

// yearPage makes the page of a year of the list of all briefs.
func (s *Site) yearPage(address string, year *group) (*File, error) {
	words := s.frame.Words
	page := BriefsPage{
		Frame:   s.listFrame(address, words.BriefsOfYear(year.name), words.ChangedIn(s.config.Title, year.name)),
		Listing: s.listing(s.all, year), Total: len(s.entries),
	}
	return s.html(address, "briefs.html", &page)
}

func yearID(year string) string { return "y" + year }

func (s *Site) year(g *group) Year {
	return Year{Year: s.frame.Words.Digits(g.name), ID: yearID(g.slug), Items: s.items(g.entries)}
}

// yearLinks lead to the pages of the years of a group, newest first; current is
// the one they stand on.
func (s *Site) yearLinks(g, current *group) []YearLink {
	var links []YearLink
	for _, y := range slices.Backward(g.years.bySlug) {
		links = append(links, YearLink{Year: s.frame.Words.Digits(y.name), Address: s.href(y.address), Count: len(y.entries), Current: y == current})
	}
	return links
}

func (s *Site) topicItems() []TopicItem {
	var items []TopicItem
	for _, g := range s.topics.byName() {
		items = append(items, TopicItem{Name: g.name, Address: s.href(g.address), Count: len(g.entries)})
	}
	return items
}

func (s *Site) topicsList(address string) (*File, error) {
	words := s.frame.Words
	page := TopicsPage{Frame: s.listFrame(address, words.Topics, words.TopicsOf(s.config.Title)), Topics: s.topicItems()}
	return s.html(address, "topics.html", &page)
}

func (s *Site) topicPage(address string, g, year *group) (*File, error) {
	words := s.frame.Words
	page := TopicPage{Frame: s.groupFrame(address, g, year, words.BriefsOn), Listing: s.listing(g, year)}
	if year == nil {
		page.All = &Link{Text: words.AllTopics, Address: s.href("/topics/")}
	}
	return s.html(address, "topic.html", &page)
}

func (s *Site) authorPage(address string, g, year *group) (*File, error) {
	page := AuthorPage{Frame: s.groupFrame(address, g, year, s.frame.Words.BriefsBy), Listing: s.listing(g, year)}
	return s.html(address, "author.html", &page)
}

// groupFrame is the frame of a page that lists a topic or an author.
func (s *Site) groupFrame(address string, g, year *group, describe func(string) string) Frame {
	title := g.name
	if year != nil {
		title += s.frame.Words.Comma + s.frame.Words.Digits(year.name)
	}
	f := s.listFrame(address, title, describe(title))
	s.showFeed(&f, g.address, g.name)
	return f
}

// notFound answers for every address that does not exist.
func (s *Site) notFound(address string) (*File, error) {
	words := s.frame.Words
	page := NotFoundPage{
		Frame: s.newFrame(address, words.PageNotFound),
		All:   Link{Text: words.AllBriefs, Address: s.href("/briefs/")}, Newest: s.items(s.recent[:min(5, len(s.recent))]),
	}
	page.NoIndex, page.Canonical = true, ""
	f, err := s.html(address, "notfound.html", &page)
	if err == nil {
		f.Status = http.StatusNotFound
	}
	return f, err
}

// A dated is an edition with its brief.
type dated struct {
	entry   *entry
	edition *brief.Edition
}

// newest are the newest editions of briefs, newest first, that are wanted.
func newest(entries []*entry, most int, wanted func(*brief.Edition) bool) []dated {
	var all []dated
	for _, e := range entries {
		for _, ed := range e.brief.Editions {
			if wanted(ed) {
				all = append(all, dated{e, ed})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.edition.Date, a.edition.Date), cmp.Compare(a.entry.brief.Slug, b.entry.brief.Slug))
	})
	return all[:min(most, len(all))]
}

// published tells whether an edition is no draft.
func published(ed *brief.Edition) bool { return !ed.Draft }
