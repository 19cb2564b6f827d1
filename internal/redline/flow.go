package redline

import (
	"strings"

	"briefpress/internal/diff"
)

// A frame is the ins or del that is to be put around or, where none may stand
// around it, into an element.
type frame struct {
	act   act // keep for none
	moved bool
}

var frameNames = [...]string{drop: "deleted", add: "inserted"}

// within are the elements that ins and del may only stand in, and parts those
// whose children are such elements.
var (
	within = map[string]bool{"li": true, "dt": true, "dd": true, "caption": true, "figcaption": true, "th": true, "td": true, "summary": true}
	parts  = map[string]bool{"tr": true, "thead": true, "tbody": true}
)

// node writes an element with what is in it.
func (w *writer) node(n *node, f frame, inside func(frame)) {
	class := ""
	if f.moved {
		class = "moved"
	}
	switch {
	case f.act == keep:
		w.open(n, f)
		inside(f)
		w.close(n)
	case parts[n.tag], n.tag == "" && n.words == nil, n.tag == "div" && n.attrs == "": // the last two in definition lists
		w.open(n, f)
		inside(f)
		w.close(n)
	case within[n.tag] && len(n.kids) == 0:
		w.marks++
		w.open(n, f)
		w.close(n)
	case within[n.tag]:
		w.open(n, f)
		w.begin(f.act, class)
		inside(frame{})
		w.end(f.act)
		w.close(n)
	default:
		w.begin(f.act, class)
		w.open(n, frame{})
		inside(frame{})
		w.close(n)
		w.end(f.act)
	}
}

// open writes the start of an element, with a class that says what became of it.
func (w *writer) open(n *node, f frame) {
	if n.tag == "" {
		return
	}
	attrs := n.attrs
	if f.act != keep {
		name := frameNames[f.act]
		if f.moved {
			name = "moved " + name
		}
		if before, after, found := strings.Cut(attrs, ` class="`); found {
			attrs = before + ` class="` + name + " " + after
		} else {
			attrs = ` class="` + name + `"` + attrs
		}
	}
	w.WriteString("<" + n.tag + attrs + ">")
	if n.tag == "pre" {
		w.WriteString(`<code class="chroma">`)
	}
}

func (w *writer) close(n *node) {
	switch n.tag {
	case "", "hr":
		return
	case "pre":
		w.WriteString("</code>")
	}
	w.WriteString("</" + n.tag + ">")
	switch n.tag {
	case "p", "li", "ul", "ol", "tr", "table", "div", "blockquote", "dd", "dl", "figure":
		w.WriteByte('\n')
	}
}

// whole writes a node that one edition alone has, or both as it is.
func (w *writer) whole(n *node, f frame) { w.all(n, f, f.act) }

func (w *writer) all(n *node, f frame, a act) {
	if f.moved {
		w.uncounted++
		defer func() { w.uncounted-- }()
	}
	w.node(n, f, func(f frame) {
		if n.words != nil {
			w.plain(spread(n.words, a), 1)
		}
		for _, k := range n.kids {
			w.all(k, f, a)
		}
	})
}

// spread makes pieces of the words of a line.
func spread(words []word, a act) []piece {
	out := make([]piece, 0, 2*len(words))
	for i, word := range words {
		if word.space != "" {
			out = append(out, piece{act: a, html: word.space, marks: common(words[i-1].marks, word.marks)})
		}
		out = append(out, piece{act: a, html: word.html, marks: word.marks, count: word.count})
	}
	return out
}

// both writes what became of a node.
func (w *writer) both(old, new *node, f frame) {
	switch {
	case old.key == new.key && old.tag == new.tag:
		w.all(new, f, keep)
	case isText(old) && isText(new):
		w.node(new, f, func(frame) { w.words(textOf(old), textOf(new)) })
	case f.act == add && within[new.tag] && len(new.kids) == 0:
		w.tally(drop, old.count()) // as below
		w.whole(new, f)
	case !shared(old, new) && f.act == add:
		w.tally(drop, old.count()) // it is seen at the old place of what it was a part of
		w.whole(new, frame{act: add})
	case !shared(old, new):
		w.whole(old, frame{act: drop})
		w.whole(new, frame{act: add})
	default:
		w.node(new, f, func(f frame) {
			switch new.tag {
			case "pre":
				w.listing(old.kids, new.kids)
			case "table":
				w.table(old, new)
			default:
				w.flow(old.kids, new.kids, f)
			}
		})
	}
}

