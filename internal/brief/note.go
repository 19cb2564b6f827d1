package brief

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"briefpress/internal/phrase"
)

// A definition is the text of a note, [^label]: …
type definition struct {
	node *extast.Footnote
	note *Note // nil until it is referred to
}

// definitions collects the notes' texts and reports two of one label.
func (b *builder) definitions(doc ast.Node) {
	b.notes = map[string]*definition{}
	for _, list := range descendants(doc, extast.KindFootnoteList) {
		for c := list.FirstChild(); c != nil; c = c.NextSibling() {
			n := c.(*extast.Footnote)
			label := string(n.Ref)
			if first := b.notes[label]; first != nil {
				b.report(n.Pos(), "duplicate-note", fmt.Sprintf("note %s is defined twice", quote("^"+label)),
					fmt.Sprintf("the first stands on line %d", b.doc.Position(first.node.Pos()).Line))
				continue
			}
			b.notes[label] = &definition{node: n}
			b.order = append(b.order, label)
		}
		list.Parent().RemoveChild(list.Parent(), list)
	}
}

// refer gives a reference its note, numbered in the order of first reference.
func (b *builder) refer(n *referenceNode) {
	switch {
	case n.key != "":
		b.cite(n)
	default:
		d := b.notes[n.label]
		if d == nil {
			b.report(n.written.Start, "undefined-note", fmt.Sprintf("note %s is not defined", quote("^"+n.label)),
				fmt.Sprintf("write its text as a paragraph of its own: [^%s]: …", n.label))
			b.asText(n)
			return
		}
		if d.note == nil {
			d.note = b.newNote(&Note{Label: n.label, Offset: d.node.Pos()})
			n.show = true
		}
		n.note = d.note
	}
	if n.note == nil {
		return
	}
	n.id = fmt.Sprintf("ref-%d", n.note.Number)
	if k := len(n.note.Refs); k > 0 {
		n.id += letters(k + 1)
	}
	b.body.IDs[n.id] = true
	n.note.Refs = append(n.note.Refs, n.id)
}

func (b *builder) newNote(note *Note) *Note {
	b.body.Notes = append(b.body.Notes, note)
	note.Number = len(b.body.Notes)
	note.ID = "note-" + strconv.Itoa(note.Number)
	b.body.IDs[note.ID] = true
	b.body.IDs["endnote-"+strconv.Itoa(note.Number)] = true
	return note
}

// cite makes a note of a citation. One that stands directly behind another
// joins its note: a row of numbers is hard to read and to hit.
func (b *builder) cite(n *referenceNode) {
	c := b.citation(n)
	if c == nil {
		return
	}
	html, text := c.Source.Reference(b.words, b.direction, c.Locator)
	if before, space := previousReference(b.src, n); before != nil && before.key != "" && before.note != nil {
		c.Note = before.note
		before.note.HTML = HTML(strings.TrimSuffix(string(before.note.HTML), b.words.FullStop)+b.words.Semicolon) + html
		before.note.Text = strings.TrimSuffix(before.note.Text, b.words.FullStop) + b.words.Semicolon + text
		if space != nil {
			n.Parent().RemoveChild(n.Parent(), space)
		}
		n.Parent().RemoveChild(n.Parent(), n)
		return
	}
	n.note = b.newNote(&Note{Offset: n.written.Start, Inline: true})
	n.note.HTML, n.note.Text = html, text
	n.show = true
	c.Note = n.note
}

// previousReference finds the reference that a reference stands directly
// behind, and the space between them.
func previousReference(src []byte, n ast.Node) (*referenceNode, ast.Node) {
	p := n.PreviousSibling()
	var space ast.Node
	if t, ok := p.(*ast.Text); ok && strings.TrimSpace(string(t.Value(src))) == "" {
		space, p = p, p.PreviousSibling()
	}
	r, _ := p.(*referenceNode)
	return r, space
}

