package site

import (
	"fmt"
	"maps"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/phrase"
)

// feedSource is the source of testdata/feeds.txtar.
func feedSource(t testing.TB) Source { return sourceOf(t, parseArchive(t, "testdata/feeds.txtar")) }

// feedPaths are the addresses of all feeds of a site.
func feedPaths(s *Site) []string {
	return slices.DeleteFunc(s.Paths(), func(p string) bool { return path.Base(p) != "feed.atom" && path.Base(p) != "feed.json" })
}

// readFeeds reads and checks every feed of a site, and returns those in Atom by
// the page they go with.
func readFeeds(t *testing.T, s *Site) map[string]readFeed {
	t.Helper()
	atom := map[string]readFeed{}
	ids := map[string]string{}
	entries := map[string]readEntry{} // by id: an edition is one entry in all feeds
	for _, p := range feedPaths(s) {
		f := file(t, s, p)
		page := path.Dir(p)
		var feed readFeed
		switch path.Base(p) {
		case "feed.atom":
			feed = readAtom(t, f.Body)
			if f.Type != "application/atom+xml; charset=utf-8" {
				t.Errorf("%s is %s", p, f.Type)
			}
			if other := ids[feed.ID]; other != "" || feed.ID == "" {
				t.Errorf("%s and %s have the id %q", p, other, feed.ID)
			}
			ids[feed.ID] = p
			atom[page] = feed
		case "feed.json": // comes after it
			feed = readJSONFeed(t, f.Body)
			if f.Type != "application/feed+json; charset=utf-8" {
				t.Errorf("%s is %s", p, f.Type)
			}
			same := atom[page]
			same.ID, same.Self, same.Redlines, same.Updated = "", feed.Self, nil, time.Time{}
			if diff := cmp.Diff(same, feed); diff != "" {
				t.Errorf("%s is not as in Atom:\n%s", p, diff)
			}
		}
		checkFeed(t, feed, s.origin, s.url(p))
		if want := s.url(strings.TrimSuffix(page, "/") + "/"); feed.Page != want {
			t.Errorf("%s goes with %s, want %s", p, feed.Page, want)
		}
		for _, e := range feed.Entries {
			for _, link := range append(strings.Split(e.Content, `"`), e.URL) {
				address, own := strings.CutPrefix(link, s.url("/"))
				if address, _, _ = strings.Cut(address, "#"); own && s.origin != "" {
					if address, err := url.PathUnescape(address); err != nil || !s.Has("/"+address) {
						t.Errorf("%s: %s leads nowhere", p, link)
					}
				}
			}
			if first, ok := entries[e.ID]; ok && !cmp.Equal(first, e) {
				t.Errorf("%s: the entry is not the same in all feeds:\n%s", p, cmp.Diff(first, e))
			}
			entries[e.ID] = e
		}
	}
	for id := range ids {
		if _, taken := entries[id]; taken {
			t.Errorf("%s is a feed and an entry", id)
		}
	}
	if len(atom) < 4 {
		t.Errorf("%d feeds", len(atom))
	}
	return atom
}

// TestFeedsValid reads the feeds of several sites by their specifications.
func TestFeedsValid(t *testing.T) {
	for name, src := range map[string]Source{"library": library(t), "feeds": feedSource(t), "built-in": builtIn()} {
		for _, base := range []string{"", "https://example.org/", "https://example.org/a/b/"} {
			t.Run(name+" "+base, func(t *testing.T) {
				src.BaseURL = base
				readFeeds(t, load(t, src))
			})
		}
	}
}

// TestFeedCheckers breaks a good feed in many ways, each of which is found.
func TestFeedCheckers(t *testing.T) {
	good := string(file(t, load(t, feedSource(t)), "/feed.atom").Body)
	if _, err := parseAtom([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{"<id>", "<guid>"}, {"</updated>", "</updated><updated>2020-01-01T00:00:00Z</updated>"}, {"<title>", "stray<title>"},
		{` type="html"`, ""}, {"</summary>", "<b>x</b></summary>"}, {"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"},
		{`rel="self"`, `rel="self" onclick="x"`}, {"<name>", "<name></name><name>"}, {"</feed>", ""}, {"</feed>", "</feed><feed/>"},
		{"<generator>briefpress</generator>", "<generator></generator>"}, {"<entry", "<!-- x --><entry"},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Errorf("%q is not in the feed", change[0])
		} else if _, err := parseAtom([]byte(bad)); err == nil {
			t.Errorf("%q for %q passes", change[1], change[0])
		}
	}
}

