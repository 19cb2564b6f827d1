package export

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"briefpress/internal/site"
)

// A place is where a file stands in the tree, for the addresses in it.
type place struct {
	base string // of the site: "" or "/sub"
	name string // of the file
}

// relative gives the body of a file with addresses that hold wherever the tree
// stands: those in style sheets do as they are. The page for what is not found keeps its own, as hosts show it at any
// address.
func relative(base, name string, f *site.File) []byte {
	if media, _, _ := strings.Cut(f.Type, ";"); media == "text/html" && name != "404.html" {
		return place{base, name}.page(f.Body)
	}
	return f.Body
}

// address leads from the file to where an address of the site leads. Any other
// address stays.
func (p place) address(ref string) string {
	local, ours := strings.CutPrefix(ref, p.base+"/")
	if !ours || strings.HasPrefix(ref, "//") {
		return ref
	}
	target, rest := local, ""
	if i := strings.IndexAny(local, "?#"); i >= 0 {
		target, rest = local[:i], local[i:]
	}
	if target == "" || strings.HasSuffix(target, "/") {
		target += "index.html"
	}
	dir := path.Dir(p.name) + "/"
	if dir == "./" {
		dir = ""
	}
	// Names that are written otherwise in an address give a way that is longer,
	// and leads there too.
	for {
		d, below, ok := strings.Cut(dir, "/")
		t, inner, folder := strings.Cut(target, "/")
		if !ok || !folder || d != t {
			break
		}
		dir, target = below, inner
	}
	return strings.Repeat("../", strings.Count(dir, "/")) + target + rest
}

// page rewrites what in HTML is an address. All other bytes stay.
func (p place) page(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for z := html.NewTokenizer(bytes.NewReader(body)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return append(out, z.Raw()...)
		}
		raw := bytes.Clone(z.Raw()) // reading the attributes changes it
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			out = append(out, raw...)
			continue
		}
		t := z.Token()
		if t.Data == "noscript" {
			z.NextIsNotRawText()
		}
		if p.attributes(t) {
			raw = []byte(t.String())
		}
		out = append(out, raw...)
	}
}

// attributes rewrites the addresses of an element, and tells whether one changed.
func (p place) attributes(t html.Token) (changed bool) {
	for i, a := range t.Attr {
		value := a.Val
		switch a.Key {
		case "href", "src", "action", "formaction", "poster", "data", "cite", "xlink:href":
			value = p.address(value)
		case "srcset", "imagesrcset":
			value = candidate.ReplaceAllStringFunc(value, p.address)
		case "content":
			if seconds, to, ok := strings.Cut(value, "url="); ok && t.Data == "meta" {
				value = seconds + "url=" + p.address(to)
			}
		}
		changed = changed || value != a.Val
		t.Attr[i].Val = value
	}
	return changed
}

var candidate = regexp.MustCompile(`[^\s,]\S*[^\s,]`)
