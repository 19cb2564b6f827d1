package brief

import (
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// lineSetter reads a text that is not Markdown as the typographer does.
var lineSetter = sync.OnceValue(func() parser.Parser {
	p := parser.NewParser(parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)))
	typographer().Extend(goldmark.New(goldmark.WithParser(p)))
	return p
})

// set writes the quotes, dashes and ellipses of plain texts as the body does,
// and their lines as one.
func set(texts ...*string) {
	for _, t := range texts {
		*t = strings.Join(strings.Fields(*t), " ")
		if !strings.ContainsAny(*t, `'"<>`) && !strings.Contains(*t, "--") && !strings.Contains(*t, "...") {
			continue
		}
		src := []byte(*t)
		var b strings.Builder
		ast.Walk(lineSetter().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering {
				switch n := n.(type) {
				case *ast.Text:
					b.Write(n.Value(src))
				case *ast.String:
					b.Write(n.Value)
				}
			}
			return ast.WalkContinue, nil
		})
		*t = b.String()
	}
}
