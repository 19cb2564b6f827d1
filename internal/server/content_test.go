package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"briefpress/internal/site"
)

// newContent is the content of a small site: two briefs and a picture.
func newContent() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"site.yaml":                  file("id: example.org,2020\ntitle: Library\npublisher: Publisher\ndescription: Briefs\nlanguage: en\n"),
		"briefs/first/2020-01-01.md": file("---\ntitle: First\n---\n\nThe first text.\n\n![A plan](plan.svg)\n"),
		"briefs/first/plan.svg":      file(plan("red")),
		"briefs/second.md":           file("---\ntitle: Second\npublished: 2020-02-02\n---\n\nThe second text.\n"),
	}
}

func plan(colour string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="` + colour + `"/></svg>`
}

// with is content with some files replaced, added, or without those whose text
// is "".
func with(content fstest.MapFS, files map[string]string) fstest.MapFS {
	content = maps.Clone(content)
	for name, text := range files {
		if content[name] = (&fstest.MapFile{Data: []byte(text)}); text == "" {
			delete(content, name)
		}
	}
	return content
}

func sourceOf(content fs.FS) site.Source {
	src := builtIn("https://example.org/library/")
	src.Content = content
	// To compress the built-in ones takes most of the time of a load.
	src.Static = fstest.MapFS{
		"css/base.css": {Data: []byte(strings.Repeat("p { margin: 0 }\n", 100))},
		"js/theme.js":  {Data: []byte("'use strict';\n")},
	}
	return src
}

func snapshotOf(t *testing.T, content fs.FS, prev *Snapshot) *Snapshot {
	t.Helper()
	s, problems := site.Load(sourceOf(content), nil)
	if stops := stopping(problems); stops != nil {
		t.Fatal(errors.Join(stops...))
	}
	snap, err := nextSnapshot(t.Context(), s, prev)
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

// TestNextSnapshot holds that a snapshot after another is a clean one in all
// that is sent, makes anew only what has changed, and keeps what pages of
// before need.
func TestNextSnapshot(t *testing.T) {
	content := newContent()
	prev := snapshotOf(t, content, nil)
	if same := snapshotOf(t, content, prev); same.changed != 0 || same.digest != prev.digest || len(same.retired) != 0 {
		t.Errorf("the same content: %d changed, %d retired", same.changed, len(same.retired))
	}
	first := prev
	for _, change := range []map[string]string{
		{"briefs/second.md": "---\ntitle: Second\npublished: 2020-02-02\n---\n\nAnother text.\n"},
		{"briefs/first/plan.svg": plan("blue")},
		{"briefs/second.md": "", "briefs/third.md": "---\ntitle: Third\npublished: 2020-03-03\n---\n\nText.\n"},
		{"site.yaml": "id: example.org,2020\ntitle: Renamed\npublisher: Publisher\ndescription: Briefs\nlanguage: en\n"},
	} {
		content = with(content, change)
		next, clean := snapshotOf(t, content, prev), snapshotOf(t, content, nil)
		if next.digest != clean.digest || next.digest == prev.digest {
			t.Errorf("%v: digest %s, clean %s, before %s", change, next.digest, clean.digest, prev.digest)
		}
		kept := 0
		for path, want := range clean.entries {
			got := next.entries[path]
			if got == nil || !slices.EqualFunc(got.forms, want.forms, func(a, b form) bool { return a.coding == b.coding && a.etag[0] == b.etag[0] }) {
				t.Fatalf("%v: %s is not that of a clean load", change, path)
			}
			if got == prev.entries[path] {
				kept++
			}
		}
		if kept != len(clean.entries)-next.changed || next.changed == 0 || kept == 0 {
			t.Errorf("%v: %d of %d kept, %d changed", change, kept, len(clean.entries), next.changed)
		}
		for path, e := range first.entries {
			if _, err := next.Entry(path); err != nil && e.File.Cache == site.Immutable {
				t.Errorf("%v: %s is gone", change, path)
			}
		}
		if extra := len(next.entries) - len(clean.entries); extra != len(next.retired) {
			t.Errorf("%v: %d more than clean, and %d retired", change, extra, len(next.retired))
		}
		prev = next
	}
	if len(prev.retired) == 0 {
		t.Error("nothing was retired")
	}
}

func TestRetire(t *testing.T) {
	begin := time.Unix(1e9, 0)
	asset := func(path string, size int) *Entry {
		return NewEntry(&site.File{Path: path, Status: 200, Type: "image/png", Cache: site.Immutable, Body: make([]byte, size)}, Quick)
	}
	small, page := asset("/assets/small", 10), NewEntry(&site.File{Path: "/", Status: 200, Type: "text/html"}, Quick)
	state := func(prev *Snapshot, after time.Duration, entries ...*Entry) *Snapshot {
		s := &Snapshot{entries: map[string]*Entry{}}
		for _, e := range entries {
			s.entries[e.File.Path] = e
		}
		s.retire(prev, begin.Add(after))
		return s
	}
	has := func(s *Snapshot, paths ...string) {
		t.Helper()
		if got := slices.Sorted(maps.Keys(s.entries)); !slices.Equal(got, paths) {
			t.Errorf("has %q, want %q", got, paths)
		}
	}
	one := state(new(Snapshot), 0, page, small)
	two := state(one, time.Minute) // the page is no asset
	has(two, "/assets/small")
	three := state(two, 30*time.Minute)
	has(three, "/assets/small")
	has(state(three, time.Minute+retiredFor))
	back := state(three, time.Minute+retiredFor, small)
	has(back, "/assets/small")
	has(state(back, 2*retiredFor), "/assets/small") // its time counts from when it went last
	huge := state(two, 2*time.Minute, asset("/assets/huge", maxRetired-5))
	has(huge, "/assets/huge", "/assets/small")
	has(state(huge, 3*time.Minute), "/assets/huge") // the last that went comes first
}

// A running server of a small site.
type running struct {
	addr, admin string
	content     atomic.Pointer[fstest.MapFS]
	reload      chan struct{}
	log         lockedBuffer
}

func (r *running) await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s\n%s", what, r.log.String())
		}
	}
}

// replace gives the server new content, and waits until it has looked at it.
func (r *running) replace(t *testing.T, content fstest.MapFS, message string) {
	t.Helper()
	n := strings.Count(r.log.String(), message)
	r.content.Store(&content)
	r.reload <- struct{}{}
	r.await(t, message, func() bool { return strings.Count(r.log.String(), message) > n })
}

func (r *running) get(t *testing.T, addr, path string) (int, string) {
	t.Helper()
	resp, body := raw(t, addr, "GET "+path+" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	return resp.StatusCode, string(body)
}

// run serves a small site until the test ends.
func run(t *testing.T, change func(*ServeOptions)) *running {
	t.Helper()
	r := &running{reload: make(chan struct{}, 1)}
	content := newContent()
	r.content.Store(&content)
	ready, done := make(chan net.Addr, 1), make(chan error, 1)
	log := NewLogQueue(&r.log, JSONLog)
	opts := ServeOptions{
		Source: func() (site.Source, error) {
			if _, gone := (*r.content.Load())["gone"]; gone {
				return site.Source{}, errors.New("the folder is gone")
			}
			return sourceOf(*r.content.Load()), nil
		},
		Check: func(s *site.Site) error {
			if _, wild := (*r.content.Load())["panic"]; wild {
				panic("no such field")
			}
			return nil
		},
		Reload: r.reload,
		Addr:   "127.0.0.1:0", AdminAddr: "127.0.0.1:0",
		Log:   log,
		Ready: func(a net.Addr) { ready <- a },
	}
	change(&opts)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { done <- Serve(ctx, opts) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		log.Close()
	})
	select {
	case a := <-ready:
		r.addr = a.String()
	case err := <-done:
		done <- nil
		t.Fatal(err)
	}
	r.await(t, "an admin address", func() bool {
		for line := range strings.Lines(r.log.String()) {
			if strings.Contains(line, "answering probes") {
				_, line, _ = strings.Cut(line, `"addr":"`)
				r.admin, _, _ = strings.Cut(line, `"`)
			}
		}
		return r.admin != ""
	})
	return r
}

