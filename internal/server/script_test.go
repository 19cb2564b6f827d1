package server

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// errAbort is what a handler panics with to drop a connection.
var errAbort = http.ErrAbortHandler

// canary is in files around the server, and in no answer.
const canary = "canary-7f3a"

// start runs a server until the test ends, and gives its address.
func start(t testing.TB, h http.Handler) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done, ctx := make(chan error, 1), t.Context() // a fuzz target may begin before the goroutine
	go func() { done <- Run(ctx, ln, h, RunOptions{}) }()
	t.Cleanup(func() {
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return ln.Addr().String()
}

// TestScripts runs the exchanges of testdata/*.txt over raw sockets.
//
// "site NAME" chooses the server for what follows, and "-- TITLE" opens a
// connection. Lines of a request begin with ">" and get CR LF; in quotes they
// are Go strings, sent as they are. Lines about its answer begin with "<":
// the status first, then "Header: value" (all values, joined by "; "; between
// slashes a regular expression), "-Header" for one that is absent, "body VALUE",
// "-body TEXT" for text that is not in it, "closed" for an end of the connection, and "save NAME Header", after which
// $NAME stands for that value in requests and in answers.
func TestScripts(t *testing.T) {
	handler := func(s *shelf, opts Options) string {
		opts.Log = slog.New(slog.DiscardHandler)
		return start(t, NewHandler(func() Files { return s }, opts))
	}
	bare := newShelf("")
	delete(bare.entries, "/404.html")
	sites := map[string]string{
		"root":    handler(newShelf(""), Options{}),
		"sub":     handler(newShelf("/library"), Options{}),
		"bare":    handler(bare, Options{HSTS: 365 * 24 * time.Hour}),
		"private": handler(newShelf(""), Options{NoStore: true}),
		"admin":   start(t, newAdmin(func() (string, error) { return "ok", nil }, new(Metrics).expose)),
		"loading": start(t, newAdmin(func() (string, error) { return "", errors.New("loading") }, new(Metrics).expose)),
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		addr, n := "", 0
		var title string
		var lines []string
		flush := func() {
			if title != "" {
				t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+title, func(t *testing.T) {
					if addr == "" {
						t.Fatal("no site")
					}
					exchange(t, addr, lines)
				})
				n++
			}
			title, lines = "", nil
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSuffix(line, "\n")
			switch {
			case strings.HasPrefix(line, "site "):
				flush()
				addr = sites[line[5:]]
			case strings.HasPrefix(line, "-- "):
				flush()
				title = line[3:]
			case line != "" && line[0] == '>' || line != "" && line[0] == '<':
				lines = append(lines, line)
			case line != "" && line[0] != '#':
				t.Fatalf("%s: what is %q?", file, line)
			}
		}
		flush()
		if n == 0 {
			t.Errorf("%s: no exchanges", file)
		}
	}
}

