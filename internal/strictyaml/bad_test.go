package strictyaml

import "strings"

// bad has a document for every fault, and all that is to be said of it, as
// "line:column: message | hint".
var bad = []struct {
	src  string
	want []string
}{
	{"sumary: x", []string{
		`1:1: unknown key "sumary" | did you mean "summary"?`,
	}},
	{"title: x\nauthor: [y]\nkeypoints: [z]\nkey_points: [z]\nTitle: q", []string{
		`2:1: unknown key "author" | did you mean "authors"?`,
		`3:1: unknown key "keypoints" | did you mean "key-points"?`,
		`4:1: unknown key "key_points" | did you mean "key-points"?`,
		`5:1: unknown key "Title" | did you mean "title"?`,
	}},
	{"weather: fine", []string{
		`1:1: unknown key "weather" | known keys: title, summary, reference, draft, order, published, updated, authors, key-points, dates, corrections, sources, acronyms, place`,
	}},
	{"corrections:\n  - dat: 2019-06-07\n    note: x\n", []string{
		`2:5: unknown key "dat" | did you mean "date"?`,
	}},
	{"sources:\n  nato:\n    titel: x\n    ulr: y", []string{
		`3:5: unknown key "titel" | did you mean "title"?`,
		`4:5: unknown key "ulr" | did you mean "url"?`,
	}},
	{"title: a\nsummary: b\ntitle: c", []string{
		`3:1: duplicate key "title", first on line 1`,
	}},
	{"sources:\n  a: {title: x}\n  b: {title: y}\n  a: {title: z}", []string{
		`4:3: duplicate key "a", first on line 2`,
	}},
	{"authors: NATO", []string{
		"1:10: authors must be a list | write `authors: [NATO]`",
	}},
	{"authors: Ann, Bob", []string{
		"1:10: authors must be a list | write `authors: [Ann, Bob]`",
	}},
	{"authors: \"NATO: HQ\"", []string{
		"1:10: authors must be a list | write `authors: [\"NATO: HQ\"]`",
	}},
	{"authors: {a: b}", []string{
		`1:10: authors must be a list | start each item with "- " on a line of its own`,
	}},
	{"corrections: none", []string{
		`1:14: corrections must be a list | start each item with "- " on a line of its own`,
	}},
	{"title: [a]", []string{
		`1:8: title must be text | put the whole text in quotes`,
	}},
	{"title:\n  - a", []string{
		`2:3: title must be text | write it on one line, or after "|" on lines indented alike`,
	}},
	{"title: {a: b}", []string{
		`1:8: title must be text | put the whole text in quotes`,
	}},
	{"title:\n  a: b", []string{
		`2:3: title must be text | write it on one line, or after "|" on lines indented alike`,
	}},
	{"draft: yes", []string{
		"1:8: draft must be true or false | write `draft: true`",
	}},
	{"draft: off", []string{
		"1:8: draft must be true or false | write `draft: false`",
	}},
	{"draft: maybe", []string{
		`1:8: draft must be true or false`,
	}},
	{"draft: [true]", []string{
		`1:8: draft must be true or false`,
	}},
	{"order: one", []string{
		`1:8: order must be a whole number`,
	}},
	{"order: 1.5", []string{
		`1:8: order must be a whole number`,
	}},
	{"order: 99999999999999999999", []string{
		`1:8: order must be a whole number`,
	}},
	{"order: [1]", []string{
		`1:8: order must be a whole number`,
	}},
	{"published: 2026-02-30", []string{
		`1:12: "2026-02-30" is not a date`,
	}},
	{"published: [2019-06-07]", []string{
		`1:12: published must be a single value`,
	}},
	{"updated: soon", []string{
		`1:10: "soon" is not a date`,
	}},
	{"dates: [2019-06-07, 2019-13-01, x]", []string{
		`1:21: "2019-13-01" is not a date`,
		`1:33: "x" is not a date`,
	}},
	{"sources: none", []string{
		`1:10: sources must be lines of "key: value" | write each "key: value" on a line of its own, indented alike`,
	}},
	{"sources:\n  - a", []string{
		`2:3: sources must be lines of "key: value" | write each "key: value" on a line of its own, indented alike`,
	}},
	{"sources: {nato: x}", []string{
		`1:17: nato must be lines of "key: value" | write each "key: value" on a line of its own, indented alike`,
	}},
	{"place: Kabul", []string{
		`1:8: place must be lines of "key: value" | write each "key: value" on a line of its own, indented alike`,
	}},
	{"corrections: [x]", []string{
		`1:15: item 1 of corrections must be lines of "key: value" | write each "key: value" on a line of its own, indented alike`,
	}},
	{"acronyms: {RSM: [a]}", []string{
		`1:17: RSM must be text | put the whole text in quotes`,
	}},
	{"authors: [a, [b], {c: d}]", []string{
		`1:14: item 2 of authors must be text | put the whole text in quotes`,
		`1:19: item 3 of authors must be text | put the whole text in quotes`,
	}},
	{"authors:\n  - a\n  -\n  - b", []string{
		`3:4: item 2 of authors is empty`,
	}},
	{"authors: [a, ~]", []string{
		`1:14: item 2 of authors is empty`,
	}},
	{"title: &x a", []string{
		`1:8: anchors (&) are not supported | put the text in quotes if it begins with "&"`,
	}},
	{"title: *x", []string{
		`1:8: aliases (*) are not supported | put the text in quotes if it begins with "*"`,
	}},
	{"title: **Bold** move", []string{
		`1:8: aliases (*) are not supported | put the text in quotes if it begins with "*"`,
	}},
	{"title: &x a\nsummary: *x", []string{
		`1:8: anchors (&) are not supported | put the text in quotes if it begins with "&"`,
		`2:10: aliases (*) are not supported | put the text in quotes if it begins with "*"`,
	}},
	{"<<: {title: a}", []string{
		`1:1: merge keys (<<) are not supported | write out the keys it stands for`,
	}},
	{"place: &p {title: a}\nsources:\n  b:\n    <<: *p\n    url: c", []string{
		`1:8: anchors (&) are not supported | put the text in quotes if it begins with "&"`,
		`4:5: merge keys (<<) are not supported | write out the keys it stands for`,
	}},
	{"title: !!str a", []string{
		`1:8: tags (!) are not supported | put the text in quotes if it begins with "!"`,
	}},
	{"title: !local a", []string{
		`1:8: tags (!) are not supported | put the text in quotes if it begins with "!"`,
	}},
	{"title: ! a", []string{
		`1:8: tags (!) are not supported | put the text in quotes if it begins with "!"`,
	}},
	{"title: !!int a", []string{
		`1:8: tags (!) are not supported | put the text in quotes if it begins with "!"`,
	}},
	{"title: !e!x a", []string{
		`1:8: tags (!) are not supported | put the text in quotes if it begins with "!"`,
	}},
	{"title: !<x", []string{
		`1:8: tags (!) are not supported | put the text in quotes if it begins with "!"`,
	}},
	{"title: &", []string{
		`1:8: anchors (&) are not supported | put the text in quotes if it begins with "&"`,
	}},
	{"&a title: b", []string{
		`1:1: anchors (&) are not supported | put the text in quotes if it begins with "&"`,
	}},
	{"authors: &a [*a]", []string{
		`1:10: anchors (&) are not supported | put the text in quotes if it begins with "&"`,
		`1:14: aliases (*) are not supported | put the text in quotes if it begins with "*"`,
	}},
	{"title: !!", []string{
		`1:8: tags (!) are not supported | put the text in quotes if it begins with "!"`,
	}},
	{"title: a\n---\ntitle: b", []string{
		`2:1: a second document starts here | remove the "---"`,
	}},
	{"title: a\n---\n", []string{
		`2:1: a second document starts here | remove the "---"`,
	}},
	{"title: a\n...\nmore", []string{
		`3:1: a second document starts here`,
	}},
	{"title: a\n---\nb: [", []string{
		`2:1: a second document starts here | remove the "---"`,
		`3:5: a "]" or "}" is missing`,
	}},
	{"just words", []string{
		`1:1: expected lines of "key: value"`,
	}},
	{"title:NATO", []string{
		"1:6: a space is missing after the colon | write `title: NATO`",
	}},
	{"- a\n- b", []string{
		`1:1: expected lines of "key: value"`,
	}},
	{"[]", []string{
		`1:1: expected lines of "key: value"`,
	}},
	{"\"title\"", []string{
		`1:1: expected lines of "key: value"`,
	}},
	{"--- x", []string{
		`1:5: expected lines of "key: value"`,
	}},
	{"|", []string{
		`1:1: expected lines of "key: value"`,
	}},
	{"{title: a, title: b}", []string{
		`1:12: duplicate key "title", first on line 1`,
	}},
	{"title: NATO: the mission", []string{
		"1:12: text with \": \" in it must be in quotes | write `title: \"NATO: the mission\"`",
	}},
	{"corrections:\n  - date: 2019-06-07\n    note: one: \"two\"", []string{
		"3:14: text with \": \" in it must be in quotes | write `note: \"one: \\\"two\\\"\"`",
	}},
	{"title: a\n summary: b", []string{
		`2:9: this key is indented too far, or the line above has a value already | indent the keys that belong together alike`,
	}},
	{"title:a\nsummary: b", []string{
		"1:6: a space is missing after the colon | write `title: a`",
	}},
	{"summary: a\ntitle:b\norder: 1", []string{
		"2:6: a space is missing after the colon | write `title: b`",
	}},
	{"\ttitle: a", []string{
		`1:1: a tab is used for indentation | indent with spaces`,
	}},
	{"place:\n\ttitle: a", []string{
		`2:1: a tab is used for indentation | indent with spaces`,
	}},
	{"authors:\n  - a\n\t- b", []string{
		`3:1: a tab is used for indentation | indent with spaces`,
	}},
	{"summary: |\n\ta", []string{
		`2:1: a tab is used for indentation | indent with spaces`,
	}},
	{"title: \"a\nsummary: b\norder: x", []string{
		`1:8: this quote is not closed | close it, or write the text without quotes`,
		`3:8: order must be a whole number`,
	}},
	{"title: 'a\nsummary: b", []string{
		`1:8: this quote is not closed | close it, or write the text without quotes`,
	}},
	{"title: 'it's'", []string{
		`1:12: text after a closing quote | a quote within quotes is written \" or ''; or a quote further up is not closed`,
	}},
	{"title: \"a\" b", []string{
		`1:12: text after a closing quote | a quote within quotes is written \" or ''; or a quote further up is not closed`,
	}},
	{"title: “a: b”", []string{
		"1:10: text with \": \" in it must be in quotes | write `title: \"“a: b”\"`",
	}},
	{"é: \"é\" x", []string{
		`1:8: text after a closing quote | a quote within quotes is written \" or ''; or a quote further up is not closed`,
	}},
	{"title: \"\\q\"", []string{
		`1:9: unknown escape "\q" in double quotes | write \\ for a backslash, or use single quotes`,
	}},
	{"title: \"C:\\temp\\xyz\"", []string{
		`1:16: this escape is not a character | write \\ for a backslash, or use single quotes`,
	}},
	{"title: \"\\ud800\"", []string{
		`1:9: this escape is not a character | write \\ for a backslash, or use single quotes`,
	}},
	{"title: 'x\n---\n'", []string{
		`1:8: this quote is not closed | close it, or write the text without quotes`,
		`3:1: this quote is not closed | close it, or write the text without quotes`,
	}},
	{"authors: [a, b\ntitle: x\norder: y", []string{
		`1:10: this list is not closed | add "]" at its end`,
		`3:8: order must be a whole number`,
	}},
	{"authors: [a, b", []string{
		`1:10: this list is not closed | add "]" at its end`,
	}},
	{"authors: [a,\n", []string{
		`1:13: a "]" or "}" is missing`,
	}},
	{"place: {title: a\norder: x", []string{
		`1:8: this mapping is not closed | add "}" at its end`,
		`2:8: order must be a whole number`,
	}},
	{"summary: \"x\\\\q\\q\"", []string{
		`1:15: unknown escape "\q" in double quotes | write \\ for a backslash, or use single quotes`,
	}},
	{"authors: [\"a\" b,\n c]", []string{
		`1:15: expected "," or "]"`,
	}},
	{"authors: ]", []string{
		`1:10: text cannot begin with "]" | put the whole text in quotes`,
	}},
	{"authors: [,a]", []string{
		`1:11: a value is missing before ","`,
	}},
	{"title: [link](http://x)", []string{
		`1:14: text after "]" | put the whole text in quotes`,
	}},
	{"title: {{x}}", []string{
		`1:8: title must be text | put the whole text in quotes`,
		`1:9: a key must be text | put it in quotes if it is text`,
	}},
	{"title: {a} b", []string{
		`1:12: text after "}" | put the whole text in quotes`,
	}},
	{"title: @a", []string{
		`1:8: text cannot begin with "@" | put the whole text in quotes: "@a"`,
	}},
	{"title: `a`", []string{
		"1:8: text cannot begin with \"`\" | put the whole text in quotes: \"`a`\"",
	}},
	{"title: %a b", []string{
		`1:8: text cannot begin with "%" | put the whole text in quotes: "%a b"`,
	}},
	{"title: ? a", []string{
		`1:8: text cannot begin with "? " | put the whole text in quotes: "? a"`,
	}},
	{"title: - a", []string{
		`1:8: a list cannot begin here | write each "- item" on a line of its own, or [item, item], or put the text in quotes`,
	}},
	{"title: , a", []string{
		`1:8: text cannot begin with "," | put the whole text in quotes`,
	}},
	{"authors: a\n- b", []string{
		`2:1: a list item does not fit here | indent the items of a list alike, under a key without another value`,
	}},
	{"authors:\n  - a\n - b", []string{
		`3:2: a list item does not fit here | indent the items of a list alike, under a key without another value`,
	}},
	{"- a\nb: c", []string{
		`1:1: expected lines of "key: value"`,
		`2:1: this line does not fit the list above it | start it with "- ", or check its indentation`,
	}},
	{"place:\n   title: a\n  url: b", []string{
		`3:3: the indentation fits none of the lines above | indent the keys that belong together alike`,
	}},
	{"place:\n  title: a\n   url: b", []string{
		`3:7: this key is indented too far, or the line above has a value already | indent the keys that belong together alike`,
	}},
	{"summary: this is\na long text\ntitle: x", []string{
		`2:1: expected "key: value" | indent the line if it goes on with the text above it`,
	}},
	{"title: a\nsummary", []string{
		`2:1: expected "key: value" | indent the line if it goes on with the text above it`,
	}},
	{"summary\n: b", []string{
		`2:1: expected "key: value"`,
	}},
	{"summary: >\n  a\n b\norder: x", []string{
		`3:2: the indentation fits none of the lines above | indent the keys that belong together alike`,
		`4:8: order must be a whole number`,
	}},
	{"summary: |a\n  b", []string{
		`1:10: only a number, "+" or "-" may follow "|" or ">" here | start the text on the next line`,
	}},
	{"summary: |0\n  b", []string{
		`1:10: only a number, "+" or "-" may follow "|" or ">" here | start the text on the next line`,
	}},
	{"title: \"a\"#b", []string{
		`1:11: a space is missing before "#"`,
	}},
	{"%FOO\n---\ntitle: a", []string{
		`1:1: lines that begin with "%" are not supported`,
	}},
	{"%YAML 2.0\n---\ntitle: a", []string{
		`1:1: lines that begin with "%" are not supported`,
	}},
	{"%\n", []string{
		`1:1: lines that begin with "%" are not supported`,
	}},
	{"? [a]\n: b", []string{
		`1:3: a key must be text | put it in quotes if it is text`,
	}},
	{"{a: b}: c", []string{
		`1:1: a key must be text | put it in quotes if it is text`,
	}},
	{": x", []string{
		`1:1: a key is missing | write "key: value"`,
	}},
	{"\"\": x", []string{
		`1:1: a key is missing | write "key: value"`,
	}},
	{"title: a\x00b", []string{
		`1:9: character U+0000 is not allowed | delete it`,
	}},
	{"title: a\a\a\bb\nsummary: \xff\xfe", []string{
		`1:9: character U+0007 is not allowed | delete it`,
		`1:11: character U+0008 is not allowed | delete it`,
		`2:10: not UTF-8 text | save the file as UTF-8`,
	}},
	{"\xff\xfet\x00i\x00", []string{
		`1:1: not UTF-8 text | save the file as UTF-8`,
		`1:1: expected lines of "key: value"`,
		`1:4: character U+0000 is not allowed | delete it`,
		`1:6: character U+0000 is not allowed | delete it`,
	}},
	{"title: a\u2028b", []string{
		`1:9: character U+2028 is not allowed | delete it`,
	}},
	{"title: a\n\ufefforder: x", []string{
		`2:1: character U+FEFF is not allowed | delete it`,
		`2:1: unknown key "�order" | did you mean "order"?`,
	}},
	{"title: é\u0085x", []string{
		`1:9: character U+0085 is not allowed | delete it`,
	}},
	{"title: é \x7f", []string{
		`1:10: character U+007F is not allowed | delete it`,
	}},
	{"\ufeffsumary: x", []string{
		`1:1: unknown key "sumary" | did you mean "summary"?`,
	}},
	{"title: a\rsumary: b\r\nordr: c", []string{
		`2:1: unknown key "sumary" | did you mean "summary"?`,
		`3:1: unknown key "ordr" | did you mean "order"?`,
	}},
	{"sumary: a\ntitle: b: c\nauthors: d\n\nplace: {x\ndraft: maybe\nkey-points: [e\n", []string{
		`1:1: unknown key "sumary" | did you mean "summary"?`,
		"2:9: text with \": \" in it must be in quotes | write `title: \"b: c\"`",
		"3:10: authors must be a list | write `authors: [d]`",
		`5:8: this mapping is not closed | add "}" at its end`,
		`6:8: draft must be true or false`,
		`7:13: this list is not closed | add "]" at its end`,
	}},
	{"place: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", []string{
		`1:28: nested more than 20 levels deep`,
	}},
	{"place:\n- - - - - - - - - - - - - - - - - - - [[x]]", []string{
		`2:1: place must be lines of "key: value" | write each "key: value" on a line of its own, indented alike`,
		`2:39: nested more than 20 levels deep`,
	}},
	{"title: \"a\nsummary: \"b\"\norder: x", []string{
		`1:8: this quote is not closed | close it, or write the text without quotes`,
		`2:11: text after a closing quote | a quote within quotes is written \" or ''; or a quote further up is not closed`,
		`3:8: order must be a whole number`,
	}},
	{"title: \"a\\x00b\\rc\"", []string{
		`1:8: character U+0000 is not allowed | remove the escape`,
	}},
	{"*a : b", []string{
		`1:1: aliases (*) are not supported | put the text in quotes if it begins with "*"`,
	}},
	{"title: \"a\\", []string{
		`1:10: unknown escape "\" in double quotes | write \\ for a backslash, or use single quotes`,
	}},
	{"title:\n  see:http\n  b: c", []string{
		"2:6: a space is missing after the colon | write `see: http`",
	}},
	{"title: see\n  https://x.org\n   b: c", []string{
		`3:5: this key is indented too far, or the line above has a value already | indent the keys that belong together alike`,
	}},
	{"authors: [a, b: c]", []string{
		`1:14: item 2 of authors must be text | put the whole text in quotes`,
	}},
	{"place: {title: x, title: y, ulr: z}", []string{
		`1:19: duplicate key "title", first on line 1`,
		`1:29: unknown key "ulr" | did you mean "url"?`,
	}},
	{"order: ''", []string{
		`1:8: order must be a whole number`,
	}},
	{"draft: \"\"", []string{
		`1:8: draft must be true or false`,
	}},
	{"updated: ''", []string{
		`1:10: "" is not a date`,
	}},
	{"authors: ''", []string{
		"1:10: authors must be a list | write `authors: []`",
	}},
	{"title: a\n... b\n", []string{
		`2:5: nothing may follow "..." on its line`,
	}},
	{"place: {title: a: b}", []string{
		`1:17: text with ": " in it must be in quotes | put the whole text in quotes`,
	}},
	{"authors: [@a, b]", []string{
		`1:11: text cannot begin with "@" | put the whole text in quotes`,
	}},
	{"corrections:\n  - note:a\n    date: x", []string{
		"2:9: a space is missing after the colon | write `note: a`",
	}},
	{"title: " + strings.Repeat("x", 200) + ": y", []string{
		`1:208: text with ": " in it must be in quotes | put the whole text in quotes`,
	}},
	{strings.Repeat("x", 200) + ": y", []string{
		`1:1: unknown key "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" | known keys: title, summary, reference, draft, order, published, updated, authors, key-points, dates, corrections, sources, acronyms, place`,
	}},
	{"order: 1\nplace: {x\n---\ntitle: b", []string{
		`2:8: this mapping is not closed | add "}" at its end`,
		`3:1: a second document starts here | remove the "---"`,
	}},
	{"title: &a title\n*a : x\nTILTE: y", []string{
		`1:8: anchors (&) are not supported | put the text in quotes if it begins with "&"`,
		`2:1: aliases (*) are not supported | put the text in quotes if it begins with "*"`,
		`3:1: unknown key "TILTE" | did you mean "title"?`,
	}},
	{"null", []string{
		`1:1: expected lines of "key: value"`,
	}},
}
