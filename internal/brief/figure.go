package brief

import (
	"fmt"
	"html"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// A pictureNode is a picture whose file is known.
type pictureNode struct {
	ast.BaseInline
	src, alt, title string
	file            File
}

var kindPicture = ast.NewNodeKind("Picture")

func (n *pictureNode) Kind() ast.NodeKind { return kindPicture }
func (n *pictureNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"src": n.src}, nil)
}

// picture finds the file of a picture. The policy of the page shows pictures of
// the site alone; others are set as links, and missing ones as their text.
func (b *builder) picture(n *ast.Image) {
	dest, alt, title := unescape(n.Destination), plain(b.src, n), unescape(n.Title)
	address, ok := b.resolve(dest)
	if !ok {
		b.report(n.Pos(), "link-address", "the picture "+quote(dest)+" cannot be shown", "put the picture beside the brief")
		replaceWithChildren(n)
		return
	}
	b.body.Links = append(b.body.Links, &Link{Dest: dest, Address: address, Text: alt, Picture: true, Offset: n.Pos()})
	file, found := b.file(dest)
	switch {
	case found:
	case strings.HasPrefix(address, "/"):
		b.report(n.Pos(), "missing-picture", "there is no picture "+quote(dest)+" beside the file", nearest(dest, b.files, "put the picture beside the brief"))
		replaceWithChildren(n)
		return
	default:
		b.report(n.Pos(), "foreign-picture", "the picture "+quote(dest)+" is on another site", "put a copy beside the brief: pages show no picture of other sites")
		link := ast.NewLink()
		link.Destination = b.destination(address)
		n.Parent().InsertBefore(n.Parent(), n, link)
		for c := n.FirstChild(); c != nil; c = n.FirstChild() {
			link.AppendChild(link, c)
		}
		n.Parent().RemoveChild(n.Parent(), n)
		return
	}
	p := &pictureNode{src: b.href(address), alt: alt, title: title, file: file}
	set(b.words, &p.title)
	p.SetPos(n.Pos())
	n.Parent().ReplaceChild(n.Parent(), n, p)
}

// file finds the file beside the document that a destination names, and records
// its use.
func (b *builder) file(dest string) (File, bool) {
	u, err := url.Parse(dest)
	if err != nil || u.IsAbs() {
		return File{}, false
	}
	name := path.Clean(u.Path)
	f, ok := b.files[name]
	if ok {
		b.body.Files[name] = f
	}
	return f, ok
}

// figureOf finds the picture of a paragraph that is nothing else.
func figureOf(n ast.Node) *pictureNode {
	if n.Kind() != ast.KindParagraph || n.ChildCount() != 1 {
		return nil
	}
	p, _ := n.FirstChild().(*pictureNode)
	return p
}

// figure makes a block of a picture that stands alone.
func (b *builder) figure(block *Block, p *pictureNode) {
	block.Kind, block.Title = Figure, p.title
	block.Text = strings.TrimSpace(p.title + "\n" + p.alt)
	caption := ""
	if p.title != "" {
		caption = "<figcaption>" + html.EscapeString(p.title) + "</figcaption>"
	}
	block.inner = HTML("<figure>" + p.img() + caption + "</figure>\n")
}

func (n *pictureNode) img() string {
	size := ""
	if n.file.Width > 0 && n.file.Height > 0 {
		size = fmt.Sprintf(` width="%d" height="%d"`, n.file.Width, n.file.Height)
	}
	return fmt.Sprintf(`<img src="%s" alt="%s"%s loading="lazy">`, html.EscapeString(n.src), html.EscapeString(n.alt), size)
}

func renderPicture(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(node.(*pictureNode).img())
	}
	return ast.WalkContinue, nil
}