// citation records the use of a source; nil when there is no such source.
func (b *builder) citation(n *referenceNode) *Citation {
	s := b.sources[n.key]
	if s == nil {
		b.report(n.written.Start, "undefined-source", fmt.Sprintf("source %s is not in the front matter", quote(n.key)),
			nearest(n.key, b.sources, "add it under sources, or write [@"+n.key+"]: URL to make it a link"))
		b.asText(n)
		return nil
	}
	c := &Citation{Key: n.key, Locator: n.locator, Source: s, Offset: n.written.Start}
	b.body.Citations = append(b.body.Citations, c)
	return c
}

// asText sets a reference as it was written.
func (b *builder) asText(n *referenceNode) {
	t := ast.NewTextSegment(n.written)
	t.SetRaw(true)
	n.Parent().ReplaceChild(n.Parent(), n, t)
}

// renderNotes makes the HTML of the notes that are referred to, and reports
// those that are not. Within a note a citation is written out, and a reference
// to another note is not possible.
func (b *builder) renderNotes() {
	for _, label := range b.order {
		d := b.notes[label]
		if d.note == nil {
			b.report(d.node.Pos(), "unused-note", fmt.Sprintf("note %s is never referred to", quote("^"+label)),
				fmt.Sprintf("write [^%s] where it belongs, or delete it", label))
			continue
		}
		for _, n := range descendants(d.node, kindReference) {
			r := n.(*referenceNode)
			if r.key == "" {
				b.report(r.written.Start, "note-in-note", "a note refers to another note", "join the two, or put the reference into the text")
				b.asText(r)
			} else if c := b.citation(r); c != nil {
				c.Note = d.note
				html, text := c.Source.Reference(b.words, b.direction, c.Locator)
				r.html, r.text = HTML(strings.TrimSuffix(string(html), b.words.FullStop)), strings.TrimSuffix(text, b.words.FullStop)
			}
		}
		b.acronymsIn(d.node)
		first := d.node.FirstChild()
		d.note.Inline = first != nil && first.NextSibling() == nil && first.Kind() == ast.KindParagraph
		d.note.Text = plain(b.src, d.node)
		if d.note.Inline {
			d.note.HTML = b.renderChildren(first)
		} else {
			d.note.HTML = b.renderChildren(d.node)
		}
	}
}

// aside is the note as it stands beside the text: a popover that wide pages
// show in the margin.
func (n *Note) aside(words *phrase.Phrases) string {
	tag := "span"
	if !n.Inline {
		tag = "div"
	}
	return fmt.Sprintf(`<%s class="note" id="%s" popover role="note"><span class="note-number">%s</span> %s</%s>`,
		tag, n.ID, words.Digits(strconv.Itoa(n.Number)), n.HTML, tag)
}

// asides are the notes that stand behind a block, since they do not fit into
// its lines.
func (b *builder) asides(n ast.Node) HTML {
	var s strings.Builder
	for _, r := range descendants(n, kindReference) {
		if r := r.(*referenceNode); r.note != nil && r.show && !r.inline() {
			s.WriteString(r.note.aside(b.words) + "\n")
		}
	}
	return HTML(s.String())
}

// inline tells whether the note stands in the line of its reference: not if it
// has several paragraphs, and not in a table.
func (n *referenceNode) inline() bool {
	if !n.note.Inline {
		return false
	}
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == extast.KindTable {
			return false
		}
	}
	return true
}

func (r nodeRenderer) renderReference(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*referenceNode)
	if !entering {
		return ast.WalkContinue, nil
	}
	switch {
	case n.html != "":
		w.WriteString(string(n.html))
	case n.note == nil:
		w.WriteString(html.EscapeString(string(n.written.Value(src))))
	default:
		class := "ref"
		if before, _ := previousReference(src, n); before != nil && before.note != nil {
			class = "ref next"
		}
		fmt.Fprintf(w, `<sup class="%s" id="%s"><button type="button" popovertarget="%s" aria-label="%s">%s</button></sup>`,
			class, n.id, n.note.ID, r.words.Note(n.note.Number), r.words.Digits(strconv.Itoa(n.note.Number)))
		if n.show && n.inline() {
			w.WriteString(n.note.aside(r.words))
		}
	}
	return ast.WalkContinue, nil
}
