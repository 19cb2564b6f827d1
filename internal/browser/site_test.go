package browser

import (
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"briefpress"
	"briefpress/internal/server"
	"briefpress/internal/site"
)

const (
	briefPage   = "/briefs/resolute-support-mission/"
	olderPage   = briefPage + "2019-06-07/"
	redlinePage = briefPage + "compare/2019-06-07/2020-04-14/"
	historyPage = briefPage + "history/"
	guidePage   = "/editors-guide/"
)

// kinds are one page of every kind, and every standing page. What is not found
// is so anywhere.
var kinds = []string{
	"/", "/briefs/", briefPage, olderPage, redlinePage, historyPage, "/topics/", "/topics/nato-operations/", "/authors/briefpress-editors/",
	"/glossary/", "/about/", guidePage, "/rules/", "/hosting/", "/no/such/page/",
}

// widths are those of a small phone, a tablet and a desk, in pixels.
var widths = []int64{320, 768, 1280}

// A library is a site that is being served.
type library struct {
	site *site.Site
	url  string // "http://127.0.0.1:1234"

	mu    sync.Mutex
	asked []string // paths, in order
}

// serve serves the built-in templates and static files with a content, as the
// public gets it, at a base URL that is the address of the server.
func serve(t *testing.T, content fs.FS) *library {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	lib := &library{url: "http://" + l.Addr().String()}
	s, problems := site.Load(site.Source{
		Content: content, Templates: briefpress.Templates(), Static: briefpress.Static(), BaseURL: lib.url + "/",
	}, nil)
	for _, p := range problems {
		if p.Stops {
			t.Error(p)
		}
	}
	snapshot, err := server.NewSnapshot(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	lib.site = s
	handler := server.NewHandler(func() server.Files { return snapshot }, server.Options{})
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lib.mu.Lock()
		lib.asked = append(lib.asked, r.URL.Path)
		lib.mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	srv.Listener.Close()
	srv.Listener = l
	srv.Start()
	t.Cleanup(srv.Close)
	return lib
}

// take returns the paths that were asked for since the last call.
func (lib *library) take() []string {
	lib.mu.Lock()
	defer lib.mu.Unlock()
	asked := lib.asked
	lib.asked = nil
	return asked
}

// pages are the addresses of all pages.
func (lib *library) pages(t *testing.T) []*site.File {
	t.Helper()
	var pages []*site.File
	for _, path := range lib.site.Paths() {
		f, err := lib.site.File(path)
		if err != nil {
			t.Fatal(err)
		}
		if f.Kind == site.Page || f.Kind == site.Redirect {
			pages = append(pages, f)
		}
	}
	return pages
}

// Every page of the site is of a kind that is looked at.
func TestKinds(t *testing.T) {
	lib := serve(t, briefpress.Content())
	kind := func(path string) string {
		parts := strings.Split(path, "/")
		if len(parts) > 3 { // "/briefs/slug/" ...
			for i := range parts[2 : len(parts)-1] {
				parts[2+i] = "*"
			}
		}
		return strings.Join(parts, "/")
	}
	var have []string
	for _, path := range kinds {
		have = append(have, kind(path))
	}
	for _, f := range lib.pages(t) {
		if f.Kind == site.Page && f.Status == http.StatusOK && !slices.Contains(have, kind(f.Path)) {
			t.Errorf("no page like %s is looked at", f.Path)
		}
	}
}

// TestReading opens pages as readers do. All tests share one browser.
func TestReading(t *testing.T) {
	browser := Chromium(t)
	lib := serve(t, briefpress.Content())
	dari := serve(t, os.DirFS("testdata/dari"))
	editions := serve(t, os.DirFS("testdata/editions"))
	for _, test := range []struct {
		name string
		lib  *library
		run  func(*testing.T, *library, *Tab)
	}{
		{"every page at every width", lib, testPages},
		{"large letters", lib, testLargeLetters},
		{"requests", lib, testRequests},
		{"keyboard", lib, testKeyboard},
		{"targets", lib, testTargets},
		{"the duration strip", lib, testStrip},
		{"without scripts", lib, testWithoutScripts},
		{"notes in the margin", lib, testMarginNotes},
		{"notes as popovers", lib, testPopoverNotes},
		{"a linked paragraph", lib, testLinkedParagraph},
		{"cite", lib, testCite},
		{"cite without scripts", lib, testCiteWithoutScripts},
		{"a moved address", lib, testMoved},
		{"colours", lib, testColours},
		{"print", lib, testPrint},
		{"right to left", dari, testRightToLeft},
		{"redline", editions, testRedline},
		{"editions", editions, testEditions},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, test.lib, Open(t, browser)) })
	}
}

// at names a page and how it is shown, in messages.
func at(path string, width int64) string { return fmt.Sprintf("%s at %d", path, width) }
