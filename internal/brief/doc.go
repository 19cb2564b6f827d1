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