// TestFeedEntries holds which editions are in which feed, and what is said of
// them.
func TestFeedEntries(t *testing.T) {
	s := load(t, feedSource(t))
	feeds := readFeeds(t, s)
	const id = "tag:example.org,2019:briefs/briefs/"
	for page, want := range map[string]struct{ id, title, editions string }{
		"/":                 {"tag:example.org,2019:briefs/feed.atom", "Library & Sons", "kurz/2021-01-02 mission/2021-01-02 mission/2020-04-14 mission/2019-06-07 plain/2018-01-01"},
		"/topics/security":  {"tag:example.org,2019:briefs/topics/security/feed.atom", "Security | Library & Sons", "kurz/2021-01-02 mission/2021-01-02 mission/2020-04-14 mission/2019-06-07"},
		"/topics/größe":     {"tag:example.org,2019:briefs/topics/gr%C3%B6%C3%9Fe/feed.atom", "Größe | Library & Sons", "mission/2021-01-02 mission/2020-04-14 mission/2019-06-07"},
		"/authors/ann-lee":  {"tag:example.org,2019:briefs/authors/ann-lee/feed.atom", "Ann Lee | Library & Sons", "mission/2021-01-02 mission/2020-04-14 mission/2019-06-07"},
		"/authors/bob-ray":  {"tag:example.org,2019:briefs/authors/bob-ray/feed.atom", "Bob Ray | Library & Sons", "kurz/2021-01-02 mission/2019-06-07"},
		"/briefs/mission":   {"tag:example.org,2019:briefs/briefs/mission/feed.atom", "The Mission | Library & Sons", "mission/2021-01-02 mission/2020-04-14 mission/2019-06-07"},
		"/briefs/kurz":      {"tag:example.org,2019:briefs/briefs/kurz/feed.atom", "خلاصه | Library & Sons", "kurz/2021-01-02"},
		"/briefs/plain":     {"tag:example.org,2019:briefs/briefs/plain/feed.atom", "Plain | Library & Sons", "plain/2018-01-01"},
		"/topics/past":      {},
		"/authors/plain":    {},
		"/briefs/mission/x": {},
	} {
		f, ok := feeds[page]
		var editions []string
		for _, e := range f.Entries {
			editions = append(editions, strings.TrimSuffix(strings.TrimPrefix(e.ID, id), "/"))
		}
		if ok != (want.id != "") || f.ID != want.id || f.Title != want.title || strings.Join(editions, " ") != want.editions {
			t.Errorf("%s: %q %q has %q", page, f.ID, f.Title, editions)
		}
	}
	wantRedlines := map[string]string{
		id + "mission/2020-04-14/": "What changed since 7 June 2019 https://example.org/sub/briefs/mission/compare/2019-06-07/2020-04-14/",
		id + "mission/2021-01-02/": "What changed since 14 April 2020 https://example.org/sub/briefs/mission/compare/2020-04-14/2021-01-02/",
	}
	for page, f := range feeds {
		for eid, r := range f.Redlines {
			if wantRedlines[eid] != r {
				t.Errorf("%s: the redline of %s is %q", page, eid, r)
			}
		}
	}
	if diff := cmp.Diff(wantRedlines, feeds["/"].Redlines); diff != "" {
		t.Error(diff)
	}

	// The first says what it is; the second why it exists, what it changed, and
	// what has been put right since.
	entries := feeds["/briefs/mission"].Entries
	first, second, third := entries[2], entries[1], entries[0]
	if first.Summary != "First text." || second.Summary != "Numbers & <names>." || second.Title != `The <Mission> & “more”` {
		t.Errorf("%q, %q, %q", first.Summary, second.Summary, second.Title)
	}
	if strings.Contains(first.Content, "compare/") || strings.Contains(first.Content, "What changed") || !strings.Contains(first.Content, "<p>First paragraph.</p>") {
		t.Errorf("the first edition is\n%s", first.Content)
	}
	inOrder(t, second.Content, "<strong>What changed:</strong> Numbers &amp; &lt;names&gt;.</p>",
		`<p><a href="https://example.org/sub/briefs/mission/compare/2019-06-07/2020-04-14/">What changed since 7 June 2019</a>, word by word.</p>`,
		"<strong>Correction, 1 July 2021:</strong> C.</p>", "<strong>Correction, 1 May 2020:</strong> A &amp; B.</p>", "<p>First paragraph, again.</p>")
	inOrder(t, third.Content, "<strong>Superseded.</strong>", "It ended.", `See <a href="https://example.org/sub/briefs/kurz/">خلاصه</a>.`, "All of it.", "compare/2020-04-14/2021-01-02/",
		"<li>One &amp; two.</li>", `<a href="https://example.org/sub/briefs/mission/2021-01-02/#endnote-1">1</a>`, `<a href="https://example.org/sub/briefs/kurz/">this</a>`,
		`<a href="https://example.org/sub/briefs/mission/2019-06-07/#p1">`, `<a href="https://example.org/sub/briefs/mission/2021-01-02/#size">`, "<h2>Size</h2>",
		`<img src="https://example.org/sub/assets/plan.`, "<h2>Notes</h2>", `<li id="endnote-1">A <em>note</em>`, `<li id="endnote-2">NATO`)
	if day := func(d time.Time) string { return d.Format(time.DateOnly) }; day(second.Published) != "2020-04-14" || day(second.Updated) != "2021-07-01" {
		t.Errorf("published %v, updated %v", second.Published, second.Updated)
	}
	if fa := phrase.For("fa"); fa.WordByWord.After == phrase.For("en").WordByWord.After || fa.WordByWord.Before != "" {
		t.Error("the link to a redline does not begin its sentence in every language")
	}
}

