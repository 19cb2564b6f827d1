package site

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

// parts are the elements of a page that Writing finds by kind.
func parts(t *testing.T, f *File) (ids map[string]*html.Node, kinds map[string]int) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(string(f.Body)))
	if err != nil {
		t.Fatal(err)
	}
	ids, kinds = map[string]*html.Node{}, map[string]int{}
	for n := range doc.Descendants() {
		class := ""
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				ids[a.Val] = n
			case "class":
				class = " " + a.Val + " "
			}
		}
		for kind, is := range map[string]bool{
			"title": n.Data == "h1", "summary": strings.Contains(class, " lede "), "strip": strings.Contains(class, " strip "),
			"block":     strings.Contains(class, " block "),
			"key-point": n.Data == "li" && n.Parent.Parent != nil && slices.ContainsFunc(n.Parent.Parent.Attr, func(a html.Attribute) bool { return a.Val == "glance" }),
		} {
			if is {
				kinds[kind]++
			}
		}
	}
	return ids, kinds
}

// letters are those of a text, by which a source and what is made of it can be
// compared.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// beginning is how an element begins, number and expansions left out.
func beginning(n *html.Node) string {
	var b strings.Builder
	var read func(*html.Node)
	read = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(letters(n.Data))
		}
		if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
			return a.Key == "popover" || a.Val == "num" || a.Val == "callout-title" || a.Val == "estimate"
		}) {
			return
		}
		for c := range n.ChildNodes() {
			read(c)
		}
	}
	read(n)
	said := []rune(b.String())
	return string(said[:min(4, len(said))])
}

// Every part of every page that has a text is where Writing says, and none is
// left out.
func TestWriting(t *testing.T) {
	for name, s := range map[string]*Site{"library": load(t, library(t)), "built-in": load(t, builtIn()), "reading": reading(t, "")} {
		texts, redlines, compared := 0, 0, 0
		for _, path := range s.Paths() {
			w := s.Writing(path)
			redline := strings.Contains(path, "/compare/")
			if want := strings.HasSuffix(path, "/") && (s.page(strings.Trim(path, "/")) != nil || strings.Count(path, "/") >= 3 && strings.HasPrefix(path, "/briefs/")) &&
				!strings.HasSuffix(path, "/history/") && file(t, s, path).Kind == Page && s.all.years.find(strings.TrimSuffix(strings.TrimPrefix(path, "/briefs/"), "/")) == nil; want != (w != nil) {
				t.Errorf("%s: %s: there is a text: %t", name, path, want)
			}
			if w == nil {
				continue
			}
			f := file(t, s, path)
			ids, kinds := parts(t, f)
			if redline {
				redlines++
			} else {
				texts++
				if w.Edition != nil && name != "library" && !strings.Contains(string(f.Body), phrase.For(w.Edition.Language).Minutes(w.Minutes)) {
					t.Errorf("%s: %s: the page does not say that it takes %d minutes", name, path, w.Minutes)
				}
			}
			lines := strings.Split(string(w.Document.Source), "\n")
			found := map[string]int{}
			for _, p := range w.Places {
				found[p.Kind]++
				if p.Line < 1 || p.Column < 1 || p.End < p.Line || p.End > len(lines) {
					t.Errorf("%s: %s: %+v in a file of %d lines", name, path, p, len(lines))
					continue
				}
				if p.ID == "" {
					continue
				}
				n := ids[p.ID]
				if n == nil {
					if !redline {
						t.Errorf("%s: %s: there is nothing called %q, which is line %d", name, path, p.ID, p.Line)
					}
					continue
				}
				if source := letters(strings.Join(lines[p.Line-1:p.End], "")); !redline && (p.Kind == "heading" || p.Kind == "block" || p.Kind == "item") {
					compared++
					if said := beginning(n); !strings.Contains(source, said) && (source == "" || !strings.HasPrefix(said, source)) {
						t.Errorf("%s: %s: %s begins with %q; lines %d to %d say %.30q", name, path, p.ID, said, p.Line, p.End, source)
					}
				}
			}
			if redline {
				continue
			}
			for _, kind := range []string{"title", "summary", "strip", "key-point", "block"} {
				if found[kind] != kinds[kind] {
					t.Errorf("%s: %s: %d parts of kind %s, %d on the page", name, path, found[kind], kind, kinds[kind])
				}
			}
			for id := range ids {
				if _, numbered := brief.ParseLabel(cmp.Or(strings.Split(id, ".")[0], id)); numbered && ids[id].Data == "div" &&
					!slices.ContainsFunc(w.Places, func(p Place) bool { return p.ID == id }) {
					t.Errorf("%s: %s: nobody knows where %s is written", name, path, id)
				}
			}
		}
		if texts == 0 || compared == 0 || name == "library" && redlines == 0 {
			t.Errorf("%s: %d texts, %d redlines, %d parts", name, texts, redlines, compared)
		}
	}
}

func TestPageOf(t *testing.T) {
	s := load(t, library(t))
	for file, want := range map[string]string{
		"content/briefs/mission/2020-04-14.md": "/briefs/mission/",
		"content/briefs/mission/2019-06-07.md": "/briefs/mission/2019-06-07/",
		"content/briefs/mission/plan.svg":      "/briefs/mission/",
		"content/briefs/mission/editions.sum":  "/briefs/mission/",
		"content/briefs/short.md":              "/briefs/short/",
		"content/briefs/other.svg":             "",
		"content/pages/about.md":               "/about/",
		"content/pages/plan.svg":               "",
		"content/site.yaml":                    "",
		"templates/base.html":                  "",
		"content/briefs/missing/2020-04-14.md": "",
		"":                                     "",
	} {
		got := s.PageOf(file)
		if got != want {
			t.Errorf("PageOf(%q) = %q, want %q", file, got, want)
		}
		if w := s.Writing(got); strings.HasSuffix(file, ".md") && want != "" && (w == nil || w.Document.File != file) {
			t.Errorf("the page of %s is not written in it", file)
		}
	}
}

// Writing is asked of whatever address a browser shows.
func FuzzWriting(f *testing.F) {
	s := load(f, library(f))
	for _, p := range []string{"/", "", "//", "/briefs/mission/", "/briefs/mission/compare/2019-06-07/newest/", "/briefs//", "/about/", "/briefs/mission/2019-06-07/brief.md", "briefs/mission/"} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if w := s.Writing(path); w != nil && !s.Has(path) {
			t.Fatalf("%q has a text and is no page", path)
		}
	})
}
