package strictyaml

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// front has one field of every supported shape.
type front struct {
	Title     string            `yaml:"title"`
	Summary   string            `yaml:"summary"`
	Reference string            `yaml:"reference"`
	Draft     bool              `yaml:"draft"`
	Order     int               `yaml:"order"`
	Published date              `yaml:"published"`
	Updated   *date             `yaml:"updated"`
	Authors   []string          `yaml:"authors"`
	KeyPoints []string          `yaml:"key-points"`
	Dates     []date            `yaml:"dates"`
	Fixes     []fix             `yaml:"corrections"`
	Sources   map[string]source `yaml:"sources"`
	Acronyms  map[string]string `yaml:"acronyms"`
	Place     *source           `yaml:"place"`
	Ignored   string
}

type fix struct {
	Date date   `yaml:"date"`
	Note string `yaml:"note"`
}

type source struct {
	Author []string `yaml:"author"`
	Title  string   `yaml:"title"`
	URL    string   `yaml:"url"`
}

// date keeps the text it was given, so that tests see what reached it.
type date struct{ text string }

func (d *date) UnmarshalText(text []byte) error {
	d.text = string(text)
	if _, err := time.Parse(time.DateOnly, d.text); err != nil {
		return fmt.Errorf("%q is not a date", d.text)
	}
	return nil
}

func report(errs []Error) []string {
	var lines []string
	for _, e := range errs {
		line := e.Error()
		if e.Hint != "" {
			line += " | " + e.Hint
		}
		lines = append(lines, line)
	}
	return lines
}

func TestBad(t *testing.T) {
	for _, c := range bad {
		var f front
		_, errs := Decode([]byte(c.src), &f)
		if diff := cmp.Diff(c.want, report(errs)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.src, diff)
		}
		for _, e := range errs {
			if hint := regexp.MustCompile("^write `(.*)`$").FindStringSubmatch(e.Hint); hint != nil {
				d := &decoder{}
				d.read([]byte(hint[1]))
				if d.parse() == nil || len(d.errs) > 0 {
					t.Errorf("%q: what the hint says to write is wrong too: %s", c.src, e.Hint)
				}
			}
		}
	}
}

