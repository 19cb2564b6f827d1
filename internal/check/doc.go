// Package check finds what is wrong with a site and says where, why, and what
// to do.
//
// # Rules
//
// A [Rule] is a value with a name, a level and documentation; [Rules] lists all
// of them in the order in which they are explained. Every problem that any
// package reports is under the name of one of them. Rules with a Run function
// look at the finished site. The others only document what is found while
// content is parsed: nothing is looked for twice.
//
// # Findings
//
// [Run] gives all findings, sorted by place. A finding is a [brief.Problem] with
// a [Level]. Problems that Stop are always errors.
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
// turned down.
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
package check
