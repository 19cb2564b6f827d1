package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"
	"golang.org/x/net/html"

	"briefpress/internal/brief"
)

// TestTemplates checks each built-in template against its page struct.
func TestTemplates(t *testing.T) {
	s := load(t, library(t)).templates
	common := template.New("site")
	for name, source := range s.sources {
		if name == baseTemplate || strings.HasPrefix(name, "_") {
			template.Must(common.New(name).Parse(source))
		}
	}
	for _, page := range pages {
		tmpl, err := s.page(common, page.Name)
		if err != nil {
			t.Errorf("%s: %v", page.Name, err)
		} else if err := templatecheck.CheckHTML(tmpl, page.Data); err != nil {
			t.Errorf("%s: %v", page.Name, err)
		}
	}
}

// TestTemplateFailure has a template that fails with content alone.
func TestTemplateFailure(t *testing.T) {
	src := library(t)
	templates := src.Templates.(fstest.MapFS)
	templates["page.html"] = &fstest.MapFile{Data: []byte("{{define \"main\"}}\n\n<p>{{range .Sections}}{{index .Blocks 99}}{{end}}</p>{{end}}")}
	s := load(t, src)
	_, err := s.File("/about/")
	p, ok := errors.AsType[brief.Problem](err)
	if !ok || p.File != "templates/page.html" || p.Line != 3 || p.Rule != "template" || !p.Stops || !strings.Contains(p.Excerpt, "index .Blocks 99") {
		t.Errorf("%#v", err)
	}
	file(t, s, "/")

	// A mistake in what is shared is reported once, and every page has it.
	templates["base.html"] = &fstest.MapFile{Data: []byte("<title>\n{{end}}")}
	s, problems := Load(src, s)
	n := 0
	for _, p := range problems {
		if p.Rule == "template" {
			n++
			if p.Position != (brief.Position{File: "templates/base.html", Line: 2}) {
				t.Errorf("problem at %v", p.Position)
			}
		}
	}
	if n != 1 {
		t.Errorf("%d problems", n)
	}
	if _, err := s.File("/"); err == nil || !strings.HasPrefix(err.Error(), "templates/base.html:2: ") {
		t.Errorf("error %v", err)
	}
}

// An element is a start tag of a page, with the text in it where it is a script.
type element struct {
	name, text string
	attr       map[string]string
}

func elements(t *testing.T, f *File) []element {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(f.Body))
	if err != nil {
		t.Fatal(err)
	}
	var all []element
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		e := element{name: n.Data, attr: map[string]string{}}
		for _, a := range n.Attr {
			e.attr[a.Key] = a.Val
		}
		if n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
			e.text = n.FirstChild.Data
		}
		all = append(all, e)
	}
	return all
}

// crawl checks every page of a site: its links and fragments, the addresses of
// its files, that anchors are unique, and that nothing in it breaks the policy.
func crawl(t *testing.T, s *Site) {
	t.Helper()
	ids := map[string]map[string]bool{}
	links := map[string][]string{}
	for _, p := range s.Paths() {
		if _, ok := s.card(p); ok {
			continue // no page, and drawing takes long
		}
		f := file(t, s, p)
		if f.Kind != Page && f.Kind != Redirect {
			continue
		}
		ids[p] = map[string]bool{}
		inline := 0
		for _, e := range elements(t, f) {
			if id, ok := e.attr["id"]; ok {
				if id == "" || ids[p][id] {
					t.Errorf("%s: the id %q is empty or stands twice", p, id)
				}
				ids[p][id] = true
			}
			for key, value := range e.attr {
				if key == "href" || key == "src" {
					links[p] = append(links[p], value)
				}
				if strings.HasPrefix(key, "on") || key == "style" {
					t.Errorf("%s: <%s %s=%q>", p, e.name, key, value)
				}
			}
			if e.name == "style" {
				t.Errorf("%s has a style element", p)
			}
			if e.name == "script" && e.attr["src"] == "" && e.attr["type"] == "" {
				if inline++; inline > 1 || !strings.Contains(s.CSP(), "'"+scriptSum(e.text)+"'") {
					t.Errorf("%s: the policy forbids an inline script", p)
				}
			}
			if e.name == "meta" && e.attr["http-equiv"] == "Content-Security-Policy" && e.attr["content"]+"; frame-ancestors 'none'" != s.CSP() {
				t.Errorf("%s has another policy", p)
			}
		}
	}
	for p, all := range links {
		for _, link := range all {
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %v", p, err)
				continue
			}
			target := p
			switch {
			case s.origin != "" && strings.HasPrefix(link, s.origin+s.Base+"/"):
				target = strings.TrimPrefix(u.Path, s.Base)
			case u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "mailto":
				continue
			case u.Path != "":
				var ok bool
				if target, ok = strings.CutPrefix(u.Path, s.Base); !ok || !strings.HasPrefix(target, "/") {
					t.Errorf("%s: %q is not under the base", p, link)
					continue
				}
			}
			if !s.Has(target) {
				t.Errorf("%s: %q leads nowhere", p, link)
			} else if u.Fragment != "" && !ids[target][u.Fragment] {
				t.Errorf("%s: %q leads to no anchor", p, link)
			}
		}
	}
}

