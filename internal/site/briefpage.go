package site

import (
	"cmp"
	"fmt"
	"slices"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

// statusWords are what a standing of a brief is called, and what it means.
func statusWords(words *phrase.Phrases, st brief.Status) (label, meaning string) {
	switch st {
	case brief.StatusArchived:
		return words.Archived, words.ArchivedMeaning
	case brief.StatusWithdrawn:
		return words.Withdrawn, words.WithdrawnMeaning
	case brief.StatusSuperseded:
		return words.Superseded, words.SupersededMeaning
	default:
		return words.Current, ""
	}
}

// status is the standing of a brief, which its newest edition gives.
func status(b *brief.Brief) brief.Status { return cmp.Or(b.Newest().Status, brief.StatusCurrent) }

// briefPage makes the page of an edition, at the brief's own address or at its
// dated one.
func (s *Site) briefPage(address string, e *entry, ed *brief.Edition) (*File, error) {
	newest, words := e.brief.Newest(), phrase.For(ed.Language)
	page := BriefPage{
		Frame:     s.newFrame(address, ed.Title),
		Text:      s.editionText(e, ed),
		Summary:   ed.Summary,
		Draft:     ed.Draft,
		Status:    s.notice(words, e.brief),
		Docket:    s.docket(words, e, ed),
		KeyPoints: ed.KeyPoints,
		Strip:     makeStrip(words, ed.Spans, ed.Date),
		Editions:  s.editionItems(words, e, ed), Corrections: corrections(words, ed),
		Formats: s.formats(e, ed), Permanent: s.permanent(e, ed), Cite: s.cite(e, ed), ShareMail: s.shareMail(e, ed),
		Translations: s.translationItems(e), Related: s.related(e), Colophon: s.colophon(e, ed),
	}
	page.Prev, page.Next = s.neighbours(e)
	if ed != newest {
		page.WindowTitle = fmt.Sprintf("%s (%s) | %s", ed.Title, words.EditionDated(words.Date(string(ed.Date))), s.config.Title)
		page.Older = &Older{Newest: longDate(words, newest.Date), Address: s.href(e.address()),
			Redline: Link{Text: words.WhatChangedSince(string(ed.Date)), Address: s.href(e.followed(ed))}}
	}
	s.compare(words, e, ed, &page)
	s.describe(&page.Frame, e, ed)
	s.showFeed(&page.Frame, e.address(), e.brief.Newest().Title)
	return s.html(address, "brief.html", &page)
}

// editionText is the body of an edition with its durable numbers.
func (s *Site) editionText(e *entry, ed *brief.Edition) Text {
	labels := labelsOf(e.brief, ed)
	return s.text(&ed.Document, ed.Language, ed.Direction, ed.Sources, numbering{labels, e.brief.Anchors(ed)})
}

func labelsOf(b *brief.Brief, ed *brief.Edition) map[*brief.Block]brief.Label {
	labels := map[*brief.Block]brief.Label{}
	for i, l := range b.Labels(ed) {
		labels[ed.Body().Blocks[i]] = l
	}
	return labels
}

func (s *Site) docket(words *phrase.Phrases, e *entry, ed *brief.Edition) Docket {
	length := ed.Body().Words
	label, _ := statusWords(words, status(e.brief))
	n := slices.Index(e.brief.Editions, ed)
	corrected := ""
	for _, c := range ed.Corrections {
		corrected = max(corrected, string(c.Date))
	}
	return Docket{
		Corrected: longDate(words, brief.Date(corrected)),
		Reference: e.brief.Newest().Reference,
		Published: longDate(words, e.brief.Published()), Updated: longDate(words, e.brief.Updated()), UpdatedAddress: s.href(e.history()),
		Edition: longDate(words, ed.Date), EditionNumber: words.Of(n+1, len(e.brief.Editions)),
		EditionAddress: s.href(e.dated(ed)),
		Words:          words.Words(length), Minutes: words.Minutes(max(1, (length+wordsPerMinute/2)/wordsPerMinute)),
		Authors: s.links(s.authors, ed.Authors), Topics: s.links(s.topics, e.brief.Newest().Topics), Places: e.brief.Newest().Places,
		StatusLabel: label,
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

func (s *Site) notice(words *phrase.Phrases, b *brief.Brief) *Notice {
	st := status(b)
	if st == brief.StatusCurrent {
		return nil
	}
	n := &Notice{Status: string(st), Note: b.Newest().StatusNote}
	n.Label, n.Meaning = statusWords(words, st)
	if next := s.entry(b.Newest().Successor); next != nil {
		n.Successor = &Link{Text: next.brief.Newest().Title, Address: s.href(next.address())}
	}
	return n
}

func (s *Site) editionItems(words *phrase.Phrases, e *entry, shown *brief.Edition) []EditionItem {
	var items []EditionItem
	for i, ed := range slices.Backward(e.brief.Editions) {
		items = append(items, EditionItem{
			Date: longDate(words, ed.Date), Address: s.href(e.dated(ed)), Title: ed.Title, Change: ed.Change,
			First: i == 0, Newest: i == len(e.brief.Editions)-1, Shown: ed == shown, Draft: ed.Draft,
		})
	}
	return items
}

// corrections are those of an edition, newest first.
func corrections(words *phrase.Phrases, ed *brief.Edition) []Correction {
	var made []Correction
	for _, c := range ed.Corrections {
		made = append(made, Correction{longDate(words, c.Date), c.Note})
	}
	slices.SortStableFunc(made, func(a, b Correction) int { return cmp.Compare(b.Date.ISO, a.Date.ISO) })
	return made
}

// standingPage makes a page such as "about".
func (s *Site) standingPage(address string, p *brief.Page) (*File, error) {
	page := StandingPage{
		Frame:   s.newFrame(address, p.Title),
		Text:    s.text(&p.Document, p.Language, p.Direction, p.Sources, numbering{}),
		Summary: p.Summary,
	}
	page.Description = cmp.Or(p.Summary, s.config.Description)
	page.openGraph("website", page.PageTitle)
	s.showCard(&page.Frame, "card", s.siteCard(), s.config.Title)
	return s.html(address, "page.html", &page)
}
