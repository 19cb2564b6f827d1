package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"briefpress/internal/site"
)

// holdEntry holds what is true of every entry: each form is the file again,
// smaller, and with a tag of its own.
func holdEntry(t *testing.T, e *Entry) {
	t.Helper()
	tags := map[string]bool{}
	for i, form := range e.forms {
		var r io.Reader = bytes.NewReader(form.body)
		switch form.coding {
		case brotliCoding:
			r = brotli.NewReader(r)
		case zstdCoding:
			z, err := zstd.NewReader(r, zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				t.Fatalf("%s: %v", e.File.Path, err)
			}
			defer z.Close()
			r = z
		case gzipCoding:
			z, err := gzip.NewReader(r)
			if err != nil {
				t.Fatalf("%s: %v", e.File.Path, err)
			}
			r = z
		case identity:
			if i != len(e.forms)-1 {
				t.Errorf("%s: identity is not the last form", e.File.Path)
			}
		default:
			t.Errorf("%s: form %q", e.File.Path, form.coding)
		}
		if i > 0 && len(form.body) < len(e.forms[i-1].body) {
			t.Errorf("%s: %s is smaller than %s and comes after it", e.File.Path, form.coding, e.forms[i-1].coding)
		}
		body, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(body, e.File.Body) {
			t.Errorf("%s: %s does not give the file (%v)", e.File.Path, form.coding, err)
		}
		if form.coding != identity && len(form.body) >= len(e.File.Body) {
			t.Errorf("%s: %s is %d bytes, and the file %d", e.File.Path, form.coding, len(form.body), len(e.File.Body))
		}
		if tags[form.etag[0]] {
			t.Errorf("%s: two forms have the tag %s", e.File.Path, form.etag[0])
		}
		tags[form.etag[0]] = true
	}
	if len(e.forms) > 1 && !e.varies {
		t.Errorf("%s: has forms and does not vary", e.File.Path)
	}
}

func TestEntries(t *testing.T) {
	for _, e := range newShelf("").entries {
		holdEntry(t, e)
	}
}

func FuzzEntry(f *testing.F) {
	f.Add([]byte("<!doctype html>"), 100)
	f.Add([]byte{}, 0)
	f.Add([]byte("\x00\xff"), 700)
	var noise []byte
	for len(noise) < 1200 {
		sum := sha512.Sum512(noise)
		noise = append(noise, sum[:]...)
	}
	f.Add(noise, 1) // which no compression makes smaller
	f.Fuzz(func(t *testing.T, body []byte, times int) {
		body = bytes.Repeat(body, max(0, min(times, (1<<16)/(len(body)+1))))
		for _, cache := range []site.Cache{site.Revalidate, site.Immutable} {
			holdEntry(t, NewEntry(&site.File{Path: "/x", Status: 200, Type: "text/plain", Cache: cache, Body: body}, Quick))
		}
		if e := NewEntry(&site.File{Path: "/x", Status: 200, Type: "text/plain", Body: body}, Uncompressed); len(e.forms) != 1 || e.varies {
			t.Error("compressed without being asked to")
		}
	})
}

func TestTags(t *testing.T) {
	tag := func(body, mediaType string) string {
		return NewEntry(&site.File{Status: 200, Type: mediaType, Body: []byte(body)}, Quick).forms[0].etag[0]
	}
	if one, same := tag("a", "text/plain"), tag("a", "text/plain"); one != same {
		t.Error("the same file has two tags")
	}
	if tag("a", "text/plain") == tag("b", "text/plain") {
		t.Error("two bodies have one tag")
	}
	if tag("a", "text/plain") == tag("a", "text/html") {
		t.Error("two types have one tag")
	}
}

func TestRedirectWithoutStatus(t *testing.T) {
	e := NewEntry(&site.File{Kind: site.Redirect, Status: 200, Location: "/x/"}, Uncompressed)
	if e.status != http.StatusMovedPermanently {
		t.Errorf("status %d", e.status)
	}
}

// A sink is a ResponseWriter that keeps nothing.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }

var hotPaths = map[string]func(*http.Request, *Entry){
	"200": func(r *http.Request, e *Entry) {},
	"304": func(r *http.Request, e *Entry) { r.Header.Set("If-None-Match", `"x", `+e.forms[0].etag[0]) },
}

func hotRequest(files *shelf, condition func(*http.Request, *Entry)) *http.Request {
	r := httptest.NewRequest("GET", "/briefs/x/", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	condition(r, files.entries["/briefs/x/"])
	return r
}

func TestAllocations(t *testing.T) {
	files := newShelf("")
	h := NewHandler(func() Files { return files }, Options{})
	for name, condition := range hotPaths {
		r, w := hotRequest(files, condition), &sink{header: http.Header{}}
		if n := testing.AllocsPerRun(100, func() { clear(w.header); h.ServeHTTP(w, r) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		if http.StatusText(w.status) == "" || name != map[int]string{200: "200", 304: "304"}[w.status] {
			t.Errorf("%s: status %d", name, w.status)
		}
	}
}

func BenchmarkHandler(b *testing.B) {
	files := newShelf("")
	h := NewHandler(func() Files { return files }, Options{})
	for name, condition := range hotPaths {
		b.Run(name, func(b *testing.B) {
			r, w := hotRequest(files, condition), &sink{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				clear(w.header)
				h.ServeHTTP(w, r)
			}
		})
	}
}

// BenchmarkLogged is a page with its record of the log.
func BenchmarkLogged(b *testing.B) {
	files, log := newShelf(""), NewLogQueue(io.Discard, JSONLog)
	defer log.Close()
	h := NewHandler(func() Files { return files }, Options{Log: log.Logger()})
	r, w := hotRequest(files, hotPaths["200"]), &sink{header: http.Header{}}
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		h.ServeHTTP(w, r)
	}
}

func BenchmarkNewEntry(b *testing.B) {
	f := newShelf("").entries["/briefs/x/"].File
	b.SetBytes(int64(len(f.Body)))
	b.ReportAllocs()
	for b.Loop() {
		NewEntry(f, Quick)
	}
}
