package server

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"briefpress/internal/site"
)

const testCSP = "default-src 'none'; style-src 'self'"

// A shelf is a small site made by hand, with files that fail.
type shelf struct {
	base    string
	entries map[string]*Entry
}

func (s *shelf) Base() string { return s.base }
func (s *shelf) CSP() string  { return testCSP }

func (s *shelf) Entry(path string) (*Entry, error) {
	switch path {
	case "/fails/":
		return nil, errors.New("template: brief.html:3: no such field\nGET /forged HTTP/1.1")
	case "/panics/":
		panic("no such\r\nfield")
	case "/aborts/":
		panic(errAbort)
	}
	if e := s.entries[path]; e != nil {
		return e, nil
	}
	return nil, fs.ErrNotExist
}

func page(title string, size int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\"><title>%s</title>\n", title)
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "<p id=p%d>The %d nations of %s.</p>\n", i, i*i, title)
	}
	return []byte(b.String())
}

func newShelf(base string) *shelf {
	const html = "text/html; charset=utf-8"
	noise := make([]byte, 4096) // does not compress
	for i, x := 0, uint32(1); i < len(noise); i++ {
		x = x*1664525 + 1013904223
		noise[i] = 'A' + byte(x>>24)%64
	}
	s := &shelf{base: base, entries: map[string]*Entry{}}
	for _, f := range []site.File{
		{Path: "/", Status: 200, Type: html, Body: page("Home", 6000)},
		{Path: "/briefs/", Status: 200, Type: html, Body: page("Briefs", 3000)},
		{Path: "/briefs/x/", Status: 200, Type: html, Body: page("Brief X", 40_000)},
		{Path: "/briefs/x/2019-06-07/", Status: 200, Type: html, Body: page("Brief X of 2019", 9000)},
		{Path: "/briefs/x/2019-06-07/brief.json", Kind: site.Data, Status: 200, Type: "application/json", Body: []byte(`{"title": "X"` + strings.Repeat(" ", 2000) + "}")},
		{Path: "/small/", Status: 200, Type: html, Body: []byte("<!doctype html><title>Small</title>")},
		{Path: "/empty.txt", Kind: site.Data, Status: 200, Type: "text/plain; charset=utf-8"},
		{Path: "/feed.atom", Kind: site.Data, Status: 200, Type: "application/atom+xml", Body: page("Feed", 3000)},
		{Path: "/topics/أمن/", Status: 200, Type: html, Body: page("Security", 2000)},
		{Path: "/assets/app.0123abcd.css", Kind: site.Asset, Cache: site.Immutable, Status: 200, Type: "text/css; charset=utf-8", Body: bytes.Repeat([]byte("p{margin:0}\n"), 400)},
		{Path: "/assets/dot.4567cdef.png", Kind: site.Asset, Cache: site.Immutable, Status: 200, Type: "image/png", Body: bytes.Repeat([]byte("\x89PNG\x00\xff"), 1000)},
		{Path: "/assets/noise.89ab0123.txt", Kind: site.Asset, Cache: site.Immutable, Status: 200, Type: "text/plain", Body: noise},
		{Path: "/old/20190607/", Kind: site.Redirect, Status: 301, Type: html, Location: base + "/briefs/x/", Body: []byte("<!doctype html><title>Moved</title>")},
		{Path: "/404.html", Status: 404, Type: html, Body: page("Not found", 2500)},
	} {
		s.entries[f.Path] = NewEntry(&f, Quick)
	}
	return s
}

func TestShelf(t *testing.T) {
	// The scripts rely on these; a shelf without them would test nothing.
	s := newShelf("")
	for path, codings := range map[string]string{
		"/":                          "br zstd gzip identity",
		"/small/":                    "identity",
		"/assets/dot.4567cdef.png":   "identity",
		"/assets/app.0123abcd.css":   "br zstd gzip identity",
		"/empty.txt":                 "identity",
		"/feed.atom":                 "br zstd gzip identity",
		"/assets/noise.89ab0123.txt": "br gzip zstd identity",
	} {
		var got []string
		for _, f := range s.entries[path].forms {
			got = append(got, f.coding.String())
		}
		if g := strings.Join(got, " "); g != codings {
			t.Errorf("%s: %s, want %s", path, g, codings)
		}
	}
}
