package site

import (
	"strings"
	"testing"
	"testing/fstest"

	"briefpress/internal/phrase"
)

// TestWords holds that what we say stands in the language of the site, and
// within a text in that of the text.
func TestWords(t *testing.T) {
	src := library(t)
	src.Content = fstest.MapFS{
		"site.yaml": {Data: []byte("id: example.org,2019\ntitle: T\nlanguage: fa-AF\ndirection: rtl\ncontact: /p/\n")},
		"briefs/a/2019-06-07.md": {Data: []byte("---\ntitle: A\nstatus: withdrawn\ntopics: [T]\nauthors: [B]\nspans: [{label: X, from: 2001, to: 2014}]\n" +
			"sources: {k: {title: S, date: 2020-02}}\ncorrections: [{date: 2020-05-01, note: N.}]\n---\nX.[@k]\n")},
		"briefs/b/2020-01-01.md": {Data: []byte("---\ntitle: B\nlanguage: en\ndirection: ltr\nstatus: archived\n---\nX.\n")},
		"pages/p.md":             {Data: []byte("---\ntitle: P\n---\nX.\n")},
	}
	s := load(t, src)
	en, fa := phrase.For("en"), phrase.For("fa-AF")
	if fa == en {
		t.Fatal("the languages are one")
	}
	a, b := s.entry("a"), s.entry("b")
	ed := a.brief.Newest()
	d, text, strip := s.docket(fa, a, ed), s.editionText(a, ed), makeStrip(fa, ed.Spans, ed.Date)
	list := s.item(a)
	for what, v := range map[string][2]string{
		"published":         {d.Published.Long, fa.Date("2019-06-07")},
		"edition":           {d.EditionNumber, fa.Of(1, 1)},
		"length":            {d.Words, fa.Words(1)},
		"minutes":           {d.Minutes, fa.Minutes(1)},
		"status":            {d.StatusLabel, fa.Withdrawn},
		"notice":            {s.notice(fa, a.brief).Meaning, fa.WithdrawnMeaning},
		"correction":        {corrections(fa, ed)[0].Date.Long, fa.Date("2020-05-01")},
		"number":            {text.Sections[0].Blocks[0].Number, fa.Digits("1")},
		"label":             {text.Sections[0].Blocks[0].Label, fa.Paragraph("1")},
		"anchor":            {text.Sections[0].Blocks[0].ID, "p1"},
		"source":            {text.Sources[0].Date.Long, fa.Date("2020-02")},
		"strip":             {strip.Title, fa.Duration([]string{"X"})},
		"bar":               {strip.Bars[0].Period, fa.Period("2001", "2014")},
		"tick":              {strip.Ticks[0].Label, fa.Digits("2001")},
		"item":              {list.Published.Long, fa.Date("2019-06-07")},
		"status of item":    {list.StatusLabel, fa.Withdrawn},
		"year":              {s.year(s.all.byYear()[0]).Year, fa.Digits("2020")},
		"anchor of year":    {s.year(s.all.byYear()[0]).ID, "y2020"},
		"navigation":        {s.config.Navigation[0].Title, fa.Briefs},
		"contact":           {s.frame.ContactText, fa.Contact},
		"English within":    {s.editionText(b, b.brief.Newest()).Sections[0].Blocks[0].Label, en.Paragraph("1")},
		"English in a list": {s.item(b).StatusLabel, fa.Archived},
	} {
		if v[0] != v[1] {
			t.Errorf("%s is %q, want %q", what, v[0], v[1])
		}
	}
	for p, words := range map[string]string{
		"/briefs/": fa.AllBriefs, "/topics/": fa.Topics, "/glossary/": fa.Glossary, "/404.html": fa.PageNotFound,
		"/briefs/a/": fa.WithdrawnMeaning, "/briefs/b/": en.ArchivedMeaning, "/feed.atom": fa.Notes, "/briefs/a/2019-06-07/brief.txt": fa.PermanentAddress,
		"/briefs/b/2020-01-01/brief.txt": en.PermanentAddress, "/briefs/a/2019-06-07/": fa.EditionDated(fa.Date("2019-06-07")),
	} {
		if !strings.Contains(string(file(t, s, p).Body), words) {
			t.Errorf("%s does not say %q", p, words)
		}
	}
	if r := s.report(a, ed); r.Status != "Withdrawn" {
		t.Errorf("linked data says %q", r.Status)
	}
}
