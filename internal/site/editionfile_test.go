package site

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestEditionFiles looks at the types and the pinning of the files beside an
// edition, and that its page leads to each.
func TestEditionFiles(t *testing.T) {
	s := reading(t, "https://example.org/sub/")
	e := s.entry("blocks")
	for _, ed := range e.brief.Editions {
		dated := e.dated(ed)
		var hrefs []string
		for _, l := range elements(t, file(t, s, dated)) {
			hrefs = append(hrefs, l.attr["href"])
		}
		for name, want := range map[string]struct{ media, text string }{
			"brief.json":     {"application/json", `"date": "` + string(ed.Date) + `"`},
			"brief.md":       {"text/markdown; charset=utf-8", "title: " + ed.Title[:6]},
			"brief.txt":      {"text/plain; charset=utf-8", "Permanent address: " + s.url(dated) + "\n"},
			"brief.bib":      {"application/x-bibtex; charset=utf-8", "@techreport{blocks-" + string(ed.Date) + ",\n"},
			"brief.ris":      {"application/x-research-info-systems; charset=utf-8", "UR  - " + s.url(dated) + "\r\n"},
			"brief.csl.json": {"application/vnd.citationstyles.csl+json", `"URL": "` + s.url(dated) + `"`},
		} {
			f := file(t, s, dated+name)
			if f.Kind != Data || f.Type != want.media || f.Cache != Revalidate || !strings.Contains(string(f.Body), want.text) {
				t.Errorf("%s%s: %s\n%s", dated, name, f.Type, f.Body)
			}
			if !slices.Contains(s.Paths(), dated+name) {
				t.Errorf("%s%s is not in Paths", dated, name)
			}
			linked := slices.ContainsFunc(slices.Concat(s.formats(e, ed), s.cite(e, ed).Files), func(l Link) bool { return l.Address == s.href(dated+name) })
			if !linked || !slices.Contains(hrefs, s.href(dated+name)) {
				t.Errorf("%s does not lead to its %s", dated, name)
			}
		}
	}
	if s.Has("/briefs/blocks/brief.bib") || s.Has("/briefs/blocks/2020-04-14/brief.pdf") {
		t.Error("there are other files")
	}
}

// TestCite looks at the citations of an edition, those of a place in it, and
// those in brief.json.
func TestCite(t *testing.T) {
	s := reading(t, "https://example.org/sub/")
	e := s.entry("blocks")
	ed := e.brief.Newest()
	c := s.cite(e, ed)
	const at = "https://example.org/sub/briefs/blocks/2020-04-14/"
	for what, has := range map[string][2]string{
		"Chicago":       {string(c.Chicago), `Superseded by “Second”; corrected May 1, 2020. <a href="` + at + `">`},
		"APA":           {string(c.APA), "(2020, April 14)."},
		"Chicago place": {string(c.ChicagoPlace), `<span class="locator">para. 1</span>, <a href="` + at + `#p1">`},
		"APA place":     {string(c.APAPlace), `2020, <span class="locator">para. 1</span>)`},
	} {
		if !strings.Contains(has[0], has[1]) {
			t.Errorf("%s is %s", what, has[0])
		}
	}
	if strings.Contains(string(c.Chicago+c.APA), "locator") {
		t.Error("the citation of an edition names a place")
	}
	if got := s.cite(s.entry("dari"), s.entry("dari").brief.Newest()); !strings.Contains(string(got.Chicago), `<cite lang="fa-AF" dir="auto">`) {
		t.Errorf("Chicago is %s", got.Chicago)
	}
	var out editionJSON
	if err := json.Unmarshal(file(t, s, "/briefs/blocks/2020-04-14/brief.json").Body, &out); err != nil {
		t.Fatal(err)
	}
	w := s.work(e, ed)
	if !strings.HasPrefix(out.Citations.Chicago, "Lee, Ann, and Desk. Blocks of “every” kind.") || !strings.HasSuffix(out.Citations.APA, " "+w.URL) {
		t.Errorf("%+v", out.Citations)
	}

	// An edition in which nothing is numbered has no place to cite.
	src := library(t)
	src.Content = sourceOf(t, txtar.Parse([]byte("-- content/site.yaml --\nid: example.org,2019\ntitle: T\n-- content/briefs/a/2020-01-01.md --\n---\ntitle: A\n---\n```text\nx\n```\n"))).Content
	s = load(t, src)
	if c := s.cite(s.entries[0], s.entries[0].brief.Newest()); c.ChicagoPlace != "" || c.APAPlace != "" || c.Chicago == "" {
		t.Errorf("%+v", c)
	}
}
