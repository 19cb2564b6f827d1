package site

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestCompactCSS(t *testing.T) {
	for in, want := range map[string]string{
		"a { b: c }":                    "a{b:c}",
		"\n\n  a {\n\tb: c;  \n  }\n":   "a{b:c}",
		"a {\r\n  b: c;\r\n  d: e ;\f}": "a{b:c;d:e}",
		"@media (min-width: 48em) , print {\n  a { b: c; }\n\n  d { e: f }\n}": "@media (min-width:48em),print{a{b:c}d{e:f}}",
		"a, b > c d :hover, e:not(f, g) + h {}":                                "a,b > c d :hover,e:not(f,g) + h{}",
		"a { margin: calc(1 * var(--u) + 2px - 3px) 0 -1px !important; }":      "a{margin:calc(1 * var(--u) + 2px - 3px) 0 -1px !important}",
		"a { b: x( 1,\n    2 ),\n    y\n    z; }":                              "a{b:x( 1,2 ),y z}",
		"a { --b: ; --c: { d: e; }; }":                                         "a{--b:;--c:{d:e}}",
		"li:nth-child(2n + 1) [a=\"b , c\" i]{}":                               "li:nth-child(2n + 1) [a=\"b , c\" i]{}",
		"a{b:c;;}":                                                             "a{b:c}",
		"@import 'x' ; ;a{}":                                                   "@import 'x';;a{}",
		// Comments.
		"/* x */a{}/* y\n z */\nb{}": "a{}b{}",
		".a/* x */.b /**/ c{}":       ".a/**/.b c{}",
		"a/* x *//* y */b{}":         "a/**/b{}",
		"a{b: c; /* d: e; */ }":      "a{b:c}",
		"a{} /* never closed":        "a{}",
		// Strings.
		`a::after { content: "/* \" */ ; }  , " ; }`:    `a::after{content:"/* \" */ ; }  , "}`,
		"a{content:'/*'}\n/*'*/b{content:*/x:'*/'":      "a{content:'/*'}b{content:*/x:'*/'",
		"a{content: \"x\\\n  y\"; b: \"x\\\r\n  y\" }":  "a{content:\"x\\\n  y\";b:\"x\\\n  y\"}",
		"a{content: \"never closed;\n  b: c; }\n d { }": "a{content:\"never closed;\n b:c}d{}",
		// Addresses.
		"a { b: url( x , y;\\) /* z */ ) , url(  'p , q' ) }":   "a{b:url( x , y;\\) /* z */ ),url( 'p , q' )}",
		"a { b: URL(data:x,  y), my-url( 1,  2 /* c */, '' ) }": "a{b:URL(data:x,  y),my-url( 1,2,'' )}",
		"a{b:url(never closed , }":                              "a{b:url(never closed , }",
		// Escapes.
		`.a\, .b\{ c, .d\:  e { }`:      `.a\, .b\{ c,.d\: e{}`,
		`.\31  a, .\31 a, .\1F600  b{}`: `.\31  a,.\31 a,.\1F600  b{}`,
		`a { b: c\; }`:                  `a{b:c\;}`,
		`a { b: \75url( x , y ) }`:      `a{b:\75url( x,y )}`,
		"":                              "",
		" /* x */ ":                     "",
	} {
		if want != "" {
			want += "\n"
		}
		if got := string(compactCSS([]byte(in))); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

// tokenCSS finds the tokens of a style sheet, coarsely: comments, strings,
// addresses, words, white space, and single characters.
var tokenCSS = regexp.MustCompile(`(?is)^(?:` + strings.Join([]string{
	`(/\*.*?(?:\*/|$))`,
	`("(?:[^"\\\n]|\\.)*(?:["\n]|\\?$)|'(?:[^'\\\n]|\\.)*(?:['\n]|\\?$))`,
	`(url\([ \t\n]*(?:(?:[^"' \t\n)\\]|\\.)(?:[^)\\]|\\.)*)?(?:\)|\\?$))`,
	`([#@]?(?:[\w\x{80}-\x{10FFFF}-]|\\[0-9a-f]{1,6}[ \t\n]?|\\[^0-9a-f]|\\$)+)`,
	`([ \t\n]+)`,
	`(.)`,
}, "|") + ")")

// tokensCSS gives what browsers make a difference between: the tokens without
// comments and without white space that has no meaning.
func tokensCSS(src string) []string {
	var tokens []string
	space, parted := false, false
	for src = lineEnds.Replace(src); src != ""; {
		m := tokenCSS.FindStringSubmatch(src)
		src = src[len(m[0]):]
		var last string
		if len(tokens) > 0 {
			last = tokens[len(tokens)-1]
		}
		switch {
		case m[1] != "":
			parted = true
			continue
		case m[5] != "":
			space = true
			continue
		case len(tokens) == 0 || slices.Contains([]string{"{", "}", ",", ";", ":"}, last) || slices.Contains([]string{"{", "}", ",", ";"}, m[6]):
		case space:
			tokens = append(tokens, " ")
		case parted:
			tokens = append(tokens, "/**/")
		}
		space, parted = false, false
		for m[6] == "}" && len(tokens) > 0 && tokens[len(tokens)-1] == ";" {
			tokens = tokens[:len(tokens)-1]
		}
		tokens = append(tokens, m[0])
	}
	return tokens
}

// equalCSS holds that a sheet says the same when it is compact, and that
// compacting it twice changes nothing more.
func equalCSS(t *testing.T, src string) {
	t.Helper()
	once := string(compactCSS([]byte(src)))
	if twice := string(compactCSS([]byte(once))); twice != once {
		t.Errorf("%q gives %q, and that %q", src, once, twice)
	}
	want, got := tokensCSS(src), tokensCSS(once)
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			// A sheet that ends within a token gets a line end there.
			if i == len(want)-1 && i == len(got)-1 && got[i] == want[i]+"\n" {
				return
			}
			t.Fatalf("%q gives %q:\nwant %q\ngot  %q", src, once, want, got)
		}
	}
}

// TestCompactSheets compacts the sheets that we ship.
func TestCompactSheets(t *testing.T) {
	names, _ := filepath.Glob("../../static/css/*.css")
	if len(names) < 5 {
		t.Fatal("no sheets")
	}
	before, after := 0, 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		equalCSS(t, string(data))
		before, after = before+len(data), after+len(compactCSS(data))
	}
	t.Logf("%d bytes for %d", after, before)
}

func FuzzCompactCSS(f *testing.F) {
	for _, s := range []string{
		"/* a */ a { b: \"c\\\"/*\" } \n\n  d", `a\31  b, c\: d { e: url( x\) ) ; }`, "a /**/ b/**/c { d : e ; ; }", "'x\n' { url(\"a\" ) }", "@media (a: b) , c { d + e { f: g - h } }",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		src = strings.ToValidUTF8(strings.ReplaceAll(src, "\x00", ""), "")
		equalCSS(t, src)
	})
}
