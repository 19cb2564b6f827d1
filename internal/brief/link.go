package brief

import (
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// A scheme is allowed in links, and nothing else is: http, https and mailto.
func allowedScheme(s string) bool {
	return s == "http" || s == "https" || s == "mailto"
}

// resolve turns a destination as written into an address: "#fragment", a URL,
// or an address of the site without its base. Relative ones are files beside
// the document or paths of files of the content directory, as editors see
// them: "../other-brief/", "2019-06-07.md", "../../pages/about.md". A brief of
// one file stands where its folder would, so that its links outlive the move.
// ok is false for what must not be linked to.
func (b *builder) resolve(dest string) (address string, ok bool) {
	// Browsers drop these before they look for a scheme.
	if strings.ContainsAny(dest, "\t\n\r\x00") || strings.HasPrefix(dest, "//") || strings.HasPrefix(dest, `\`) || strings.HasPrefix(dest, `/\`) {
		return "", false
	}
	u, err := url.Parse(dest)
	if err != nil || u.Opaque != "" && u.Scheme != "mailto" {
		return "", false
	}
	switch {
	case u.Scheme != "":
		// No host has these, and browsers find the address faulty.
		host := u.Host != "" && !strings.ContainsAny(u.Host, "\"<>\\^`{|} %")
		return u.String(), allowedScheme(u.Scheme) && (host || u.Scheme == "mailto")
	case u.Host != "" || u.User != nil:
		return "", false
	case u.Path == "":
		return u.String(), true
	case strings.HasPrefix(u.Path, "/"):
		return u.String(), true
	}
	if f, found := b.file(dest); found {
		u.Path = f.Address
		return u.String(), true
	}
	p := path.Join(b.dir, u.Path)
	if strings.HasPrefix(p, "../") || p == ".." {
		return "", false
	}
	folder := strings.HasSuffix(u.Path, "/") || path.Ext(p) == ".md" || path.Ext(p) == ""
	p = strings.TrimSuffix(p, ".md")
	if rest, found := strings.CutPrefix(p, "pages/"); found {
		p = rest
	}
	u.Path = "/" + p
	if folder {
		u.Path += "/"
	}
	if p == "." {
		u.Path = "/"
	}
	return u.String(), true
}

// href is an address as it stands in HTML: under the base of the site.
func (b *builder) href(address string) string {
	if strings.HasPrefix(address, "/") {
		return b.opt.Base + address
	}
	return address
}

// destination writes an address as a link destination of Markdown, which the
// renderer reads once more.
func (b *builder) destination(address string) []byte {
	return []byte(strings.NewReplacer("&", "&amp;", `\`, `\\`).Replace(b.href(address)))
}

// unescape resolves the escapes and entities of a destination.
func unescape(dest []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(dest))))
}

// link resolves a link, or makes it text where it leads nowhere it may.
func (b *builder) link(n *ast.Link) {
	dest := unescape(n.Destination)
	address, ok := b.resolve(dest)
	if !ok {
		b.report(n.Pos(), "link-address", "the address "+quote(dest)+" cannot be linked to",
			"link to http, https and mailto addresses, or to files of the site")
		replaceWithChildren(n)
		return
	}
	b.body.Links = append(b.body.Links, &Link{Dest: dest, Address: address, Text: plain(b.src, n), Offset: n.Pos()})
	n.Destination = b.destination(address)
}

// autoLink checks an address between angle brackets; what may not be linked to
// is set as text.
func (b *builder) autoLink(n *ast.AutoLink) {
	dest := string(n.URL(b.src))
	if n.AutoLinkType == ast.AutoLinkEmail {
		dest = "mailto:" + strings.TrimPrefix(dest, "mailto:")
	}
	address, ok := b.resolve(dest)
	if !ok {
		b.report(n.Pos(), "link-address", "the address "+quote(dest)+" cannot be linked to",
			"link to http, https and mailto addresses, or to files of the site")
		s := ast.NewString([]byte("<" + string(n.Label(b.src)) + ">"))
		s.SetRaw(true)
		n.Parent().ReplaceChild(n.Parent(), n, s)
		return
	}
	b.body.Links = append(b.body.Links, &Link{Dest: dest, Address: address, Text: string(n.Label(b.src)), Offset: n.Pos()})
}

// replaceWithChildren takes a node out of the tree and leaves what it holds.
func replaceWithChildren(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

// quote sets what an editor wrote in quotes, cut where it is long.
func quote(s string) string {
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80]) + "…"
	}
	return `"` + s + `"`
}