func scriptSum(text string) string {
	_, hash, _ := inlineScript([]byte(text))
	return strings.Trim(hash, "'")
}

// TestCrawl walks the library and the built-in site, at several bases.
func TestCrawl(t *testing.T) {
	for _, base := range []string{"", "https://example.org/", "https://example.org/a/b/"} {
		for name, src := range map[string]Source{"library": library(t), "built-in": builtIn()} {
			src.BaseURL = base
			t.Run(name+" "+base, func(t *testing.T) { crawl(t, load(t, src)) })
		}
	}
}

// TestBuiltIn holds that the built-in site is without problems and is no
// trouble to anyone who reads its data.
func TestBuiltIn(t *testing.T) {
	s := load(t, builtIn())
	for _, p := range s.Problems() {
		if p.Rule != "base-url" && s.Config().Rules[p.Rule] != "off" {
			t.Errorf("%v (%s)", p, p.Rule)
		}
	}
	for _, p := range s.Paths() {
		f := file(t, s, p)
		switch {
		case strings.HasSuffix(p, ".json"):
			if !json.Valid(f.Body) {
				t.Errorf("%s is not valid JSON", p)
			}
		case strings.HasSuffix(p, ".atom"), strings.HasSuffix(p, ".xml"):
			wellFormed(t, p, f.Body)
		}
	}
}

func wellFormed(t *testing.T, name string, data []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

// TestHostileTexts puts what breaks out of HTML, JSON and XML into every text
// of a site, and finds it again as text.
func TestHostileTexts(t *testing.T) {
	for _, hostile := range []string{
		`</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `<!--`, `]]>`, `{{.}} ${x} &amp; &#60;`,
		"\u05d0\u05d1 א (x)", `\u003c/script\u003e`,
	} {
		quoted, _ := json.Marshal(hostile)
		q := string(quoted)
		name := strings.TrimSuffix(q, `"`) + ` b"` // has a letter for its address
		content := fstest.MapFS{
			"site.yaml": {Data: []byte("id: example.org,2019\ntitle: " + q + "\npublisher: " + q + "\ndescription: " + q + "\ncredit: " + q + "\nterms: " + q +
				"\nnavigation: [{title: " + q + ", address: /briefs/}]\n")},
			"briefs/a/2020-01-01.md": {Data: []byte("---\ntitle: A\n---\nText.\n")},
			"briefs/a/2020-01-02.md": {Data: []byte("---\ntitle: " + q + "\nsummary: " + q + "\nauthors: [" + name + "]\ntopics: [" + name + "]\nplaces: [" + q + "]\nreference: " + q +
				"\nstatus: archived\nstatus-note: " + q + "\nchange: " + q + "\nkey-points: [" + q + "]\nspans: [{label: " + q + ", from: 2001}]\ncorrections: [{date: 2020-01-03, note: " + q +
				"}]\nsources: {k: {title: " + q + ", author: " + q + ", publisher: " + q + "}}\nacronyms: {NATO: " + q + "}\n---\n## Heading\n\nNATO text.[@k]\n")},
			"pages/p.md": {Data: []byte("---\ntitle: " + q + "\nsummary: " + q + "\n---\nText.\n")},
		}
		src := library(t)
		src.Content, src.BaseURL = content, "https://example.org/"
		s, problems := Load(src, nil)
		for _, p := range problems {
			t.Errorf("%s: %v", hostile, p)
		}
		crawl(t, s)
		readFeeds(t, s)
		title := s.Briefs()[0].Newest().Title
		page := elements(t, file(t, s, "/briefs/a/"))
		var h1, ld string
		for _, e := range page {
			switch {
			case e.name == "h1":
				h1 = e.text
			case e.attr["type"] == "application/ld+json":
				ld = e.text
			case e.name == "script" && strings.Contains(e.text, "alert"), e.name == "img":
				t.Errorf("%s became <%s>", hostile, e.name)
			case e.attr["property"] == "og:title" && e.attr["content"] != title:
				t.Errorf("og:title is %q", e.attr["content"])
			}
		}
		if h1 != title {
			t.Errorf("h1 is %q, want %q", h1, title)
		}
		var report thing
		if err := json.Unmarshal([]byte(ld), &report); err != nil || report.Name != title {
			t.Errorf("linked data of %q: %v %q", hostile, err, report.Name)
		}
		var out editionJSON
		if err := json.Unmarshal(file(t, s, "/briefs/a/2020-01-02/brief.json").Body, &out); err != nil || out.Title != title {
			t.Errorf("brief.json of %q: %v", hostile, err)
		}
		var feed atomFeed
		if err := xml.Unmarshal(file(t, s, "/feed.atom").Body, &feed); err != nil || feed.Entries[0].Title != title {
			t.Errorf("feed.atom of %q: %v %q", hostile, err, feed.Title)
		}
		for e := range maps.Values(map[string]string{"a": feed.Entries[0].Content.Body, "b": out.Sections[0].Blocks[0].HTML}) {
			root, _ := html.Parse(strings.NewReader(e))
			for n := range root.Descendants() {
				if n.Data == "script" || n.Data == "img" || n.Data == "button" || n.Type == html.ElementNode && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "popover" }) {
					t.Errorf("%s: <%s> in a feed", hostile, n.Data)
				}
			}
		}
	}
}

