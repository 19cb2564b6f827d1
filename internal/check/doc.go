// Package check finds what is wrong with a site and says where, why, and what
// to do.
//
// # Rules
//
// A [Rule] is a value with a name, a level and documentation; [Groups] lists all
// of them in the order in which they are explained, which the page /rules/ of the
// built-in site is made of. Every problem that any package reports is under the
// name of one of them. Rules look in one of three ways: at the prose of one document,
// at one piece of the site ([site.Piece]: a brief with its editions, a page, a list)
// with its finished pages, or at all documents together. The others only document
// what is found while content is parsed: nothing is looked for twice.
//
// A rule asks for nothing that a good text may lack. Rules that know words look at
// English texts alone, and rules of style leave the words of others alone where
// these may have been written so.
//
// # Findings
//
// [Run] gives all findings, sorted by place. A finding is a [brief.Problem] with
// a [Level]. Problems that Stop are always errors. [Findings] are kept by file: what
// is found anew in one file leaves those of the others as they are, however many.
//
// A [Checker] remembers what it found in each piece, so that after an edit of one
// brief it looks at one. The findings are those of [Run], but that a fault of a
// template which shows only for what a page says of other briefs is found in that
// page when something of its own changes. No tree of a text outlives the look at its
// piece: to check a library of any size takes the memory of its largest briefs.
//
// # Levels
//
// A rule has a level, which the settings of a site may change:
//
//	# site.yaml
//	rules:
//	  long-listing: off
//	  missing-alt: warning
//
// The levels are error (readers meet something wrong), warning (something is
// most likely wrong), advice (it could be better) and off. What stops cannot be
// turned down. Advice waits until nothing in the file stops, and there is none on
// the style of an edition that is sealed.
//
// # Silencing
//
// A comment in the text silences a rule, with a reason, in the block that
// follows it and in the one that it stands in:
//
//	<!-- briefpress:ignore raw-html: quoted from the original -->
//
// A comment that silences nothing is itself a finding, so that none outlives
// its reason. Problems that stop, and findings in front matter, cannot be
// silenced.
//
// # Text
//
// [WriteText] writes for people and for editors that read compilers' messages:
//
//	content/briefs/x.md:7:12: there is nothing at "../plan/" [error broken-link]
//	  | See the [plan](../plan/).
//	  |         ^
//	hint: link to a brief by the path of its folder
//
// The line of the source is cut around the place where it is long. Line and
// column are left out where the whole file is meant. The hint may be missing.
//
// # Mending
//
// [Mends] gives the files in which findings can be mended that have one right
// answer: more than one space between words, space at the ends of lines that breaks
// no line, a space before a comma or full stop, and a comma or semicolon that was
// typed twice. What has several answers, such as a key that is not known, is left
// to its author. Sealed editions, and what levels and comments silence, stay as
// they are, and so does every byte that is not mended. A file is left alone where
// mending it would make another rule find more in it, or change what readers read.
//
// # JSON
//
// [WriteJSON] writes one object:
//
//	{"schema": "briefpress/check/1", "findings": [{"file": "content/briefs/x.md",
//	 "line": 7, "column": 12, "rule": "broken-link", "level": "error", "message": "…",
//	 "hint": "…", "stops": true, "excerpt": "…"}]}
//
// Line and column count from 1, columns in code points. Line, column, hint,
// stops and excerpt are absent where there is none.
//
// # SARIF
//
// [WriteSARIF] writes a log of the Static Analysis Results Interchange Format,
// version 2.1.0, with one run:
//
//   - The driver has all rules with their documentation. Levels are error, warning,
//     and note for advice; a rule that is off by itself is not enabled.
//   - The address of a file is relative to %SRCROOT%, the directory that check was run
//     in; a file outside of it has an absolute one. What is of a made page, and not of a
//     file, has the address of the page as a logical location.
//   - Columns are code points. A region begins at the place and ends with the line.
//   - The message is that of the finding, and in a second line the hint.
//   - The partial fingerprint briefpress/v1 stays when lines before the place come or
//     go.
//
// # GitHub
//
// [WriteGitHub] writes a workflow command for each finding; advice is a notice:
//
//	::error file=content/briefs/x.md,line=7,col=12,title=broken-link::there is nothing …%0Ahint: …
package check
