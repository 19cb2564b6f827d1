package brief

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"briefpress/internal/phrase"
)

// A builder makes the body of one document from its syntax tree.
type builder struct {
	doc                 *Document
	src                 []byte
	opt                 Options
	language, direction string
	words               *phrase.Phrases // of the language
	files               map[string]File
	dir                 string // of the document among the files of the content directory
	sources             map[string]*Source

	body     *Body
	notes    map[string]*definition
	order    []string            // labels of notes, in the order of their texts
	acronyms map[string]*Acronym // by short form
	headed   map[string]bool     // acronyms that a heading introduces, and no text yet
	unknown  map[string]bool     // acronyms that have been reported
	taken    map[string]int      // how often an anchor was wanted that another has
	linked   int                 // listings whose lines are linked

	citations map[*Note][]*Citation // of each note

	out bufio.Writer // of render, which would else make one for each block
}

// parse makes the body. The passes over the tree come in an order: what is
// taken out of the text first, then what is resolved, then what is numbered in
// the order of reading, then HTML, notes before the blocks that hold them.
func (b *builder) parse(known ...map[string]string) *Body {
	b.body = &Body{IDs: map[string]bool{}, Files: map[string]File{}}
	if b.body.Problems = b.doc.overLimit(); len(b.body.Problems) > 0 {
		return b.body
	}
	b.src = blank(b.doc.Source, b.doc.start)
	b.unknown, b.headed = map[string]bool{}, map[string]bool{}
	b.taken = map[string]int{}
	b.words = phrase.For(b.language)
	b.acronyms = map[string]*Acronym{}
	for _, m := range known {
		for short, expansion := range m {
			b.acronyms[short] = &Acronym{Short: short, Expansion: expansion, Offset: -1, First: -1}
		}
	}

	doc := markdown(b.words).Parser().Parse(text.NewReader(b.src))
	b.definitions(doc)
	roots := []ast.Node{doc}
	for _, label := range b.order {
		roots = append(roots, b.notes[label].node)
	}
	for _, root := range roots {
		b.rawHTML(root)
		b.checkCallouts(root)
		b.listings(root)
		b.checkLists(root)
		b.checkTables(root)
		b.addresses(root)
		b.leftToRight(root)
	}
	for _, n := range descendants(doc, kindReference) {
		b.refer(n.(*referenceNode))
	}
	for _, kind := range []ast.NodeKind{ast.KindHeading, ast.KindParagraph, ast.KindTextBlock, extast.KindDefinitionTerm, extast.KindTableCell} {
		for _, n := range descendants(doc, kind) {
			b.introduced(n)
		}
	}
	b.acronymsIn(doc)
	b.attributions(doc)
	b.renderNotes()
	b.captions(doc)
	b.names(doc)
	b.citations = map[*Note][]*Citation{}
	for _, c := range b.body.Citations {
		b.citations[c.Note] = append(b.citations[c.Note], c)
	}
	slices.SortStableFunc(b.body.Links, func(x, y *Link) int { return x.Offset - y.Offset })
	b.sections(doc)
	b.unusedSources()

	slices.SortFunc(b.body.Problems, Problem.Compare)
	return b.body
}

// report adds a finding at an offset.
func (b *builder) report(offset int, rule, message, hint string) {
	b.body.Problems = append(b.body.Problems, b.doc.Problem(offset, rule, message, hint))
}

// addresses resolves links and pictures.
func (b *builder) addresses(root ast.Node) {
	// Links first: a foreign picture becomes a link that is already resolved.
	for _, n := range descendants(root, ast.KindLink) {
		b.link(n.(*ast.Link))
	}
	for _, n := range descendants(root, ast.KindImage) {
		b.picture(n.(*ast.Image))
	}
	for _, n := range descendants(root, ast.KindAutoLink) {
		b.autoLink(n.(*ast.AutoLink))
	}
}

// sections puts the blocks of the document under their headings.
func (b *builder) sections(doc ast.Node) {
	lead := &Section{}
	open := []*Section{lead} // from the outermost to the innermost
	size := 0
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		current := open[len(open)-1]
		if h, ok := n.(*ast.Heading); ok {
			s := b.section(h)
			for len(open) > 0 && open[len(open)-1].Level >= s.Level || open[len(open)-1] == lead {
				if open = open[:len(open)-1]; len(open) == 0 {
					break
				}
			}
			if len(open) == 0 {
				b.body.Sections = append(b.body.Sections, s)
			} else {
				parent := open[len(open)-1]
				parent.Sections = append(parent.Sections, s)
			}
			open = append(open, s)
			size += len(s.HTML)
			continue
		}
		block := b.block(n)
		if block == nil {
			continue
		}
		if current == lead && len(lead.Blocks) == 0 {
			b.body.Sections = append(b.body.Sections, lead)
		}
		block.Section = current
		current.Blocks = append(current.Blocks, block)
		b.body.Blocks = append(b.body.Blocks, block)
		b.body.Words += words(block.Text)
		size += len(block.Markup(Label{}))
	}
	if limit := maxHTML(len(b.src)); size > limit {
		p := b.doc.Problem(0, "limit", fmt.Sprintf("the text gives %d bytes of HTML; at most %d are made of it", size, limit), "")
		p.Stops = true
		*b.body = Body{IDs: map[string]bool{}, Files: map[string]File{}, Problems: append(b.body.Problems, p)}
	}
}

