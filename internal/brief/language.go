package brief

import (
	"cmp"
	"html"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/bidi"

	"briefpress/internal/phrase"
)

// languageOf is the language of a document, and directionOf the direction it is
// written in: a document that names a language and no direction has that of its
// language.
func languageOf(own string, opt Options) string { return cmp.Or(own, opt.Language, "en") }

func directionOf(language, own string, opt Options) string {
	if own == "" && language != "" {
		return phrase.Direction(language)
	}
	return cmp.Or(own, opt.Direction, phrase.Direction(opt.Language))
}

// has tells whether a text has letters that are written in a direction.
func has(s, direction string) bool {
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		switch c := p.Class(); {
		case c == bidi.L && direction == "ltr", (c == bidi.R || c == bidi.AL) && direction == "rtl":
			return true
		}
	}
	return false
}

// isolate writes a text as HTML that stands in a line of a direction. Where it
// has letters of the other, it is set apart, so that it does not reorder what
// stands beside it, such as the year behind a title.
func isolate(s, direction string) string {
	other := "rtl"
	if direction == "rtl" {
		other = "ltr"
	}
	if has(s, other) {
		return "<bdi>" + html.EscapeString(s) + "</bdi>"
	}
	return html.EscapeString(s)
}

// quotationKey is the attribute of a quotation that holds its *quotation.
var quotationKey = []byte("quotation")

// A quotation is what the first line of a quotation says of its language:
// > [!QUOTE] fa-AF
type quotation struct {
	language string // "" when what the line says is no language tag
	written  string
}

func quotationOf(n ast.Node) *quotation {
	if v, ok := n.Attribute(quotationKey); ok {
		return v.(*quotation)
	}
	return nil
}

// quotedIn is the language of the innermost quotation around a node that names
// one; "" where the node is in the document's own. Who is quoted is said in the
// document's words.
func quotedIn(src []byte, n ast.Node) string {
	for ; n.Parent() != nil; n = n.Parent() {
		q := n.Parent()
		if own := quotationOf(q); own != nil && own.language != "" && ast.Node(attributionOf(src, q)) != n {
			return own.language
		}
	}
	return ""
}

// leftToRight marks code and addresses where the text around them is written
// from the right: they are not.
func (b *builder) leftToRight(root ast.Node) {
	mark := func(n ast.Node) {
		direction := b.direction
		if language := quotedIn(b.src, n); language != "" {
			direction = phrase.Direction(language)
		}
		if direction == "rtl" {
			n.SetAttributeString("dir", []byte("ltr"))
		}
	}
	for _, kind := range []ast.NodeKind{ast.KindCodeSpan, ast.KindAutoLink, ast.KindCodeBlock, ast.KindFencedCodeBlock} {
		for _, n := range descendants(root, kind) {
			mark(n)
		}
	}
}
