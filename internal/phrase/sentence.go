package phrase

import (
	"fmt"
	"strings"
)

// fill puts texts into the places of a sentence.
func fill(format string, places ...any) string { return fmt.Sprintf(format, places...) }

// Of is a place in a row: "2 of 3".
func (p *Phrases) Of(n, total int) string { return fill(p.of, p.ordinal(n), p.ordinal(total)) }

// EditionOf is an edition by its place in the row: "Edition 2 of 3".
func (p *Phrases) EditionOf(n, total int) string {
	return fill(p.editionOf, p.ordinal(n), p.ordinal(total))
}

// EditionDated names an edition within a line: "edition of 7 June 2019".
func (p *Phrases) EditionDated(date string) string { return fill(p.editionDated, p.Date(date)) }

// TextOf says which edition is shown: "This is the text of 7 June 2019."
func (p *Phrases) TextOf(date string) string { return fill(p.textOf, p.Date(date)) }

// NewestOf leads to the newest edition: "The newest edition is of 14 April
// 2020", without a full stop.
func (p *Phrases) NewestOf(date string) string { return fill(p.newestOf, p.Date(date)) }

// Period is a span of time: "2001 to 28 December 2014"; "since 2015" while it
// lasts, with to as ""; "2015" where it begins and ends in the same.
func (p *Phrases) Period(from, to string) string {
	switch to {
	case "":
		return fill(p.since, p.Date(from))
	case from:
		return p.Date(from)
	}
	return fill(p.period, p.Date(from), p.Date(to))
}

// Duration is the title of the strip of spans: "Duration: ISAF, RSM".
func (p *Phrases) Duration(names []string) string {
	return fill(p.duration, strings.Join(names, p.Comma))
}

// Note names a note by its number: "Note 3".
func (p *Phrases) Note(n int) string { return fill(p.note, p.ordinal(n)) }

// BackToReference leads from a note to the place that refers to it: "Back to
// reference 3b".
func (p *Phrases) BackToReference(mark string) string { return fill(p.backToReference, p.Digits(mark)) }

// LinkToSection names the link of a heading: "Link to the section Background".
func (p *Phrases) LinkToSection(title string) string { return fill(p.linkToSection, title) }

// Paragraph names a block by its number: "Paragraph 12a".
func (p *Phrases) Paragraph(number string) string { return fill(p.paragraph, p.Digits(number)) }

// ParagraphItem names an item of a list: "Paragraph 12, item 3".
func (p *Phrases) ParagraphItem(number string, item int) string {
	return fill(p.paragraphItem, p.Digits(number), p.ordinal(item))
}

// Table names a table by its number: "Table 2".
func (p *Phrases) Table(number string) string { return fill(p.table, p.Digits(number)) }

// Figure names a figure by its number: "Figure 1".
func (p *Phrases) Figure(number string) string { return fill(p.figure, p.Digits(number)) }

// Line names a line of a code listing: "Line 7".
func (p *Phrases) Line(n int) string { return fill(p.line, p.ordinal(n)) }

// TableNamed is what a screen reader calls a table by its caption: "Table:
// Strength of the mission".
func (p *Phrases) TableNamed(caption string) string { return fill(p.tableNamed, caption) }

// TableMark is what a paragraph begins with that is the caption of a table.
func (p *Phrases) TableMark() string { return p.TableNamed("") }

// Accessed says within a reference when a source was read: "accessed 7 June 2019".
func (p *Phrases) Accessed(date string) string { return fill(p.accessed, p.Date(date)) }

// ReadOn says the same as a sentence: "Read on 7 June 2019."
func (p *Phrases) ReadOn(date string) string { return fill(p.readOn, p.Date(date)) }

// Correction begins the note of a correction: "Correction, 7 June 2019".
func (p *Phrases) Correction(date string) string { return fill(p.correction, p.Date(date)) }

// CiteParagraph is the heading of a paragraph's citation: "Cite paragraph 12".
func (p *Phrases) CiteParagraph(number string) string { return fill(p.citeParagraph, p.Digits(number)) }

// ErrorIn is the subject of a letter about an error: "Error in “Title”".
func (p *Phrases) ErrorIn(title string) string { return fill(p.errorIn, title) }

// PublishedBy names the publisher: "Published by the Institute".
func (p *Phrases) PublishedBy(name string) string { return fill(p.publishedBy, name) }

// PublishedByOn names the publisher and the day: "Published by the Institute
// on 7 June 2019".
func (p *Phrases) PublishedByOn(name, date string) string {
	return fill(p.publishedByOn, name, p.Date(date))
}

