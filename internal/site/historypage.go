package site

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
	"briefpress/internal/seal"
)

// historyPage makes the page of a brief's editions.
func (s *Site) historyPage(address string, e *entry) (*File, error) {
	newest := e.brief.Newest()
	words := phrase.For(newest.Language)
	page := HistoryPage{
		Frame:     s.newFrame(address, words.History),
		TextWords: words, EditionsSheet: s.editionsSheet,
		Reference: newest.Reference,
		Brief:     Link{Text: newest.Title, Address: s.href(e.address())},
		Ledger:    s.ledger(words, e), Feed: s.href(e.address() + atomName),
	}
	page.TextLang, page.TextDir = s.foreign(newest.Language, newest.Direction)
	for i, ed := range slices.Backward(e.brief.Editions) {
		page.Editions = append(page.Editions, s.historyItem(words, e, i, ed))
	}
	removed, merged := s.gone(words, e, newest)
	page.Gone = removed
	for _, gone := range merged {
		page.Gone = append(page.Gone, gone...)
	}
	slices.SortFunc(page.Gone, func(a, b GoneNumber) int { return compareIDs(a.ID, b.ID) })
	if e.published != nil {
		page.Seals = s.href(e.address() + seal.Name)
	}
	page.WindowTitle = fmt.Sprintf("%s: %s | %s", words.History, newest.Title, s.config.Title)
	page.Description = words.HistoryOf(newest.Title)
	page.NoIndex = newest.Draft
	page.openGraph("website", page.WindowTitle)
	s.showCard(&page.Frame, cardName(e, newest), s.editionCard(e, newest), newest.Title)
	return s.html(address, "history.html", &page)
}

func (s *Site) historyItem(words *phrase.Phrases, e *entry, i int, ed *brief.Edition) HistoryItem {
	item := HistoryItem{
		Date: longDate(words, ed.Date), Address: s.href(e.dated(ed)), Place: words.EditionOf(i+1, len(e.brief.Editions)),
		Change: ed.Change, First: i == 0, Draft: ed.Draft, Corrections: corrections(words, ed),
	}
	if sealed := e.brief.Sealed(ed); sealed != nil {
		item.Seal = "sha256:" + sealed.Digest
	}
	if i > 0 {
		before := e.brief.Editions[i-1]
		item.Redline = &Link{Text: words.WhatChangedSince(string(before.Date)), Address: s.href(e.compare(before, ed))}
		item.Percent = words.PercentChanged(strconv.Itoa(e.percent(before, ed)))
		for j, from := range e.brief.Editions[:i-1] {
			if e.paired(j, i) {
				item.Others = append(item.Others, Link{Text: words.Date(string(from.Date)), Address: s.href(e.compare(from, ed))})
			}
		}
	}
	return item
}

// compareIDs orders anchors by series and number.
func compareIDs(a, b string) int {
	if c := strings.Compare(a[:1], b[:1]); c != 0 {
		return c
	}
	x, _ := brief.ParseNumber(a[1:])
	y, _ := brief.ParseNumber(b[1:])
	return cmp.Or(cmp.Compare(x.Whole, y.Whole), cmp.Compare(x.Suffix, y.Suffix))
}

// ledger follows the judgements of a brief; nil where it has none.
func (s *Site) ledger(words *phrase.Phrases, e *entry) *Ledger {
	ledger := &Ledger{}
	rows := map[brief.Label]*LedgerRow{}
	last := map[brief.Label]*brief.Block{}
	var order []brief.Label
	for i, ed := range e.brief.Editions {
		ledger.Editions = append(ledger.Editions, Link{Text: words.Date(string(ed.Date)), Address: s.href(e.dated(ed))})
		blocks := ed.Body().Blocks
		for j, label := range e.brief.Labels(ed) {
			b := blocks[j]
			if b.Kind != brief.Judgement {
				continue
			}
			row := rows[label]
			if row == nil {
				row = &LedgerRow{Number: words.Digits(label.Number.String()), Label: blockName(words, label), Cells: make([]LedgerCell, len(e.brief.Editions))}
				rows[label] = row
				order = append(order, label)
			}
			row.Text = b.Text
			cell := LedgerCell{Address: s.href(e.dated(ed)) + "#" + label.ID(),
				Likelihood: words.LikelihoodOf(b.Likelihood), Confidence: words.ConfidenceOf(b.Confidence)}
			if before := last[label]; before != nil {
				cell.Moves = strings.Join(moves(words, before, b), words.Comma)
			}
			row.Cells[i], last[label] = cell, b
		}
	}
	if len(order) == 0 {
		return nil
	}
	slices.SortFunc(order, func(a, b brief.Label) int { return compareIDs(a.ID(), b.ID()) })
	for _, label := range order {
		ledger.Rows = append(ledger.Rows, *rows[label])
	}
	return ledger
}

// moves says how a judgement has moved.
func moves(words *phrase.Phrases, before, after *brief.Block) []string {
	var said []string
	_, was, knownBefore := brief.Likelihood(before.Likelihood)
	if _, is, known := brief.Likelihood(after.Likelihood); known && knownBefore && is != was {
		said = append(said, choose(is > was, words.MoreLikely, words.LessLikely))
	}
	rank := []string{"low", "moderate", "high"}
	if x, y := slices.Index(rank, before.Confidence), slices.Index(rank, after.Confidence); x >= 0 && y >= 0 && x != y {
		said = append(said, choose(y > x, words.MoreConfident, words.LessConfident))
	}
	return said
}

func choose(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}
