package site

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"briefpress/internal/brief"
)

// reading is the site of testdata/reading.txtar.
func reading(t testing.TB, baseURL string) *Site {
	src := sourceOf(t, parseArchive(t, "testdata/reading.txtar"))
	src.BaseURL = baseURL
	return load(t, src)
}

// titles are the texts of links; "" stands for none.
func titles(links ...*Link) []string {
	var all []string
	for _, l := range links {
		if l == nil {
			l = &Link{}
		}
		all = append(all, l.Text)
	}
	return all
}

func TestReadingSite(t *testing.T) {
	for _, base := range []string{"", "https://example.org/sub/"} {
		crawl(t, reading(t, base))
	}
}

// TestNeighbours looks at what each brief leads on to.
func TestNeighbours(t *testing.T) {
	s := reading(t, "")
	want := map[string][]string{ // previous, next, related ...
		"alone":    {"", "Sixth", "اصل", "Sixth"},
		"sixth":    {"Alone", "Blocks of “every” kind", "اصل", "Blocks of “every” kind", "Fifth", "Third"},
		"blocks":   {"Sixth", "Second", "Second", "Fifth", "Fourth", "Third"},
		"second":   {"Blocks of “every” kind", "Third", "Blocks of “every” kind", "Fifth", "Fourth", "Third"},
		"third":    {"Second", "Fifth", "Blocks of “every” kind", "Fifth", "Second", "Sixth"},
		"fifth":    {"Third", "Fourth", "Blocks of “every” kind", "Third", "Second", "Sixth"},
		"fourth":   {"Fifth", "Original", "Blocks of “every” kind", "Second"},
		"original": {"Fourth", "اصل"},
		"loop-b":   {"Loop A", ""},
	}
	for slug, want := range want {
		e := s.entry(slug)
		got := titles(s.neighbours(e))
		for _, item := range s.related(e) {
			got = append(got, item.Title)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", slug, diff)
		}
	}
}

// TestTranslations looks at how translations name each other.
func TestTranslations(t *testing.T) {
	s := reading(t, "https://example.org/sub/")
	const at = "https://example.org/sub/briefs/"
	group := []string{"en " + at + "original/", "x-default " + at + "original/", "fa-AF " + at + "dari/", "de " + at + "german/"}
	want := map[string][]string{
		"/briefs/original/": group, "/briefs/original/2021-01-01/": group, "/briefs/dari/": group, "/briefs/german/": group,
		"/briefs/german-again/": slices.Concat(group[:3], []string{"de " + at + "german-again/"}),
		"/briefs/loop-a/":       nil, "/briefs/loop-b/": nil, "/briefs/blocks/": nil, "/": nil,
	}
	for p, want := range want {
		var got []string
		for _, e := range elements(t, file(t, s, p)) {
			if language := e.attr["hreflang"]; e.name == "link" && language != "" {
				got = append(got, language+" "+e.attr["href"])
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p, diff)
		}
	}
	if diff := cmp.Diff([]Translation{
		{"Original", "/sub/briefs/original/", "en", "ltr", true}, {"اصل", "/sub/briefs/dari/", "fa-AF", "rtl", false},
	}, s.translationItems(s.entry("german"))); diff != "" {
		t.Error(diff)
	}
	german := s.entry("german")
	if r := s.report(german, german.brief.Newest()); r.TranslationOf == nil || r.TranslationOf.URL != at+"original/" {
		t.Errorf("translationOfWork is %v", r.TranslationOf)
	}
}

// TestUses looks at the links from a source to its uses: two in one note are
// one, a note that is referred to twice has two.
func TestUses(t *testing.T) {
	s := reading(t, "")
	e := s.entry("blocks")
	got := map[string][]Ref{}
	text := s.editionText(e, e.brief.Newest())
	for _, src := range text.Sources {
		got[src.ID] = src.Uses
	}
	if diff := cmp.Diff(map[string][]Ref{
		"source-book":  {{"#ref-1", "Note 1", "1"}, {"#ref-3", "Note 3", "3"}, {"#ref-4", "Note 4", "4"}},
		"source-paper": {{"#ref-1", "Note 1", "1"}}, "source-unused": nil,
	}, got); diff != "" {
		t.Error(diff)
	}
	for _, n := range text.Notes {
		for _, r := range n.Refs {
			if !e.brief.Newest().Body().IDs[strings.TrimPrefix(r.Address, "#")] {
				t.Errorf("no anchor %s", r.Address)
			}
		}
	}
}

