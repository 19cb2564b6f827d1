package export

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/site"
)

func TestHeaderRules(t *testing.T) {
	data := func(path, media string) site.File { return site.File{Path: path, Kind: site.Data, Type: media} }
	const atom, feed, csl = "application/atom+xml; charset=utf-8", "application/feed+json", "application/vnd.citationstyles.csl+json"
	heads := []site.File{
		{Path: "/", Type: "text/html; charset=utf-8"},
		{Path: "/404.html", Type: "text/html; charset=utf-8"},
		data("/feed.atom", atom), data("/feed.json", feed), data("/robots.txt", "text/plain; charset=utf-8"), data("/sitemap.xml", "application/xml"),
		data("/briefs/a/feed.atom", atom), data("/briefs/b/feed.atom", atom),
		data("/briefs/a/2019-06-07/brief.json", "application/json"),
		data("/briefs/a/2019-06-07/brief.csl.json", csl), data("/briefs/b/2020-04-14/brief.csl.json", csl),
		data("/briefs/a/2019-06-07/odd", "text/a"), data("/briefs/b/2020-04-14/odd", "text/b"),
		data("/briefs/a b*:/x.bib", "application/x-bibtex"),
		{Path: "/favicon.svg", Kind: site.Asset, Type: "image/svg+xml"},
		{Path: "/assets/site.12.css", Kind: site.Asset, Type: "text/css; charset=utf-8", Cache: site.Immutable},
	}
	const top = `/sub/*
  Content-Security-Policy: default-src 'none'
  Cross-Origin-Opener-Policy: same-origin
  Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
  Referrer-Policy: same-origin
  X-Content-Type-Options: nosniff
`
	const open = "  Access-Control-Allow-Origin: *\n  Cross-Origin-Resource-Policy: cross-origin\n"
	const immutable = "/sub/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n" + open
	const types = "/sub/favicon.svg\n" + open + "/sub/feed.atom\n  Content-Type: application/atom+xml; charset=utf-8\n" + open +
		"/sub/feed.json\n  Content-Type: application/feed+json\n" + open +
		"/sub/robots.txt\n" + open +
		"/sub/sitemap.xml\n" + open +
		"/sub/briefs/:part2/feed.atom\n  Content-Type: application/atom+xml; charset=utf-8\n" + open +
		"/sub/briefs/a%20b%2A%3A/x.bib\n  Content-Type: application/x-bibtex\n" + open +
		"/sub/briefs/:part2/:part3/brief.csl.json\n  Content-Type: application/vnd.citationstyles.csl+json\n" + open +
		"/sub/briefs/a/2019-06-07/brief.json\n" + open +
		"/sub/briefs/a/2019-06-07/odd\n  Content-Type: text/a\n" + open +
		"/sub/briefs/b/2020-04-14/odd\n  Content-Type: text/b\n" + open
	if d := cmp.Diff(top+immutable+types, string(headerRules("/sub", "default-src 'none'", heads))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	// For ever is said of a whole directory only where it is true of all in it.
	heads[len(heads)-1].Cache = site.Revalidate
	if d := cmp.Diff(top+types, string(headerRules("/sub", "default-src 'none'", heads))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestRedirectRules(t *testing.T) {
	page := func(path string) site.File { return site.File{Path: path} }
	to := func(path, location string) site.File {
		return site.File{Path: path, Kind: site.Redirect, Location: location}
	}
	for name, c := range map[string]struct {
		base  string
		heads []site.File
		want  string
	}{
		"none":   {"", []site.File{page("/"), page("/x/")}, ""},
		"one":    {"", []site.File{page("/new/"), to("/old/", "/new/"), page("/oldest/")}, "/old/ /new/ 301\n"},
		"a base": {"/sub", []site.File{to("/old/", "/sub/new/")}, "/sub/old/ /sub/new/ 301\n"},
		"a subtree": {"/sub", []site.File{to("/b.html", "/sub/x/"), to("/old/2020/", "/sub/new/2020/"), to("/old/ü/", "/sub/new/%C3%BC/"), to("/old/", "/sub/new/"), to("/z/", "/sub/x/")},
			"/sub/b.html /sub/x/ 301\n/sub/z/ /sub/x/ 301\n/sub/old/* /sub/new/:splat 301\n"},
		"a subtree with a page": {"", []site.File{to("/old/", "/new/"), to("/old/a/", "/new/a/"), page("/old/b/")},
			"/old/ /new/ 301\n/old/a/ /new/a/ 301\n"},
		"a subtree that parts": {"", []site.File{to("/old/", "/new/"), to("/old/a/", "/new/a/"), to("/old/b/", "/other/")},
			"/old/ /new/ 301\n/old/a/ /new/a/ 301\n/old/b/ /other/ 301\n"},
		"subtrees side by side": {"", []site.File{to("/a/", "/x/"), to("/a/1/", "/x/1/"), to("/b/", "/x/"), to("/b/1/", "/x/1/")},
			"/a/* /x/:splat 301\n/b/* /x/:splat 301\n"},
		"a subtree in one that parts": {"", []site.File{to("/a/", "/x/"), to("/a/b/", "/y/"), to("/a/b/c/", "/y/c/")},
			"/a/ /x/ 301\n/a/b/* /y/:splat 301\n"},
		"odd characters": {"", []site.File{to("/a b:*/", "/x/")}, "/a%20b%3A%2A/ /x/ 301\n"},
	} {
		got, err := redirectRules(c.base, c.heads)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		want := ""
		for line := range strings.Lines(c.want) {
			want += strings.TrimSuffix(line, "\n") + "!\n" + line
		}
		if d := cmp.Diff(want, string(got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	for _, bad := range []string{"", "/a b", "/a\n/b /c 301"} {
		if got, err := redirectRules("", []site.File{to("/old/", bad)}); err == nil {
			t.Errorf("a redirect to %q gives %q, want an error", bad, got)
		}
	}
}
