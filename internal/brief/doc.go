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
