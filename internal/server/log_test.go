package server

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"
)

// A lockedBuffer may be written from several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// records parses a log, and holds that each of its lines is one JSON object
// without control characters.
func records(t *testing.T, log string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(log) {
		line = strings.TrimSuffix(line, "\n")
		var r map[string]any
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Errorf("%q: %v", line, err)
		}
		if !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl) {
			t.Errorf("%q has control characters", line)
		}
		all = append(all, r)
	}
	return all
}

func TestAccessLog(t *testing.T) {
	var log lockedBuffer
	files := newShelf("")
	h := NewHandler(func() Files { return files }, Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	for _, test := range []struct {
		method, target, agent, path string
		status                      float64
		bytes                       float64
	}{
		{"GET", "/", "Mozilla/5.0", "/", 200, float64(len(files.entries["/"].File.Body))},
		{"HEAD", "/", "x", "/", 200, 0},
		{"GET", "/briefs?q=secret", "x", "/briefs", 301, 0},
		{"GET", "/%0d%0a%7b%22status%22:200%7d", "a\r\n{\"status\":200}", "/%0d%0a%7b%22status%22:200%7d", 404, float64(len(files.entries["/404.html"].File.Body))},
		{"GET", "/%1b[2J%1b]0;x%07%c2%9b31m", "\x1b[2J\u009b31m\x00\u202e", "/%1b[2J%1b]0;x%07%c2%9b31m", 404, float64(len(files.entries["/404.html"].File.Body))},
		{"GET", "/%ff%fe", "\xff", "/%ff%fe", 404, float64(len(files.entries["/404.html"].File.Body))},
	} {
		log.Reset()
		r := httptest.NewRequest(test.method, test.target, nil)
		r.Header.Set("User-Agent", test.agent)
		r.RemoteAddr = "192.0.2.7:4711"
		h.ServeHTTP(httptest.NewRecorder(), r)
		all := records(t, log.String())
		if len(all) != 1 {
			t.Fatalf("%s: %d records\n%s", test.target, len(all), log.String())
		}
		got := all[0]
		for name, want := range map[string]any{
			"msg": "request", "level": "INFO", "method": test.method, "path": test.path, "status": test.status,
			"bytes": test.bytes, "remote": "192.0.2.7:4711", "agent": strings.Map(visible, test.agent),
		} {
			if got[name] != want {
				t.Errorf("%s: %s is %#v, want %#v", test.target, name, got[name], want)
			}
		}
		if d, ok := got["duration"].(float64); !ok || d <= 0 {
			t.Errorf("%s: duration %v", test.target, got["duration"])
		}
		if strings.Contains(log.String(), "secret") {
			t.Errorf("the query is in the log: %s", log.String())
		}
	}
}

func TestLogOfFaults(t *testing.T) {
	var log lockedBuffer
	files := newShelf("")
	h := NewHandler(func() Files { return files }, Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	for path, message := range map[string]string{"/fails/": "file", "/panics/": "panic"} {
		log.Reset()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 500 {
			t.Errorf("%s: %d", path, w.Code)
		}
		all := records(t, log.String())
		if len(all) != 2 || all[0]["msg"] != message || all[0]["level"] != "ERROR" || all[1]["msg"] != "request" || all[1]["level"] != "ERROR" || all[1]["status"] != 500.0 {
			t.Errorf("%s: %v", path, all)
		}
		if stack, _ := all[0]["stack"].(string); message == "panic" && !strings.Contains(stack, "shelf_test.go") {
			t.Errorf("the stack does not show the place: %s", stack)
		}
	}
}

// TestAbort holds that a handler may drop a connection, and that this is
// logged as an answer that was none.
func TestAbort(t *testing.T) {
	var log lockedBuffer
	files := newShelf("")
	h := NewHandler(func() Files { return files }, Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	func() {
		defer func() {
			if p := recover(); p != errAbort {
				t.Errorf("panicked with %v", p)
			}
		}()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/aborts/", nil))
	}()
	if all := records(t, log.String()); len(all) != 1 || all[0]["status"] != 0.0 {
		t.Errorf("%v", all)
	}
}

func TestLongValuesAreCut(t *testing.T) {
	var log lockedBuffer
	files := newShelf("")
	h := NewHandler(func() Files { return files }, Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	r := httptest.NewRequest("GET", "/"+strings.Repeat("%D8%A3", 300), nil)
	r.Method = strings.Repeat("M", 10_000)
	r.Header.Set("User-Agent", strings.Repeat("\x1b", 15_000))
	h.ServeHTTP(httptest.NewRecorder(), r)
	if n := len(log.String()); n > 4000 {
		t.Errorf("a record of %d bytes", n)
	}
	if path := records(t, log.String())[0]["path"].(string); !strings.HasPrefix(path, "/%D8%A3%D8") || !strings.HasSuffix(path, "…") {
		t.Errorf("path %q", path)
	}
}