// exchange runs the lines of one connection.
func exchange(t *testing.T, addr string, lines []string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	in := bufio.NewReader(conn)
	saved := strings.NewReplacer()
	var names []string
	for len(lines) > 0 {
		var request bytes.Buffer
		for ; len(lines) > 0 && lines[0][0] == '>'; lines = lines[1:] {
			text := saved.Replace(strings.TrimPrefix(lines[0][1:], " "))
			if strings.HasPrefix(text, `"`) {
				// "X"*N is X repeated.
				text, times, repeated := strings.Cut(text, `"*`)
				if repeated {
					text += `"`
				}
				raw, err := strconv.Unquote(text)
				if err != nil {
					t.Fatalf("%s: %v", lines[0], err)
				}
				count := 1
				if repeated {
					if count, err = strconv.Atoi(times); err != nil {
						t.Fatal(err)
					}
				}
				request.WriteString(strings.Repeat(raw, count))
			} else {
				request.WriteString(text + "\r\n")
			}
		}
		method, _, _ := strings.Cut(request.String(), " ")
		conn.Write(request.Bytes()) // a server that has refused may not read it all
		resp, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			t.Fatalf("answer to %.200q: %v", request.String(), err)
		}
		body, err := io.ReadAll(resp.Body)
		// net/http says 431 while the rest of the headers still comes in.
		if err != nil && resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Fatalf("body: %v", err)
		}
		always(t, resp, body)
		for ; len(lines) > 0 && lines[0][0] == '<'; lines = lines[1:] {
			want := saved.Replace(strings.TrimSpace(lines[0][1:]))
			name, value, isHeader := strings.Cut(want, ": ")
			switch {
			case want == "closed":
				if n, err := in.Read(make([]byte, 1)); n != 0 || err == nil {
					t.Errorf("the connection is open")
				}
			case len(want) == 3 && want[0] >= '1' && want[0] <= '5':
				if got := strconv.Itoa(resp.StatusCode); got != want {
					t.Errorf("status %s, want %s\n%.300s", got, want, body)
				}
			case strings.HasPrefix(want, "save "):
				var variable, header string
				fmt.Sscanf(want, "save %s %s", &variable, &header)
				if resp.Header.Get(header) == "" {
					t.Fatalf("no %s to save", header)
				}
				names = append(names, "$"+variable, resp.Header.Get(header))
				saved = strings.NewReplacer(names...)
			case want == "body" || strings.HasPrefix(want, "body "):
				match(t, "body", string(body), strings.TrimPrefix(want[4:], " "))
			case strings.HasPrefix(want, "-body "):
				if strings.Contains(string(body), want[6:]) {
					t.Errorf("body has %q", want[6:])
				}
			case strings.HasPrefix(want, "-"):
				if got, ok := resp.Header[http.CanonicalHeaderKey(want[1:])]; ok {
					t.Errorf("%s: %q, want none", want[1:], got)
				}
			case isHeader:
				match(t, name, strings.Join(resp.Header.Values(name), "; "), value)
			default:
				t.Fatalf("what is %q?", want)
			}
		}
	}
}

func match(t *testing.T, name, got, want string) {
	t.Helper()
	if len(want) > 1 && want[0] == '/' && want[len(want)-1] == '/' {
		if re := regexp.MustCompile(`(?s)` + want[1:len(want)-1]); re.MatchString(got) {
			return
		}
	} else if got == want {
		return
	}
	t.Errorf("%s: %.300q, want %s", name, got, want)
}

// always holds what is true of each answer of the server.
func always(t *testing.T, resp *http.Response, body []byte) {
	t.Helper()
	hd := resp.Header
	all := fmt.Sprint(hd) + string(body)
	if strings.Contains(all, canary) {
		t.Errorf("an answer has the canary: %.300s", all)
	}
	for _, name := range []string{"Server", "X-Powered-By", "Last-Modified", "Set-Cookie"} {
		if v, ok := hd[name]; ok {
			t.Errorf("%s: %q", name, v)
		}
	}
	if l := hd.Get("Location"); l != "" && (!strings.HasPrefix(l, "/") || strings.HasPrefix(l, "//") || strings.ContainsAny(l, "\\\r\n")) {
		t.Errorf("Location: %q leads away", l)
	}
	if hd.Get("Content-Security-Policy") == "" {
		// Answers of net/http itself and of the admin address.
		if ct := hd.Get("Content-Type"); !strings.HasPrefix(ct, "text/plain") && len(body) > 0 {
			t.Errorf("no Content-Security-Policy, and Content-Type %q", ct)
		}
		return
	}
	if hd.Get("Cache-Control") == "" || hd.Get("Date") == "" {
		t.Errorf("no Cache-Control or Date: %v", hd)
	}
	if resp.StatusCode == http.StatusNotModified {
		return // the other headers are those that have been stored
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := hd.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"Permissions-Policy", "Cross-Origin-Resource-Policy"} {
		if hd.Get(name) == "" {
			t.Errorf("no %s", name)
		}
	}
}
