package redline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"briefpress/internal/brief"
)

// A canon writes HTML in a form in which two texts are equal when they say the
// same with the same markup: words in the marks that they stand in, blocks by
// their elements. What is left out are anchors, popovers and buttons, numbers of
// notes (their texts stand instead), and whether a line is a paragraph.
type canon struct {
	strings.Builder
	drop    string // "ins" or "del" to leave out; "" for HTML without either
	note    func(id string) string
	marks   string
	space   bool
	fresh   bool // nothing has been written on this line
	joined  bool // the next border of paragraphs is one that was left out
	listing bool
}

func (c *canon) line(what string) {
	if what == "" && c.joined {
		return
	}
	if c.marks, c.space = "", false; what == "" && c.fresh {
		return
	}
	if !c.fresh {
		c.WriteByte('\n')
	}
	c.fresh = true
	if what != "" {
		c.WriteString(what + "\n")
	}
}

func (c *canon) text(s, marks string) {
	for _, r := range s {
		if !c.listing && strings.ContainsRune(" \n\t", r) {
			c.space = true
			continue
		}
		if c.space && (!c.fresh || c.joined) {
			c.WriteByte(' ')
		}
		c.space, c.fresh, c.joined = false, false, false
		if marks != c.marks {
			fmt.Fprintf(c, "{%s}", marks)
			c.marks = marks
		}
		c.WriteRune(r)
	}
}

func (c *canon) solid(s, marks string) {
	listing := c.listing
	c.listing = true
	c.text(s, marks)
	c.listing = listing
}

func classes(n *html.Node) []string {
	class, _ := attribute(n, "class")
	return strings.Fields(class)
}

func (c *canon) node(n *html.Node, marks string) {
	if n.Type == html.TextNode {
		c.text(n.Data, marks)
		return
	}
	class := classes(n)
	gone := map[string]string{"ins": "inserted", "del": "deleted"}[c.drop]
	if _, popover := attribute(n, "popover"); popover || gone != "" && slices.Contains(class, gone) || slices.Contains(class, "none") {
		return
	}
	children := func(marks string) {
		for k := range n.ChildNodes() {
			c.node(k, marks)
		}
	}
	switch n.Data {
	case "ins", "del":
		switch border := slices.Contains(class, "border"); {
		case c.drop == "":
			panic("a change in a text without changes")
		case n.Data != c.drop && border:
			c.line("")
		case n.Data != c.drop:
			children(marks)
		case border && n.Data == "ins":
			c.joined = true // the border behind it is new
		}
	case "p", "div", "thead", "tbody", "dl":
		if c.joined && n.Data == "p" {
			children(marks)
		} else {
			c.line("")
			children(marks)
			c.line("")
		}
	case "ul", "ol", "blockquote":
		c.line("<" + n.Data + attributes(n) + ">")
		children(marks)
		c.line("</" + n.Data + ">")
	case "td", "th":
		c.line("<cell>")
		children(marks)
	case "li", "dt", "dd", "figure", "figcaption", "table", "caption", "tr", "pre", "footer", "hr":
		c.line("<" + n.Data + ">")
		c.listing = n.Data == "pre"
		children(marks)
		c.listing = false
		c.line("")
	case "sup":
		k := n.FirstChild
		id, _ := attribute(k, "popovertarget")
		if k.Data == "a" {
			id, _ = attribute(k, "href")
			id = strings.TrimPrefix(id, "#")
		}
		outside, _, _ := strings.Cut(marks, "<a ") // no link stands in a link
		c.solid("[note: "+c.note(id)+"]", outside)
	case "img":
		src, _ := attribute(n, "src")
		alt, _ := attribute(n, "alt")
		if s := n.NextSibling; s != nil && slices.Contains(classes(s), "alt") {
			inner := &canon{drop: c.drop, fresh: true}
			for k := range s.ChildNodes() {
				inner.node(k, "")
			}
			alt = inner.String()
		}
		c.solid("[picture "+src+" "+alt+"]", marks)
	case "br", "input":
		c.solid("<"+n.Data+attributes(n)+">", marks)
	case "button":
		children(marks)
	case "a":
		if slices.Contains(class, "line") {
			return
		}
		children(marks + "<a" + attributes(n) + ">")
	case "span":
		if c.listing || slices.Contains(class, "alt") {
			if c.listing {
				children(marks)
			}
			return
		}
		children(marks + "<span" + attributes(n) + ">")
	case "code":
		if c.listing {
			children(marks)
			return
		}
		children(marks + "<code" + attributes(n) + ">")
	default:
		children(marks + "<" + n.Data + attributes(n) + ">")
	}
}

