package brief

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"briefpress/internal/phrase"
)

// calloutForm is the first line of a callout: > [!NOTE] Title
var calloutForm = regexp.MustCompile(`^\[!([A-Za-z]+)\][ \t]*(.*?)[ \t]*\n?$`)

// estimateForm is what follows [!JUDGEMENT]: a likelihood and a confidence.
var estimateForm = regexp.MustCompile(`(?i)^([\p{L} -]+?)\s*,\s*(low|moderate|high) confidence$`)

// A callout is what the first line of a quotation makes of it.
type callout struct {
	name                   string // "note"
	title                  string
	likelihood, confidence string
	rest                   string // what follows [!JUDGEMENT], when it is not understood
}

// calloutKey is the attribute of a quotation that holds its *callout.
var calloutKey = []byte("callout")

// calloutTransformer takes the first line off a quotation that is a callout, or
// that names its language, before the inline parsers see it.
type calloutTransformer struct{ words *phrase.Phrases }

func (t calloutTransformer) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := n.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != n || n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	m := calloutForm.FindSubmatch(first.Value(reader.Source()))
	if m == nil {
		return
	}
	name, rest := strings.ToLower(string(m[1])), string(m[2])
	c := &callout{name: name, title: t.words.Callout(name)}
	switch {
	case name == "quote":
		q := &quotation{written: rest}
		if phrase.Known(rest) {
			q.language = rest
		}
		quote.SetAttribute(quotationKey, q)
	case c.title == "":
		return
	case name != "judgement":
		if rest != "" {
			set(t.words, &rest)
			c.title = rest
		}
	default:
		if e := estimateForm.FindStringSubmatch(rest); e != nil {
			c.likelihood, c.confidence = strings.ToLower(e[1]), strings.ToLower(e[2])
		} else {
			c.rest = rest
		}
	}
	if name != "quote" {
		quote.SetAttribute(calloutKey, c)
	}
	n.Lines().SetSliced(1, n.Lines().Len())
	if n.Lines().Len() == 0 {
		quote.RemoveChild(quote, n)
	}
}

func calloutOf(n ast.Node) *callout {
	if v, ok := n.Attribute(calloutKey); ok {
		return v.(*callout)
	}
	return nil
}

// attribution is the last paragraph of a quotation that names its author: it
// begins with a dash.
var (
	attribution     = regexp.MustCompile(`^(--|---|—|–)[ \t]+`)
	attributionDash = regexp.MustCompile(`^[—–]?[ \t]+`)
)

// attributionOf finds the paragraph; nil when there is none.
func attributionOf(src []byte, quotation ast.Node) *ast.Paragraph {
	p, ok := quotation.LastChild().(*ast.Paragraph)
	if !ok || quotation.FirstChild() == quotation.LastChild() || p.Lines().Len() == 0 {
		return nil
	}
	first := p.Lines().At(0)
	if !attribution.Match(first.Value(src)) {
		return nil
	}
	return p
}

// attributionKey is the attribute of a paragraph that names the author of the
// quotation before it. Its value is the language of the document where the
// quotation is in another, else "".
var attributionKey = []byte("attribution")

// attributions marks the paragraphs that name the author of a quotation, takes
// their dash off, and makes the emphasis in them the title of a work.
func (b *builder) attributions(doc ast.Node) {
	for _, q := range descendants(doc, ast.KindBlockquote) {
		p := attributionOf(b.src, q)
		if p == nil || calloutOf(q) != nil {
			continue
		}
		language := ""
		if own := quotationOf(q); own != nil && own.language != "" {
			language = b.language
		}
		p.SetAttribute(attributionKey, language)
		if dash, ok := p.FirstChild().(*ast.String); ok {
			p.RemoveChild(p, dash)
		}
		if t, ok := p.FirstChild().(*ast.Text); ok {
			t.Segment = t.Segment.WithStart(t.Segment.Start + len(attributionDash.Find(t.Segment.Value(b.src))))
		}
		for _, e := range descendants(p, ast.KindEmphasis) {
			e.SetAttribute(attributionKey, true)
		}
	}
}

// checkCallouts reports callouts that say what is not understood.
func (b *builder) checkCallouts(doc ast.Node) {
	for _, n := range descendants(doc, ast.KindBlockquote) {
		c, q := calloutOf(n), quotationOf(n)
		switch {
		case q != nil && q.language == "":
			message := "the quotation does not name its language"
			if q.written != "" {
				message = fmt.Sprintf("%s is not a language tag", quote(q.written))
			}
			b.report(n.Pos(), "callout", message, "write > [!QUOTE] and the language of the quotation, such as fa-AF")
		case c == nil:
			if p, ok := n.FirstChild().(*ast.Paragraph); ok && p.Lines().Len() > 0 {
				first := p.Lines().At(0)
				if m := calloutForm.FindSubmatch(first.Value(b.src)); m != nil {
					b.report(first.Start, "callout", fmt.Sprintf("there is no callout %s", quote("[!"+string(m[1])+"]")),
						"the callouts are NOTE, TIP, IMPORTANT, WARNING, CAUTION and JUDGEMENT")
				}
			}
		case c.name == "judgement" && c.likelihood == "":
			b.report(n.Pos(), "judgement", "a judgement needs its likelihood and its confidence",
				"write > [!JUDGEMENT] likely, moderate confidence")
		}
	}
}

func (r nodeRenderer) renderBlockquote(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	c, q := calloutOf(n), quotationOf(n)
	switch {
	case q != nil && q.language != "" && entering:
		fmt.Fprintf(w, `<blockquote lang="%s" dir="%s">`+"\n", html.EscapeString(q.language), phrase.Direction(q.language))
	case c == nil && entering:
		w.WriteString("<blockquote>\n")
		if q != nil && q.written != "" {
			fmt.Fprintf(w, "<p>%s</p>\n", html.EscapeString(q.written))
		}
	case c == nil:
		w.WriteString("</blockquote>\n")
	case entering:
		fmt.Fprintf(w, `<div class="callout %s"><p class="callout-title">%s</p>`+"\n", c.name, html.EscapeString(c.title))
		if c.likelihood != "" {
			fmt.Fprintf(w, `<dl class="estimate"><div><dt>%s</dt><dd>%s</dd></div><div><dt>%s</dt><dd>%s</dd></div></dl>`+"\n",
				r.words.Likelihood, html.EscapeString(r.words.LikelihoodOf(c.likelihood)), r.words.Confidence, r.words.ConfidenceOf(c.confidence))
		} else if c.rest != "" {
			fmt.Fprintf(w, "<p>%s</p>\n", html.EscapeString(c.rest))
		}
	default:
		w.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) renderParagraph(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	language, named := n.Attribute(attributionKey)
	switch {
	case named && entering && language != "":
		// The name may be written as it is in the language of the quotation.
		fmt.Fprintf(w, `<footer lang="%s" dir="auto">%s`, html.EscapeString(language.(string)), r.words.Attribution)
	case named && entering:
		w.WriteString("<footer>" + r.words.Attribution)
	case named:
		w.WriteString("</footer>\n")
	case entering:
		w.WriteString("<p>")
	default:
		w.WriteString("</p>\n")
	}
	return ast.WalkContinue, nil
}

// renderEmphasis writes the emphasis under the name of an author as the title
// of a work.
func renderEmphasis(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "em"
	if _, ok := node.Attribute(attributionKey); ok {
		tag = "cite"
	} else if node.(*ast.Emphasis).Level == 2 {
		tag = "strong"
	}
	if !entering {
		tag = "/" + tag
	}
	w.WriteString("<" + tag + ">")
	return ast.WalkContinue, nil
}
