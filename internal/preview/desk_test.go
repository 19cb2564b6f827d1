package preview

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/browser"
	"briefpress/internal/check"
	"briefpress/internal/site"
	"briefpress/internal/watch"
)

// fakeEditor is a program that writes its arguments, a line each, to a file
// and then does what script says.
func fakeEditor(t *testing.T, script string) (e Editor, said func() string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the editor is a shell script")
	}
	dir := t.TempDir()
	program, out := filepath.Join(dir, "an editor"), filepath.Join(dir, "said")
	text := "#!/bin/sh\nfor a; do printf '%s\\n' \"$a\"; done > '" + out + ".new'\necho pid $$ >> '" + out + ".new'\nmv '" + out + ".new' '" + out + "'\n" + script + "\n"
	if err := os.WriteFile(program, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return Editor{program, "-g", "{file}:{line}:{column}"}, func() string {
		t.Helper()
		for end := time.Now().Add(browser.Patience); ; time.Sleep(5 * time.Millisecond) {
			data, err := os.ReadFile(out)
			if err == nil {
				os.Remove(out)
				return string(data)
			}
			if time.Now().After(end) {
				t.Fatal("the editor was never started")
			}
		}
	}
}

// post asks the preview to open a place.
func (r *room) post(change func(*http.Request), body string) (int, string) {
	r.t.Helper()
	req, err := http.NewRequest("POST", r.url+"/_briefpress/open", strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Origin", r.url)
	req.Header.Set("Content-Type", "application/json")
	if change != nil {
		change(req)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	var b bytes.Buffer
	b.ReadFrom(resp.Body)
	return resp.StatusCode, b.String()
}

func TestFilesAreOpened(t *testing.T) {
	editor, said := fakeEditor(t, "exec sleep 60")
	r := newRoom(t)
	odd := "content/briefs/kestrel/a b;$(touch x).csv"
	r.write(r.file(odd), "a,b\n")
	r.serve(func(o *Options) { o.Editor = editor })
	for _, file := range []string{"content/briefs/kestrel/2021-03-01.md", odd} {
		body, _ := json.Marshal(map[string]any{"file": file, "line": 14, "column": 3})
		if status, why := r.post(nil, string(body)); status != 204 || why != "" {
			t.Fatalf("%s: status %d: %s", file, status, why)
		}
		lines := strings.Split(said(), "\n")
		if lines[0] != "-g" || lines[1] != r.file(file)+":14:3" || !strings.HasPrefix(lines[2], "pid ") {
			t.Errorf("%s: the editor got %q", file, lines)
		}
		// It lasts: it was not waited for, and belongs to no one's group.
		pid, err := strconv.Atoi(strings.TrimPrefix(lines[2], "pid "))
		if err != nil {
			t.Fatal(err)
		}
		alone(t, pid)
	}
	if status, why := r.post(nil, `{"file":"content/briefs/kestrel/2021-03-01.md"`); status != 400 {
		t.Errorf("half a request: status %d: %s", status, why)
	}
}

func TestEditorsThatFail(t *testing.T) {
	failing, _ := fakeEditor(t, "exit 3")
	for name, tt := range map[string]struct {
		editor Editor
		status int
		why    string
	}{
		"exit":    {failing, 502, "exit status 3"},
		"missing": {Editor{"no-such-editor-anywhere", "{file}"}, 502, "no-such-editor-anywhere"},
		"none":    {nil, 501, EditorVariable},
	} {
		r := newRoom(t).serve(func(o *Options) { o.Editor = tt.editor })
		status, why := r.post(nil, `{"file":"content/site.yaml","line":1}`)
		if status != tt.status || !strings.Contains(why, tt.why) {
			t.Errorf("%s: status %d: %s", name, status, why)
		}
	}
}

func TestNobodyElseOpensFiles(t *testing.T) {
	editor, _ := fakeEditor(t, "exit 0")
	started := filepath.Join(filepath.Dir(editor[0]), "said")
	r := newRoom(t).serve(func(o *Options) { o.Editor = editor })
	const good = `{"file":"content/site.yaml","line":1,"column":1}`
	for name, tt := range map[string]struct {
		change func(*http.Request)
		body   string
		status int
	}{
		"no origin":      {func(r *http.Request) { r.Header.Del("Origin") }, good, 403},
		"null origin":    {func(r *http.Request) { r.Header.Set("Origin", "null") }, good, 403},
		"foreign origin": {func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, good, 403},
		"another port":   {func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") }, good, 403},
		"another scheme": {func(r *http.Request) {
			r.Header.Set("Origin", strings.Replace(r.Header.Get("Origin"), "http", "https", 1))
		}, good, 403},
		"cross-site": {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, good, 403},
		"navigation": {func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Sec-Fetch-Mode", "navigate")
			r.Header.Set("Sec-Fetch-Dest", "document")
		}, good, 403},
		"rebound name":      {func(r *http.Request) { r.Host = "evil.example"; r.Header.Set("Origin", "http://evil.example") }, good, 421},
		"form":              {func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, good, 415},
		"plain text":        {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain; x=application/json") }, good, 415},
		"read":              {func(r *http.Request) { r.Method = "GET" }, good, 405},
		"put":               {func(r *http.Request) { r.Method = "PUT" }, good, 405},
		"no JSON":           {nil, "file", 400},
		"endless":           {nil, `{"file":"` + strings.Repeat("x", 1<<20) + `"}`, 400},
		"another file":      {nil, `{"file":"/etc/passwd","line":1}`, 404},
		"outside":           {nil, `{"file":"content/../../x","line":1}`, 404},
		"argument":          {nil, `{"file":"--help","line":1}`, 404},
		"built-in template": {nil, `{"file":"templates/none.html","line":1}`, 404},
		"folder":            {nil, `{"file":"content/briefs","line":1}`, 404},
	} {
		status, why := r.post(tt.change, tt.body)
		if status != tt.status {
			t.Errorf("%s: status %d, want %d: %s", name, status, tt.status, why)
		}
	}
	time.Sleep(100 * time.Millisecond)
	if _, err := os.Stat(started); err == nil {
		t.Error("the editor was started")
	}
}

// Programs are started for nobody on another machine, whatever it sends.
func TestOnlyThisMachineOpensFiles(t *testing.T) {
	for name, tt := range map[string]struct {
		peer, local string
		near        bool
	}{
		"loopback":        {"127.0.0.1:5000", "127.0.0.1:8421", true},
		"loopback, other": {"127.9.9.9:5000", "0.0.0.0:8421", true},
		"IPv6":            {"[::1]:5000", "[::1]:8421", true},
		"mapped":          {"[::ffff:127.0.0.1]:5000", "[::]:8421", true},
		"own address":     {"192.168.1.5:5000", "192.168.1.5:8421", true},
		"phone":           {"192.168.1.9:5000", "192.168.1.5:8421", false},
		"nowhere":         {"", "192.168.1.5:8421", false},
		"a name":          {"localhost:5000", "127.0.0.1:8421", false},
	} {
		local, err := net.ResolveTCPAddr("tcp", tt.local)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("POST", "http://"+tt.local+"/_briefpress/open", strings.NewReader(`{"file":"content/site.yaml"}`))
		r = r.WithContext(context.WithValue(t.Context(), http.LocalAddrContextKey, local))
		r.RemoteAddr = tt.peer
		r.Header.Set("X-Forwarded-For", "127.0.0.1")
		if got := nearby(r); got != tt.near {
			t.Errorf("%s: nearby is %t", name, got)
		}
		r.Header.Set("Origin", "http://"+tt.local)
		r.Header.Set("Content-Type", "application/json")
		d := newDesk(newPreview(t.Context(), quiet(Options{Editor: Editor{"no-such-editor-anywhere"}})))
		if status, err := d.open(r); (status == 403) == tt.near {
			t.Errorf("%s: status %d: %v", name, status, err)
		}
		want := "Files are opened on the machine of the preview only."
		if tt.near {
			want = ""
		}
		var told source
		if err := json.Unmarshal(d.source("/", nearby(r)), &told); err != nil || told.Copies != want {
			t.Errorf("%s: %v, told %q", name, err, told.Copies)
		}
	}
}

func TestOpenFilesAreBounded(t *testing.T) {
	r := newRoom(t)
	d := newDesk(newPreview(t.Context(), quiet(Options{Editor: Editor{"no-such-editor-anywhere"}, Folders: map[string]string{"content": r.file("content")}})))
	ask := func() int {
		req := httptest.NewRequest("POST", "http://127.0.0.1:1/_briefpress/open", strings.NewReader(`{"file":"content/site.yaml"}`))
		req.RemoteAddr = "127.0.0.1:5000"
		req.Header.Set("Origin", "http://127.0.0.1:1")
		req.Header.Set("Content-Type", "application/json")
		status, _ := d.open(req)
		return status
	}
	for range maxOpen + 5 { // one that cannot start takes no place
		if status := ask(); status != 502 {
			t.Fatalf("status %d", status)
		}
	}
	d.opening.Store(maxOpen)
	if status := ask(); status != 429 {
		t.Errorf("status %d with %d open", status, maxOpen)
	}
}

func TestSourceOfPages(t *testing.T) {
	r := newRoom(t)
	r.write(r.file("content/briefs/kestrel/2020-01-01.md"), "---\ntitle: The kestrel\n---\n\nParagraph nought.\n")
	draft := strings.Replace(text(append(paragraphs(), "<b>raw</b>")), "summary", "change: More.\ndraft: true\nsummary", 1)
	r.write(r.brief(), draft)
	r.write(r.file("content/briefs/merlin.md"), "---\ntitle: The merlin\npublished: 2030-02-03\n---\n\nSmall.\n")
	r.write(r.file("content/site.yaml"), "id: example.org,2020\ntitle: Notes\nrules: {raw-html: error, base-url: advice}\n")
	r.serve(func(o *Options) {
		o.Today = func() brief.Date { return "2026-01-01" }
	})
	r.checked()
	n := r.told(page)
	if n.File != "content/briefs/kestrel/2021-03-01.md" {
		t.Errorf("file %q", n.File)
	}
	lines := strings.Split(draft, "\n")
	blocks := 0
	for _, p := range n.Places {
		if p.Kind == "block" && p.ID != "" {
			blocks++
			if line := lines[p.Line-1]; !strings.HasPrefix(line, "Paragraph ") && line != "<b>raw</b>" {
				t.Errorf("%s is line %d: %s", p.ID, p.Line, line)
			}
		}
	}
	if blocks != 41 {
		t.Errorf("%d blocks", blocks)
	}
	for _, want := range []string{"2 of 2, 1 March 2021", "Draft: it is left out", " words, ", "2 findings, 1 elsewhere", "[error raw-html]", "[advice base-url]", "HTML is not read", "<mark>&lt;</mark>b&gt;raw"} {
		if !strings.Contains(n.Desk, want) {
			t.Errorf("the strip does not say %q: %s", want, n.Desk)
		}
	}
	for _, want := range []string{`class="pin error"`, `aria-label="2 findings in block p`, `data-line="` + strconv.Itoa(1+len(lines)-3) + `"`} {
		if !strings.Contains(n.Pins, want) {
			t.Errorf("the pins do not say %q: %s", want, n.Pins)
		}
	}
	for address, want := range map[string][]string{
		"/briefs/kestrel/2020-01-01/": {"1 of 2, 1 January 2020", "content/briefs/kestrel/2020-01-01.md"},
		"/briefs/merlin/":             {"Scheduled: its date is still to come", "1 of 1, 3 February 2030"},
		"/about/":                     {"2 words, 1 min", "content/pages/about.md"},
		"/":                           {"3 findings elsewhere"},
		"/nothing/":                   {"3 findings elsewhere"},
		"":                            {"3 findings elsewhere"},
	} {
		n := r.told(address)
		for _, want := range want {
			if !strings.Contains(n.Desk, want) {
				t.Errorf("%s: the strip does not say %q: %s", address, want, n.Desk)
			}
		}
		if strings.Contains(n.Desk, "Draft") || n.Pins != "" || (n.File != "") != (len(n.Places) > 0) {
			t.Errorf("%s: %+v", address, n)
		}
	}
	if strings.Contains(r.told("/briefs/kestrel/2020-01-01/").Desk+r.told("/about/").Desk, "Scheduled") {
		t.Error("what is published is called scheduled")
	}
}

// Under a base path, addresses come and go with it.
func TestSourceUnderABase(t *testing.T) {
	r := newRoom(t)
	r.write(r.file("content/site.yaml"), "id: example.org,2020\ntitle: Field notes\nbase-url: https://example.org/sub/\n")
	p := newPreview(t.Context(), quiet(Options{Source: r.source, Folders: map[string]string{"content": r.file("content")}}))
	p.build(false)
	defer p.checks.Wait()
	d := newDesk(p)
	d.saved([]string{r.file("content/pages/about.md")})
	var n source
	if err := json.Unmarshal(d.source("/sub"+page, true), &n); err != nil || n.File != "content/briefs/kestrel/2021-03-01.md" || n.Saved.Page != "/sub/about/" {
		t.Errorf("%v: %+v", err, n)
	}
}

func TestSavedPagesAreTold(t *testing.T) {
	r := newRoom(t)
	r.write(r.file("content/briefs/merlin.md"), "---\ntitle: The merlin\npublished: 2020-02-03\n---\n\nSmall.\n")
	r.serve(nil)
	before := r.told(page).Saved
	if before.Page != "" {
		t.Errorf("saved before anything was: %+v", before)
	}
	await := func(what, address, want string) saved {
		t.Helper()
		for end := time.Now().Add(browser.Patience); ; time.Sleep(5 * time.Millisecond) {
			n := r.told(address).Saved
			if n.Count > before.Count && n.Page == want {
				before = n
				return n
			}
			if time.Now().After(end) {
				t.Fatalf("%s: %+v, want %s", what, n, want)
			}
		}
	}
	r.write(r.file("content/briefs/merlin.md"), "---\ntitle: The merlin\npublished: 2020-02-03\n---\n\nSmaller.\n")
	await("another brief", page, "/briefs/merlin/")
	r.write(r.file("content/pages/about.md"), "---\ntitle: About\n---\n\nOn more birds.\n")
	await("a page", page, "/about/")
	r.write(r.brief(), text(paragraphs()[:7]))
	await("this brief, by its dated address", page+"2021-03-01/", page+"2021-03-01/")
	r.write(r.brief(), text(paragraphs()[:8]))
	await("this brief, from elsewhere", "/about/", page)
	r.write(r.file("content/briefs/hobby.md"), "---\ntitle: The hobby\npublished: 2020-02-03\n---\n\nFast.\n")
	await("a new brief", page, "/briefs/hobby/")
	r.write(r.file("static/css/base.css"), "body { color: red; }\n")
	await("what no page is made of alone", page, "")
}

func TestChangesArePassedOn(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	d := newDesk(newPreview(ctx, quiet(Options{Folders: map[string]string{"content": "/site/content"}})))
	if d.note(nil) != nil {
		t.Error("a site that cannot change has changes")
	}
	in := make(chan watch.Change, 1)
	out := d.note(in)
	var paths []string
	for i := range 100 {
		paths = append(paths, fmt.Sprintf("/site/content/%d.md", i))
	}
	in <- watch.Change{Paths: append([]string{"/elsewhere"}, paths...)}
	if c := <-out; len(c.Paths) != 101 {
		t.Errorf("%d paths were passed on", len(c.Paths))
	}
	if len(d.named) != maxNamed-1 || d.named[0] != "content/0.md" {
		t.Errorf("named: %q", d.named)
	}
	in <- watch.Change{Paths: paths}
	stop() // nobody takes it any more
	for range out {
	}
	in = make(chan watch.Change)
	out = newDesk(newPreview(t.Context(), quiet(Options{}))).note(in)
	close(in)
	if _, ok := <-out; ok {
		t.Error("there is no end to changes")
	}
}

// What is shown has the words that check prints.
func TestSameTextAsCheck(t *testing.T) {
	problems := []brief.Problem{
		{Position: brief.Position{File: "content/a.md", Line: 3, Column: 2}, Rule: "key", Message: `unknown key "<sumary>"`, Hint: `did you mean "summary"?`, Excerpt: "sumary: x & y", Stops: true},
		{Position: brief.Position{File: "content/b\u202e.md", Line: 4}, Rule: "hidden", Message: "a \u202etrick", Hint: "tab\tand \u200d joiner", Excerpt: "a \u2066b", Stops: true},
		{Position: brief.Position{File: "content/site.yaml"}, Rule: "site", Message: "whole"},
	}
	for _, p := range problems {
		var printed bytes.Buffer
		findings := slices.Collect(check.Weigh(nil, []brief.Problem{p}).All())
		if err := check.WriteText(&printed, findings, false); err != nil {
			t.Fatal(err)
		}
		r := report{Stops: findings}
		if !p.Stops {
			r = report{Findings: groupOf(slices.Values(findings), 1), Empty: true}
		}
		shown := plain(r.html())
		first, rest, _ := strings.Cut(printed.String(), "\n")
		where := visible(p.Position.String())
		if !strings.HasPrefix(first, where+": ") || !strings.Contains(shown, where+"\n") || !strings.Contains(shown, "\n"+strings.TrimPrefix(first, where+": ")+"\n") {
			t.Errorf("check prints %q; shown is %q", first, shown)
		}
		for line := range strings.Lines(rest) {
			line = strings.TrimSuffix(strings.TrimPrefix(line, "  | "), "\n")
			if strings.Trim(line, " ^\t") != "" && !strings.Contains(shown, line) {
				t.Errorf("check prints %q; shown is %q", line, shown)
			}
		}
	}
}

// plain is the text of HTML of ours.
func plain(markup string) string {
	var b strings.Builder
	for i, part := range strings.Split(markup, "<") {
		if _, after, ok := strings.Cut(part, ">"); ok || i == 0 {
			b.WriteString(after)
		}
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(b.String())
}

func TestPlaceOfLines(t *testing.T) {
	places := []site.Place{
		{Kind: "title", Line: 2, End: 2}, {Kind: "source", ID: "source-x", Line: 4, End: 4}, {Kind: "heading", ID: "h", Line: 8, End: 8},
		{Kind: "block", ID: "p1", Line: 10, End: 12}, {Kind: "item", ID: "p1.i1", Line: 10, End: 10}, {Kind: "block", ID: "p2", Line: 14, End: 14}, {Kind: "note", ID: "note-1", Line: 16, End: 16},
	}
	for line, want := range map[int]int{0: -1, 1: -1, 2: 0, 4: -1, 8: 2, 9: -1, 10: 3, 11: 3, 12: 3, 13: -1, 14: 5, 16: 6, 99: -1} {
		if got := placeOf(places, line); got != want {
			t.Errorf("line %d is part %d, want %d", line, got, want)
		}
	}
	at := func(line int, message string) check.Finding {
		return check.Finding{Problem: brief.Problem{Position: brief.Position{Line: line}, Message: message}}
	}
	made := pins(places, []check.Finding{at(11, "one"), at(2, "two"), at(10, "three"), at(16, "four"), at(0, "whole")})
	if len(made) != 3 || made[0].Label() != "1 finding in title: two" || made[1].Label() != "2 findings in block p1: one; three" ||
		made[2].Label() != "1 finding in note note-1: four" {
		t.Errorf("pins: %+v", made)
	}
}