// TestReload gives a server good content, content that is bad in every way, and
// good content again.
func TestReload(t *testing.T) {
	r := run(t, func(*ServeOptions) {})
	const good, bad = `"msg":"content replaced"`, `"msg":"new content refused: the content of before is still served"`
	second := func(text string) map[string]string {
		return map[string]string{"briefs/second.md": "---\ntitle: Second\npublished: 2020-02-02\n---\n\n" + text + "\n"}
	}
	page := func() string {
		t.Helper()
		status, body := r.get(t, r.addr, "/library/briefs/second/")
		if status != 200 {
			t.Errorf("status %d", status)
		}
		return body
	}
	metrics := func(want ...string) {
		t.Helper()
		_, body := r.get(t, r.admin, "/metrics")
		for _, line := range want {
			if !strings.Contains(body, "\n"+line+"\n") {
				t.Errorf("no %q in\n%s", line, body)
			}
		}
	}
	if body := page(); !strings.Contains(body, "The second text.") {
		t.Error(body)
	}
	current := with(newContent(), second("Mended once."))
	r.replace(t, current, good)
	if body := page(); !strings.Contains(body, "Mended once.") {
		t.Error(body)
	}
	before := page()
	metrics(`briefpress_reloads_total{result="good"} 1`, `briefpress_reloads_total{result="bad"} 0`, "briefpress_content_refused 0")

	n := 0
	for name, change := range map[string]struct {
		files map[string]string
		says  string
	}{
		"front matter": {map[string]string{"briefs/second.md": "---\ntitle: [\n---\n\nText.\n"}, "briefs/second.md:"},
		"a collision":  {map[string]string{"briefs/FIRST.md": "---\ntitle: A\npublished: 2020-01-01\n---\n\nText.\n"}, "FIRST"},
		"no settings":  {map[string]string{"site.yaml": "id: [\n"}, "site.yaml:"},
		"no folder":    {map[string]string{"gone": "x"}, "the folder is gone"},
		"a panic":      {map[string]string{"panic": "x"}, "panic: no such field"},
	} {
		n++
		r.replace(t, with(current, change.files), bad)
		if page() != before {
			t.Errorf("%s: the page is another", name)
		}
		if status, text := r.get(t, r.admin, "/readyz"); status != 200 || !strings.HasPrefix(text, "ok\nnew content refused") || !strings.Contains(text, change.says) {
			t.Errorf("%s: %d %s", name, status, text)
		}
		metrics(`briefpress_reloads_total{result="good"} 1`, fmt.Sprintf(`briefpress_reloads_total{result="bad"} %d`, n), "briefpress_content_refused 1")
	}
	records(t, r.log.String())

	r.replace(t, with(current, second("Mended twice.")), good)
	if body := page(); !strings.Contains(body, "Mended twice.") {
		t.Error(body)
	}
	if status, text := r.get(t, r.admin, "/readyz"); status != 200 || text != "ok\n" {
		t.Errorf("%d %s", status, text)
	}
	metrics("briefpress_content_refused 0")
}

