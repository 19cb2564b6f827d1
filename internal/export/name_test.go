package export

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPlan(t *testing.T) {
	for _, c := range []struct {
		paths []string
		want  string // names, or the start of the error
	}{
		{[]string{"/", "/x/", "/404.html", "/a/b.json", "/Über/ß/"}, "404.html a/b.json index.html x/index.html Über/ß/index.html"},
		{[]string{"/x", "/x.html"}, "x x.html"},
		{[]string{"/x", "/x/"}, `address "/x/": "x" is both a file and a directory`},
		{[]string{"/x/y", "/x"}, `address "/x/y": "x" is both a file and a directory`},
		{[]string{"/x/", "/x/index.html"}, `address "/x/index.html": "x/index.html" is there already`},
		{[]string{"/x/", "/X/"}, `address "/x/": "x/index.html" and "X/index.html" differ only in letter case or Unicode form`},
		{[]string{"/x/a/", "/X/b/"}, `address "/x/a/": "x/" and "X/" differ only in letter case or Unicode form`},
		{[]string{"/straße/", "/STRASSE/"}, `address "/straße/": "straße/index.html" and "STRASSE/index.html" differ`},
		{[]string{"/\u00e9/", "/e\u0301/"}, "address \"/\u00e9/\": \"\u00e9/index.html\" and \"e\u0301/index.html\" differ"},
		{[]string{"/_headers"}, `address "/_headers": "_headers" is there already`},
		{[]string{"/_Redirects/"}, `address "/_Redirects/": "_Redirects/" and "_redirects" differ`},
		{[]string{"/briefpress.sum"}, `address "/briefpress.sum": "briefpress.sum" is there already`},
		{[]string{"x/"}, `address "x/": does not begin with a slash`},
		{[]string{""}, `address "": does not begin with a slash`},
		{[]string{"//"}, `address "//": "/index.html" is no local name`},
		{[]string{"//x/"}, `address "//x/": "/x/index.html" is no local name`},
		{[]string{"/../x/"}, `address "/../x/": "../x/index.html" is no local name`},
		{[]string{"/a/../../x"}, `address "/a/../../x": "a/../../x" is no local name`},
		{[]string{"/a/./x"}, `address "/a/./x": "a/./x" is no local name`},
		{[]string{"/a\x00b"}, `address "/a\x00b": "a\x00b" has the character '\x00'`},
		{[]string{`/a\b`}, `address "/a\\b": "a\\b" has the character '\\'`},
		{[]string{"/c:/x"}, `address "/c:/x": "c:/x" has the character ':'`},
		{[]string{"/a\nb/"}, `address "/a\nb/": "a\nb/index.html" has the character '\n'`},
		{[]string{"/\xff/"}, `address "/\xff/": "\xff/index.html" is not UTF-8`},
		{[]string{"/con/"}, `address "/con/": "con" is the name of a device on Windows`},
		{[]string{"/a/LPT1.txt"}, `address "/a/LPT1.txt": "LPT1.txt" is the name of a device`},
		{[]string{"/a/com¹"}, `address "/a/com¹": "com¹" is the name of a device`},
		{[]string{"/aux .txt"}, `address "/aux .txt": "aux .txt" is the name of a device`},
		{[]string{"/com10/", "/console/", "/lpt/", "/nully"}, "com10/index.html console/index.html lpt/index.html nully"},
		{[]string{"/x./"}, `address "/x./": "x." ends in a dot or a space`},
		{[]string{"/x /"}, `address "/x /": "x " ends in a dot or a space`},
		{[]string{"/" + strings.Repeat("é", 128)}, "address \"/" + strings.Repeat("é", 128)},
		{[]string{"/" + strings.Repeat("x", 255)}, strings.Repeat("x", 255)},
		{[]string{"/con", "/nul"}, "address \"/con\": \"con\" is the name of a device on Windows\naddress \"/nul\": \"nul\" is"},
	} {
		for range 2 {
			outputs, err := plan(c.paths)
			var names []string
			for _, o := range outputs {
				names = append(names, o.name)
			}
			got := strings.Join(names, " ")
			if err != nil {
				got = err.Error()
			}
			if got != c.want && (err == nil || !strings.HasPrefix(got, c.want)) {
				t.Errorf("%q gives %s, want %s", c.paths, got, c.want)
			}
			slices.Reverse(c.paths) // the order must not count
		}
	}
}

// Whatever the addresses are: a plan names each inside the tree, and no two
// alike.
func FuzzPlan(f *testing.F) {
	f.Add("/a/", "/A")
	f.Add("/../x", "/x/./y")
	f.Fuzz(func(t *testing.T, a, b string) {
		outputs, err := plan([]string{a, b})
		if err != nil {
			return
		}
		if strings.EqualFold(outputs[0].name, outputs[1].name) {
			t.Errorf("%q and %q share %q", a, b, outputs[0].name)
		}
		for _, o := range outputs {
			if !filepath.IsLocal(o.name) || strings.HasPrefix(o.name, "../") {
				t.Errorf("%q becomes %q", o.path, o.name)
			}
		}
	})
}