// TestGlossary lists acronyms, two of them in conflict.
func TestGlossary(t *testing.T) {
	s := reading(t, "https://example.org/sub/")
	to := func(title, slug, short string) Link {
		return Link{Text: title, Address: "/sub/briefs/" + slug + "/#acr-list-" + escape(short)}
	}
	blocks := func(short string) Link { return to("Blocks of “every” kind", "blocks", short) }
	want := []Letter{
		{"I", "letter-I", []Term{{"acr-list-ISAF", "ISAF", []Meaning{{"قوا", "fa-AF", "rtl", []Link{to("اصل", "dari", "ISAF")}}}}}},
		{"M", "letter-M", []Term{
			{"acr-list-MOD", "MOD", []Meaning{{Text: "Magneto-optical disk", Briefs: []Link{to("Second", "second", "MOD")}}}},
			{"acr-list-MoD", "MoD", []Meaning{{Text: "Ministry of Defence", Briefs: []Link{blocks("MoD")}}}}}},
		{"N", "letter-N", []Term{{"acr-list-NATO", "NATO", []Meaning{{Text: "North Atlantic Treaty Organization",
			Briefs: []Link{blocks("NATO"), to("Second", "second", "NATO"), to("اصل", "dari", "NATO")}}}}}},
		{"R", "letter-R", []Term{{"acr-list-RSM", "RSM", []Meaning{
			{Text: "Resolute Support Mission", Briefs: []Link{blocks("RSM"), to("Third", "third", "RSM")}},
			{Text: "Regional Security Mechanism", Briefs: []Link{to("Second", "second", "RSM")}}}}}},
		{"U", "letter-U", []Term{{"acr-list-UN", "UN", []Meaning{{Text: "United Nations", Briefs: []Link{to("اصل", "dari", "UN")}}}}}},
		{"É", "letter-É", []Term{{"acr-list-ÉTÉ", "ÉTÉ", []Meaning{{Text: "an acronym", Briefs: []Link{to("Third", "third", "ÉTÉ")}}}}}},
	}
	if diff := cmp.Diff(want, s.letters()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	page := string(file(t, s, glossaryAddress).Body)
	for _, text := range []string{"Regional Security Mechanism", "/sub/briefs/third/#acr-list-RSM", `id="acr-list-RSM"`} {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not have %s", text)
		}
	}
	if len(load(t, library(t)).letters()) != 1 {
		t.Error("a library of one acronym has others")
	}
}

// TestPlainText holds brief.txt of an edition of every kind of block.
func TestPlainText(t *testing.T) {
	const name = "testdata/reading.txtar"
	archive := parseArchive(t, name)
	body := file(t, reading(t, ""), "/briefs/blocks/2020-04-14/brief.txt").Body
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "brief.txt" })
	if i < 0 {
		archive.Files = append(archive.Files, txtar.File{Name: "brief.txt"})
		i = len(archive.Files) - 1
	}
	archive.Files[i].Data = body
	compare(t, name, txtar.Format(archive))
}

// TestPlainTextOfAll holds that no markup is left and that every block is there,
// under its number.
func TestPlainTextOfAll(t *testing.T) {
	for _, s := range []*Site{load(t, builtIn()), reading(t, "")} {
		for _, e := range s.entries {
			for _, ed := range e.brief.Editions {
				text := string(s.plainText(e, ed))
				if strings.ContainsAny(text, "\r\t\x00") || strings.Contains(text, "</") || strings.Contains(text, "\n\n\n") || !strings.HasSuffix(text, "\n") {
					t.Errorf("%s is not plain:\n%s", ed.File, text)
				}
				labels := labelsOf(e.brief, ed)
				for _, b := range ed.Body().Blocks {
					l := labels[b]
					if b.Kind == brief.Paragraph && l.ID() != "" && !strings.Contains(text, "\n["+l.Number.String()+"] ") && ed.Language == "en" {
						t.Errorf("%s: no paragraph %s", ed.File, l.Number)
					}
				}
			}
		}
	}
}

// TestMail reads the addresses for letters as a mail program does.
func TestMail(t *testing.T) {
	s := reading(t, "https://example.org/sub/")
	e := s.entry("blocks")
	read := func(address string) (string, url.Values) {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "mailto" {
			t.Fatalf("%q: %v", address, err)
		}
		if strings.Contains(u.RawQuery, "+") {
			t.Errorf("a plus sign in %q is no space", address)
		}
		return u.Opaque, u.Query()
	}
	to, letter := read(s.shareMail(e, e.brief.Newest()))
	if to != "" || letter.Get("subject") != "Blocks of “every” kind" || letter.Get("body") != "https://example.org/sub/briefs/blocks/2020-04-14/" {
		t.Errorf("share: %q %q", to, letter)
	}
	c := s.colophon(e, e.brief.First())
	to, letter = read(c.ReportError)
	if to != "desk@example.org" || letter.Get("subject") != "Error in “T-1, edition of 7 June 2019”" {
		t.Errorf("report: %q %q", to, letter)
	}
	c.ReportError = ""
	if diff := cmp.Diff(Colophon{PublishedBy: "The Institute", First: Date{"2019-06-07", "7 June 2019"}, Newest: Date{"2020-04-14", "14 April 2020"}}, c); diff != "" {
		t.Error(diff)
	}
	s = reading(t, "")
	if _, letter := read(s.shareMail(s.entry("blocks"), s.entry("blocks").brief.Newest())); letter.Get("body") != "/briefs/blocks/2020-04-14/" {
		t.Errorf("share without a base URL: %q", letter)
	}
}
