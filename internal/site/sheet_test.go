package site

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// Only the joined sheet holds up a page. The others stand apart, each on the
// pages that need it.
func TestSheets(t *testing.T) {
	folder := func(files ...string) fstest.MapFS {
		m := fstest.MapFS{}
		for i := 0; i < len(files); i += 2 {
			m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
		}
		return m
	}
	const head = "---\ntitle: T\n---\n"
	src := builtIn()
	src.Content = folder("site.yaml", "id: example.org,2019\ntitle: T\n",
		"briefs/plain/2020-01-01.md", head+"No listing.\n",
		"briefs/listing/2020-01-01.md", head+"- An item\n\n  ```text\n  x\n  ```\n",
		"briefs/inline/2020-01-01.md", head+"A `word` of code.\n",
		"briefs/title/2020-01-01.md", head+"## A `word` of code\n\nText.\n",
		"pages/about.md", "---\ntitle: About\n---\n```text\nx\n```\n")
	src.Static = folder("css/a.css", "a{}", "css/tokens.css", "b{}", "css/print.css", "c{}", "css/code.css", "d{}", "css/lists.css", "e{}")
	s := load(t, src)

	for name, want := range map[string]string{"style": "b{}\na{}\n", "print": "c{}\n", "code": "d{}\n", "lists": "e{}\n"} {
		var found []string
		for _, p := range s.Paths() {
			if strings.HasPrefix(p, "/assets/"+name+".") {
				found = append(found, string(file(t, s, p).Body))
			}
		}
		if len(found) != 1 || found[0] != want {
			t.Errorf("%s is %q, want %q", name, found, want)
		}
	}

	sheet := regexp.MustCompile(`<link rel="stylesheet"( media="print")? href="/assets/(\w+)\.`)
	for path, want := range map[string]string{
		"/":                "style print(print) | lists",
		"/briefs/plain/":   "style print(print) |",
		"/briefs/listing/": "style print(print) | code",
		"/briefs/inline/":  "style print(print) | code",
		"/briefs/title/":   "style print(print) | code",
		"/about/":          "style print(print) | code",
	} {
		names := func(html string) string {
			var all []string
			for _, m := range sheet.FindAllStringSubmatch(html, -1) {
				if m[1] != "" {
					m[2] += "(print)"
				}
				all = append(all, m[2])
			}
			return strings.Join(all, " ")
		}
		before, after, _ := strings.Cut(string(file(t, s, path).Body), "</head>")
		if got := strings.TrimSpace(names(before) + " | " + names(after)); got != want {
			t.Errorf("%s has %q, want %q", path, got, want)
		}
	}

	src.Static = folder("js/a.js", "")
	if body := string(file(t, load(t, src), "/about/").Body); strings.Contains(body, "stylesheet") {
		t.Error("there is a sheet where there are no files")
	}
}
