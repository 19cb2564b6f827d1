package redline

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A node is an element that holds others, or a line: what stands in a paragraph,
// an item or a cell.
type node struct {
	tag   string // "" of a line and of a group of a definition list
	attrs string // as they are written, with a space before
	kids  []*node
	words []word // of a line
	key   int32  // what the node says: equal for nodes that say the same
}

// A word is what is compared in a line: a word, a mark of punctuation, a line
// break, a picture, a reference to a note.
type word struct {
	key   int32
	html  string // as it is written
	space string // before it
	marks *mark  // that it stands in
	count int    // of words: 1, 0 of punctuation
	solid bool   // no word: never joined with the changes around it
	image *image
}

// An image is a picture in a line.
type image struct {
	src string
	alt []word // what is said in its place
}

// A reader makes nodes of the HTML of one edition.
type reader struct {
	*names
	// refers are the notes by their anchors in the edition, "note-3".
	refers map[string]reference
	// referred are the entries of notes that what was read refers to.
	referred []string
	// scratch is room for the words of a line.
	scratch []word
	// hidden is the mark of what is read next, where that is compared and not seen.
	hidden *mark
}

// A reference leads to the entry of a note. Those of equal notes say the same.
type reference struct {
	entry string
	says  int32
}

// blocks are the elements that hold others; all else stands in lines.
var blocks = map[string]bool{
	"p": true, "ul": true, "ol": true, "li": true, "dl": true, "dt": true, "dd": true, "div": true, "blockquote": true,
	"footer": true, "figure": true, "figcaption": true, "table": true, "caption": true, "thead": true, "tbody": true,
	"tr": true, "th": true, "td": true, "pre": true, "hr": true, "details": true, "summary": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
}

// read makes nodes of HTML of package brief.
func (r *reader) read(src string) []*node {
	nodes, err := html.ParseFragment(strings.NewReader(src), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return nil // a reader of a string does not fail
	}
	return r.flow(slices.Values(nodes))
}

// text makes a line of plain text.
func (r *reader) text(s string) *node {
	l := line{reader: r}
	l.text(s, nil)
	return l.node()
}

func (r *reader) flow(nodes func(func(*html.Node) bool)) []*node {
	var out []*node
	l := r.line()
	flush := func() {
		if len(l.words) > 0 {
			out = append(out, l.node())
		}
		l = r.line()
	}
	for n := range nodes {
		if n.Type == html.ElementNode && blocks[n.Data] {
			flush()
			if _, popover := attribute(n, "popover"); !popover {
				out = append(out, r.element(n))
			}
			continue
		}
		l.inline(n, r.hidden)
	}
	flush()
	return out
}

func (r *reader) element(n *html.Node) *node {
	e := &node{tag: n.Data, attrs: attributes(n)}
	class, _ := attribute(n, "class")
	before := r.hidden
	switch {
	case n.Data == "pre":
		e.kids = r.listing(n)
	case n.Data == "dl" && class != "estimate":
		e.kids = groups(r.flow(n.ChildNodes()))
		for _, g := range e.kids {
			r.name(g)
		}
	default:
		if class == "callout-title" {
			kind, _ := attribute(n.Parent, "class")
			r.hidden = r.mark(nil, "", kind)
		}
		e.kids = r.flow(n.ChildNodes())
	}
	r.hidden = before
	r.name(e)
	return e
}

// name gives a node its key.
func (r *reader) name(n *node) {
	var b strings.Builder
	b.WriteString("<" + n.tag)
	if !restyled(n) {
		b.WriteString(n.attrs)
	}
	for _, k := range n.kids {
		fmt.Fprintf(&b, " %d", k.key)
	}
	n.key = r.id(b.String(), -1)
}

// restyled tells of elements whose attributes say nothing that is not said in
// their text, or only how it is set.
func restyled(n *node) bool {
	switch n.tag {
	case "ul", "ol", "blockquote":
		return false
	}
	return true
}

// groups puts the terms of a definition list together with what they mean.
func groups(kids []*node) []*node {
	var out []*node
	for i, k := range kids {
		if len(out) == 0 || k.tag != "dd" && (i == 0 || kids[i-1].tag == "dd") {
			out = append(out, &node{})
		}
		g := out[len(out)-1]
		g.kids = append(g.kids, k)
	}
	return out
}

// listing makes a line of each line of code.
func (r *reader) listing(n *html.Node) []*node {
	var lines []*node
	current := &node{}
	var text strings.Builder // of the line: how it is highlighted is not compared
	flush := func() {
		if len(current.words) > 0 {
			current.key, current.words[0].count = r.id(text.String(), -2), countWords(text.String())
			lines = append(lines, current)
		}
		current = &node{}
		text.Reset()
	}
	var walk func(n *html.Node, m *mark)
	walk = func(n *html.Node, m *mark) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				for part := range strings.Lines(c.Data) {
					text.WriteString(part)
					current.words = append(current.words, word{html: html.EscapeString(part), marks: m, solid: true})
					if strings.HasSuffix(part, "\n") {
						flush()
					}
				}
			case c.Data == "a" || c.Type != html.ElementNode: // the link to a line
			case c.Data == "code":
				walk(c, m)
			default:
				walk(c, r.mark(m, c.Data, attributes(c)))
			}
		}
	}
	walk(n, nil)
	flush()
	return lines
}

// count gives the words of a node.
func (n *node) count() int {
	total := 0
	for _, w := range n.words {
		total += w.count
	}
	for _, k := range n.kids {
		total += k.count()
	}
	return total
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// attributes are those that an element keeps: anchors are left out, and a table
// that scrolls is no landmark, since it may be shown twice under one name.
func attributes(n *html.Node) string {
	var b strings.Builder
	for _, a := range n.Attr {
		if a.Key == "id" {
			continue
		}
		if a.Key == "role" && a.Val == "region" {
			a.Val = "group"
		}
		b.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
	}
	return b.String()
}
