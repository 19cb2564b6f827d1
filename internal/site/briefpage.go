package site

import (
	"cmp"
	"fmt"
	"slices"

	"briefpress/internal/brief"
)

// statuses are the standings of a brief for readers: what they are called, and
// what they mean.
var statuses = map[brief.Status][2]string{
	brief.StatusCurrent:    {"Current", ""},
	brief.StatusArchived:   {"Archived", "This brief is kept as a record and is no longer revised."},
	brief.StatusWithdrawn:  {"Withdrawn", "This brief has been withdrawn: its publisher no longer stands by it."},
	brief.StatusSuperseded: {"Superseded", "Another brief has taken the place of this one."},
}

// status is the standing of a brief, which its newest edition gives.
func status(b *brief.Brief) brief.Status { return cmp.Or(b.Newest().Status, brief.StatusCurrent) }

// briefPage makes the page of an edition, at the brief's own address or at its
// dated one.
func (s *Site) briefPage(address string, e *entry, ed *brief.Edition) (*File, error) {
	newest := e.brief.Newest()
	page := BriefPage{
		Frame:     s.newFrame(address, ed.Title),
		Text:      s.editionText(e, ed),
		Summary:   ed.Summary,
		Draft:     ed.Draft,
		Status:    s.notice(e.brief),
		Docket:    s.docket(e, ed),
		KeyPoints: ed.KeyPoints,
		Strip:     makeStrip(ed.Spans, ed.Date),
		Editions:  s.editionItems(e, ed), Corrections: corrections(ed),
		Formats: []Link{
			{Text: "JSON", Address: s.href(e.dated(ed) + jsonName)},
			{Text: "Markdown", Address: s.href(e.dated(ed) + sourceName)},
		},
		Permanent: cmp.Or(s.url(e.dated(ed)), s.href(e.dated(ed))),
	}
	if ed != newest {
		page.WindowTitle = fmt.Sprintf("%s (edition of %s) | %s", ed.Title, ed.Date.Long(), s.config.Title)
		page.Older = &Older{Newest: longDate(newest.Date), Address: s.href(e.address())}
	}
	s.describe(&page.Frame, e, ed)
	return s.html(address, "brief.html", &page)
}

// editionText is the body of an edition with its durable numbers.
func (s *Site) editionText(e *entry, ed *brief.Edition) Text {
	labels := labelsOf(e.brief, ed)
	return s.text(&ed.Document, ed.Language, ed.Direction, ed.Sources, func(b *brief.Block) brief.Label { return labels[b] })
}

func labelsOf(b *brief.Brief, ed *brief.Edition) map[*brief.Block]brief.Label {
	labels := map[*brief.Block]brief.Label{}
	for i, l := range b.Labels(ed) {
		labels[ed.Body().Blocks[i]] = l
	}
	return labels
}

func (s *Site) docket(e *entry, ed *brief.Edition) Docket {
	words := ed.Body().Words
	n := slices.Index(e.brief.Editions, ed)
	return Docket{
		Reference: e.brief.Newest().Reference,
		Published: longDate(e.brief.Published()), Updated: longDate(e.brief.Updated()), UpdatedAddress: "#editions",
		Edition: longDate(ed.Date), EditionNumber: fmt.Sprintf("%d of %d", n+1, len(e.brief.Editions)),
		EditionAddress: s.href(e.dated(ed)),
		Words:          count(words, "word"), Minutes: count(max(1, (words+wordsPerMinute/2)/wordsPerMinute), "minute"),
		Authors: s.links(s.authors, ed.Authors), Topics: s.links(s.topics, e.brief.Newest().Topics), Places: e.brief.Newest().Places,
		StatusLabel: statuses[status(e.brief)][0],
	}
}

// links lead to the pages of authors or topics.
func (s *Site) links(g *groups, names []string) []Link {
	var links []Link
	for _, name := range names {
		if slug := slugify(name); g.find(slug) != nil {
			links = append(links, Link{Text: name, Address: s.href(g.dir + slug + "/")})
		}
	}
	return links
}

func (s *Site) notice(b *brief.Brief) *Notice {
	st := status(b)
	if st == brief.StatusCurrent {
		return nil
	}
	n := &Notice{Status: string(st), Label: statuses[st][0], Meaning: statuses[st][1], Note: b.Newest().StatusNote}
	if next := s.entry(b.Newest().Successor); next != nil {
		n.Successor = &Link{Text: next.brief.Newest().Title, Address: s.href(next.address())}
	}
	return n
}

func (s *Site) editionItems(e *entry, shown *brief.Edition) []EditionItem {
	var items []EditionItem
	for i, ed := range slices.Backward(e.brief.Editions) {
		items = append(items, EditionItem{
			Date: longDate(ed.Date), Address: s.href(e.dated(ed)), Title: ed.Title, Change: ed.Change,
			First: i == 0, Newest: i == len(e.brief.Editions)-1, Shown: ed == shown, Draft: ed.Draft,
		})
	}
	return items
}

// corrections are those of an edition, newest first.
func corrections(ed *brief.Edition) []Correction {
	var made []Correction
	for _, c := range ed.Corrections {
		made = append(made, Correction{longDate(c.Date), c.Note})
	}
	slices.SortStableFunc(made, func(a, b Correction) int { return cmp.Compare(b.Date.ISO, a.Date.ISO) })
	return made
}

// standingPage makes a page such as "about".
func (s *Site) standingPage(address string, p *brief.Page) (*File, error) {
	page := StandingPage{
		Frame:   s.newFrame(address, p.Title),
		Text:    s.text(&p.Document, p.Language, p.Direction, p.Sources, func(*brief.Block) brief.Label { return brief.Label{} }),
		Summary: p.Summary,
	}
	page.Description = cmp.Or(p.Summary, s.config.Description)
	page.openGraph("website", page.PageTitle)
	return s.html(address, "page.html", &page)
}
