package redline

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// A line is being read.
type line struct {
	*reader
	words []word
	space string
}

func (r *reader) line() line { return line{reader: r, words: r.scratch} }

// node ends the line.
func (l *line) node() *node {
	n := &node{words: slices.Clone(l.words)}
	l.scratch = l.words[:0]
	if len(n.words) > 0 {
		n.words[0].space = "" // a line begins and ends with no space
	}
	key := make([]byte, 0, 6*len(l.words))
	for _, w := range l.words {
		key = append(strconv.AppendInt(key, int64(w.key), 36), w.space...)
		key = append(key, ',')
	}
	n.key = l.id(string(key), -3)
	return n
}

func (l *line) add(w word) {
	w.space = l.space
	l.space = ""
	l.words = append(l.words, w)
}

// solid adds what is no text, known by a text of its own.
func (l *line) solid(markup, known string, m *mark) {
	l.add(word{key: l.id("<"+known, markID(m)), html: markup, marks: m, solid: true})
}

func (l *line) text(s string, m *mark) {
	for s != "" {
		if n := spaces(s); n > 0 {
			l.space = " "
			s = s[n:]
			continue
		}
		n, isWord := token(s)
		w := word{key: l.id(s[:n], markID(m)), html: html.EscapeString(s[:n]), marks: m}
		if isWord {
			w.count = 1
		}
		l.add(w)
		s = s[n:]
	}
}

func (l *line) inline(n *html.Node, m *mark) {
	switch n.Type {
	case html.TextNode:
		l.text(n.Data, m)
		return
	case html.ElementNode:
	default:
		return
	}
	if _, popover := attribute(n, "popover"); popover {
		return
	}
	class, _ := attribute(n, "class")
	switch n.Data {
	case "br", "input":
		markup := "<" + n.Data + attributes(n) + ">"
		l.solid(markup, markup, m)
		return
	case "img":
		src, _ := attribute(n, "src")
		alt, _ := attribute(n, "alt")
		l.solid("<img"+attributes(n)+">", src+"\x00"+alt, m)
		w := &l.words[len(l.words)-1]
		w.image = &image{src, l.reader.text(alt).words}
		w.count = count(w.image.alt)
		return
	case "svg":
		var b strings.Builder
		html.Render(&b, n)
		l.solid(b.String(), b.String(), m)
		return
	case "sup":
		if strings.HasPrefix(class, "ref") {
			l.reference(n, class, m)
			return
		}
	case "button":
	default:
		m = l.mark(m, n.Data, attributes(n))
	}
	for c := range n.ChildNodes() {
		l.inline(c, m)
	}
}

// reference adds a reference to a note. No link may stand in a link: it ends
// one that it stands in.
func (l *line) reference(n *html.Node, class string, m *mark) {
	button := n.FirstChild
	if button == nil {
		return
	}
	target, _ := attribute(button, "popovertarget")
	to, ok := l.refers[target]
	if !ok {
		return
	}
	l.referred = append(l.referred, to.entry)
	var number strings.Builder
	for d := range button.Descendants() {
		if d.Type == html.TextNode {
			number.WriteString(d.Data)
		}
	}
	label, _ := attribute(button, "aria-label")
	for outer := m; outer != nil; outer = outer.around {
		if outer.tag == "a" {
			m = outer.around
		}
	}
	l.solid(`<sup class="`+html.EscapeString(class)+`"><a href="#`+html.EscapeString(to.entry)+`" aria-label="`+html.EscapeString(label)+`">`+
		html.EscapeString(number.String())+`</a></sup>`, "note "+strconv.Itoa(int(to.says)), m)
}
