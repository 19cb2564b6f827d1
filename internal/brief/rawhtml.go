package brief

import (
	"bytes"
	"html"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// ignoreForm is the one comment that has a meaning.
var ignoreForm = regexp.MustCompile(`^<!--\s*briefpress:ignore\s+([a-z-]+):\s*(\S.*?)\s*-->\s*$`)

// An Ignore silences findings of a rule in the block that follows it, and in
// the block that it stands in.
type Ignore struct {
	Rule, Reason string
	Offset       int
	// From and To bound the lines it covers, counted from 1.
	From, To int
}

// ours begins a comment that was meant to have a meaning.
var ours = regexp.MustCompile(`^<!--\s*briefpress:`)

// rawHTML reports HTML in the text, and consumes the comment that silences a
// rule.
func (b *builder) rawHTML(doc ast.Node) {
	for _, n := range slices.Concat(descendants(doc, ast.KindHTMLBlock), descendants(doc, ast.KindRawHTML)) {
		text := rawText(b.src, n)
		if m := ignoreForm.FindSubmatch(text); m != nil {
			b.ignore(n, string(m[1]), string(m[2]))
			continue
		}
		hint := "write Markdown; in a code span or listing HTML is welcome"
		if ours.Match(text) {
			hint = "write <!-- briefpress:ignore rule: reason -->"
		}
		b.report(n.Pos(), "raw-html", "HTML is not read, and shown as text", hint)
	}
}

// ignore records the comment and takes it out of the text.
func (b *builder) ignore(n ast.Node, rule, reason string) {
	next := n
	for next.NextSibling() == nil && next.Parent() != nil && next.Parent().Kind() != ast.KindDocument {
		next = next.Parent()
	}
	from := b.doc.Position(n.Pos()).Line
	to := from
	s := next.NextSibling()
	for s != nil && ignoreForm.Match(rawText(b.src, s)) {
		s = s.NextSibling() // several comments on one block
	}
	if s != nil {
		_, end := extent(b.src, s)
		for last := s; last != nil; last = last.LastChild() {
			end = max(end, last.Pos()) // an empty item at the end of a list
		}
		to = b.doc.Position(end).Line
	}
	b.body.Ignores = append(b.body.Ignores, Ignore{Rule: rule, Reason: reason, Offset: n.Pos(), From: from, To: to})
	n.Parent().RemoveChild(n.Parent(), n)
}

func rawText(src []byte, n ast.Node) []byte {
	switch n := n.(type) {
	case *ast.RawHTML:
		return n.Segments.Value(src)
	case *ast.HTMLBlock:
		text := n.Lines().Value(src)
		if n.HasClosure() {
			text = append(bytes.Clone(text), n.ClosureLine.Value(src)...)
		}
		return text
	}
	return nil
}

func renderRawHTML(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(html.EscapeString(string(rawText(src, n))))
	}
	return ast.WalkSkipChildren, nil
}

func renderHTMLBlock(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<p>" + html.EscapeString(string(bytes.TrimSpace(rawText(src, n)))) + "</p>\n")
	}
	return ast.WalkSkipChildren, nil
}
