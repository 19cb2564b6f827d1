package server

import (
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	e := newShelf("").entries["/"]
	for _, test := range []struct{ accept, want string }{
		{"", "identity"},
		{"gzip", "gzip"},
		{"br", "br"},
		{"gzip, br", "br"},
		{"GZIP", "gzip"},
		{"x-gzip", "gzip"},
		{"deflate, zstd", "zstd"},
		{"deflate, compress", "identity"},
		{"gzip, zstd", "zstd"},
		{"gzip, deflate, br, zstd", "br"},
		{"zstd;q=0.9, gzip", "gzip"},
		{"*", "br"},
		{"*;q=0", "identity"},
		{"br;q=0, *", "zstd"},
		{"br;q=0, zstd;q=0, *", "gzip"},
		{"br;q=0, *;q=0.5, identity", "identity"},
		{"gzip;q=0.3, gzip;q=1, br;q=0.5", "br"},
		{"br;q=0, *;q=0", "identity"},
		{"gzip;q=0.5, br;q=0.4", "gzip"},
		{"gzip;q=0.5, br;q=0.5", "br"},
		{"gzip;q=1.000, br;q=0.999", "gzip"},
		{"gzip ; q=0.2 , br ; q=0.1", "gzip"},
		{"gzip;Q=1", "gzip"},
		{"gzip;q=0.001", "gzip"},
		{"gzip;q=0", "identity"},
		{"gzip;q=0.", "identity"},
		{"gzip;q=1.", "gzip"},
		{"identity", "identity"},
		{"identity, gzip", "gzip"},
		{"identity, gzip;q=0.9", "identity"},
		{"identity;q=0.5, gzip;q=0.9", "gzip"},
		{"identity;q=0, gzip", "gzip"},
		{"identity;q=0", "identity"},
		{"identity;q=0, *", "br"},
		// What is no weight makes a coding unwelcome, and what is no list
		// names none.
		{"gzip;q=2", "identity"},
		{"gzip;q=1.001", "identity"},
		{"gzip;q=0.1234", "identity"},
		{"gzip;q=01", "identity"},
		{"gzip;q=-1", "identity"},
		{"gzip;q=a", "identity"},
		{"gzip;q=0.a", "identity"},
		{"gzip;q=", "identity"},
		{"gzip;level=9", "identity"},
		{"gzip;q=1;q=0", "identity"},
		{"gzip br", "identity"},
		{"gzipped", "identity"},
		{";;;,,,;q=1", "identity"},
		{"\"gzip\"", "identity"},
	} {
		var accept []string
		if test.accept != "" {
			accept = []string{test.accept}
		}
		if got := e.choose(accept).coding.String(); got != test.want {
			t.Errorf("%q: %s, want %s", test.accept, got, test.want)
		}
		// A list in several lines is the same list.
		if got := e.choose(strings.Split(test.accept, ",")).coding.String(); got != test.want {
			t.Errorf("%q in lines: %s, want %s", test.accept, got, test.want)
		}
	}
}

// FuzzChoose holds that a coding is never sent which the client has not named,
// itself or by "*", and that letter case does not matter.
func FuzzChoose(f *testing.F) {
	e := newShelf("").entries["/"]
	f.Add("gzip;q=0.5, br;q=0.4, *;q=0")
	f.Add("identity;q=0, *")
	f.Add("x-gzip,, ;q=")
	f.Fuzz(func(t *testing.T, accept string) {
		got := e.choose([]string{accept}).coding.String()
		lower := strings.ToLower(accept)
		if got != "identity" && !strings.Contains(lower, got) && !strings.Contains(accept, "*") {
			t.Errorf("%q: %s", accept, got)
		}
		// In ASCII only: there are letters whose capital is another's.
		upper := strings.Map(func(c rune) rune {
			if 'a' <= c && c <= 'z' {
				return c - 'a' + 'A'
			}
			return c
		}, accept)
		if again := e.choose([]string{upper}).coding.String(); again != got {
			t.Errorf("%q: %s, and %s in capitals", accept, got, again)
		}
		for item := range strings.SplitSeq(lower, ",") {
			if strings.ReplaceAll(item, " ", "") == got+";q=0" && got != "identity" && strings.Count(lower, got) == 1 {
				t.Errorf("%q: %s, which is forbidden", accept, got)
			}
		}
	})
}

func TestLists(t *testing.T) {
	const tag = `"abc"`
	for _, test := range []struct {
		values       string
		weak, strong bool
	}{
		{`"abc"`, true, true},
		{`W/"abc"`, true, false},
		{`*`, true, true},
		{` * `, true, true},
		{`"x","abc"`, true, true},
		{`"x" , W/"abc"`, true, false},
		{`"a,b", "abc"`, true, true},
		{`"abcd"`, false, false},
		{`abc`, false, false},
		{`"abc`, false, false},
		{``, false, false},
		{`"x" * "y"`, false, false},
		{`w/"abc"`, false, false},
		{`"ABC"`, false, false},
		{`,,,"abc"`, true, true},
		{`bad, "abc"`, false, false},
	} {
		if got := lists([]string{test.values}, tag, true); got != test.weak {
			t.Errorf("%s, weak: %v", test.values, got)
		}
		if got := lists([]string{test.values}, tag, false); got != test.strong {
			t.Errorf("%s, strong: %v", test.values, got)
		}
		if got := lists([]string{`"y"`, test.values}, tag, true); got != test.weak {
			t.Errorf("%s in a second line: %v", test.values, got)
		}
	}
	if lists(nil, tag, true) {
		t.Error("no list lists the tag")
	}
}
