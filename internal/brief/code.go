package brief

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// plainKey is the attribute of a listing that is set without highlighting.
var plainKey = []byte("plain")

// listings decides which code listings are highlighted, by their size and by
// what the document has had before, and reports languages that are not known.
func (b *builder) listings(doc ast.Node) {
	left := maxHighlighted
	for _, n := range descendants(doc, ast.KindFencedCodeBlock) {
		n := n.(*ast.FencedCodeBlock)
		language := string(n.Language(b.src))
		if language == "" || language == "text" {
			continue
		}
		if lexers.Get(language) == nil {
			b.report(n.Pos(), "code-language", "the language "+quote(language)+" is not known", "the listing is set plain; write text to say so")
			n.SetAttribute(plainKey, true)
			continue
		}
		lines, size := n.Lines().Len(), 0
		for i := range lines {
			line := n.Lines().At(i)
			size += line.Len()
		}
		if lines > maxListingLines || size > maxListing || lines > left {
			b.report(n.Pos(), "long-listing", fmt.Sprintf("the listing is too long to be highlighted, with %d lines", lines),
				fmt.Sprintf("at most %d lines and %d KiB are highlighted in a listing, and %d lines in a document", maxListingLines, maxListing>>10, maxHighlighted))
			n.SetAttribute(plainKey, true)
			continue
		}
		left -= lines
	}
}

// renderListing writes a code listing with the classes of chroma.
func renderListing(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	code := string(node.Lines().Value(src))
	language := ""
	if n, ok := node.(*ast.FencedCodeBlock); ok {
		language = string(n.Language(src))
	}
	w.WriteString(`<figure class="code">`)
	if language != "" {
		fmt.Fprintf(w, "<figcaption>%s</figcaption>", html.EscapeString(language))
	}
	w.WriteString(`<pre tabindex="0"><code class="chroma">`)
	_, off := node.Attribute(plainKey)
	if lexer := lexers.Get(language); language == "" || off || lexer == nil || !highlight(w, lexer, code) {
		w.WriteString(html.EscapeString(code))
	}
	w.WriteString("</code></pre></figure>\n")
	return ast.WalkSkipChildren, nil
}

// highlight writes code with a span for each token that has a class. It
// reports false, with nothing written, where the lexer fails or loses text.
func highlight(w util.BufWriter, lexer chroma.Lexer, code string) bool {
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return false
	}
	var markup bytes.Buffer
	var text strings.Builder
	for t := tokens(); t != chroma.EOF; t = tokens() {
		text.WriteString(t.Value)
		if class := tokenClass(t.Type); class != "" {
			markup.WriteString(`<span class="` + class + `">` + html.EscapeString(t.Value) + `</span>`)
		} else {
			markup.WriteString(html.EscapeString(t.Value))
		}
	}
	if strings.TrimRight(text.String(), "\n") != strings.TrimRight(code, "\n") {
		return false
	}
	w.Write(markup.Bytes())
	return true
}

// tokenClass is chroma's class of a token, or that of its parent.
func tokenClass(t chroma.TokenType) string {
	for ; t != 0; t = t.Parent() {
		if class, ok := chroma.StandardTypes[t]; ok {
			return class
		}
	}
	return ""
}
