package brief

import (
	"bufio"
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
)

// plain is what a node says, markup left out: lines are joined by a space,
// the blocks of lists and quotations parted by a newline. Notes say nothing.
func plain(src []byte, n ast.Node) string {
	var b strings.Builder
	writePlain(&b, src, n)
	return strings.TrimSpace(spaces.ReplaceAllString(b.String(), " "))
}

// spaces are what stays of a space on either side of a note or a picture.
var spaces = regexp.MustCompile(`  +`)

func writePlain(b *strings.Builder, src []byte, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.WriteString(textOf(src, n))
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
		return
	case *ast.String:
		b.WriteString(html.UnescapeString(string(n.Value)))
		return
	case *ast.AutoLink:
		b.Write(n.Label(src))
		return
	case *ast.RawHTML:
		b.Write(n.Segments.Value(src))
		return
	case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
		b.Write(n.Lines().Value(src))
		if h, ok := n.(*ast.HTMLBlock); ok && h.HasClosure() {
			b.Write(h.ClosureLine.Value(src))
		}
		return
	case *acronymNode:
		b.WriteString(n.acronym.Short)
		return
	case *referenceNode:
		b.WriteString(n.text)
		return
	case *extast.FootnoteList:
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		writePlain(b, src, c)
		if c.Type() == ast.TypeBlock && c.NextSibling() != nil {
			if c.Kind() == extast.KindTableCell {
				b.WriteByte('\t')
			} else {
				b.WriteByte('\n')
			}
		}
	}
}

// textOf is the text of a node with its escapes and entities resolved, by
// goldmark's own writer, so that it is what readers see.
func textOf(src []byte, n *ast.Text) string {
	v := n.Value(src)
	if n.IsRaw() || bytes.IndexByte(v, '\\') < 0 && bytes.IndexByte(v, '&') < 0 {
		return string(v)
	}
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	ghtml.DefaultWriter.Write(w, v)
	w.Flush()
	return html.UnescapeString(buf.String())
}

// words counts the words of a text: what stands between spaces and has a
// letter or a digit.
func words(s string) int {
	n := 0
	for f := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(f, isWordRune) {
			n++
		}
	}
	return n
}
