package redline

import (
	"fmt"
	"slices"
	"strings"

	"briefpress/internal/brief"
)

// A part of a text is a heading or a block, in the order of reading.
type textPart struct {
	section *brief.Section // of a heading
	block   int            // index in Body().Blocks, -1 of a heading
}

func textParts(body *brief.Body) []textPart {
	var parts []textPart
	n := 0
	var walk func([]*brief.Section)
	walk = func(sections []*brief.Section) {
		for _, s := range sections {
			if s.Level > 0 {
				parts = append(parts, textPart{s, -1})
			}
			for range s.Blocks {
				parts = append(parts, textPart{nil, n})
				n++
			}
			walk(s.Sections)
		}
	}
	walk(body.Sections)
	return parts
}

// A side is one edition while it is compared.
type side struct {
	reader
	edition *brief.Edition
	labels  []brief.Label
	anchors map[*brief.Section]string
	parts   []textPart
	at      []int // of blocks in parts
}

func newSide(b *brief.Brief, e *brief.Edition, n *names) *side {
	s := &side{reader: reader{names: n, refers: map[string]reference{}}, edition: e, labels: b.Labels(e), anchors: b.Anchors(e), parts: textParts(e.Body())}
	s.at = make([]int, len(e.Body().Blocks))
	for i, p := range s.parts {
		if p.block >= 0 {
			s.at[p.block] = i
		}
	}
	return s
}

// A run is parts of either edition that became one another; one may be empty.
type run struct {
	old, new []int
	stays    bool // as package brief has it
}

// text makes the rows.
func (c *comparison) text() {
	runs := c.runs
	// The first parts of the runs stand for them.
	to := make([]int, len(c.old.parts))
	for i := range to {
		to[i] = -1
	}
	oldRun := map[int]int{}
	oldRest, newRest := map[int]bool{}, map[int]bool{}
	for k, r := range runs {
		to[r.old[0]], oldRun[r.old[0]] = r.new[0], k
		for _, i := range r.old[1:] {
			oldRest[i] = true
		}
		for _, j := range r.new[1:] {
			newRest[j] = true
		}
	}
	weight := func(i int) int {
		if runs[oldRun[i]].stays {
			return 1 << 24
		}
		return 1
	}
	for _, l := range order(to, len(c.new.parts), weight) {
		switch {
		case l.old < 0 && newRest[l.new], l.new < 0 && oldRest[l.old]:
		case l.old < 0:
			c.row(run{new: []int{l.new}}, Stays)
		case l.new < 0:
			c.row(run{old: []int{l.old}}, Stays)
		default:
			c.row(runs[oldRun[l.old]], l.moved)
		}
	}
	c.anchor()
}

// pairs are the blocks as package brief aligns them, and the headings: those of one
// anchor, then those alike.
func (c *comparison) pairs(b *brief.Brief) []run {
	var runs []run
	for _, m := range b.Align(c.old.edition, c.new.edition) {
		if m.Change != brief.Inserted && m.Change != brief.Removed {
			runs = append(runs, run{c.old.together(m.From), c.new.together(m.To), !m.Moved})
		}
	}
	byID := map[string]int{}
	for j, p := range c.new.parts {
		if p.section != nil {
			byID[c.new.anchors[p.section]] = j
		}
	}
	taken := map[int]bool{}
	var old, new []int
	for i, p := range c.old.parts {
		if p.section == nil {
			continue
		}
		if j, found := byID[c.old.anchors[p.section]]; found && !taken[j] {
			runs = append(runs, run{old: []int{i}, new: []int{j}})
			taken[j] = true
		} else {
			old = append(old, i)
		}
	}
	for j, p := range c.new.parts {
		if p.section != nil && !taken[j] {
			new = append(new, j)
		}
	}
	titles := func(s *side, parts []int) []unit {
		units := make([]unit, len(parts))
		for k, i := range parts {
			units[k] = unitOf(s.reader.text(s.parts[i].section.Title))
		}
		return units
	}
	if len(old) > 0 && len(new) > 0 {
		for x, y := range c.w.matchAlike(titles(c.old, old), titles(c.new, new)) {
			if y >= 0 {
				runs = append(runs, run{old: []int{old[x]}, new: []int{new[y]}})
			}
		}
	}
	return runs
}

// together gives the parts of blocks, up to where a heading stands between them.
func (s *side) together(blocks []int) []int {
	var parts []int
	for _, b := range blocks {
		if n := len(parts); n > 0 && s.at[b] != parts[n-1]+1 {
			break
		}
		parts = append(parts, s.at[b])
	}
	return parts
}