// words writes what became of a line. Of a picture that alone is said otherwise,
// what is said in its place is set behind it.
func (w *writer) words(old, new []word) {
	if len(old) != 1 || len(new) != 1 || old[0].image == nil || new[0].image == nil || old[0].image.src != new[0].image.src || old[0].marks != new[0].marks {
		w.line(compare(old, new))
		return
	}
	w.plain(spread(new, keep), 1)
	w.WriteString(`<span class="alt">`)
	w.line(compare(old[0].image.alt, new[0].image.alt))
	w.WriteString(`</span>`)
}

// isText tells whether a node is a line, or a paragraph, which is one in an
// element: an item has the one or the other by how far items stand apart.
func isText(n *node) bool { return n.tag == "" && n.words != nil || n.tag == "p" }

func textOf(n *node) []word {
	if len(n.kids) > 0 {
		return n.kids[0].words
	}
	return n.words
}

// shared tells whether what two elements hold can be compared within one.
func shared(a, b *node) bool {
	return group(a) == group(b) && (restyled(a) || a.attrs == b.attrs)
}

// group says what kind of thing a node is: those of one kind may become one another.
func group(n *node) string {
	switch n.tag {
	case "":
		if n.words != nil {
			return "p"
		}
	case "td":
		return "th"
	case "p", "div", "dl", "figure":
		_, class, _ := strings.Cut(n.attrs, ` class="`)
		class, _, _ = strings.Cut(class, `"`)
		class, _, _ = strings.Cut(class, " ") // callouts of all sorts
		return n.tag + class
	}
	return n.tag
}

// flow writes what became of the children of an element. Nodes of a kind that
// either edition has one of are the same.
func (w *writer) flow(old, new []*node, f frame) {
	only := func(nodes []*node) map[string]int {
		at := map[string]int{}
		for i, n := range nodes {
			if _, found := at[group(n)]; found {
				i = -1
			}
			at[group(n)] = i
		}
		return at
	}
	inOld, inNew := only(old), only(new)
	to := make([]int, len(old))
	kinds := map[string][2][]int{}
	var names []string
	for i, n := range old {
		g := group(n)
		j, found := inNew[g]
		switch {
		case !found:
			to[i] = -1
			continue
		case inOld[g] >= 0 && j >= 0:
			to[i] = j
			continue
		case len(kinds[g][0]) == 0:
			names = append(names, g)
		}
		k := kinds[g]
		k[0] = append(k[0], i)
		kinds[g] = k
	}
	for j, n := range new {
		if k, found := kinds[group(n)]; found {
			k[1] = append(k[1], j)
			kinds[group(n)] = k
		}
	}
	for _, g := range names {
		k := kinds[g]
		for x, y := range w.match(units(old, k[0]), units(new, k[1])) {
			if to[k[0][x]] = -1; y >= 0 {
				to[k[0][x]] = k[1][y]
			}
		}
	}
	for _, l := range order(to, len(new), func(int) int { return 1 }) {
		switch {
		case f.act == add && (l.moved == Away || l.new < 0):
			// It is seen at the old place of what it was a part of.
			if l.new < 0 {
				w.tally(drop, old[l.old].count())
			}
		case l.moved == Away:
			w.whole(old[l.old], frame{drop, true})
		case l.moved == Here:
			w.both(old[l.old], new[l.new], frame{add, true})
		case l.new < 0:
			w.whole(old[l.old], frame{act: drop})
		case l.old < 0:
			w.whole(new[l.new], frame{act: add})
		default:
			w.both(old[l.old], new[l.new], f)
		}
	}
}

func units(nodes []*node, indexes []int) []unit {
	out := make([]unit, len(indexes))
	for k, i := range indexes {
		out[k] = unitOf(nodes[i])
	}
	return out
}

// listing writes what became of lines of code.
func (w *writer) listing(old, new []*node) {
	keys := func(lines []*node) []int32 {
		k := make([]int32, len(lines))
		for i, l := range lines {
			k[i] = l.key
		}
		return k
	}
	var pieces []piece
	lines := func(lines []*node, a act) {
		for _, l := range lines {
			pieces = append(pieces, spread(l.words, a)...)
		}
	}
	j := 0
	for _, e := range append(diff.Between(keys(old), keys(new)), diff.Edit{A0: len(old), A1: len(old), B0: len(new), B1: len(new)}) {
		lines(new[j:e.B0], keep)
		lines(old[e.A0:e.A1], drop)
		lines(new[e.B0:e.B1], add)
		j = e.B1
	}
	w.run(pieces, 1)
}