// inOrder holds that parts stand in a text one after the other.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		_, rest, ok := strings.Cut(text, p)
		if !ok {
			t.Errorf("%q is not in, or not in its place in\n%s", p, text)
			return
		}
		text = rest
	}
}

// entryIDs are the identifiers of all entries of the site's feed, in order.
func entryIDs(t *testing.T, src Source) []string {
	t.Helper()
	s, _ := Load(src, nil)
	var ids []string
	for _, e := range readAtom(t, file(t, s, "/feed.atom").Body).Entries {
		ids = append(ids, e.ID)
	}
	return ids
}

// TestFeedIDsAreForEver changes what must not make a new entry of an old one.
func TestFeedIDsAreForEver(t *testing.T) {
	want := entryIDs(t, feedSource(t))
	replace := func(name, old, text string) func(*Source) {
		return func(src *Source) {
			content := src.Content.(fstest.MapFS)
			data := strings.ReplaceAll(string(content[name].Data), old, text)
			if data == string(content[name].Data) {
				t.Errorf("%q is not in %s", old, name)
			}
			content[name] = &fstest.MapFile{Data: []byte(data)}
		}
	}
	const second = "briefs/mission/2020-04-14.md"
	for name, change := range map[string]func(*Source){
		"no base URL":        replace("site.yaml", "base-url: https://example.org/sub/", "credit: None."),
		"another base URL":   func(src *Source) { src.BaseURL = "http://other.example/deep/er/" },
		"another name":       replace("site.yaml", "title: Library & Sons", "title: Other"),
		"another language":   replace("site.yaml", "title:", "language: fa-AF\ndirection: rtl\ntitle:"),
		"another title":      replace(second, `The <Mission> & "more"`, "Other"),
		"another text":       replace(second, "again", "and again"),
		"another author":     replace(second, "Ann Lee", "Bob Ray"),
		"another topic":      replace("briefs/mission/2021-01-02.md", "[Security, Größe]", "[Other]"),
		"another correction": replace(second, "corrections:\n", "corrections:\n  - {date: 2022-01-01, note: D.}\n"),
		"no correction":      replace(second, "corrections:\n  - {date: 2020-05-01, note: A & B.}\n  - {date: 2021-07-01, note: C.}\n", ""),
		"an alias":           replace("briefs/mission/2021-01-02.md", "status-note:", "aliases: [/briefs/old/, /older/]\nstatus-note:"),
		"withdrawn":          replace("briefs/mission/2021-01-02.md", "status: superseded", "status: withdrawn"),
		"a page more": func(src *Source) {
			src.Content.(fstest.MapFS)["pages/new.md"] = &fstest.MapFile{Data: []byte("---\ntitle: New\n---\nX.\n")}
		},
		"drafts are shown": func(src *Source) { src.Drafts = true },
		"a draft is begun": func(src *Source) {
			src.Content.(fstest.MapFS)["briefs/plain/2022-01-01.md"] = &fstest.MapFile{Data: []byte("---\ntitle: P\ndraft: true\n---\nX.\n")}
		},
		"a file made a folder": func(src *Source) {
			moved(src, "briefs/kurz.md", "briefs/kurz/2021-01-02.md", "published: 2021-01-02\n")
		},
		"dates of files differ": func(src *Source) { src.Content.(fstest.MapFS)[second].ModTime = time.Now() },
	} {
		src := feedSource(t)
		change(&src)
		if diff := cmp.Diff(want, entryIDs(t, src)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	src := feedSource(t)
	src.Content.(fstest.MapFS)["briefs/plain/2022-01-01.md"] = &fstest.MapFile{Data: []byte("---\ntitle: P\nchange: New.\n---\nX.\n")}
	if got := entryIDs(t, src); len(got) != len(want)+1 || !slices.Equal(got[1:], want) {
		t.Errorf("an edition more gives %v", got)
	}
}

// moved moves a file of the content and takes a line out of it.
func moved(src *Source, from, to, line string) {
	content := src.Content.(fstest.MapFS)
	content[to] = &fstest.MapFile{Data: []byte(strings.Replace(string(content[from].Data), line, "", 1))}
	delete(content, from)
}

// TestFeedsRebuilt holds that a rebuild changes no byte of a feed, whatever the
// machine.
func TestFeedsRebuilt(t *testing.T) {
	bodies := func(s *Site, problems any) map[string]string {
		m := map[string]string{}
		for _, p := range feedPaths(s) {
			m[p] = string(file(t, s, p).Body)
		}
		return m
	}
	first, _ := Load(feedSource(t), nil)
	want := bodies(first, nil)
	zone := time.Local
	defer func() { time.Local = zone }()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for seed := range 8 {
		src := feedSource(t)
		src.Content = shuffled{src.Content.(fstest.MapFS), seed}
		time.Local = time.FixedZone("", (14-3*seed)*3600)
		runtime.GOMAXPROCS(1 + seed%4)
		for _, prev := range []*Site{nil, first} {
			if diff := cmp.Diff(want, bodies(Load(src, prev))); diff != "" {
				t.Fatal(diff)
			}
		}
	}
}

// TestFeedsOfDrafts holds that drafts, shown or not, change no feed: neither
// those after a published edition nor those between two.
func TestFeedsOfDrafts(t *testing.T) {
	want := readFeeds(t, load(t, feedSource(t)))
	src := feedSource(t)
	content := src.Content.(fstest.MapFS)
	for _, day := range []string{"2019-12-24", "2020-12-24"} {
		content["briefs/mission/"+day+".md"] = &fstest.MapFile{Data: []byte("---\ntitle: Secret\nchange: Secret.\nauthors: [Secret]\ndraft: true\n---\nSecret.\n")}
	}
	content["briefs/plain/2022-01-01.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Secret\nchange: Secret.\nsummary: Secret.\nlanguage: fa\ndraft: true\n---\nSecret.\n")}
	for _, shown := range []bool{false, true} {
		src.Drafts = shown
		s := load(t, src)
		got := readFeeds(t, s)
		if f, ok := got["/authors/secret"]; ok != shown || len(f.Entries) > 0 {
			t.Errorf("shown %v: the author of drafts alone has %v", shown, f)
		}
		delete(got, "/authors/secret")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("shown %v:\n%s", shown, diff)
		}
	}
}