// row writes a heading or block, or several, at one place.
func (c *comparison) row(r run, moved Moved) {
	row := Row{Moved: moved}
	c.old.referred, c.new.referred = nil, nil
	for _, i := range r.old {
		p := c.old.parts[i]
		if p.section != nil {
			row.Level, row.Old = p.section.Level, p.section.Title
			continue
		}
		block := c.old.edition.Body().Blocks[p.block]
		row.Kind = block.Kind
		row.Old = joined(row.Old, block.Text, i == r.old[0])
		row.From = labelled(row.From, c.old.labels[p.block])
	}
	for k, j := range r.new {
		p := c.new.parts[j]
		if p.section != nil {
			row.Level, row.New = p.section.Level, p.section.Title
			continue
		}
		block := c.new.edition.Body().Blocks[p.block]
		row.Kind = block.Kind
		row.New = joined(row.New, block.Text, k == 0)
		row.To = labelled(row.To, c.new.labels[p.block])
	}
	w := &c.w
	*w = writer{names: w.names, matcher: w.matcher}
	old, new := c.old.nodes(r.old), c.new.nodes(r.new)
	switch {
	case len(r.new) == 0:
		row.Change = brief.Removed
		for _, n := range old {
			w.whole(n, frame{act: drop})
		}
	case len(r.old) == 0:
		row.Change = brief.Inserted
		for _, n := range new {
			w.whole(n, frame{act: add})
		}
	default:
		w.several(old, new)
		if row.Change = changeOf(r, w.marks); moved == Away {
			*w = writer{names: w.names, matcher: w.matcher}
			w.all(&node{kids: old}, frame{}, keep)
		}
	}
	row.HTML = brief.HTML(strings.TrimSpace(w.String()))
	switch {
	case moved == Away:
		row.HTML = `<del class="moved">` + row.HTML + `</del>`
	case moved == Here:
		row.HTML = `<ins class="moved">` + row.HTML + `</ins>`
	}
	if moved != Away {
		row.Inserted, row.Deleted = w.inserted, w.deleted
		for _, n := range new {
			c.New += n.count()
		}
		for _, n := range old {
			c.Old += n.count()
		}
	}
	row.runs = r
	c.Rows = append(c.Rows, row)
	if moved != Away {
		for _, entry := range slices.Concat(c.old.referred, c.new.referred) {
			if rows := c.rowsOf[entry]; len(rows) == 0 || rows[len(rows)-1] != len(c.Rows)-1 {
				c.rowsOf[entry] = append(rows, len(c.Rows)-1)
			}
		}
	}
}

// changeOf names what became of a run, as far as it is seen.
func changeOf(r run, marks int) brief.Change {
	switch {
	case len(r.new) > 1:
		return brief.Split
	case len(r.old) > 1:
		return brief.Merged
	case marks > 0:
		return brief.Edited
	}
	return brief.Same
}

func joined(text, more string, first bool) string {
	if first {
		return more
	}
	return text + "\n" + more
}

func labelled(labels []brief.Label, l brief.Label) []brief.Label {
	if l == (brief.Label{}) {
		return labels
	}
	return append(labels, l)
}

// nodes reads the content of parts.
func (s *side) nodes(parts []int) []*node {
	var nodes []*node
	for _, i := range parts {
		nodes = append(nodes, s.read(s.markup(i))...)
	}
	return nodes
}

// markup is the HTML of a part.
func (s *side) markup(i int) string {
	if p := s.parts[i]; p.section == nil {
		return string(s.edition.Body().Blocks[p.block].Markup(brief.Label{}))
	}
	return string(s.parts[i].section.HTML)
}

// several writes what became of blocks. Paragraphs are compared as one text with
// borders in it.
func (w *writer) several(old, new []*node) {
	paragraphs := func(nodes []*node) bool {
		return !slices.ContainsFunc(nodes, func(n *node) bool { return n.tag != "p" })
	}
	if len(old) < 2 && len(new) < 2 || !paragraphs(old) || !paragraphs(new) {
		w.flow(old, new, frame{})
		return
	}
	text := func(nodes []*node) []word {
		var words []word
		for i, n := range nodes {
			if i > 0 {
				words = append(words, word{key: w.id(border, -6), html: border, solid: true})
			}
			words = append(words, textOf(n)...)
		}
		return words
	}
	w.WriteString("<p>")
	w.line(compare(text(old), text(new)))
	w.WriteString("</p>")
}

// anchor gives the rows their anchors and sections. What stands in the newer
// edition has the anchor it has there; for what does not, the one it had is taken
// where nothing else has it.
func (c *comparison) anchor() {
	taken := map[string]bool{}
	unique := func(id string) string {
		for taken[id] {
			id += ".old"
		}
		taken[id] = true
		return id
	}
	id := func(s *side, part int) string {
		p := s.parts[part]
		if p.section != nil {
			return s.anchors[p.section]
		}
		if l := s.labels[p.block]; l != (brief.Label{}) {
			return l.ID()
		}
		return fmt.Sprintf("block.%d", p.block+1)
	}
	for i := range c.Rows {
		if row := &c.Rows[i]; len(row.runs.new) > 0 && row.Moved != Away {
			row.ID = unique(id(c.new, row.runs.new[0]))
		}
	}
	places := map[int]int{} // rows by the first part of the old edition, where they are shown twice
	for i := range c.Rows {
		row := &c.Rows[i]
		if row.ID == "" {
			row.ID = unique(id(c.old, row.runs.old[0]))
		}
		if row.Moved == Stays {
			continue
		}
		if k, found := places[row.runs.old[0]]; found {
			row.Other, c.Rows[k].Other = c.Rows[k].ID, row.ID
		}
		places[row.runs.old[0]] = i
	}
	section := ""
	for i := range c.Rows {
		row := &c.Rows[i]
		if row.Level > 0 {
			section = row.ID
		}
		row.Section = section
	}
}
