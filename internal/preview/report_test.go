package preview

import (
	"strings"
	"testing"
	"unicode/utf8"

	"briefpress/internal/brief"
	"briefpress/internal/check"
)

func found(p brief.Problem) finding { return finding{check.Finding{Problem: p}} }

func TestExcerptIsMarkedAtTheColumn(t *testing.T) {
	for _, tt := range []struct {
		excerpt           string
		column            int
		before, at, after string
	}{
		{"title: x", 8, "title: ", "x", ""},
		{"title: x", 1, "", "t", "itle: x"},
		{"title:", 7, "title:", " ", ""},
		{"title:", 99, "title:", " ", ""},
		{"title:", 0, "", "", "title:"},
		{"größe: ä", 8, "größe: ", "ä", ""},
		{"\tx", 2, "\t", "x", ""},
	} {
		p := found(brief.Problem{Position: brief.Position{Column: tt.column}, Excerpt: tt.excerpt})
		if p.Before() != tt.before || p.At() != tt.at || p.After() != tt.after {
			t.Errorf("%q, column %d: %q, %q, %q", tt.excerpt, tt.column, p.Before(), p.At(), p.After())
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("größe: x", 3)
	f.Add("", 1)
	f.Add("\xff\xfe", 2)
	f.Fuzz(func(t *testing.T, excerpt string, column int) {
		p := found(brief.Problem{Position: brief.Position{Column: column}, Excerpt: excerpt})
		if got := p.Before() + p.At() + p.After(); got != excerpt && got != excerpt+" " {
			t.Fatalf("%q became %q", excerpt, got)
		}
		if utf8.ValidString(excerpt) && utf8.RuneCountInString(p.At()) > 1 {
			t.Fatalf("%q is marked", p.At())
		}
	})
}

func TestReportsAreBounded(t *testing.T) {
	var problems []brief.Problem
	for i := range 5000 {
		problems = append(problems, brief.Problem{Position: brief.Position{File: "content/x.md", Line: i + 1}, Message: "wrong", Stops: i%2 == 0})
	}
	s := newState(nil, false, check.Weigh(nil, problems))
	s.describe("x")
	if len(s.whole()) > 300_000 {
		t.Errorf("%d bytes are told to every tab", len(s.whole()))
	}
	for _, want := range []string{"2500 errors", "2500 findings", "and 2400 more"} {
		if !strings.Contains(string(s.whole()), want) {
			t.Errorf("%q is not told", want)
		}
	}
}
