package server

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// builtIn is the site that comes with the program.
func builtIn(baseURL string) site.Source {
	return site.Source{
		Content: os.DirFS("../../content"), Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"),
		BaseURL: baseURL,
	}
}

// changed is a folder with files replaced or added.
func changed(t *testing.T, folder fs.FS, files map[string]string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, path)
		all[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// TestServe answers every address of the built-in site over HTTP with the
// bytes of the site, at the root and under a sub-path.
func TestServe(t *testing.T) {
	for name, baseURL := range map[string]string{"root": "", "sub": "https://example.org/library/"} {
		t.Run(name, func(t *testing.T) {
			src := builtIn(baseURL)
			s, problems := site.Load(src, nil)
			for _, p := range problems {
				if p.Stops {
					t.Fatal(p)
				}
			}
			var out lockedBuffer
			log := NewLogQueue(&out, JSONLog)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ready, done := make(chan net.Addr, 1), make(chan error, 1)
			go func() {
				done <- Serve(ctx, ServeOptions{
					Source: func() (site.Source, error) { return src, nil }, Addr: "127.0.0.1:0", AdminAddr: "127.0.0.1:0",
					Log:   log,
					Ready: func(a net.Addr) { ready <- a },
				})
			}()
			var addr string
			select {
			case a := <-ready:
				addr = a.String()
			case err := <-done:
				t.Fatal(err)
			}

			paths := s.Paths()
			if len(paths) < 10 {
				t.Fatalf("only %d files", len(paths))
			}
			for _, path := range paths {
				want, err := s.File(path)
				if err != nil {
					t.Fatal(err)
				}
				resp, body := raw(t, addr, "GET "+escaped(s.Base+path)+" HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n")
				always(t, resp, body)
				if resp.StatusCode != want.Status || string(body) != string(want.Body) || resp.Header.Get("Content-Type") != want.Type {
					t.Errorf("%s: %s, %s, %d bytes; want %d, %s, %d bytes", path, resp.Status, resp.Header.Get("Content-Type"), len(body), want.Status, want.Type, len(want.Body))
				}
				if strings.Contains(string(body), "_briefpress/") {
					t.Errorf("%s: has an address of the preview", path)
				}
				if got := resp.Header.Get("Content-Security-Policy"); got != s.CSP() {
					t.Errorf("%s: policy %q", path, got)
				}
				if upper := strings.ToUpper(path); !s.Has(upper) {
					if resp, _ := raw(t, addr, "GET "+escaped(s.Base+upper)+" HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"); resp.StatusCode != 404 {
						t.Errorf("%s: %s", upper, resp.Status)
					}
				}
			}

			// The log is behind the requests.
			var admin string
			for admin == "" {
				for _, r := range records(t, out.String()) {
					if r["msg"] == "answering probes" {
						admin = r["addr"].(string)
					}
				}
				time.Sleep(time.Millisecond)
			}
			for _, path := range []string{"/healthz", "/readyz"} {
				if resp, body := raw(t, admin, "GET "+path+" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"); resp.StatusCode != 200 {
					t.Errorf("%s: %s %s", path, resp.Status, body)
				}
				if resp, _ := raw(t, addr, "GET "+path+" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"); resp.StatusCode != 404 {
					t.Errorf("%s answers the public: %s", path, resp.Status)
				}
			}
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
			log.Close()
			if n := len(records(t, out.String())); n < len(paths) {
				t.Errorf("%d records of more than %d requests", n, len(paths))
			}
			for _, a := range []string{addr, admin} {
				if c, err := net.Dial("tcp", a); err == nil {
					c.Close()
					t.Errorf("%s is still open", a)
				}
			}
		})
	}
}

func TestSnapshot(t *testing.T) {
	s, _ := site.Load(builtIn("https://example.org/library/"), nil)
	snap, err := NewSnapshot(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range s.Paths() {
		e, err := snap.Entry(path)
		if err != nil {
			t.Fatal(err)
		}
		holdEntry(t, e)
	}
	for _, path := range []string{"", ".", "x", "//", "/library/"} {
		if _, err := snap.Entry(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", path, err)
		}
	}
	if snap.Base() != "/library" || snap.CSP() != s.CSP() {
		t.Errorf("base %q, policy %q", snap.Base(), snap.CSP())
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewSnapshot(cancelled, s); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestServeRefuses(t *testing.T) {
	unused := func(net.Addr) { t.Error("answered the public") }
	serve := func(change func(*ServeOptions, *site.Source)) error {
		src := builtIn("")
		opts := ServeOptions{Source: func() (site.Source, error) { return src, nil }, Addr: "127.0.0.1:0", Ready: unused}
		change(&opts, &src)
		return Serve(t.Context(), opts)
	}
	t.Run("problems", func(t *testing.T) {
		err := serve(func(o *ServeOptions, src *site.Source) {
			src.Content = changed(t, src.Content, map[string]string{
				"briefs/a.md": "---\ntitle: A\nunknown-key: 1\npublished: 2020-01-01\n---\n\nText.\n",
				"briefs/b.md": "---\ntitle: [\n---\n\nText.\n",
			})
		})
		for _, file := range []string{"briefs/a.md:3", "briefs/b.md:2"} {
			if err == nil || !strings.Contains(err.Error(), file) {
				t.Errorf("%s is not in the error: %v", file, err)
			}
		}
		var p brief.Problem
		if !errors.As(err, &p) || !p.Stops {
			t.Errorf("no problem that stops in %v", err)
		}
	})
	t.Run("templates", func(t *testing.T) {
		err := serve(func(o *ServeOptions, src *site.Source) {
			text, _ := fs.ReadFile(src.Templates, "home.html")
			src.Templates = changed(t, src.Templates, map[string]string{"home.html": string(text) + "{{define \"main\"}}{{.NoSuchField.AtAll}}{{end}}"})
		})
		var p brief.Problem
		if !errors.As(err, &p) || !strings.Contains(err.Error(), "home.html") {
			t.Errorf("%v", err)
		}
	})
	t.Run("check", func(t *testing.T) {
		refused := errors.New("refused")
		if err := serve(func(o *ServeOptions, src *site.Source) {
			o.Check = func(*site.Site) error { return refused }
		}); !errors.Is(err, refused) {
			t.Errorf("%v", err)
		}
	})
	t.Run("addresses", func(t *testing.T) {
		taken, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer taken.Close()
		for name, change := range map[string]func(*ServeOptions, *site.Source){
			"public": func(o *ServeOptions, src *site.Source) { o.Addr = taken.Addr().String() },
			"admin":  func(o *ServeOptions, src *site.Source) { o.AdminAddr = taken.Addr().String() },
		} {
			if err := serve(change); err == nil || !strings.Contains(err.Error(), name+" address") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestServeStopsWhileLoading(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	opts := ServeOptions{Source: func() (site.Source, error) { return builtIn(""), nil }, Addr: "127.0.0.1:0", Ready: func(net.Addr) { t.Error("answered the public") }}
	opts.Check = func(*site.Site) error { cancel(); return nil }
	if err := Serve(ctx, opts); err != nil {
		t.Error(err)
	}
	if err := Serve(ctx, opts); err != nil {
		t.Error(err)
	}
}

// TestFilesChange holds that each request is answered from one state, and that
// the next is answered from the next.
func TestFilesChange(t *testing.T) {
	one, two := newShelf(""), newShelf("")
	two.entries = maps.Clone(two.entries)
	f := *two.entries["/"].File
	f.Body = page("Changed", 5000)
	two.entries["/"] = NewEntry(&f, Quick)
	var now atomic.Pointer[shelf]
	now.Store(one)
	addr := start(t, NewHandler(func() Files { return now.Load() }, Options{}))
	get := func(etag string) (int, string, string) {
		resp, body := raw(t, addr, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nIf-None-Match: "+etag+"\r\n\r\n")
		return resp.StatusCode, resp.Header.Get("Etag"), string(body)
	}
	_, etag, _ := get(`"none"`)
	if status, _, _ := get(etag); status != 304 {
		t.Errorf("unchanged: %d", status)
	}
	now.Store(two)
	if status, other, body := get(etag); status != 200 || other == etag || !strings.Contains(body, "Changed") {
		t.Errorf("changed: %d, %s after %s", status, other, etag)
	}
}
