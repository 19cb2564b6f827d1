// Package redline compares two editions of a brief: what was removed, added,
// changed and moved, down to the word.
//
// # Result
//
// [New] gives a [Redline]. Its rows are the headings and blocks of the text, as
// package brief aligns them, in an order that gives the older text when the rows
// that are Inserted or stand [Here] are left out, and the newer one when those
// that are Removed or stand [Away] are. Moved blocks are rows at both places.
//
// The HTML of a row has what was removed in del and what was added in ins.
// Without its ins elements it says exactly what the older edition said, spaces
// included, and without its del elements what the newer one says. That holds for
// the rows one after the other too, moved ones included, and for fields, notes,
// sources and acronyms each.
//
// All of it is a pure function of the editions: the same on any machine. Words
// are in the languages of the editions; none are added here.
//
// # Marks
//
// Where ins or del may not stand around an element they stand in it, and its
// class says what became of it, "inserted" or "deleted", and "moved" before that
// where it stood or stands elsewhere:
//
//	<li class="inserted"><ins>…</ins></li>
//	<tr class="moved deleted"><td class="moved deleted"><del class="moved">…</del></td></tr>
//
// What moved is marked by class "moved": at its old place whole, in del, and at
// its new place in ins, with what changed in it in ins and del of their own. A
// cell of class "none" is one that a row of the one edition lacks, since the
// other has a column there.
//
// Where paragraphs were split or merged, the border that was added or removed is
// <ins class="border"> at the end of the first part, or <del class="border"> within
// the paragraph, which hold a line break. A style sheet shows them as pilcrows.
//
// Of a picture that is the same and has another alternative text, that text is
// set behind it, compared, in <span class="alt">.
//
// Anchors are not kept, nor are the popovers of notes and acronyms. A reference
// to a note leads to its entry in [Redline.Notes].
//
// # Words
//
// A text is compared by words. Marks of punctuation are words of their own, but
// not where they join: £16,000, 3.5%, U.S., US-led, example.org, Afghanistan’s. Scripts
// without spaces are compared by characters. A character is never torn from its
// marks, nor an emoji or flag apart. A word is the same in the same elements
// only: one that becomes a link, leads elsewhere or is emphasised has changed.
// How white space is typed says nothing.
//
// Differences are the fewest that package diff finds, then set for readers:
//
//   - What could be inserted or deleted a little earlier or later as well is set
//     where it goes from the end of one sentence to the end of the next, else
//     between commas, else between spaces.
//   - Two changes with no word between them, such as a comma alone, are one, where
//     both replace words by others.
//   - Two changes with up to three words between them are one, where each is of at
//     least twice as many words, and one of them replaces words by others.
//   - Where less than a fifth of the shorter text is kept, it is all replaced.
//
// The second and third go on until neither applies. Never joined are changes that
// have a bracket, a quote, a line break, a picture or a reference between them.
//
// # References
//
// A reference compares by what its note says, never by its number. Notes made by
// citations are the same that cite the same places of the same sources, and others
// that say the same: first those that the same blocks refer to, then in order. Then
// come notes of the same label or the same sources, then those that are alike. So
// a note whose text was edited, or whose source was, is shown once, in Notes, and
// one whose number alone has shifted nowhere.
//
// # Inside of blocks
//
// Items of lists, rows of tables, definitions, and paragraphs within another
// block are aligned by what they say: equal ones first, in order and then
// anywhere; then those of the same first part, such as the first cell of a row,
// where no other has it; then those between the same neighbours that are alike by
// more than a third of their words; then those anywhere that are alike by three
// fifths. As many as can keep their order and stay; of equally many, those that
// have the same place among all. The others moved. Lines of code are compared
// whole. Columns of a table are aligned by their headings, then by their cells,
// then, where as many are left, by their places.
//
// Lists and quotations are shared by what they hold only where they are of the
// same kind, start and language; else one is removed and one added.
//
// # Bound
//
// The work is bounded by [Work] and that of package diff, never by the clock.
package redline
