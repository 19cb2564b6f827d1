package site

import (
	"slices"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

// compare tells the page of an edition what other editions have otherwise: an
// older one what has changed since, the newest one what has changed since the
// one before.
func (s *Site) compare(words *phrase.Phrases, e *entry, ed *brief.Edition, page *BriefPage) {
	if len(e.brief.Editions) == 1 {
		return
	}
	page.EditionsSheet = s.editionsSheet
	i := slices.Index(e.brief.Editions, ed)
	if i > 0 {
		before := e.brief.Editions[i-1]
		page.Redline = &Link{Text: words.WhatChangedSince(string(before.Date)), Address: s.href(e.compare(before, ed))}
	}
	var marks map[int]string
	var redline string
	if ed != e.brief.Newest() {
		redline, marks = s.href(e.followed(ed)), since(words, e.brief, ed)
	} else {
		before := e.brief.Editions[i-1]
		redline, marks = page.Redline.Address, changesIn(words, e.brief, before, ed)
		page.Marking = words.MarkChanges(string(before.Date))
	}
	removed, merged := s.gone(words, e, ed)
	page.Gone = removed
	labels := e.brief.Labels(ed)
	i = 0
	eachBlock(page.Sections, func(b *Block) {
		if mark := marks[i]; mark != "" {
			b.Mark = &Link{Text: mark, Address: redline}
			if b.ID != "" {
				b.Mark.Address += "#" + b.ID
			}
		}
		b.Merged = merged[labels[i]]
		i++
	})
}

// eachBlock goes through the blocks of a text in the order of reading.
func eachBlock(sections []Section, f func(*Block)) {
	for i := range sections {
		for j := range sections[i].Blocks {
			f(&sections[i].Blocks[j])
		}
		eachBlock(sections[i].Sections, f)
	}
}

// since marks the blocks of an edition, by their places, that the newest one has
// otherwise.
func since(words *phrase.Phrases, b *brief.Brief, ed *brief.Edition) map[int]string {
	marks := map[int]string{}
	for _, m := range b.Align(ed, b.Newest()) {
		var mark string
		switch {
		case m.Change == brief.Removed:
			mark = words.RemovedSince(string(ed.Date))
		case m.Change != brief.Same:
			mark = words.ChangedSince(string(ed.Date))
		case m.Moved:
			mark = words.MovedSince(string(ed.Date))
		}
		for _, i := range m.From {
			marks[i] = mark
		}
	}
	return marks
}

// changesIn marks the blocks of an edition, by their places, that the one before
// has otherwise.
func changesIn(words *phrase.Phrases, b *brief.Brief, before, ed *brief.Edition) map[int]string {
	marks := map[int]string{}
	for _, m := range b.Align(before, ed) {
		for _, i := range m.To {
			marks[i] = changeName(words, m.Change, m.Moved)
		}
	}
	return marks
}

// changeName is what became of a block in a few words; "" where nothing did.
func changeName(words *phrase.Phrases, change brief.Change, moved bool) string {
	switch {
	case moved && change == brief.Same:
		return words.MovedHere
	case moved && change == brief.Edited:
		return words.MovedHereEdited
	}
	switch change {
	case brief.Inserted:
		return words.New
	case brief.Removed:
		return words.Removed
	case brief.Edited:
		return words.Edited
	case brief.Split:
		return words.Split
	case brief.Merged:
		return words.Merged
	}
	return ""
}

// gone are the numbers that were given before an edition and do not stand in
// it: those that were removed, and by the number that stands for them those that
// were merged.
func (s *Site) gone(words *phrase.Phrases, e *entry, ed *brief.Edition) (removed []GoneNumber, merged map[brief.Label][]GoneNumber) {
	merged = map[brief.Label][]GoneNumber{}
	for _, l := range e.brief.LivesAt(ed) {
		if l.Gone == nil {
			continue
		}
		name, date := blockName(words, l.Label), string(l.Gone.Date)
		g := GoneNumber{ID: l.Label.ID(), Text: words.RemovedIn(name, date),
			Read: Link{Text: words.ReadIn(string(l.Last.Date)), Address: s.href(e.dated(l.Last)) + "#" + l.Label.ID()}}
		if l.Into != (brief.Label{}) {
			g.Text = words.MergedIn(name, blockName(words, l.Into), date)
		}
		if l.Now == (brief.Label{}) {
			removed = append(removed, g)
		} else {
			merged[l.Now] = append(merged[l.Now], g)
		}
	}
	return removed, merged
}
