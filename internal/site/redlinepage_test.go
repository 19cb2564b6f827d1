package site

import (
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"briefpress"
	"briefpress/internal/brief"
)

// sitesCompared loads the two sites whose briefs have several editions.
func sitesCompared(t *testing.T) []*Site {
	t.Helper()
	var sites []*Site
	for _, content := range []fs.FS{briefpress.Content(), os.DirFS("../browser/testdata/editions"), os.DirFS("../browser/testdata/dari")} {
		s, problems := Load(Source{Content: content, Templates: briefpress.Templates(), Static: briefpress.Static(), BaseURL: "https://example.org/sub"}, nil)
		for _, p := range problems {
			if p.Stops {
				t.Fatal(p)
			}
		}
		sites = append(sites, s)
	}
	return sites
}

// hasClass tells whether a node is an element of a class.
func hasClass(n *html.Node, class string) bool {
	for _, a := range n.Attr {
		if a.Key == "class" && slices.Contains(strings.Fields(a.Val), class) {
			return true
		}
	}
	return false
}

// find finds all elements that something holds of, the outermost of each.
func find(n *html.Node, holds func(*html.Node) bool) []*html.Node {
	if n.Type == html.ElementNode && holds(n) {
		return []*html.Node{n}
	}
	var found []*html.Node
	for c := range n.ChildNodes() {
		found = append(found, find(c, holds)...)
	}
	return found
}

// said is the text of a page's headings and blocks, word by word, without what
// the page adds to them and without the elements of one name.
func said(t *testing.T, s *Site, path string, without atom.Atom) []string {
	t.Helper()
	f, err := s.File(path)
	if err != nil || f.Status != http.StatusOK {
		t.Fatalf("%s: %v", path, err)
	}
	doc, err := html.Parse(strings.NewReader(string(f.Body)))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	var b strings.Builder
	flush := func() {
		words = append(words, strings.Fields(b.String())...)
		b.Reset()
	}
	var write func(*html.Node)
	write = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case n.DataAtom == without, n.DataAtom == atom.Sup, n.DataAtom == atom.Colgroup,
			hasClass(n, "num"), hasClass(n, "anchor"), hasClass(n, "note"), hasClass(n, "expansion"), hasClass(n, "change"), hasClass(n, "mark"), hasClass(n, "also"):
			return
		}
		apart := false
		switch n.DataAtom {
		case atom.P, atom.Li, atom.Td, atom.Th, atom.Dd, atom.Dt, atom.Div, atom.Footer, atom.Br, atom.Figcaption, atom.Caption, atom.Tr:
			apart = true
		}
		if apart {
			flush()
		}
		for c := range n.ChildNodes() {
			write(c)
		}
		if apart {
			flush()
		}
	}
	for _, n := range find(doc, func(n *html.Node) bool { return hasClass(n, "block") || hasClass(n, "heading") }) {
		write(n)
		flush()
	}
	return words
}

// A page of a redline without what was added is the old edition, and without
// what was removed the new one, word by word and in order.
func TestStripRedline(t *testing.T) {
	pages := 0
	for _, s := range sitesCompared(t) {
		for _, e := range s.entries {
			for _, from := range e.brief.Editions {
				for _, to := range e.brief.Editions {
					if from.Date >= to.Date {
						continue
					}
					pages++
					path := e.compare(from, to)
					for without, ed := range map[atom.Atom]*brief.Edition{atom.Ins: from, atom.Del: to} {
						got, want := said(t, s, path, without), said(t, s, e.dated(ed), 0)
						if len(want) < 20 {
							t.Fatalf("%s says %q", e.dated(ed), want)
						}
						for i := range max(len(got), len(want)) {
							if i >= len(got) || i >= len(want) || got[i] != want[i] {
								t.Errorf("%s without %s:\n%q, want\n%q", path, without, got[min(max(0, i-5), len(got)):min(i+10, len(got))], want[min(max(0, i-5), len(want)):min(i+10, len(want))])
								break
							}
						}
					}
				}
			}
		}
	}
	if pages < 8 {
		t.Errorf("only %d redlines", pages)
	}
}

// Every number that was ever given, up to an edition, is an anchor of its page,
// once, and the anchors of all sections of the edition are there.
func TestAnchorsLast(t *testing.T) {
	gone := 0
	for _, s := range sitesCompared(t) {
		for _, e := range s.entries {
			given := map[string]bool{}
			for _, ed := range e.brief.Editions {
				for _, l := range e.brief.Labels(ed) {
					if id := l.ID(); id != "" {
						given[id] = true
					}
				}
				f, err := s.File(e.dated(ed))
				if err != nil {
					t.Fatal(err)
				}
				for id := range given {
					if n := strings.Count(string(f.Body), ` id="`+id+`"`); n != 1 {
						t.Errorf("%s has the anchor %s %d times", e.dated(ed), id, n)
					}
				}
				gone += len(given)
				for _, l := range e.brief.Labels(ed) {
					if l != (brief.Label{}) {
						gone--
					}
				}
				for id := range ed.Body().IDs {
					if !strings.HasPrefix(id, "endnote-") && !strings.Contains(string(f.Body), ` id="`+id+`"`) {
						t.Errorf("%s has no anchor %s", e.dated(ed), id)
					}
				}
			}
		}
	}
	if gone < 5 {
		t.Errorf("only %d numbers are gone", gone)
	}
}

func TestPairs(t *testing.T) {
	for n := 1; n < 30; n++ {
		for i := range n {
			for j := range n {
				want := i < j && (j < 12 || i == 0 || j == i+1)
				if pair(i, j) != want {
					t.Errorf("pair(%d, %d) is %v", i, j, !want)
				}
			}
		}
	}
}

// What a redline that follows the newest edition says is what the redline of
// the pair says, and that is its canonical address.
func TestFollowed(t *testing.T) {
	s := sitesCompared(t)[1]
	e := s.entry("convoys")
	from, newest := e.brief.First(), e.brief.Newest()
	followed, err := s.File(e.followed(from))
	if err != nil {
		t.Fatal(err)
	}
	fixed, err := s.File(e.compare(from, newest))
	if err != nil {
		t.Fatal(err)
	}
	if string(followed.Body) != string(fixed.Body) {
		t.Error("they differ")
	}
	if !strings.Contains(string(followed.Body), `<link rel="canonical" href="https://example.org/sub/briefs/convoys/compare/2020-01-10/2020-09-30/">`) {
		t.Error("the canonical address is another")
	}
	for _, path := range []string{e.followed(newest), e.compare(newest, from), e.compare(from, from), "/briefs/convoys/compare/", "/briefs/convoys/compare/2020-01-10/", "/briefs/convoys/compare/2020-01-10/2020-09-30"} {
		if s.Has(path) {
			t.Errorf("there is %s", path)
		}
	}
}

// Wherever the page of an edition leads into a redline, something is there.
func TestMarksLead(t *testing.T) {
	followed := 0
	for _, s := range sitesCompared(t) {
		for _, e := range s.entries {
			for _, ed := range e.brief.Editions {
				for _, m := range regexp.MustCompile(`class="mark ui" hidden><a href="/sub(/[^"#]*)#([^"]*)"`).FindAllStringSubmatch(string(file(t, s, e.dated(ed)).Body), -1) {
					followed++
					if n := strings.Count(string(file(t, s, m[1]).Body), ` id="`+m[2]+`"`); n != 1 {
						t.Errorf("%s leads to %s, which has the anchor %s %d times", e.dated(ed), m[1], m[2], n)
					}
				}
			}
		}
	}
	if followed < 20 {
		t.Errorf("only %d marks", followed)
	}
}
