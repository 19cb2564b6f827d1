package server

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostileTargets are those of testdata/hostile.list, and every disguise of ".."
// before every file that a server may have beside it.
func hostileTargets(t testing.TB) []string {
	text, err := os.ReadFile("testdata/hostile.list")
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		target, err := strconv.Unquote(`"` + strings.ReplaceAll(line, `"`, `\"`) + `"`)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		targets = append(targets, target)
	}
	for _, dots := range []string{
		"../", "..%2f", "%2e%2e/", "%2E%2E%2F", ".%2e/", "%2e./", `..\`, "..%5c", "%2e%2e%5c", "..%255c", "%252e%252e/",
		"....//", "..;/", "..%00/", "..%c0%af", "%c0%ae%c0%ae/", "%e0%80%ae%e0%80%ae/", "..%u2215", "..%ef%bc%8f", "./../", "..//",
	} {
		for _, before := range []string{"/", "/briefs/", "/assets/", "/briefs/x/2019-06-07/"} {
			for _, file := range []string{"canary.txt", ".git/config"} {
				for _, n := range []int{1, 4} {
					targets = append(targets, before+strings.Repeat(dots, n)+file)
				}
			}
		}
	}
	return targets
}

func TestHostileTargets(t *testing.T) {
	targets := hostileTargets(t)
	if len(targets) < 300 {
		t.Fatalf("only %d targets", len(targets))
	}
	dir := t.TempDir()
	for _, name := range []string{"canary.txt", ".git/config", "a/b/c/canary.txt"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(canary), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(filepath.Join(dir, "a/b/c"))
	for _, base := range []string{"", "/library"} {
		files := newShelf(base)
		addr := start(t, NewHandler(func() Files { return files }, Options{}))
		for _, target := range targets {
			if strings.HasPrefix(target, "/") {
				target = base + target
			}
			resp, body := raw(t, addr, "GET "+target+" HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n")
			if resp.StatusCode != 400 && resp.StatusCode != 404 {
				t.Errorf("%q: %s %v", target, resp.Status, resp.Header)
			}
			always(t, resp, body)
		}
		if resp, _ := raw(t, addr, "GET "+base+"/ HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"); resp.StatusCode != 200 {
			t.Errorf("afterwards: %s", resp.Status)
		}
	}
}

// raw sends a request on a connection of its own.
func raw(t testing.TB, addr, request string) (*http.Response, []byte) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	io.WriteString(conn, request)
	method, _, _ := strings.Cut(request, " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%.200q: %v", request, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%.200q: %v", request, err)
	}
	return resp, body
}

// FuzzTarget holds that whatever is asked for, the answer is a file of the
// site, a redirect to a file of the site, or a refusal.
func FuzzTarget(f *testing.F) {
	for _, target := range hostileTargets(f) {
		f.Add(target)
	}
	sites := []*shelf{newShelf(""), newShelf("/library")}
	f.Fuzz(func(t *testing.T, target string) {
		for _, s := range sites {
			h := NewHandler(func() Files { return s }, Options{})
			r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")))
			if err != nil {
				return
			}
			r.RemoteAddr = "192.0.2.1:1"
			if strings.Contains(r.URL.Path, "/aborts/") {
				return
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			switch w.Code {
			case 200:
				path := strings.TrimPrefix(r.URL.Path, s.base)
				if e := s.entries[path]; e == nil || !slices.ContainsFunc(e.forms, func(f form) bool { return string(f.body) == w.Body.String() }) {
					t.Errorf("%q: not the file", target)
				}
			case 301, 302:
				to, ok := strings.CutPrefix(w.Header().Get("Location"), s.base)
				if !ok {
					t.Fatalf("%q: leads to %q", target, w.Header().Get("Location"))
				}
				r := httptest.NewRequest("GET", s.base+to, nil)
				if e, _ := find(s, r.URL); e == nil && to != "/fails/" {
					t.Errorf("%q: leads to %q, where nothing is", target, to)
				}
			case 400, 404, 405, 414, 500:
			default:
				t.Errorf("%q: %d", target, w.Code)
			}
			w.Header().Set("Date", "that of net/http")
			always(t, &http.Response{Header: w.Header()}, w.Body.Bytes())
		}
	})
}

// escaped is a path as it stands in a request.
func escaped(path string) string { return (&url.URL{Path: path}).EscapedPath() }