func TestGood(t *testing.T) {
	for _, c := range []struct {
		src  string
		want front
	}{
		{"", front{}},
		{"\n\n", front{}},
		{"# nothing\n", front{}},
		{"---\n", front{}},
		{"{}", front{}},
		{"title: 2019", front{Title: "2019"}},
		{"title: 007\nreference: 0x1F\nsummary: 1_000", front{Title: "007", Reference: "0x1F", Summary: "1_000"}},
		{"title: no\nsummary: null\nreference: true", front{Title: "no", Summary: "null", Reference: "true"}},
		{"title:\nsummary: ~\nreference: \"\"", front{}},
		{"title: \"~\"\nsummary: 'it''s'", front{Title: "~", Summary: "it's"}},
		{"title: |\n  a\n  b\nsummary: >-\n  a\n  b\nreference: a\n  b", front{Title: "a\nb\n", Summary: "a b", Reference: "a b"}},
		{"title: a\r\nsummary: |\r\n  b\r\n  c\r\n", front{Title: "a", Summary: "b\nc\n"}},
		{"title: a\rorder: 2\r", front{Title: "a", Order: 2}},
		{"\ufefftitle: a # b\nsummary: a#b\n...\n", front{Title: "a", Summary: "a#b"}},
		{"---\ntitle: دری 😀\n", front{Title: "دری 😀"}},
		{`title: "a\tb\nc\u00e9"`, front{Title: "a\tb\ncé"}},
		{"title: http://x.org/?a=b&c=*d\nsummary: a:b!", front{Title: "http://x.org/?a=b&c=*d", Summary: "a:b!"}},
		{"draft: true\norder: -12", front{Draft: true, Order: -12}},
		{"draft: false\norder:\nauthors:\nsources: null\nplace: ~\nupdated:", front{}},
		{"published: 2019-06-07\nupdated: \"2020-04-14\"", front{Published: date{"2019-06-07"}, Updated: &date{"2020-04-14"}}},
		{"authors: []\nacronyms: {}", front{Authors: []string{}, Acronyms: map[string]string{}}},
		{"authors:\n- Ann\n- 12\n- null\nkey-points: [a b, 'c, d', no,]", front{
			Authors: []string{"Ann", "12", "null"}, KeyPoints: []string{"a b", "c, d", "no"}}},
		{"dates: [2019-06-07, '2020-04-14']", front{Dates: []date{{"2019-06-07"}, {"2020-04-14"}}}},
		{"corrections:\n  - date: 2019-06-08\n    note: x\n  - {note: y}\n", front{
			Fixes: []fix{{date{"2019-06-08"}, "x"}, {Note: "y"}}}},
		{"sources:\n  2016:\n    author: [A]\n    url: http://x\n  b:\n  no: {title: t}", front{
			Sources: map[string]source{"2016": {Author: []string{"A"}, URL: "http://x"}, "b": {}, "no": {Title: "t"}}}},
		{"place: {title: x}\nacronyms: {RSM: Resolute Support Mission}", front{
			Place: &source{Title: "x"}, Acronyms: map[string]string{"RSM": "Resolute Support Mission"}}},
	} {
		var f front
		_, errs := Decode([]byte(c.src), &f)
		if len(errs) > 0 {
			t.Errorf("%q: %v", c.src, errs)
		}
		if diff := cmp.Diff(c.want, f, cmp.AllowUnexported(date{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.src, diff)
		}
	}
}

// What stands beside a fault is decoded; what has a fault is not.
func TestPartial(t *testing.T) {
	f := front{Reference: "kept"}
	p, errs := Decode([]byte("title: a\nsummary: b: c\nauthors: [d, [e], f]\norder: x\ntitle: z\nsources:\n  s: {url: u, year: 1}\n"), &f)
	if len(errs) != 5 {
		t.Errorf("errors: %v, want 5", errs)
	}
	want := front{Title: "a", Reference: "kept", Authors: []string{"d", "", "f"}, Sources: map[string]source{"s": {URL: "u"}}}
	if diff := cmp.Diff(want, f, cmp.AllowUnexported(date{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if line, _ := p.Key("summary"); line != 0 {
		t.Errorf("a key with a syntax fault stands on line %d, want it absent", line)
	}
}

func TestPositions(t *testing.T) {
	src := "\ntitle: a\r\nsources:\n  zz:\n    url: \"é\"\n  aa: {title: é, url: x}\ncorrections:\n- note: a\n- {date: 2019-06-07, note: b}\nsummary:\nwrong: 1\n"
	p, _ := Decode([]byte(src), &front{})
	for _, c := range []struct {
		path       []string
		key, value [2]int
	}{
		{nil, [2]int{}, [2]int{2, 1}},
		{[]string{"title"}, [2]int{2, 1}, [2]int{2, 8}},
		{[]string{"sources", "zz"}, [2]int{4, 3}, [2]int{5, 5}},
		{[]string{"sources", "zz", "url"}, [2]int{5, 5}, [2]int{5, 10}},
		{[]string{"sources", "aa", "url"}, [2]int{6, 18}, [2]int{6, 23}},
		{[]string{"corrections"}, [2]int{7, 1}, [2]int{8, 1}},
		{[]string{"corrections", "1"}, [2]int{}, [2]int{9, 3}},
		{[]string{"corrections", "1", "note"}, [2]int{9, 22}, [2]int{9, 28}},
		{[]string{"summary"}, [2]int{10, 1}, [2]int{10, 9}},
		{[]string{"wrong"}, [2]int{11, 1}, [2]int{11, 8}},
		{[]string{"absent"}, [2]int{}, [2]int{}},
		{[]string{"absent", "too"}, [2]int{}, [2]int{}},
		{[]string{"title", "0"}, [2]int{}, [2]int{}},
		{[]string{"corrections", "2"}, [2]int{}, [2]int{}},
		{[]string{"corrections", "-1"}, [2]int{}, [2]int{}},
		{[]string{"corrections", "x"}, [2]int{}, [2]int{}},
	} {
		var key, value [2]int
		key[0], key[1] = p.Key(c.path...)
		value[0], value[1] = p.Value(c.path...)
		if key != c.key || value != c.value {
			t.Errorf("%v: key %v value %v, want %v %v", c.path, key, value, c.key, c.value)
		}
	}
	for _, c := range []struct{ path, want []string }{
		{nil, []string{"title", "sources", "corrections", "summary", "wrong"}},
		{[]string{"sources"}, []string{"zz", "aa"}},
		{[]string{"corrections", "1"}, []string{"date", "note"}},
		{[]string{"title"}, nil},
		{[]string{"absent"}, nil},
	} {
		if got := p.Keys(c.path...); !slices.Equal(got, c.want) {
			t.Errorf("keys of %v: %q, want %q", c.path, got, c.want)
		}
	}
	empty, _ := Decode(nil, &front{})
	if line, col := empty.Value("title"); line != 0 || col != 0 || empty.Keys() != nil {
		t.Error("an empty document has positions")
	}
}

func TestMisuse(t *testing.T) {
	for _, v := range []any{nil, front{}, new(string), map[string]string{}, &struct {
		F float64 `yaml:"f"`
	}{}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Decode into %T did not panic", v)
				}
			}()
			Decode([]byte("f: 1"), v)
		}()
	}
}