func parse(t testing.TB, src string) []*html.Node {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(src), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	return nodes
}

func canonical(t testing.TB, drop string, note func(string) string, parts ...string) string {
	c := &canon{drop: drop, note: note, fresh: true}
	for _, part := range parts {
		for _, n := range parse(t, part) {
			c.node(n, "")
		}
		c.joined = false
		c.line("=====")
	}
	return c.String()
}

// source gives the headings and blocks of an edition, as they are on its page.
func source(e *brief.Edition) (markup, texts []string) {
	n := 0
	var walk func([]*brief.Section)
	walk = func(sections []*brief.Section) {
		for _, s := range sections {
			if s.Level > 0 {
				markup, texts = append(markup, string(s.HTML)), append(texts, s.Title)
			}
			for _, b := range s.Blocks {
				markup, texts = append(markup, string(b.Markup(brief.Label{}))), append(texts, b.Text)
				n++
			}
			walk(s.Sections)
		}
	}
	walk(e.Body().Sections)
	return markup, texts
}

// checkSides fails where a redline without what is inserted is not the one
// edition, or without what is deleted not the other, or where it is not valid.
func checkSides(t testing.TB, r *Redline) {
	t.Helper()
	for _, side := range []struct {
		drop string
		e    *brief.Edition
		skip func(*Row) bool
		text func(*Row) string
		note func(*Entry) string
		none brief.Change
	}{
		{"ins", r.From, func(row *Row) bool { return row.Moved == Here }, func(row *Row) string { return row.Old }, func(e *Entry) string { return e.Old }, brief.Inserted},
		{"del", r.To, func(row *Row) bool { return row.Moved == Away }, func(row *Row) string { return row.New }, func(e *Entry) string { return e.New }, brief.Removed},
	} {
		body := side.e.Body()
		own := func(id string) string {
			for _, n := range body.Notes {
				if n.ID == id {
					return n.Text
				}
			}
			t.Fatalf("no note %s in %s", id, side.e.File)
			return ""
		}
		shown := func(id string) string {
			for i := range r.Notes {
				if r.Notes[i].ID == id {
					// Of several equal notes one may be in the one edition alone.
					return cmp.Or(side.note(&r.Notes[i]), r.Notes[i].Old, r.Notes[i].New)
				}
			}
			t.Fatalf("no entry %s", id)
			return ""
		}
		markup, texts := source(side.e)
		var all, said []string
		for i := range r.Rows {
			row := &r.Rows[i]
			all = append(all, string(row.HTML))
			if !side.skip(row) && row.Change != side.none {
				said = append(said, row.text(side.text))
			}
		}
		if got, want := strings.Join(said, "\n"), strings.Join(texts, "\n"); got != want {
			t.Errorf("the rows do not say what %s says:\n%s", side.e.File, firstDifference(got, want))
		}
		// Rows of several blocks stand for as many in the source.
		join := func(s string) string { return strings.ReplaceAll(s, "=====\n", "") }
		got, want := join(canonical(t, side.drop, shown, all...)), join(canonical(t, "", own, markup...))
		if got != want {
			t.Errorf("without %s the redline is not %s:\n%s", side.drop, side.e.File, firstDifference(got, want))
		}
	}
}

func (r *Row) text(f func(*Row) string) string { return f(r) }

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := 0; ; i++ {
		x, y := "(end)", "(end)"
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y || i >= len(a) {
			return fmt.Sprintf("line %d\n got %q\nwant %q", i+1, x, y)
		}
	}
}
