package redline

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

// entry compares two texts; "" is none.
func (c *comparison) entry(old, new []*node, moved Moved) (Entry, bool) {
	w := &c.w
	*w = writer{names: w.names, matcher: w.matcher}
	e := Entry{Moved: moved}
	switch {
	case len(old) == 0 && len(new) == 0:
		return e, false
	case len(new) == 0:
		e.Change = brief.Removed
		for _, n := range old {
			w.whole(n, frame{act: drop})
		}
	case len(old) == 0:
		e.Change = brief.Inserted
		for _, n := range new {
			w.whole(n, frame{act: add})
		}
	default:
		if w.flow(old, new, frame{}); w.marks > 0 {
			e.Change = brief.Edited
		}
		if moved == Away {
			*w = writer{names: w.names, matcher: w.matcher}
			w.all(&node{kids: old}, frame{}, keep)
		}
	}
	e.HTML = brief.HTML(strings.TrimSpace(w.String()))
	switch moved {
	case Away:
		e.HTML = `<del class="moved">` + e.HTML + `</del>`
	case Here:
		e.HTML = `<ins class="moved">` + e.HTML + `</ins>`
	}
	return e, true
}

// fields compares the front matter.
func (c *comparison) fields() {
	list := func(texts ...string) []string {
		return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
	}
	spans := func(e *brief.Edition) []string {
		words := phrase.For(e.Language)
		var texts []string
		for _, s := range e.Spans {
			texts = append(texts, s.Label+words.Comma+words.Period(string(s.From), string(s.To)))
		}
		return texts
	}
	for _, f := range []struct {
		name     string
		old, new []string
	}{
		{"title", list(c.From.Title), list(c.To.Title)},
		{"summary", list(c.From.Summary), list(c.To.Summary)},
		{"authors", c.From.Authors, c.To.Authors},
		{"key-points", c.From.KeyPoints, c.To.KeyPoints},
		{"spans", spans(c.From), spans(c.To)},
	} {
		if items := c.list(f.old, f.new); len(items) > 0 {
			c.Fields = append(c.Fields, Field{f.name, items})
		}
	}
}

// list compares lists of plain texts.
func (c *comparison) list(old, new []string) []Entry {
	nodes := func(s *side, texts []string) ([]*node, []unit) {
		var nodes []*node
		var units []unit
		for _, t := range texts {
			n := s.reader.text(t)
			nodes, units = append(nodes, n), append(units, unitOf(n))
		}
		return nodes, units
	}
	a, unitsA := nodes(c.old, old)
	b, unitsB := nodes(c.new, new)
	var items []Entry
	for _, l := range order(c.w.match(unitsA, unitsB), len(new), func(int) int { return 1 }) {
		var x, y []*node
		if l.old >= 0 {
			x = a[l.old : l.old+1]
		}
		if l.new >= 0 {
			y = b[l.new : l.new+1]
		}
		e, some := c.entry(x, y, l.moved)
		if !some {
			continue
		}
		if l.old >= 0 {
			e.Old = old[l.old]
		}
		if l.new >= 0 {
			e.New = new[l.new]
		}
		items = append(items, e)
	}
	return items
}

// notes compares the notes. Those made by citations are the same when they cite
// the same places, in order; others when they say the same; then those of the same
// label or sources; then those that are alike. Their numbers are not compared.
func (c *comparison) notes() {
	old, new := c.From.Body().Notes, c.To.Body().Notes
	a, unitsA := c.old.notes(old)
	b, unitsB := c.new.notes(new)
	keysA, keysB := unitKeys(unitsA), unitKeys(unitsB)
	c.beside(unitsA, unitsB)
	to := c.w.matchAlike(unitsA, unitsB)
	// What a reference is compared by is the same for all notes that say the same,
	// and for a note that was edited.
	for i, j := range to {
		if j >= 0 && keysA[i] != keysB[j] {
			keysA[i] = int32(-1 - i)
			keysB[j] = keysA[i]
		}
	}
	for _, l := range order(to, len(new), func(int) int { return 1 }) {
		if l.moved == Away {
			continue // the order of notes is that of the text
		}
		var x, y []*node
		if l.old >= 0 {
			x = a[l.old]
		}
		if l.new >= 0 {
			y = b[l.new]
		}
		e, _ := c.entry(x, y, Stays)
		if l.old >= 0 {
			n := old[l.old]
			e.Old, e.Name, e.ID = n.Text, strconv.Itoa(n.Number), fmt.Sprintf("note-old-%d", n.Number)
		}
		if l.new >= 0 {
			n := new[l.new]
			e.New, e.Name, e.ID = n.Text, strconv.Itoa(n.Number), n.ID
			c.new.refers[n.ID] = reference{e.ID, keysB[l.new]}
		}
		if l.old >= 0 {
			c.old.refers[old[l.old].ID] = reference{e.ID, keysA[l.old]}
		}
		c.Notes = append(c.Notes, e)
	}
}

