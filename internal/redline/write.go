package redline

import "strings"

// A writer writes HTML with its marks, and counts.
type writer struct {
	strings.Builder
	*names
	*matcher
	inserted, deleted int // words
	marks             int // ins and del written
	uncounted         int // above 0 while the old place of what moved is written
}

var actTags = [...]string{drop: "del", add: "ins"}

func (w *writer) begin(a act, class string) {
	if a == keep {
		return
	}
	w.marks++
	w.WriteString("<" + actTags[a])
	if class != "" {
		w.WriteString(` class="` + class + `"`)
	}
	w.WriteByte('>')
}

func (w *writer) end(a act) {
	if a != keep {
		w.WriteString("</" + actTags[a] + ">")
	}
}

func (w *writer) tally(a act, n int) {
	switch {
	case w.uncounted > 0:
	case a == drop:
		w.deleted += n
	case a == add:
		w.inserted += n
	}
}

// line writes pieces. Between two paragraphs that both editions, or only the
// newer, have, the open p ends and another begins.
func (w *writer) line(pieces []piece) {
	for len(pieces) > 0 {
		n := 0
		for n < len(pieces) && (!pieces[n].brk || pieces[n].act == drop) {
			n++
		}
		w.run(pieces[:n], 1)
		if n < len(pieces) {
			if pieces[n].act == add {
				w.border(add)
			}
			w.WriteString("</p><p>")
			n++
		}
		pieces = pieces[n:]
	}
}

// border writes the border of two paragraphs that was added or removed. The line
// break in it parts them where what was added elsewhere is left out.
func (w *writer) border(a act) {
	w.begin(a, "border")
	w.WriteByte('\n')
	w.end(a)
}

// run writes the pieces that stand in one mark, of a depth less by one. What is
// wholly inserted or deleted stands in ins or del with its elements; in an element
// that both editions share these stand within it.
func (w *writer) run(pieces []piece, depth int) {
	open := keep
	for start, end := 0, 0; start < len(pieces); start = end {
		p := &pieces[start]
		m := p.marks.at(depth)
		pure := p.act
		for end = start + 1; m != nil && end < len(pieces) && pieces[end].marks.at(depth) == m; end++ {
			if pieces[end].act != p.act {
				pure = keep
			}
		}
		if pure != open || p.brk {
			w.end(open)
			if open = pure; p.brk {
				w.border(drop)
				open = keep
				continue
			}
			w.begin(open, "")
		}
		switch {
		case m == nil:
			w.WriteString(p.html)
			w.tally(p.act, p.count)
		case pure == p.act && pure != keep:
			w.plain(pieces[start:end], depth)
		default:
			w.element(m, func() { w.run(pieces[start:end], depth+1) })
		}
	}
	w.end(open)
}

func (w *writer) element(m *mark, inside func()) {
	if m.tag == "" {
		inside()
		return
	}
	w.WriteString("<" + m.open + ">")
	inside()
	w.WriteString("</" + m.tag + ">")
}

// plain writes pieces without ins and del, and counts them.
func (w *writer) plain(pieces []piece, depth int) {
	for start, end := 0, 0; start < len(pieces); start = end {
		p := &pieces[start]
		m := p.marks.at(depth)
		for end = start + 1; m != nil && end < len(pieces) && pieces[end].marks.at(depth) == m; end++ {
		}
		if m == nil {
			w.WriteString(p.html)
			w.tally(p.act, p.count)
		} else {
			w.element(m, func() { w.plain(pieces[start:end], depth+1) })
		}
	}
}
