package brief

import (
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"briefpress/internal/phrase"
)

// markdowns are the parser and renderer for each language that we have words
// of; they are safe to share and cost too much to make for each document.
var markdowns = sync.OnceValue(func() map[*phrase.Phrases]goldmark.Markdown {
	all := map[*phrase.Phrases]goldmark.Markdown{}
	for _, words := range phrase.All() {
		all[words] = goldmark.New(
			goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.DefinitionList, newTypographer(words)),
			goldmark.WithParserOptions(
				parser.WithBlockParsers(util.Prioritized(extension.NewFootnoteBlockParser(), 999)),
				parser.WithInlineParsers(util.Prioritized(referenceParser{}, 101)),
				parser.WithParagraphTransformers(util.Prioritized(calloutTransformer{words}, 50)),
			),
			goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{words}, 1))),
		)
	}
	return all
})

func markdown(words *phrase.Phrases) goldmark.Markdown { return markdowns()[words] }

// nodeRenderer writes the nodes whose HTML is our own, with the words of a
// language.
type nodeRenderer struct{ words *phrase.Phrases }

func (r nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindReference, r.renderReference)
	reg.Register(kindAcronym, renderAcronym)
	reg.Register(kindPicture, renderPicture)
	reg.Register(ast.KindBlockquote, r.renderBlockquote)
	reg.Register(ast.KindParagraph, r.renderParagraph)
	reg.Register(ast.KindEmphasis, renderEmphasis)
	reg.Register(ast.KindList, renderList)
	reg.Register(ast.KindCodeBlock, renderListing)
	reg.Register(ast.KindFencedCodeBlock, renderListing)
	reg.Register(ast.KindHTMLBlock, renderHTMLBlock)
	reg.Register(ast.KindRawHTML, renderRawHTML)
	reg.Register(extast.KindTable, r.renderTable)
	reg.Register(extast.KindTableHeader, renderTableHeader)
	reg.Register(extast.KindTableRow, renderTableRow)
	reg.Register(extast.KindTableCell, renderTableCell)
	reg.Register(extast.KindTaskCheckBox, r.renderTask)
	reg.Register(extast.KindStrikethrough, renderStrikethrough)
	reg.Register(extast.KindFootnoteList, renderNothing)
}

// renderStrikethrough writes s: ins and del belong to redlines.
func renderStrikethrough(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<s>")
	} else {
		w.WriteString("</s>")
	}
	return ast.WalkContinue, nil
}

func renderNothing(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

// descendants are the nodes of a kind at and under a node, in the order of the
// text. The slice is the caller's: the tree may be changed while it is ranged
// over.
func descendants(root ast.Node, kind ast.NodeKind) []ast.Node {
	var found []ast.Node
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == kind {
			found = append(found, n)
		}
		return ast.WalkContinue, nil
	})
	return found
}

// extent bounds the source of a block, from its first character to its last.
func extent(src []byte, root ast.Node) (start, end int) {
	start = len(src)
	grow := func(from, to int) {
		if from >= 0 && from < start {
			start = from
		}
		end = max(end, to)
	}
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if p := n.Pos(); p >= 0 && p <= len(src) {
			grow(p, p)
		}
		switch n := n.(type) {
		case *ast.Text:
			grow(n.Segment.Start, n.Segment.Stop)
		case *referenceNode:
			grow(n.written.Start, n.written.Stop)
		case *ast.HTMLBlock:
			if n.HasClosure() {
				grow(n.ClosureLine.Start, n.ClosureLine.Stop)
			}
		case *ast.FencedCodeBlock:
			// The closing fence is no part of the node.
			at := lineEnd(src, max(n.Pos(), 0))
			if l := n.Lines().Len(); l > 0 {
				at = n.Lines().At(l - 1).Stop
			}
			grow(at, lineEnd(src, at))
		}
		if n.Type() == ast.TypeBlock {
			if l := n.Lines().Len(); l > 0 {
				grow(n.Lines().At(0).Start, n.Lines().At(l-1).Stop)
			}
		}
		return ast.WalkContinue, nil
	})
	start = min(start, len(src))
	end = max(start, min(end, len(src)))
	if end == start || src[end-1] != '\n' {
		end = lineEnd(src, end)
	}
	for end > start && isSpace(src[end-1]) {
		end--
	}
	return start, end
}

// lineEnd is the offset behind the line that holds an offset.
func lineEnd(src []byte, offset int) int {
	for offset < len(src) && src[offset] != '\n' {
		offset++
	}
	return min(offset+1, len(src))
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
