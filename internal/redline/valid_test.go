package redline

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// phrasing are the elements that may stand in a line.
var phrasing = []string{"a", "em", "strong", "s", "code", "cite", "bdi", "sup", "span", "br", "img", "input", "ins", "del"}

// children says what elements an element may have; none are named for those that
// hold what flows, and "" stands for lines.
var children = map[string][]string{
	"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "table": {"caption", "thead", "tbody"}, "thead": {"tr"}, "tbody": {"tr"}, "tr": {"td", "th"},
	"p": phrasing, "dt": phrasing, "figcaption": phrasing, "pre": {"code"}, "a": phrasing, "em": phrasing, "strong": phrasing, "s": phrasing, "code": phrasing,
	"cite": phrasing, "bdi": phrasing, "sup": phrasing, "span": phrasing,
}

// checkValid fails where HTML is not what HTML may be.
func checkValid(t testing.TB, r *Redline) {
	t.Helper()
	ids := map[string]bool{}
	once := func(id string) {
		if id == "" || ids[id] {
			t.Errorf("the anchor %q is not unique", id)
		}
		ids[id] = true
	}
	entries := map[string]bool{}
	for _, list := range [][]Entry{r.Notes, r.Sources, r.Acronyms} {
		for _, e := range list {
			once(e.ID)
			entries[e.ID] = true
		}
	}
	for _, row := range r.Rows {
		once(row.ID)
	}
	for _, row := range r.Rows {
		valid(t, string(row.HTML), row.Level > 0, entries)
		if row.Other != "" && !ids[row.Other] || row.Moved != Stays && row.Other == "" {
			t.Errorf("the row %s has its other place at %q", row.ID, row.Other)
		}
		marked := strings.Contains(string(row.HTML), "<ins") || strings.Contains(string(row.HTML), "<del") || strings.Contains(string(row.HTML), `="inserted`) || strings.Contains(string(row.HTML), `="deleted`) || strings.Contains(string(row.HTML), `="moved`)
		if row.HTML != "" && row.Changed() != marked {
			t.Errorf("row %s is changed: %v, and has marks: %v\n%s", row.ID, row.Changed(), marked, row.HTML)
		}
		if (row.Inserted+row.Deleted > 0) && row.Moved == Away {
			t.Errorf("the old place of %s counts words", row.ID)
		}
	}
	for _, list := range [][]Entry{r.Notes, r.Sources, r.Acronyms} {
		for _, e := range list {
			valid(t, string(e.HTML), false, entries)
			for _, id := range e.Rows {
				if !ids[id] {
					t.Errorf("no row %s", id)
				}
			}
		}
	}
	for _, f := range r.Fields {
		for _, e := range f.Items {
			valid(t, string(e.HTML), true, nil)
		}
	}
	if p := r.Percent(); p < 0 || p > 100 || (p > 0) != r.Changed() || r.Inserted > r.New || r.Deleted > r.Old || r.Old-r.Deleted != r.New-r.Inserted {
		t.Errorf("%d%%: of %d and %d words %d and %d", p, r.Old, r.New, r.Deleted, r.Inserted)
	}
}

func valid(t testing.TB, src string, line bool, entries map[string]bool) {
	t.Helper()
	nodes := parse(t, src)
	// The parser has put nothing elsewhere.
	var parsed, written []string
	var walk func(n *html.Node, inLine bool)
	walk = func(n *html.Node, inLine bool) {
		if n.Type != html.ElementNode {
			if parent := n.Parent; n.Type == html.TextNode && parent != nil && strings.TrimSpace(n.Data) != "" && slices.Contains([]string{"ul", "ol", "dl", "table", "thead", "tbody", "tr"}, parent.Data) {
				t.Errorf("text in %s:\n%s", parent.Data, src)
			}
			return
		}
		parsed = append(parsed, n.Data)
		if parent := n.Parent; parent != nil {
			if allowed, some := children[parent.Data]; some && !slices.Contains(allowed, n.Data) {
				t.Errorf("%s in %s:\n%s", n.Data, parent.Data, src)
			}
		}
		if inLine && !slices.Contains(phrasing, n.Data) {
			t.Errorf("%s in a line:\n%s", n.Data, src)
		}
		if n.Data == "button" {
			t.Errorf("a button:\n%s", src)
		}
		for _, name := range []string{"id", "popover", "popovertarget", "style"} {
			if v, found := attribute(n, name); found {
				t.Errorf("%s=%q:\n%s", name, v, src)
			}
		}
		if href, _ := attribute(n, "href"); strings.HasPrefix(href, "#note") && !entries[href[1:]] {
			t.Errorf("no note %s", href)
		}
		for p := n.Parent; p != nil; p = p.Parent {
			if n.Data == "a" && p.Data == "a" || n.Data == p.Data && (n.Data == "del" || n.Data == "ins") && !slices.Contains(classes(p), "moved") {
				t.Errorf("%s in %s:\n%s", n.Data, p.Data, src)
			}
		}
		if (n.Data == "ins" || n.Data == "del") && n.FirstChild == nil {
			t.Errorf("an empty %s:\n%s", n.Data, src)
		}
		if s := n.NextSibling; s != nil && s.Data == n.Data && (n.Data == "ins" || n.Data == "del") && inLine && len(n.Attr)+len(s.Attr) == 0 {
			t.Errorf("%s beside %s:\n%s", n.Data, n.Data, src)
		}
		in := inLine || n.Data == "p" || n.Data == "dt" || n.Data == "figcaption"
		for k := range n.ChildNodes() {
			walk(k, in)
		}
	}
	for _, n := range nodes {
		walk(n, line)
	}
	for z := html.NewTokenizer(strings.NewReader(src)); z.Next() != html.ErrorToken; {
		if token := z.Token(); token.Type == html.StartTagToken {
			written = append(written, token.Data)
		}
	}
	if !slices.Equal(parsed, written) {
		t.Errorf("written %v\nparsed  %v\n%s", written, parsed, src)
	}
}