// TestFeedLength has more editions than a feed takes.
func TestFeedLength(t *testing.T) {
	src := feedSource(t)
	content := fstest.MapFS{"site.yaml": src.Content.(fstest.MapFS)["site.yaml"]}
	for i := range 60 {
		text := "---\ntitle: T\nchange: C.\nauthors: [Ann Lee]\ntopics: [Security]\n---\nText.\n"
		content[fmt.Sprintf("briefs/long/%d-01-02.md", 1950+i)] = &fstest.MapFile{Data: []byte(text)}
	}
	src.Content = content
	for page, f := range readFeeds(t, load(t, src)) {
		if n := len(f.Entries); n != 50 || f.Entries[0].Published.Year() != 2009 || f.Entries[49].Published.Year() != 1960 {
			t.Errorf("%s has %d entries", page, n)
		}
		if len(f.Redlines) != 50 {
			t.Errorf("%s has %d redlines: one lacks that with an edition which is in the feed no more", page, len(f.Redlines))
		}
	}
}

// TestFeedLinks holds which feeds the head of a page names: its own first, then
// those of the site.
func TestFeedLinks(t *testing.T) {
	s := load(t, feedSource(t))
	own := map[string]string{
		"/": "", "/briefs/": "", "/topics/": "", "/about/": "", "/404.html": "",
		"/briefs/mission/": "/briefs/mission/", "/briefs/mission/2019-06-07/": "/briefs/mission/",
		"/topics/gr\u00f6\u00dfe/": "/topics/größe/", "/authors/bob-ray/": "/authors/bob-ray/",
	}
	titles := map[string]string{"/briefs/mission/": "The Mission | ", "/topics/größe/": "Größe | ", "/authors/bob-ray/": "Bob Ray | "}
	for _, page := range slices.Sorted(maps.Keys(own)) {
		want := []string{"application/atom+xml Library & Sons /sub/feed.atom", "application/feed+json Library & Sons /sub/feed.json"}
		if of := own[page]; of != "" {
			want = slices.Insert(want, 0, "application/atom+xml "+titles[of]+"Library & Sons "+s.href(of+"feed.atom"))
		}
		var got []string
		var visible []string // of links in the text and in the footer
		for _, e := range elements(t, file(t, s, page)) {
			if e.name == "a" && strings.HasSuffix(e.attr["href"], "/feed.atom") {
				visible = append(visible, e.attr["href"])
			}
			if e.name == "link" && e.attr["rel"] == "alternate" && strings.Contains(e.attr["href"], "/feed.") {
				got = append(got, e.attr["type"]+" "+e.attr["title"]+" "+e.attr["href"])
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", page, diff)
		}
		wantVisible := []string{"/sub/feed.atom"}
		if of := own[page]; strings.HasPrefix(of, "/topics/") || strings.HasPrefix(of, "/authors/") {
			wantVisible = slices.Insert(wantVisible, 0, s.href(of+"feed.atom"))
		}
		if diff := cmp.Diff(wantVisible, visible); diff != "" {
			t.Errorf("%s: %s", page, diff)
		}
	}
	for _, p := range []string{"/briefs/mission/feed", "/briefs/mission/feed.atom/", "/briefs/mission/2019-06-07/feed.atom", "/briefs/none/feed.atom", "/topics/feed.atom",
		"/topics/none/feed.atom", "/topics/security/feed.json/", "/topics/security/x", "/topics/security/2021/", "/authors/feed.json", "/authors/bob-ray/feed.rss", "/briefs/feed.atom"} {
		if s.Has(p) {
			t.Errorf("there is something at %s", p)
		}
	}
}
