package export

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"briefpress/internal/site"
)

func TestRelativeAddresses(t *testing.T) {
	for _, c := range []struct{ base, name, address, want string }{
		{"", "index.html", "/", "index.html"},
		{"", "index.html", "/briefs/a/#p1", "briefs/a/index.html#p1"},
		{"", "briefs/a/index.html", "/", "../../index.html"},
		{"", "briefs/a/index.html", "/briefs/a/", "index.html"},
		{"", "briefs/a/index.html", "/briefs/b/", "../b/index.html"},
		{"", "briefs/a/index.html", "/briefs/a/2019-06-07/brief.md", "2019-06-07/brief.md"},
		{"", "briefs/a/index.html", "/briefs/ab/", "../ab/index.html"},
		{"", "briefs/a/index.html", "/briefs/", "../index.html"},
		{"", "briefs/a/index.html", "/feed.atom?x=/y/", "../../feed.atom?x=/y/"},
		{"", "briefs/a/index.html", "/#/x", "../../index.html#/x"},
		{"", "über/index.html", "/%C3%BCber/x", "../%C3%BCber/x"},
		{"", "a/index.html", "#p1", "#p1"},
		{"", "a/index.html", "", ""},
		{"", "a/index.html", "//example.org/", "//example.org/"},
		{"", "a/index.html", "https://example.org/a/", "https://example.org/a/"},
		{"", "a/index.html", "mailto:a@b.example", "mailto:a@b.example"},
		{"/sub", "a/index.html", "/sub/", "../index.html"},
		{"/sub", "a/index.html", "/sub/b/#x", "../b/index.html#x"},
		{"/sub", "a/index.html", "/", "/"},
		{"/sub", "a/index.html", "/subway/", "/subway/"},
		{"/sub", "a/index.html", "//sub/", "//sub/"},
	} {
		if got := (place{c.base, c.name}).address(c.address); got != c.want {
			t.Errorf("in %s%s: %q becomes %q, want %q", c.base, c.name, c.address, got, c.want)
		}
	}
}

func TestRelativePage(t *testing.T) {
	for in, want := range map[string]string{
		`<p>/x/ "/y/"<a  title='/z/' HREF='/x/'>x</a>`:                       `<p>/x/ "/y/"<a title="/z/" href="../x/index.html">x</a>`,
		`<a href="/x/?a=1&amp;b=2">`:                                         `<a href="../x/index.html?a=1&amp;b=2">`,
		`<script src="/a.js">"/x/"; '<a href="/x/">'</script>`:               `<script src="../a.js">"/x/"; '<a href="/x/">'</script>`,
		`<noscript><a href="/x/">x</a></noscript>`:                           `<noscript><a href="../x/index.html">x</a></noscript>`,
		`<!-- <a href="/x/"> -->`:                                            `<!-- <a href="/x/"> -->`,
		`<img src=/a.png srcset="/a.png 1x, /b.png 2x">`:                     `<img src="../a.png" srcset="../a.png 1x, ../b.png 2x">`,
		`<meta http-equiv="refresh" content="0; url=/x/">`:                   `<meta http-equiv="refresh" content="0; url=../x/index.html">`,
		`<svg viewBox="0 0 1 1"><a xlink:href="/x/"/><use href="#a"/></svg>`: `<svg viewBox="0 0 1 1"><a xlink:href="../x/index.html"/><use href="#a"/></svg>`,
		`<a href="https://example.org/" CLASS=x>`:                            `<a href="https://example.org/" CLASS=x>`,
		`a < b & c <a href="/x/`:                                             `a < b & c <a href="/x/`,
	} {
		if got := string(place{"", "a/index.html"}.page([]byte(in))); got != want {
			t.Errorf("%s\nbecomes %s\nwant    %s", in, got, want)
		}
	}
}