func (b *builder) section(h *ast.Heading) *Section {
	s := &Section{Level: h.Level, Title: plain(b.src, h), Offset: max(h.Pos(), 0)}
	if l := h.Lines().Len(); h.Pos() < 0 && l > 0 {
		s.Offset = h.Lines().At(0).Start
	}
	if s.Level == 1 {
		b.report(s.Offset, "heading-level", "a heading of the first level stands in the text", "the title is in the front matter; sections begin with ##")
		s.Level = 2
	}
	if s.Title == "" {
		b.report(s.Offset, "empty-heading", "the heading is empty", "give the section a title, or delete the heading")
	}
	start, end := extent(b.src, h)
	s.Hash = b.digest(fmt.Sprintf("heading %d", h.Level), start, end, h)
	s.ID = b.headingID(s.Title)
	s.HTML = b.renderChildren(h) + b.asides(h)
	return s
}

// block makes a block of a node; nil where there is nothing to read.
func (b *builder) block(n ast.Node) *Block {
	block := &Block{Text: plain(b.src, n)}
	block.Offset, block.End = extent(b.src, n)
	switch n := n.(type) {
	case *ast.Paragraph:
		block.Kind = Paragraph
		if p := figureOf(n); p != nil {
			b.figure(block, p)
		} else if block.Text == "" && n.ChildCount() == 0 {
			return nil
		}
	case *ast.HTMLBlock:
		block.Kind = Paragraph
	case *ast.List:
		b.list(block, n)
	case *extast.DefinitionList:
		block.Kind = Definitions
	case *ast.Blockquote:
		block.Kind = Quotation
		if c := calloutOf(n); c != nil {
			block.Kind, block.Title = Callout, c.title
			if c.name == "judgement" {
				block.Kind, block.Likelihood, block.Confidence = Judgement, c.likelihood, c.confidence
			}
		}
	case *extast.Table:
		block.Kind = Table
		if c := captionOf(n); c != nil {
			block.Title, block.Offset = c.text, c.offset
			block.Text = c.text + "\n" + block.Text
			block.inner = b.render(n) + b.asides(c.node) + b.asides(n)
		}
	case *ast.CodeBlock:
		block.Kind = Code
	case *ast.FencedCodeBlock:
		block.Kind, block.Title = Code, listedIn(b.src, n)
	case *ast.ThematicBreak:
		block.Kind = Break
	default:
		return nil
	}
	if block.Items != nil {
		block.close += b.asides(n)
	} else if block.inner == "" {
		block.inner = b.render(n) + b.asides(n)
	}
	roots := []ast.Node{n}
	if c := captionOf(n); c != nil {
		roots = append(roots, c.node)
	}
	block.Hash = b.digest(string(block.Kind), block.Offset, block.End, roots...)
	return block
}

// Markup is the HTML of a block under a label, which gives list items their
// anchors. The anchor of the block itself is its container's matter.
func (b *Block) Markup(l Label) HTML {
	if b.Items == nil {
		return b.inner
	}
	var s strings.Builder
	s.WriteString(string(b.open))
	for i, item := range b.Items {
		if l == (Label{}) {
			s.WriteString("<li>")
		} else {
			fmt.Fprintf(&s, `<li id="%s">`, l.Item(i+1))
		}
		s.WriteString(string(item.HTML))
		s.WriteString("</li>\n")
	}
	s.WriteString(string(b.close))
	return HTML(s.String())
}

func (b *builder) render(n ast.Node) HTML {
	var s strings.Builder
	b.out.Reset(&s)
	if err := markdown(b.words).Renderer().Render(&b.out, b.src, n); err != nil {
		panic(err) // a strings.Builder takes every write, and no renderer of ours fails
	}
	return HTML(s.String())
}

func (b *builder) renderChildren(n ast.Node) HTML {
	var s strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		s.WriteString(string(b.render(c)))
	}
	return HTML(s.String())
}

// unusedSources reports sources of the front matter that the text does not cite.
func (b *builder) unusedSources() {
	cited := map[string]bool{}
	for _, c := range b.body.Citations {
		cited[c.Key] = true
	}
	for key := range b.sources {
		if !cited[key] {
			p := b.doc.HeaderProblem(b.doc.Key("sources", key), "unused-source",
				fmt.Sprintf("source %s is not cited", quote(key)), fmt.Sprintf("cite it as [@%s], or delete it", key))
			b.body.Problems = append(b.body.Problems, p)
		}
	}
}