// AllBriefsOf describes the list of all briefs of a site.
func (p *Phrases) AllBriefsOf(site string) string { return fill(p.allBriefsOf, site) }

// BriefsOfYear is the title of the list of a year: "Briefs of 2020".
func (p *Phrases) BriefsOfYear(year string) string { return fill(p.briefsOfYear, p.Digits(year)) }

// ChangedIn describes the list of a year.
func (p *Phrases) ChangedIn(site, year string) string { return fill(p.changedIn, site, p.Digits(year)) }

// TopicsOf describes the list of all topics of a site.
func (p *Phrases) TopicsOf(site string) string { return fill(p.topicsOf, site) }

// BriefsOn describes the list of a topic.
func (p *Phrases) BriefsOn(topic string) string { return fill(p.briefsOn, topic) }

// BriefsBy describes the list of an author.
func (p *Phrases) BriefsBy(author string) string { return fill(p.briefsBy, author) }

// ChangesBetween is the title of a redline: "What changed from 7 June 2019 to
// 14 April 2020", in which no date breaks over two lines.
func (p *Phrases) ChangesBetween(from, to string) string {
	whole := func(date string) string { return strings.ReplaceAll(p.Date(date), " ", "\u00a0") }
	return fill(p.changesBetween, whole(from), whole(to))
}

// WhatChangedSince leads to a redline: "What changed since 7 June 2019".
func (p *Phrases) WhatChangedSince(date string) string { return fill(p.whatChangedSince, p.Date(date)) }

// ChangedSince marks a block that later editions have otherwise: "changed since
// 7 June 2019".
func (p *Phrases) ChangedSince(date string) string { return fill(p.changedSince, p.Date(date)) }

// RemovedSince marks a block that later editions do not have.
func (p *Phrases) RemovedSince(date string) string { return fill(p.removedSince, p.Date(date)) }

// MovedSince marks a block that later editions have elsewhere.
func (p *Phrases) MovedSince(date string) string { return fill(p.movedSince, p.Date(date)) }

// MarkChanges is what the switch does that marks changed blocks: "Mark what
// changed since 7 June 2019".
func (p *Phrases) MarkChanges(date string) string { return fill(p.markChanges, p.Date(date)) }

// Unchanged names what is folded in a redline by its numbers: "Unchanged: 4 to
// 6", or "Unchanged: 4" where both are the same.
func (p *Phrases) Unchanged(first, last string) string {
	if first == last {
		return fill(p.unchanged, p.Digits(first))
	}
	return fill(p.unchanged, fill(p.period, p.Digits(first), p.Digits(last)))
}

// WordsAdded counts what a redline adds: "12 words added".
func (p *Phrases) WordsAdded(n int) string { return fill(p.wordsAdded, p.Words(n)) }

// WordsRemoved counts what a redline removes: "12 words removed".
func (p *Phrases) WordsRemoved(n int) string { return fill(p.wordsRemoved, p.Words(n)) }

// Percent is a share: "12 per cent".
func (p *Phrases) Percent(digits string) string { return fill(p.percent, p.Digits(digits)) }

// PercentChanged says how much of two editions differs: "12 per cent of the words
// changed".
func (p *Phrases) PercentChanged(digits string) string {
	return fill(p.percentChanged, p.Percent(digits))
}

// RemovedIn says what became of a number: "Paragraph 7 was removed in the
// edition of 14 April 2020."
func (p *Phrases) RemovedIn(name, date string) string { return fill(p.removedIn, name, p.Date(date)) }

// MergedIn says what became of a number: "Paragraph 8 was merged into Paragraph
// 7 in the edition of 14 April 2020."
func (p *Phrases) MergedIn(name, into, date string) string {
	return fill(p.mergedIn, name, into, p.Date(date))
}

// ReadIn leads to the last text of a number: "Read it in the edition of 7 June
// 2019", without a full stop.
func (p *Phrases) ReadIn(date string) string { return fill(p.readIn, p.Date(date)) }

// HistoryOf describes the history of a brief.
func (p *Phrases) HistoryOf(title string) string { return fill(p.historyOf, title) }

// CorrectedOn says when an edition was last corrected: "Corrected on 1 May 2020".
func (p *Phrases) CorrectedOn(date string) string { return fill(p.correctedOn, p.Date(date)) }

// SealedAs names the digest of a seal.
func (p *Phrases) SealedAs(digest string) string { return fill(p.sealedAs, digest) }