// TestMetadata looks at the addresses a page says it has.
func TestMetadata(t *testing.T) {
	src := library(t)
	src.BaseURL = "https://example.org/sub/"
	s := load(t, src)
	for p, want := range map[string]map[string]string{
		"/briefs/mission/": {"canonical": "/briefs/mission/", "citation_public_url": "/briefs/mission/2020-04-14/", "og:url": "/briefs/mission/",
			"citation_publication_date": "2020/04/14", "citation_author": "Ann Lee", "citation_technical_report_number": "T-1"},
		"/briefs/mission/2020-04-14/": {"canonical": "/briefs/mission/", "citation_public_url": "/briefs/mission/2020-04-14/"},
		"/briefs/mission/2019-06-07/": {"canonical": "/briefs/mission/2019-06-07/", "citation_public_url": "/briefs/mission/2019-06-07/", "article:published_time": "2019-06-07"},
		"/old/2019-06-07/":            {"canonical": "/briefs/mission/2019-06-07/", "refresh": "0; url=/sub/briefs/mission/2019-06-07/", "robots": "noindex"},
		"/404.html":                   {"robots": "noindex", "canonical": ""},
		"/":                           {"canonical": "/", "og:site_name": `The "Library" & Sons`},
	} {
		got := map[string]string{}
		for _, e := range elements(t, file(t, s, p)) {
			switch key := e.attr["name"] + e.attr["property"] + e.attr["http-equiv"]; {
			case e.name == "meta" && got[key] == "":
				got[key] = e.attr["content"]
			case e.name == "link" && e.attr["rel"] == "canonical":
				got["canonical"] = e.attr["href"]
			}
		}
		for key, value := range want {
			if strings.HasPrefix(value, "/") {
				value = "https://example.org/sub" + value
			}
			if got[key] != value {
				t.Errorf("%s: %s is %q, want %q", p, key, got[key], value)
			}
		}
	}

	s = load(t, library(t))
	for p, text := range snapshot(s, nil) {
		if strings.Contains(text, `rel="canonical"`) || strings.Contains(text, "citation_public_url") || strings.Contains(text, "og:url") ||
			p == "/feed.atom" && strings.Contains(text, "<link") || p == "/feed.json" && strings.Contains(text, `"url"`) {
			t.Errorf("%s has an absolute address without a base URL", p)
		}
	}
}
