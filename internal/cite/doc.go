// Package cite turns an edition of a brief, or a place within it, into
// citations: texts in the styles of Chicago and APA, and records for reference
// managers in BibTeX, RIS and CSL-JSON.
//
// # What is cited
//
// A [Work] is one edition, never "the brief": its date is the edition's and its
// address is the dated one, so that what was cited is what will be found. A
// [Place] is a numbered block of it, or an item of a list; a citation of a place
// names it ("para. 12") and its address ends in the anchor of that block
// ("#p12").
//
// Whatever qualifies the text is a part of every form: that it is a draft,
// archived, withdrawn or superseded, and when it was last corrected.
//
// Citations are written in English and from left to right, whatever the
// language of the work: the element that holds their HTML should say so
// (lang="en" dir="ltr"). Titles and names keep their own script and direction.
//
// # Authors
//
// An author with exactly one comma, and text on both sides of it, is a person,
// written "Family, Given". Every other author, and the publisher, is an
// institution (or a name that cannot be turned around) and stays whole. A work
// without authors is by its publisher. See [Work.Names].
//
// # Chicago
//
// After The Chicago Manual of Style, 18th edition, notes and bibliography; a
// report is treated as a book, with its number after the title and the day where
// a book has its year. An edition is a bibliography entry:
//
//	Author. Title. 2nd ed. Number. Publisher, Month D, YYYY. Standing. URL.
//	Briefpress editors. NATO’s Resolute Support Mission in Afghanistan. 2nd ed.
//	BP-2019-001. Briefpress, April 14, 2020. Archived. https://…/2020-04-14/.
//
// A place is a note, since bibliographies have no locators:
//
//	Author, Title, 2nd ed., Number (Publisher, Month D, YYYY; standing), para. 12, URL.
//
// The title is in italics. An institution that is author and publisher is named
// twice, as the manual asks. A bibliography names up to six authors, or the
// first three of more; a note names up to two, or the first of more, with "et al."
//
// # APA
//
// After the Publication Manual of the American Psychological Association, 7th
// edition, section 10.4 (reports and grey literature):
//
//	Author. (YYYY, Month D). Title (2nd ed., Brief No. Number) [Standing]. Publisher. URL
//	Briefpress editors. (2020, April 14). NATO’s Resolute Support Mission in Afghanistan
//	(2nd ed., Brief No. BP-2019-001) [Archived]. Briefpress. https://…/2020-04-14/
//
// A publisher that is the author is left out, there is no full stop after the
// address, and up to twenty authors are named (of more, nineteen and the last).
// A place belongs to the citation in the text, section 8.13:
//
//	(Briefpress editors, 2020, para. 12)
//
// # Records
//
// BibTeX is one @techreport, fit for BibTeX and for biblatex: text is UTF-8, the
// characters that TeX would act on are escaped, titles and institutions are
// protected from changes of case and order. RIS is one RPRT. CSL-JSON is an array
// of one report. All three give the same values for the same things: authors,
// title, publisher, number, edition, date, address, language, topics, summary,
// and a note of the standing and the place. No value holds a line break or
// another control character, so that none can add a field or a record.
package cite
