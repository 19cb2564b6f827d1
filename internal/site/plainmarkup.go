package site

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"briefpress/internal/phrase"
)

// A plain writes lines of text.
type plain struct {
	words  *phrase.Phrases
	b      strings.Builder
	inline strings.Builder // of the line under way
	indent string          // what every line begins with
	mark   string          // of a list, in place of the last two spaces of the next line's indent
	lead   string          // what the next line's text begins with
	depth  int             // of lists
}

// line writes a line of its own.
func (p *plain) line(text string) {
	start := p.indent
	if p.mark != "" {
		start = strings.TrimSuffix(start, "  ") + p.mark
	}
	p.b.WriteString(strings.TrimRight(start+p.lead+text, " ") + "\n")
	p.mark, p.lead = "", ""
}

// gap leaves a blank line.
func (p *plain) gap() {
	if p.b.Len() > 0 && !strings.HasSuffix(p.b.String(), "\n\n") {
		p.b.WriteString("\n")
	}
}

// flush ends the line under way. Spaces that do not break stay.
func (p *plain) flush() {
	text := oneLine(p.inline.String())
	p.inline.Reset()
	if text != "" {
		p.line(text)
	}
}

func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }), " ")
}

// leading ends what is under way, so that what follows begins on a line of its
// own.
func (p *plain) leading() {
	p.flush()
	if p.mark+p.lead != "" {
		p.line("")
	}
}

// within writes what is inside a node, further in.
func (p *plain) within(n *html.Node, indent string) {
	before := p.indent
	p.indent += indent
	p.children(n)
	p.flush()
	p.indent = before
}

// markup writes HTML of our pages: what pops up is left out, notes and tasks
// are marked, links to other sites name them.
func (p *plain) markup(src string) {
	nodes, err := html.ParseFragment(strings.NewReader(src), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return // a reader of a string does not fail
	}
	for _, n := range nodes {
		p.node(n)
	}
	p.leading()
}

func (p *plain) children(n *html.Node) {
	for c := range n.ChildNodes() {
		p.node(c)
	}
}

func (p *plain) node(n *html.Node) {
	if n.Type == html.TextNode {
		p.inline.WriteString(n.Data)
		return
	}
	attr := map[string]string{}
	for _, a := range n.Attr {
		attr[a.Key] = a.Val
	}
	if _, popover := attr["popover"]; popover {
		return
	}
	switch n.Data {
	case "svg", "summary":
	case "br":
		p.inline.WriteString(" ")
	case "img":
		p.inline.WriteString(attr["alt"])
	case "input":
		mark := "[ ] "
		if _, done := attr["checked"]; done {
			mark = "[x] "
		}
		p.inline.WriteString(mark)
	case "button":
		if strings.HasPrefix(attr["popovertarget"], "note-") {
			number, _ := strconv.Atoi(strings.TrimPrefix(attr["popovertarget"], "note-"))
			p.inline.WriteString(" [" + p.words.Note(number) + "]")
		} else {
			p.children(n)
		}
	case "a":
		p.children(n)
		if to := attr["href"]; strings.Contains(to, "://") && !strings.HasSuffix(p.inline.String(), to) {
			p.inline.WriteString(" <" + to + ">")
		}
	case "pre":
		p.leading()
		for line := range strings.SplitSeq(strings.TrimRight(textOf(n), "\n"), "\n") {
			p.line("    " + line)
		}
	case "ul", "ol":
		p.list(n, attr["start"])
	case "blockquote":
		p.leading()
		p.within(n, "  ")
	case "dt":
		p.flush()
		p.children(n)
		p.inline.WriteString(": ")
	case "dd":
		if oneLine(p.inline.String()) == "" {
			p.within(n, "  ") // another meaning of the same term
		} else {
			p.children(n)
			p.flush()
		}
	case "tr":
		p.flush()
		first := true
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode {
				if !first {
					p.inline.WriteString(" | ")
				}
				first = false
				p.children(c)
			}
		}
		p.flush()
	case "p", "div", "figure", "figcaption", "footer", "caption", "details", "table", "dl":
		p.flush()
		p.children(n)
		p.flush()
	default:
		p.children(n)
	}
}

// list writes the items of a list, each with its mark.
func (p *plain) list(n *html.Node, start string) {
	p.leading()
	number, err := strconv.Atoi(start)
	if err != nil {
		number = 1
	}
	before := p.indent
	p.indent += "  "
	if p.depth++; p.depth == 1 {
		p.indent += "  "
	}
	for li := range n.ChildNodes() {
		if li.Data != "li" {
			continue
		}
		p.mark = "- "
		if n.Data == "ol" {
			p.mark = p.words.Digits(strconv.Itoa(number)) + ". "
			number++
		}
		p.children(li)
		p.leading()
	}
	p.depth--
	p.indent = before
}

// textOf is all text in a node, as it is.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