// beside gives equal notes that are referred to from the same blocks a key that no
// others have.
func (c *comparison) beside(old, new []unit) {
	next := int32(0)
	for _, r := range c.runs {
		waiting := map[int32][]int{}
		for _, j := range c.new.referring(r.new) {
			waiting[new[j].key] = append(waiting[new[j].key], j)
		}
		for _, i := range c.old.referring(r.old) {
			k := old[i].key
			for k > 0 && len(waiting[k]) > 0 && old[i].key == k {
				j := waiting[k][0]
				if waiting[k] = waiting[k][1:]; new[j].key == k {
					next--
					old[i].key, new[j].key = next, next
				}
			}
		}
	}
}

// referring are the notes, by index, that parts of a text refer to.
func (s *side) referring(parts []int) []int {
	var notes []int
	for _, i := range parts {
		for ref := range strings.SplitSeq(s.markup(i), `popovertarget="note-`) {
			digits, _, _ := strings.Cut(ref, `"`)
			if n, err := strconv.Atoi(digits); err == nil && n <= len(s.edition.Body().Notes) {
				notes = append(notes, n-1)
			}
		}
	}
	return notes
}

// notes reads the notes of an edition.
func (s *side) notes(notes []*brief.Note) (nodes [][]*node, units []unit) {
	places, keys := map[*brief.Note]string{}, map[*brief.Note]string{}
	for _, c := range s.edition.Body().Citations {
		if c.Note.Label == "" {
			places[c.Note] += c.Key + "\x00" + c.Locator + "\x00"
			keys[c.Note] += c.Key + "\x00"
		}
	}
	for _, n := range notes {
		content := s.read(string(n.HTML))
		all := &node{kids: content}
		s.name(all)
		u := unitOf(all)
		if n.Label != "" {
			u.head = s.id(n.Label, -7)
		} else {
			u.key, u.head = s.id(places[n], -8), s.id(keys[n], -9)
		}
		nodes, units = append(nodes, content), append(units, u)
	}
	return nodes, units
}

// sources compares the sources by their keys, in the order of a bibliography.
func (c *comparison) sources() {
	read := func(s *side, key string) ([]*node, string) {
		source := s.edition.Sources[key]
		if source == nil {
			return nil, ""
		}
		html, text := source.Reference(phrase.For(s.edition.Language), s.edition.Direction, "")
		return s.read(string(html)), text
	}
	keys := maps.Clone(c.From.Sources)
	if keys == nil {
		keys = map[string]*brief.Source{}
	}
	maps.Copy(keys, c.To.Sources)
	sortKey := func(key string) string {
		s := keys[key]
		if s == nil {
			return ""
		}
		return strings.ToLower(cmp.Or(s.Author, s.Publisher, s.Title) + "\x00" + s.Title)
	}
	for _, key := range slices.SortedFunc(maps.Keys(keys), func(a, b string) int {
		return cmp.Or(strings.Compare(sortKey(a), sortKey(b)), strings.Compare(a, b))
	}) {
		old, oldText := read(c.old, key)
		new, newText := read(c.new, key)
		if e, some := c.entry(old, new, Stays); some {
			e.ID, e.Name, e.Old, e.New = "source-"+key, key, oldText, newText
			c.Sources = append(c.Sources, e)
		}
	}
}

// acronyms compares the acronyms that the texts use, by their short forms.
func (c *comparison) acronyms() {
	read := func(e *brief.Edition) map[string]string {
		m := map[string]string{}
		for _, a := range e.Body().Acronyms {
			m[a.Short] = a.Expansion
		}
		return m
	}
	old, new := read(c.From), read(c.To)
	all := maps.Clone(old)
	maps.Copy(all, new)
	for _, short := range slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
	}) {
		line := func(s *side, text string) []*node {
			if text == "" {
				return nil
			}
			return []*node{s.reader.text(text)}
		}
		if e, some := c.entry(line(c.old, old[short]), line(c.new, new[short]), Stays); some {
			e.ID, e.Name, e.Old, e.New = "acr-list-"+short, short, old[short], new[short]
			c.Acronyms = append(c.Acronyms, e)
		}
	}
}
