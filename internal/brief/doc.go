// Package brief turns the Markdown files of editors into editions and briefs.
//
// # Words
//
// A [Brief] is a document with a slug. An [Edition] is one dated text of it. A
// [Page] is a standing page, such as "about". Both are a [Document]: a header
// (the YAML front matter) and a [Body]. A body is a tree of [Section]s and, in
// the order of reading, its [Block]s: a block is the atom that is numbered,
// linked to, compared and updated.
//
// # Parsing
//
// [ParseEdition] and [ParsePage] read the header at once and keep the bytes;
// the body is parsed when [Document.Body] is first called, so that a library
// of thousands of briefs opens at the cost of its headers. Parsing is a pure
// function of [Input] and [Options]: the same bytes give the same value on any
// machine, and two documents of equal input may stand for one another. Every
// method of every type here may be called from several goroutines at once.
//
// Parsing returns as much as it can together with every [Problem] it found,
// never the first alone. A problem that Stops makes the document wrong or
// ambiguous and must not be published; the others are findings, each under the
// name of the rule of the check package that explains it.
//
// # Text
//
// Source is UTF-8. A byte order mark is dropped, CR LF and lone CR become LF,
// and a final newline is added, so that all of these give the same HTML.
// Invalid UTF-8, NUL, and invisible characters that reorder or hide text are
// problems that stop. Front matter is blanked, not cut: an offset into
// [Document.Source] is an offset into the normalised file.
//
// # Prose
//
// [Document.Prose] gives the sentences of a document as they are written, with the
// place of every character in the file, for rules of style. It reads the text anew
// and keeps nothing, so that a library that is served costs nothing for it.
//
// # Languages
//
// A document is in the language that its front matter names, else in that of
// [Options]. A document that names a language and no direction has the
// direction of its language. The words that are put into its HTML and texts
// (callouts, judgements, notes, tables, tasks, references, dates) are those of
// package phrase for the language, and quotes are set in its style. What editors
// type stays the same in every language: [!NOTE], the terms of a judgement,
// "Table: ". Likelihood and Confidence of a [Block] are as typed, so that they
// compare between translations; its HTML has them translated.
//
// A quotation may be in another language:
//
//	> [!QUOTE] fa-AF
//	> متن
//	>
//	> -- Ministry of Defence, *Report*, 2019
//
// It is of kind [Quotation], with lang and dir of that language and quotes in
// its style; the last line is in the words of the document, and takes the
// direction of its first letters.
//
// Names and titles whose letters run against the text around them are set apart
// by bdi, and code and addresses in a text that is written from the right are
// marked as written from the left. No paragraph takes its direction from its
// first letter: one that begins with "NATO" is still Dari.
//
// # Hashes
//
// [Block.Hash] is of what a block says, and neither of how it is rendered, nor of the
// words of this program, the style of references, or settings of the site. It is the
// SHA-256, in hexadecimal, of netstrings ("5:hello," is one: a length in bytes, the
// text) one behind the other:
//
//   - the kind of the block; of a heading "heading 2" with its level
//   - the source of the block; of a paragraph in one line, with single spaces, its
//     hard line breaks written as LF
//   - where each link and picture in it leads, as written
//   - for each reference to a note, in their order: the source of the note, in one
//     line where it is a single paragraph, and where the links in it lead; then for
//     each citation in the note, or that is the note, a netstring with the record
//     of its key, its locator and its source
//
// A record is netstrings of a key and a text for each key in bytewise order, those
// without a text left out. That of a source has the keys of the front matter. All
// texts are as they are written, with white space as single spaces.
//
// # Numbers
//
// [Brief.Labels] numbers blocks in three series: text (paragraphs, lists, definition
// lists, quotations, callouts, judgements: "p12"), tables ("t2") and figures ("f1").
// The first edition that has blocks of a series numbers them 1, 2, 3. In each later
// one:
//
//   - A block that is the same as one before, or is an edited or moved form of it,
//     has its number. What these are, [Align] tells.
//   - Where one was split, the first part in the order of reading has the number, and
//     the others are inserted.
//   - Where several were merged, the smallest of their numbers stays, and the others
//     came into it.
//   - A block that is inserted has the whole number of the nearest block of the series
//     before it in this edition, 0 where there is none, and the next suffix behind
//     all that were ever given under that: 12a, 12b, … 12z, 12aa.
//
// Numbers order by whole number, then suffix. None is given twice: a number that went
// is kept, and [Brief.Lives] says what became of each. An edition that is sealed has
// the numbers of its seal, in their order, whatever an alignment would give; numbers
// in seals, also of editions that are not shown, count as given. Otherwise numbers are
// a pure function of the editions before.
//
// [Brief.Anchors] gives the sections of an edition anchors that survive a changed
// heading; [Section.ID] stays the anchor that links inside of that edition use.
//
// # Seals
//
// [Brief.Seal] gives the lines that seal an edition, in the form of package seal.
// They cover what readers read: of the front matter title, summary, authors, change,
// key points, sources, acronyms, spans, language and direction; the text; the files
// that it uses. The standing of the brief (status, topics, places, reference, aliases
// and so on) and settings of the site are not covered. Lines are hashes of
//
//   - front: a text with single spaces; of a list the netstrings of its items; of the
//     acronyms the record of short forms and expansions; of each source its record;
//     of spans the netstrings of their records (from, label, to). Keys that say
//     nothing have no line. Quotes, order and layout of the YAML do not count.
//   - body: all bytes below the front matter, as in [Document.Source]
//   - file: the bytes of the file
//   - corrected: the note of the correction, with single spaces
//   - part and block: Section.Hash and Block.Hash
//
// [Brief.SealProblems] holds editions against their seals. An edition that records a
// correction of no earlier day than those sealed may differ until that is sealed by
// [Brief.Reseal], as long as its numbered blocks are neither more nor fewer, and stand
// as they did; then it is a finding and stops nothing. Everything else that differs
// stops: so does a correction that was sealed and is gone.
//
// A seal pairs with the blocks of its edition in the order of reading. Where they are
// not as many, the hashes tell which are new, gone or elsewhere. Where the bytes of a
// text are those that were sealed and its blocks differ, this program reads it in
// another way than the one that sealed it: that is a finding, and stops nothing.
//
// # HTML
//
// HTML made here needs no escaping, holds no script, no inline style, no event
// handler and no address of a scheme other than http, https, mailto or a
// relative one. Raw HTML in Markdown is shown as text. Addresses of the site
// are rooted at [Options.Base].
//
// # Limits
//
// All limits count work (bytes, lines, depth, cells), never time, so that the
// bytes of a page never depend on the machine. They are documented where they
// are declared, in limit.go.
package brief