func TestMetrics(t *testing.T) {
	r := run(t, func(*ServeOptions) {})
	for range 3 {
		r.get(t, r.addr, "/library/")
	}
	_, page := r.get(t, r.addr, "/library/")
	r.get(t, r.addr, "/nothing")
	raw(t, r.addr, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
	idle, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	var body string
	lines := func() map[string]string {
		all := map[string]string{}
		_, body = r.get(t, r.admin, "/metrics")
		family := ""
		for line := range strings.Lines(body) {
			line = strings.TrimSuffix(line, "\n")
			if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
				family, _, _ = strings.Cut(name, " ")
			}
			if !strings.HasPrefix(line, "#") {
				name, value, ok := strings.Cut(line, " ")
				if _, twice := all[name]; twice || !ok || !strings.HasPrefix(name, family) {
					t.Errorf("sample %q of %s", line, family)
				}
				all[name] = value
			}
		}
		return all
	}
	// What is counted at the end of an answer may come after its last byte.
	r.await(t, "all connections counted", func() bool {
		m := lines()
		return m["briefpress_connections"] == "1" && m["briefpress_http_requests_in_flight"] == "0"
	})
	got := lines()
	for name, want := range map[string]string{
		`briefpress_http_requests_total{code="2xx"}`:                 "4",
		`briefpress_http_requests_total{code="4xx"}`:                 "2",
		`briefpress_http_requests_total{code="5xx"}`:                 "0",
		`briefpress_http_requests_total{code="none"}`:                "0",
		`briefpress_http_request_duration_seconds_bucket{le="+Inf"}`: "6",
		`briefpress_http_request_duration_seconds_count`:             "6",
		`briefpress_connections_accepted_total`:                      "7",
		`briefpress_log_records_lost_total`:                          "0",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %s", name, got[name], want)
		}
	}
	if t.Failed() {
		t.Log(body)
	}
	var sent int
	fmt.Sscan(got["briefpress_http_response_body_bytes_total"], &sent)
	if sent <= 4*len(page) || sent > 8*len(page) {
		t.Errorf("%d bytes in all, and a page of %d", sent, len(page))
	}
	if !strings.Contains(body, `briefpress_content_info{digest="`) {
		t.Error(body)
	}
	for _, path := range []string{"/metrics", "/healthz", "/readyz"} {
		if status, _ := r.get(t, r.addr, path); status != http.StatusNotFound {
			t.Errorf("%s answers the public", path)
		}
	}
}
