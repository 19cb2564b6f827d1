package brief

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"briefpress/internal/phrase"
)

// The attributes of a listing: that it is set without highlighting, and the
// *listing whose lines are linked.
var (
	plainKey = []byte("plain")
	linesKey = []byte("lines")
)

// minLinked is how many lines a listing in a language has whose lines are
// numbered: fewer need no pointing at.
const minLinked = 5

// languages are those that are highlighted: what briefs show of data, code and
// configuration. Each is tested against listings made to take long, as chroma's
// three hundred others are not. Java is left out: its lexer takes 20 seconds over
// 16 KiB of single letters.
var languages = []string{
	"bash", "c", "c#", "c++", "css", "diff", "docker", "go", "html", "ini", "javascript", "json", "julia",
	"kotlin", "lua", "makefile", "markdown", "matlab", "perl", "php", "powershell", "python", "r", "ruby", "rust",
	"scala", "sql", "swift", "tex", "toml", "typescript", "xml", "yaml",
}

// lexersByName are the lexers of the languages under all their names.
var lexersByName = sync.OnceValue(func() map[string]chroma.Lexer {
	byName := map[string]chroma.Lexer{}
	for _, language := range languages {
		lexer := lexers.Get(language)
		for _, name := range append(lexer.Config().Aliases, language, strings.ToLower(lexer.Config().Name)) {
			byName[name] = lexer
		}
	}
	return byName
})

// lexerOf finds the lexer of a language; nil when there is none.
func lexerOf(language string) chroma.Lexer { return lexersByName()[strings.ToLower(language)] }

// listedIn is the first word behind the opening fence.
func listedIn(src []byte, n *ast.FencedCodeBlock) string { return unescape(n.Language(src)) }

// listings decides which code listings are highlighted, by their size and by
// what the document has had before, and reports languages that are not known.
func (b *builder) listings(doc ast.Node) {
	left := maxHighlighted
	for _, n := range descendants(doc, ast.KindFencedCodeBlock) {
		n := n.(*ast.FencedCodeBlock)
		language := listedIn(b.src, n)
		if language == "" || language == "text" {
			n.SetAttribute(plainKey, true)
			continue
		}
		if lexerOf(language) == nil {
			b.report(n.Pos(), "code-language", "the language "+quote(language)+" is not highlighted", "write text to set the listing plain, or one of "+strings.Join(languages, ", "))
			n.SetAttribute(plainKey, true)
			continue
		}
		lines, code := n.Lines().Len(), n.Lines().Value(b.src)
		if lines > left || !highlightable(code) {
			b.report(n.Pos(), "long-listing", "the listing is too long, or has lines too long, to be highlighted",
				fmt.Sprintf("highlighted are listings of at most %d lines and %d KiB, in lines of at most %d bytes, and %d lines in a document",
					maxListingLines, maxListing>>10, maxListingLine, maxHighlighted))
			n.SetAttribute(plainKey, true)
			continue
		}
		left -= lines
		if lines >= minLinked {
			b.linked++
			l := &listing{id: fmt.Sprintf("c%d", b.linked), count: lines, words: b.words}
			for i := range lines {
				b.body.IDs[fmt.Sprintf("%s.%d", l.id, i+1)] = true
			}
			n.SetAttribute(linesKey, l)
		}
	}
}

// highlightable tells whether a listing is within the limits of what is given
// to chroma.
func highlightable(code []byte) bool {
	if len(code) > maxListing || bytes.Count(code, []byte("\n")) > maxListingLines {
		return false
	}
	line, blank := 0, 0
	for _, c := range code {
		line++
		blank++
		if !isSpace(c) {
			blank = 0
		}
		if c == '\n' {
			line = 0
		}
		if line > maxListingLine || blank > maxListingBlank {
			return false
		}
	}
	return true
}

// renderListing writes a code listing with the classes of chroma.
func renderListing(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	code := string(node.Lines().Value(src))
	language := ""
	if n, ok := node.(*ast.FencedCodeBlock); ok {
		language = listedIn(src, n)
	}
	w.WriteString(`<figure class="code">`)
	if language != "" {
		fmt.Fprintf(w, "<figcaption>%s</figcaption>", html.EscapeString(language))
	}
	direction := ""
	if _, marked := node.AttributeString("dir"); marked {
		direction = ` dir="ltr"`
	}
	fmt.Fprintf(w, `<pre%s tabindex="0"><code class="chroma">`, direction)
	var markup HTML
	if _, off := node.Attribute(plainKey); !off {
		markup = highlight(language, code)
	}
	if markup == "" {
		markup = HTML(html.EscapeString(code))
	}
	if v, ok := node.Attribute(linesKey); ok {
		markup = v.(*listing).lines(markup)
	}
	w.WriteString(string(markup))
	w.WriteString("</code></pre></figure>\n")
	return ast.WalkSkipChildren, nil
}

// A listing is one whose lines can be linked to.
type listing struct {
	id    string // "c1"; that of its third line is "c1.3"
	count int    // of its lines
	words *phrase.Phrases
}

// lines sets a link at the start of each line of a listing, which shows its
// number. It is no stop of the keyboard: a listing would have dozens.
func (l *listing) lines(markup HTML) HTML {
	var b strings.Builder
	n := 0
	for line := range strings.Lines(string(markup)) {
		if n++; n > l.count { // ends of elements
			b.WriteString(line)
			continue
		}
		fmt.Fprintf(&b, `<a class="line" id="%[1]s.%[2]d" href="#%[1]s.%[2]d" tabindex="-1" aria-label="%[3]s"></a>%[4]s`,
			l.id, n, html.EscapeString(l.words.Line(n)), line)
	}
	return HTML(b.String())
}

// highlight writes code with a span for each token that has a class. It gives
// "" where there is no lexer, and where it fails or loses text.
func highlight(language, code string) HTML {
	lexer := lexerOf(language)
	if lexer == nil {
		return ""
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return ""
	}
	var markup, text strings.Builder
	for t := tokens(); t != chroma.EOF; t = tokens() {
		text.WriteString(t.Value)
		if class := tokenClass(t.Type); class != "" && t.Type != chroma.TextWhitespace {
			markup.WriteString(`<span class="` + class + `">` + html.EscapeString(t.Value) + `</span>`)
		} else {
			markup.WriteString(html.EscapeString(t.Value))
		}
	}
	if strings.TrimRight(text.String(), "\n") != strings.TrimRight(code, "\n") {
		return ""
	}
	return HTML(markup.String())
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