// TestRelativeTree follows every link of the built-in site from file to file, as it
// stands in a folder of any name.
func TestRelativeTree(t *testing.T) {
	for _, base := range []string{"", "https://example.org/library/"} {
		t.Run(base, func(t *testing.T) {
			s, _ := site.Load(site.Source{
				Content: os.DirFS("../../content"), Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"), BaseURL: base,
			}, nil)
			dir := t.TempDir()
			out := filepath.Join(dir, "public")
			if _, err := Export(t.Context(), s, Options{Out: out, Relative: true}); err != nil {
				t.Fatal(err)
			}
			if _, err := Verify(t.Context(), out); err != nil {
				t.Error(err)
			}
			moved := filepath.Join(dir, "a stick", "of 100% mine")
			write(t, filepath.Dir(moved), map[string]string{"/": ""})
			if err := os.Rename(out, moved); err != nil {
				t.Fatal(err)
			}
			c := crawl{t: t, root: moved, own: s.BaseURL(), seen: map[string]map[string]bool{}}
			c.file("index.html")
			links := 0
			for ; len(c.links) > 0; links++ {
				l := c.links[0]
				c.links = c.links[1:]
				c.follow(l)
			}
			for _, p := range s.Paths() {
				name := strings.TrimPrefix(p, "/")
				if strings.HasSuffix(p, "/") || p == "/" {
					name += "index.html"
				}
				f, err := s.File(p)
				if err != nil {
					t.Fatal(err)
				}
				if f.Kind == site.Redirect {
					c.file(name)
					l := c.links
					c.links = nil
					for _, l := range l {
						c.follow(l)
					}
				} else if f.Kind == site.Page && strings.HasPrefix(name, "briefs/") && c.seen[name] == nil {
					t.Errorf("no link leads to %s", name)
				}
			}
			t.Logf("%d links in %d files", links, len(c.seen))
		})
	}
}

type crawl struct {
	t         *testing.T
	root, own string
	seen      map[string]map[string]bool // ids by file
	links     []link
}

type link struct{ from, to string }

var sheetLink = regexp.MustCompile(`url\(["']?([^"')]+)`)

// file reads a file of the tree, and the links in it.
func (c *crawl) file(name string) {
	body, err := os.ReadFile(filepath.Join(c.root, filepath.FromSlash(name)))
	if err != nil {
		c.t.Errorf("%v", err)
	}
	c.seen[name] = map[string]bool{}
	add := func(to string) { c.links = append(c.links, link{name, to}) }
	switch path.Ext(name) {
	case ".css":
		for _, m := range sheetLink.FindAllSubmatch(body, -1) {
			add(string(m[1]))
		}
	case ".html":
		doc, err := html.Parse(strings.NewReader(string(body)))
		if err != nil {
			c.t.Fatal(err)
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				switch {
				case a.Key == "id":
					c.seen[name][a.Val] = true
				case a.Key == "href" && c.own != "" && strings.HasPrefix(a.Val, c.own) && (n.Data == "link" || inCitation(n)):
					// What names a page to others is the same wherever the copy stands.
				case a.Key == "href", a.Key == "src":
					add(a.Val)
				case a.Key == "content" && strings.Contains(a.Val, "url="):
					_, to, _ := strings.Cut(a.Val, "url=")
					add(to)
				case strings.HasPrefix(a.Val, "/") && a.Key != "value":
					c.t.Errorf("%s: %s of <%s> is %s", name, a.Key, n.Data, a.Val)
				}
			}
		}
	}
}

// inCitation tells whether a node stands in the part of a page that says how to cite
// it.
func inCitation(n *html.Node) bool {
	for a := range n.Ancestors() {
		for child := range a.ChildNodes() {
			for _, attr := range child.Attr {
				if attr.Key == "id" && attr.Val == "cite" {
					return true
				}
			}
		}
	}
	return false
}

func (c *crawl) follow(l link) {
	u, err := url.Parse(l.to)
	if err != nil {
		c.t.Errorf("%s: %v", l.from, err)
		return
	}
	if u.Scheme != "" {
		if c.own != "" && strings.HasPrefix(l.to, c.own) {
			c.t.Errorf("%s leads away from the folder to %s", l.from, l.to)
		}
		return
	}
	name := l.from
	if u.Path != "" {
		name = path.Join(path.Dir(l.from), u.Path)
	}
	if strings.HasPrefix(u.Path, "/") || u.Host != "" || strings.HasPrefix(name, "..") {
		c.t.Errorf("%s leads out of the folder to %s", l.from, l.to)
		return
	}
	if c.seen[name] == nil {
		if info, err := os.Stat(filepath.Join(c.root, filepath.FromSlash(name))); err != nil || !info.Mode().IsRegular() {
			c.t.Errorf("%s leads to %s, where no file is (%v)", l.from, l.to, err)
			return
		}
		c.file(name)
	}
	if id, err := url.PathUnescape(u.Fragment); path.Ext(name) == ".html" && id != "" && id != "top" && (err != nil || !c.seen[name][id]) {
		c.t.Errorf("%s leads to %s, which is no part of %s", l.from, fmt.Sprintf("%q", id), name)
	}
}
