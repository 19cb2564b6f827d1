package redline

import (
	"fmt"
	"strings"

	"briefpress/internal/diff"
)

// child is the child of an element with a tag; an empty one when there is none.
func child(n *node, tag string) *node {
	for _, k := range n.kids {
		if k.tag == tag {
			return k
		}
	}
	return &node{tag: tag}
}

// A column is one of a table: its index in either edition, -1 for none.
type column struct{ old, new int }

// table writes what became of a table: first its columns are aligned, then its
// rows by what stands in the columns that both editions have, then cell by cell.
func (w *writer) table(old, new *node) {
	of := func(n *node, tag string) []*node {
		var found []*node
		for _, k := range n.kids {
			if k.tag == tag {
				found = append(found, k)
			}
		}
		return found
	}
	w.flow(of(old, "caption"), of(new, "caption"), frame{})
	columns := w.columns(old, new)
	for _, tag := range []string{"thead", "tbody"} {
		before, after := child(old, tag).kids, child(new, tag).kids
		if len(before)+len(after) > 0 {
			w.WriteString("<" + tag + ">\n")
			w.rows(columns, before, after)
			w.WriteString("</" + tag + ">\n")
		}
	}
}

// columns aligns those of one heading, in order; then those of the same cells;
// then, where as many are left on either side between two that are aligned, those
// of the same place.
func (w *writer) columns(old, new *node) []column {
	heads := func(table *node) []int32 {
		var keys []int32
		for _, row := range child(table, "thead").kids {
			for _, cell := range row.kids {
				keys = append(keys, w.text(cell))
			}
		}
		return keys
	}
	bodies := func(table *node, count int) []int32 {
		keys := make([]int32, count)
		for i := range keys {
			var b strings.Builder
			for _, row := range child(table, "tbody").kids {
				if i < len(row.kids) {
					fmt.Fprintf(&b, "%d,", w.text(row.kids[i]))
				}
			}
			keys[i] = w.id(b.String(), -4)
		}
		return keys
	}
	a, b := heads(old), heads(new)
	bodyA, bodyB := bodies(old, len(a)), bodies(new, len(b))
	var columns []column
	i, j := 0, 0
	for _, e := range append(diff.Between(a, b), diff.Edit{A0: len(a), A1: len(a), B0: len(b), B1: len(b)}) {
		for ; i < e.A0; i, j = i+1, j+1 {
			columns = append(columns, column{i, j})
		}
		for _, g := range append(diff.Between(bodyA[e.A0:e.A1], bodyB[e.B0:e.B1]),
			diff.Edit{A0: e.A1 - e.A0, A1: e.A1 - e.A0, B0: e.B1 - e.B0, B1: e.B1 - e.B0}) {
			for ; i < e.A0+g.A0; i, j = i+1, j+1 {
				columns = append(columns, column{i, j})
			}
			same := g.A1-g.A0 == g.B1-g.B0
			for ; i < e.A0+g.A1; i++ {
				if same {
					columns = append(columns, column{i, j})
					j++
				} else {
					columns = append(columns, column{i, -1})
				}
			}
			for ; j < e.B0+g.B1; j++ {
				columns = append(columns, column{-1, j})
			}
		}
	}
	return columns
}

// text gives a number to what a cell says, whether or not it heads a row or column.
func (w *writer) text(cell *node) int32 {
	if len(cell.kids) == 0 {
		return 0
	}
	return cell.kids[0].key
}

func (w *writer) rows(columns []column, old, new []*node) {
	side := func(rows []*node, index func(column) int) []unit {
		out := make([]unit, len(rows))
		var b strings.Builder
		for i, row := range rows {
			u := &out[i]
			b.Reset()
			for _, c := range columns {
				k := index(c)
				if c.old < 0 || c.new < 0 || k >= len(row.kids) {
					continue
				}
				key := w.text(row.kids[k])
				fmt.Fprintf(&b, "%d,", key)
				if b.Len() > 0 && u.head == 0 && len(u.words) == 0 {
					u.head = key
				}
				u.words = bag(u.words, row.kids[k])
			}
			u.key = w.id(b.String(), -5)
		}
		return out
	}
	to := w.match(side(old, func(c column) int { return c.old }), side(new, func(c column) int { return c.new }))
	for _, l := range order(to, len(new), func(int) int { return 1 }) {
		switch {
		case l.moved == Away:
			w.row(columns, old[l.old], nil, frame{drop, true})
		case l.moved == Here:
			w.row(columns, old[l.old], new[l.new], frame{add, true})
		case l.new < 0:
			w.row(columns, old[l.old], nil, frame{act: drop})
		case l.old < 0:
			w.row(columns, nil, new[l.new], frame{act: add})
		default:
			w.row(columns, old[l.old], new[l.new], frame{})
		}
	}
}

// noCell stands where a row of one edition has no cell in a column of the other.
const noCell = `<td class="none"></td>`

// row writes a row, of which one edition may have none. Every row has a cell for
// each column of either edition.
func (w *writer) row(columns []column, old, new *node, f frame) {
	cell := func(row *node, i int) *node {
		if row == nil || i < 0 || i >= len(row.kids) {
			return nil
		}
		return row.kids[i]
	}
	some := new
	if some == nil {
		some = old
	}
	w.node(some, f, func(f frame) {
		for _, c := range columns {
			switch a, b := cell(old, c.old), cell(new, c.new); {
			case a != nil && b != nil:
				w.both(a, b, f)
			case a != nil && f.act == add: // it is seen at the old place of the row
				w.tally(drop, a.count())
				w.WriteString(noCell)
			case a != nil:
				w.whole(a, frame{act: drop, moved: f.moved})
			case b != nil:
				w.whole(b, frame{act: add, moved: f.moved && old == nil})
			default:
				w.WriteString(noCell)
			}
		}
	})
}
