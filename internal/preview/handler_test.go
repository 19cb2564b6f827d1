package preview

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"briefpress/internal/browser"
)

// quiet fills in what Serve does.
func quiet(o Options) Options {
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	return o
}

// raw sends a request as it stands and gives the answer.
func raw(t *testing.T, addr, request string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(browser.Patience))
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	var body strings.Builder
	// A stream has no end, and closing it would wait for that: its first
	// lines say enough.
	lines := bufio.NewReader(resp.Body)
	for {
		line, err := lines.ReadString('\n')
		body.WriteString(line)
		if err != nil || strings.HasPrefix(line, "data:") {
			return resp, body.String()
		}
	}
}

func TestOnlyOwnNamesAreAnswered(t *testing.T) {
	r := newRoom(t).serve(nil)
	addr := strings.TrimPrefix(r.url, "http://")
	_, port, _ := net.SplitHostPort(addr)
	for host, want := range map[string]int{
		addr:                          200,
		"localhost:" + port:           200,
		"LOCALHOST:" + port:           200,
		"app.localhost:" + port:       200,
		"[::1]:" + port:               200,
		"127.0.0.2:" + port:           200,
		"127.0.0.1":                   421,
		"localhost":                   421,
		"127.0.0.1:1":                 421,
		"evil.example":                421,
		"evil.example:" + port:        421,
		"localhost.evil.test:" + port: 421,
		"evillocalhost:" + port:       421,
		"127.0.0.1.evil.test:" + port: 421,
		"192.168.1.5:" + port:         421,
		"0.0.0.0:" + port:             421,
		"127.1:" + port:               421,
		"2130706433:" + port:          421,
		"[::ffff:10.0.0.1]:" + port:   421,
		"":                            421,
	} {
		for _, path := range []string{page, "/_briefpress/state", "/_briefpress/events"} {
			for form, request := range map[string]string{
				"origin":   "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
				"absolute": "GET http://" + host + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
			} {
				if host == "" && form == "absolute" {
					continue
				}
				resp, body := raw(t, addr, request)
				if resp.StatusCode != want {
					t.Errorf("%s of %q in %s form: status %d, want %d", path, host, form, resp.StatusCode, want)
				}
				if want != 200 && (strings.Contains(body, "kestrel") || strings.Contains(body, "instance")) {
					t.Errorf("%s of %q: there is content in the refusal: %s", path, host, body)
				}
			}
		}
	}
	// The name in an absolute request counts, not the header.
	resp, _ := raw(t, addr, "GET http://evil.example"+page+" HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n")
	if resp.StatusCode != 421 {
		t.Errorf("status %d for another name in the request line", resp.StatusCode)
	}
}

