package brief

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"briefpress/internal/phrase"
)

// Thing stands in a [Prose] for what is no text: code, a picture, an address, a
// reference to a note, HTML.
const Thing = '\uFFFC'

// A Prose is one run of sentences as it is written: a heading, a paragraph, a
// cell of a table. Its text is that of the file, with escapes and entities, but
// without the marks of emphasis and links, and with the quotes and dashes that
// readers see. Lines are parted by LF.
type Prose struct {
	Text string
	// Heading, Cell and Note tell where it stands; otherwise in a paragraph, a
	// list or a definition.
	Heading, Cell, Note bool
	// Quoted says that it is a quotation, the words of another.
	Quoted bool
	// Language of the quotation; "" is that of the document.
	Language string

	origins []origin
	links   [][2]int // where the texts of links stand in Text
}

// An origin is where a part of a Prose begins, in its text and in Document.Source.
type origin struct{ at, offset int }

// Offset finds a byte of the text in Document.Source.
func (p Prose) Offset(i int) int {
	n, found := slices.BinarySearchFunc(p.origins, i, func(x origin, i int) int { return x.at - i })
	if !found {
		n--
	}
	if n < 0 {
		return 0
	}
	return p.origins[n].offset + i - p.origins[n].at
}

// Linked tells whether a byte of the text is in that of a link.
func (p Prose) Linked(i int) bool {
	return slices.ContainsFunc(p.links, func(l [2]int) bool { return l[0] <= i && i < l[1] })
}

// Prose is the text of the document in the order of the file, for rules of
// style. It is read at each call, and kept nowhere: only check asks for it. A
// document above the limits has none.
func (d *Document) Prose() []Prose {
	if len(d.overLimit()) > 0 {
		return nil
	}
	src := blank(d.Source, d.start)
	var all []Prose
	root := markdown(phrase.For(d.language)).Parser().Parse(text.NewReader(src))
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindHeading, ast.KindParagraph, ast.KindTextBlock, extast.KindDefinitionTerm, extast.KindTableCell:
			all = append(all, proseOf(src, n))
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	slices.SortStableFunc(all, func(a, b Prose) int { return a.Offset(0) - b.Offset(0) }) // notes stand last in the tree
	return all
}

func proseOf(src []byte, n ast.Node) Prose {
	p := Prose{Heading: n.Kind() == ast.KindHeading, Cell: n.Kind() == extast.KindTableCell, Language: quotedIn(src, n)}
	for up := n.Parent(); up != nil; up = up.Parent() {
		switch up.Kind() {
		case ast.KindBlockquote:
			p.Quoted = p.Quoted || calloutOf(up) == nil
		case extast.KindFootnote:
			p.Note = true
		}
	}
	w := proseWriter{src: src, prose: &p}
	if l := n.Lines(); l != nil && l.Len() > 0 {
		w.end = l.At(0).Start
	}
	w.children(n)
	p.Text = w.text.String()
	return p
}

// A proseWriter writes what is in a node.
type proseWriter struct {
	src   []byte
	prose *Prose
	text  strings.Builder
	end   int // of what was written last, in src
}

func (w *proseWriter) add(offset, end int, s string) {
	w.prose.origins = append(w.prose.origins, origin{w.text.Len(), offset})
	w.text.WriteString(s)
	w.end = end
}

func (w *proseWriter) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			w.add(c.Segment.Start, c.Segment.Stop, string(c.Segment.Value(w.src)))
			if c.SoftLineBreak() || c.HardLineBreak() {
				w.add(w.end, w.end, "\n")
			}
		case *ast.String:
			// It has the place of what the typographer replaced, and hides it.
			at := c.BaseInline.Pos()
			w.add(at, at+1, string(c.Value))
		case *extast.TaskCheckBox:
		case *referenceNode:
			w.add(c.written.Start, c.written.Stop, string(Thing))
		case *ast.CodeSpan, *ast.AutoLink, *ast.RawHTML, *ast.Image:
			at := c.Pos()
			if at < 0 {
				at = w.end
			}
			w.add(at, at+1, string(Thing))
		case *ast.Link:
			from := w.text.Len()
			w.children(c)
			w.prose.links = append(w.prose.links, [2]int{from, w.text.Len()})
		default:
			w.children(c)
		}
	}
}
