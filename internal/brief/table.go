package brief

import (
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"briefpress/internal/phrase"
)

// nameKey is the attribute of a table that holds what its region is called.
var nameKey = []byte("name")

// A caption is what stands above a table.
type caption struct {
	node   ast.Node
	html   HTML
	text   string
	offset int
}

// captionKey is the attribute of a table that holds its *caption.
var captionKey = []byte("caption")

// captions gives tables their captions and takes those out of the text.
func (b *builder) captions(doc ast.Node) {
	for _, n := range descendants(doc, extast.KindTable) {
		p, ok := n.PreviousSibling().(*ast.Paragraph)
		if !ok {
			continue
		}
		t, ok := p.FirstChild().(*ast.Text)
		if !ok {
			continue
		}
		mark := captionMark(string(t.Value(b.src)), b.words)
		if mark == "" {
			continue
		}
		offset, _ := extent(b.src, p)
		t.Segment = t.Segment.WithStart(t.Segment.Start + len(mark))
		n.SetAttribute(captionKey, &caption{p, b.renderChildren(p), plain(b.src, p), offset})
		p.Parent().RemoveChild(p.Parent(), p)
	}
	for _, n := range descendants(doc, ast.KindParagraph) {
		if t, ok := n.FirstChild().(*ast.Text); ok && captionMark(string(t.Value(b.src)), b.words) != "" {
			b.report(t.Segment.Start, "lost-caption", "the paragraph begins as the caption of a table, and no table follows",
				"put it before its table, with an empty line between")
		}
	}
}

// place puts a table where its head begins. Where text stands above it without an
// empty line between, the parser puts it where that begins.
func (b *builder) place(table ast.Node) {
	above, ok := table.PreviousSibling().(*ast.Paragraph)
	if !ok || above.Lines().Len() == 0 || table.Pos() > above.Pos() {
		return
	}
	start := lineEnd(b.src, above.Lines().At(above.Lines().Len()-1).Start)
	for start < len(b.src) && (isSpace(b.src[start]) || b.src[start] == '>') { // of a quotation around both
		start++
	}
	table.SetPos(start)
}

// checkTables reports heads that name no columns, and rows that have more cells
// than the head, of which readers miss some, or fewer.
func (b *builder) checkTables(root ast.Node) {
	for _, n := range descendants(root, extast.KindTable) {
		b.place(n)
		head, columns := n.FirstChild(), n.FirstChild().ChildCount()
		for c := head.FirstChild(); c != nil; c = c.NextSibling() {
			// The first may be empty where the first column heads the rows.
			if c.FirstChild() == nil && (c != head.FirstChild() || columns == 1) {
				b.report(max(n.Pos(), 0), "table-head", "the head of the table does not name every column", "write in the first row what each column holds")
				break
			}
		}
		for row := head.NextSibling(); row != nil; row = row.NextSibling() {
			start := row.Pos()
			for start < len(b.src) && (b.src[start] == ' ' || b.src[start] == '\t') {
				start++
			}
			hint := fmt.Sprintf("give every row %d cells; write \\| for a | in a cell", columns)
			switch cells := cellsIn(string(b.src[start:lineEnd(b.src, start)])); {
			case cells > columns:
				b.report(start, "ragged-table", fmt.Sprintf("the row has %d cells and the head %d: what is more is not shown", cells, columns), hint)
			case cells < columns:
				b.report(start, "ragged-table", fmt.Sprintf("the row has %d of the %d cells of the head", cells, columns), hint)
			}
		}
	}
}

// cellsIn counts the cells of a row.
func cellsIn(line string) int {
	line = strings.TrimPrefix(strings.TrimSpace(line), "|")
	n := 1
	for i := range len(line) {
		if line[i] == '|' && i < len(line)-1 && (i == 0 || line[i-1] != '\\') {
			n++
		}
	}
	return n
}

// captionMark is what a paragraph begins with that is the caption of a table:
// "Table: " in every language, as the rest of what editors type, or the same in
// the language of the document; "" where it is none.
func captionMark(text string, words *phrase.Phrases) string {
	for _, mark := range []string{phrase.For("en").TableMark(), words.TableMark()} {
		if strings.HasPrefix(text, mark) {
			return mark
		}
	}
	return ""
}

func captionOf(n ast.Node) *caption {
	if v, ok := n.Attribute(captionKey); ok {
		return v.(*caption)
	}
	return nil
}

// tableName is what a screen reader calls the region that a table scrolls in.
func tableName(src []byte, n ast.Node, words *phrase.Phrases) string {
	if c := captionOf(n); c != nil {
		return words.TableNamed(c.text)
	}
	var cells []string
	for c := n.FirstChild().FirstChild(); c != nil; c = c.NextSibling() {
		if s := plain(src, c); s != "" {
			cells = append(cells, s)
		}
	}
	return words.TableNamed(strings.Join(cells, words.Comma))
}

// names gives the region of each table a name that no other has.
func (b *builder) names(doc ast.Node) {
	taken := map[string]int{}
	for _, n := range descendants(doc, extast.KindTable) {
		name := tableName(b.src, n, b.words)
		if taken[name]++; taken[name] > 1 {
			name = fmt.Sprintf("%s (%s)", name, b.words.Number(taken[name]))
		}
		n.SetAttribute(nameKey, name)
	}
}

func (r nodeRenderer) renderTable(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		if n.ChildCount() > 1 {
			w.WriteString("</tbody>\n")
		}
		w.WriteString("</table></div>\n")
		return ast.WalkContinue, nil
	}
	name := tableName(src, n, r.words)
	if v, ok := n.Attribute(nameKey); ok {
		name = v.(string)
	}
	fmt.Fprintf(w, `<div class="scroll" role="region" tabindex="0" aria-label="%s"><table>`+"\n", html.EscapeString(name))
	if c := captionOf(n); c != nil {
		fmt.Fprintf(w, "<caption>%s</caption>\n", c.html)
	}
	return ast.WalkContinue, nil
}

func renderTableHeader(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<thead>\n<tr>")
	} else {
		w.WriteString("</tr>\n</thead>\n")
		if n.NextSibling() != nil {
			w.WriteString("<tbody>\n")
		}
	}
	return ast.WalkContinue, nil
}

func renderTableRow(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<tr>")
	} else {
		w.WriteString("</tr>\n")
	}
	return ast.WalkContinue, nil
}

// renderTableCell writes a cell: those of the first row head their columns,
// the first of every other row heads that row. Alignment is a class, since the
// content security policy admits no inline style.
func renderTableCell(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*extast.TableCell)
	tag, scope := "td", ""
	switch {
	case n.Parent().Kind() == extast.KindTableHeader:
		tag, scope = "th", ` scope="col"`
		if n.FirstChild() == nil {
			tag, scope = "td", "" // a heading that says nothing heads nothing
		}
	case n.PreviousSibling() == nil && n.NextSibling() != nil && n.FirstChild() != nil:
		tag, scope = "th", ` scope="row"`
	}
	if !entering {
		w.WriteString("</" + tag + ">")
		return ast.WalkContinue, nil
	}
	class := ""
	switch n.Alignment {
	case extast.AlignLeft:
		class = ` class="start"`
	case extast.AlignCenter:
		class = ` class="center"`
	case extast.AlignRight:
		class = ` class="end"`
	}
	w.WriteString("<" + tag + scope + class + ">")
	return ast.WalkContinue, nil
}