func TestOtherSitesReadNothing(t *testing.T) {
	r := newRoom(t).serve(nil)
	own := r.url
	tests := []struct {
		name    string
		header  map[string]string
		page    int
		private int // the stream, the state, the preview's script
	}{
		{"own page", map[string]string{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 200, 200},
		{"own page with its origin", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": own}, 200, 200},
		{"typed address", map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200, 200},
		{"no browser", nil, 200, 200},
		{"link from elsewhere", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200, 403},
		{"frame elsewhere", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403, 403},
		{"fetch from elsewhere", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Origin": "https://evil.example"}, 403, 403},
		{"opaque fetch from elsewhere", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403, 403},
		{"another port", map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 403, 403},
		{"old browser, foreign origin", map[string]string{"Origin": "https://evil.example"}, 403, 403},
		{"old browser, origin of another port", map[string]string{"Origin": "http://127.0.0.1:1"}, 403, 403},
		{"sandboxed frame", map[string]string{"Origin": "null"}, 403, 403},
		{"unknown relation", map[string]string{"Sec-Fetch-Site": "future"}, 403, 403},
	}
	for _, tt := range tests {
		for path, want := range map[string]int{
			page: tt.page, "/_briefpress/events": tt.private, "/_briefpress/state": tt.private, "/_briefpress/preview.js": tt.private,
		} {
			var b strings.Builder
			fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n", path, strings.TrimPrefix(own, "http://"))
			for k, v := range tt.header {
				fmt.Fprintf(&b, "%s: %s\r\n", k, v)
			}
			resp, body := raw(t, strings.TrimPrefix(own, "http://"), b.String()+"\r\n")
			if resp.StatusCode != want {
				t.Errorf("%s: %s: status %d, want %d", tt.name, path, resp.StatusCode, want)
			}
			if resp.StatusCode == 403 && strings.Contains(body, "kestrel") {
				t.Errorf("%s: %s: there is content in the refusal", tt.name, path)
			}
			if c := resp.Header.Get("Access-Control-Allow-Origin"); c != "" {
				t.Errorf("%s: %s: opened to %s", tt.name, path, c)
			}
			if c := resp.Header.Get("Cross-Origin-Resource-Policy"); c != "same-origin" {
				t.Errorf("%s: %s: Cross-Origin-Resource-Policy %q", tt.name, path, c)
			}
			if c := resp.Header.Get("Cache-Control"); !strings.Contains(c, "no-") {
				t.Errorf("%s: %s: Cache-Control %q", tt.name, path, c)
			}
		}
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	r := newRoom(t).serve(nil)
	addr := strings.TrimPrefix(r.url, "http://")
	for _, path := range []string{page, "/_briefpress/state", "/_briefpress/events", "/_briefpress/preview.js"} {
		resp, _ := raw(t, addr, "POST "+path+" HTTP/1.1\r\nHost: "+addr+"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		if resp.StatusCode != 405 || resp.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: status %d, Allow %q", path, resp.StatusCode, resp.Header.Get("Allow"))
		}
	}
	for path, want := range map[string]int{"/_briefpress/": 404, "/_briefpress/problems.html": 404, "/_briefpress/../" + "x": 404} {
		if resp, _ := raw(t, addr, "GET "+path+" HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n"); resp.StatusCode != want {
			t.Errorf("GET %s: status %d", path, resp.StatusCode)
		}
	}
}

func TestTokenOpensToTheNetwork(t *testing.T) {
	r := newRoom(t).serve(func(o *Options) { o.Addr = "0.0.0.0:0" })
	u, err := url.Parse(r.open)
	if err != nil {
		t.Fatal(err)
	}
	token := u.Query().Get("token")
	if len(token) < 20 {
		t.Fatalf("address %s", r.open)
	}
	addr := "127.0.0.1:" + u.Port()
	ask := func(target, host, cookie string) *http.Response {
		t.Helper()
		resp, body := raw(t, addr, "GET "+target+" HTTP/1.1\r\nHost: "+host+"\r\nCookie: "+cookie+"\r\nConnection: close\r\n\r\n")
		if resp.StatusCode != 200 && strings.Contains(body, "hovers") {
			t.Errorf("%s: there is content in the refusal", target)
		}
		return resp
	}
	for _, target := range []string{page, page + "?token=", page + "?token=" + strings.ToLower(token), "/_briefpress/events", "/_briefpress/preview.js"} {
		if resp := ask(target, addr, "x=y"); resp.StatusCode != 403 {
			t.Errorf("%s without the token: status %d", target, resp.StatusCode)
		}
	}
	for _, target := range []string{page, "//evil.example/"} {
		resp := ask(target+"?a=b&token="+token, addr, "x=y")
		want := "/" + strings.TrimLeft(target, "/") + "?a=b"
		if resp.StatusCode != 303 || resp.Header.Get("Location") != want {
			t.Fatalf("%s with the token: status %d to %q", target, resp.StatusCode, resp.Header.Get("Location"))
		}
		if c := resp.Header.Get("Set-Cookie"); !strings.Contains(c, "SameSite=Strict") || !strings.Contains(c, "HttpOnly") {
			t.Errorf("cookie %s", c)
		}
	}
	cookie := "briefpress-" + u.Port() + "=" + token
	for host, want := range map[string]int{addr: 200, "192.168.7.7:" + u.Port(): 200, "evil.example:" + u.Port(): 421} {
		if resp := ask(page, host, cookie); resp.StatusCode != want {
			t.Errorf("%s with the cookie: status %d, want %d", host, resp.StatusCode, want)
		}
	}
}

func TestStreamOutlivesTheLimitsOfRequests(t *testing.T) {
	r := newRoom(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p := newPreview(ctx, quiet(Options{Source: r.source}))
	p.build(false)
	p.checks.Wait()
	srv := httptest.NewUnstartedServer(p)
	srv.Config.ReadTimeout = 50 * time.Millisecond
	srv.Config.WriteTimeout = 50 * time.Millisecond
	srv.Start()
	defer srv.Close()
	defer cancel() // before srv.Close, which waits for streams
	resp, err := http.Get(srv.URL + "/_briefpress/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	next := events(resp.Body)
	first, err := next()
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	r.write(r.brief(), text([]string{"A change."}))
	p.build(false)
	if n, err := next(); err != nil || n.Generation <= first.Generation {
		t.Errorf("generation %d after %d, error %v", n.Generation, first.Generation, err)
	}
}

// TestStreamTellsOfThePage wants a client to be told the text of its page when
// that changes, and only then.
func TestStreamTellsOfThePage(t *testing.T) {
	r := newRoom(t).serve(nil)
	r.checked()
	resp, err := http.Get(r.url + "/_briefpress/events?page=" + page)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	event := func() (data []string) {
		for lines.Scan() {
			if line, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				data = append(data, line)
			} else if lines.Text() == "" && data != nil {
				return data
			}
		}
		t.Fatal("the stream has ended", lines.Err())
		return nil
	}
	// next skips states that others follow.
	next := func(what string, is func(page any) bool) {
		t.Helper()
		for range 10 {
			data := event()
			var told any
			if len(data) == 2 {
				if err := json.Unmarshal([]byte(data[1]), &told); err != nil {
					t.Fatal(err)
				}
			}
			if is(told) {
				return
			}
		}
		t.Fatalf("never told: %s", what)
	}
	next("the page", func(told any) bool { _, body := r.get(page); return told == body })
	r.write(r.brief(), text([]string{"A <b> & change."}))
	next("the new page", func(told any) bool {
		text, _ := told.(string)
		return strings.Contains(text, "change.") && strings.Contains(text, "&amp;")
	})
	other := r.file("content/briefs/other/2021-03-01.md")
	if err := os.Mkdir(filepath.Dir(other), 0o755); err != nil {
		t.Fatal(err)
	}
	r.write(other, text(paragraphs()))
	next("the link to the next brief", func(told any) bool { text, _ := told.(string); return strings.Contains(text, "/briefs/other/") })
	r.write(other, text(paragraphs()[:2]))
	next("that the page is as it was", func(told any) bool { return told == true })

	for _, other := range []string{"", "/briefs/kestrel", "/nothing/", "/feed.atom", "//example.org/", "%", "/briefs/../briefs/kestrel/"} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		req, err := http.NewRequestWithContext(ctx, "GET", r.url+"/_briefpress/events?page="+url.QueryEscape(other), nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body) // until its time is up
		resp.Body.Close()
		cancel()
		if !strings.Contains(string(body), "data: {") || strings.Contains(string(body), "<html") {
			t.Errorf("the page at %q is told", other)
		}
	}
}

// TestNoProblemsAreAList wants scripts to find a list where there is nothing in it.
func TestNoProblemsAreAList(t *testing.T) {
	r := newRoom(t)
	r.write(r.file("content/site.yaml"), "id: example.org,2020\ntitle: Field notes\nbase-url: https://example.org/\n")
	r.serve(nil)
	if _, body := r.get("/_briefpress/state"); !strings.Contains(body, `"problems":[]`) {
		t.Errorf("the state is %s", body)
	}
}

func TestDeadClientsHoldUpNobody(t *testing.T) {
	r := newRoom(t).serve(nil)
	addr := strings.TrimPrefix(r.url, "http://")
	next := r.stream()
	if _, err := next(); err != nil {
		t.Fatal(err)
	}
	refused := false
	for range maxStreams + 5 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /_briefpress/events HTTP/1.1\r\nHost: %s\r\n\r\n", addr)
		// One line of the answer, and then nothing more, for ever.
		conn.SetReadDeadline(time.Now().Add(browser.Patience))
		line := make([]byte, 12)
		if _, err := conn.Read(line); err != nil {
			t.Fatal(err)
		}
		refused = refused || string(line) == "HTTP/1.1 503"
	}
	if !refused {
		t.Error("there is no limit to streams")
	}
	for i := range 20 {
		want := "Change " + word(i) + "."
		r.write(r.brief(), text([]string{want}))
		for {
			if _, err := next(); err != nil {
				t.Fatal(err)
			}
			if _, body := r.get(page); strings.Contains(body, want) {
				break
			}
		}
	}
}
