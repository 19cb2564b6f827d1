package brief

import (
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"briefpress/internal/phrase"
)

// substitutions are what the typographer writes for quotes, dashes and
// ellipses: characters, so that HTML, plain text and feeds need no named
// entity.
func substitutions(words *phrase.Phrases) extension.TypographerOption {
	return extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation]string{
		extension.LeftSingleQuote: words.OpenInnerQuote, extension.RightSingleQuote: words.CloseInnerQuote,
		extension.LeftDoubleQuote: words.OpenQuote, extension.RightDoubleQuote: words.CloseQuote,
		extension.LeftAngleQuote: "«", extension.RightAngleQuote: "»",
		extension.EnDash: "–", extension.EmDash: "—",
		extension.Ellipsis: "…", extension.Apostrophe: "’",
	})
}

// A typographer sets the quotes of a text in the style of its language, and of
// a quotation that names another in the style of that.
type typographer struct {
	parser.InlineParser // of the document's language
	styles              map[*phrase.Phrases]parser.InlineParser
}

func newTypographer(words *phrase.Phrases) goldmark.Extender {
	t := typographer{styles: map[*phrase.Phrases]parser.InlineParser{}}
	for _, p := range phrase.All() {
		t.styles[p] = extension.NewTypographerParser(substitutions(p))
	}
	t.InlineParser = t.styles[words]
	return t
}

// Extend implements goldmark.Extender.
func (t typographer) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(t, 9999)))
}

// Parse implements parser.InlineParser.
func (t typographer) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if language := quotedIn(block.Source(), parent); language != "" {
		return t.styles[phrase.For(language)].Parse(parent, block, pc)
	}
	return t.InlineParser.Parse(parent, block, pc)
}

// lineSetters read a text that is not Markdown as the typographer does.
var lineSetters = sync.OnceValue(func() map[*phrase.Phrases]parser.Parser {
	setters := map[*phrase.Phrases]parser.Parser{}
	for _, words := range phrase.All() {
		p := parser.NewParser(parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)))
		newTypographer(words).Extend(goldmark.New(goldmark.WithParser(p)))
		setters[words] = p
	}
	return setters
})

// set writes the quotes, dashes and ellipses of plain texts as the body does,
// and their lines as one. A text of Latin letters alone, such as the title of a
// foreign source, keeps its own quotes where the document is written from the
// right.
func set(words *phrase.Phrases, texts ...*string) {
	for _, t := range texts {
		*t = strings.Join(strings.Fields(*t), " ")
		if !strings.ContainsAny(*t, `'"<>`) && !strings.Contains(*t, "--") && !strings.Contains(*t, "...") {
			continue
		}
		style := words
		if words.Direction() == "rtl" && !has(*t, "rtl") {
			style = phrase.For("en")
		}
		src := []byte(*t)
		var b strings.Builder
		ast.Walk(lineSetters()[style].Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
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
