package preview

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/browser"
	"briefpress/internal/site"
)

const page = "/briefs/kestrel/"

// paragraphs are the text of the brief that tests edit.
func paragraphs() []string {
	var list []string
	for i := range 40 {
		list = append(list, fmt.Sprintf("Paragraph %s tells of the kestrel, which hovers over the field while it looks for voles. "+
			"It says so at some length, so that a few of its kind fill a screen and the page has to be scrolled to be read to its end.", word(i)))
	}
	return list
}

// word names a number without a figure, which numbers of paragraphs are.
func word(i int) string {
	return []string{"", "twenty-", "thirty-"}[max(0, i/10-1)] +
		strings.Fields("nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")[i%10+10*(i/10%2)]
}

func text(list []string) string {
	var b strings.Builder
	b.WriteString("---\ntitle: The kestrel\nsummary: A bird.\ntopics: [Birds]\nauthors: [Ada Finch]\n---\n\n")
	for i, p := range list {
		if i%8 == 0 {
			fmt.Fprintf(&b, "## Part %s\n\n", word(i/8))
		}
		b.WriteString(p + "\n\n")
	}
	return b.String()
}

// A room is a site in a folder of its own, previewed.
type room struct {
	t    *testing.T
	dir  string
	url  string // "http://127.0.0.1:1234"
	open string // the address that was printed
	stop func() error
}

func (r *room) file(name string) string { return filepath.Join(r.dir, filepath.FromSlash(name)) }

func (r *room) brief() string { return r.file("content/briefs/kestrel/2021-03-01.md") }

func (r *room) write(name, data string) {
	r.t.Helper()
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// newRoom makes the folder; the templates and static files are the built-in
// ones.
func newRoom(t *testing.T) *room {
	t.Helper()
	r := &room{t: t, dir: t.TempDir()}
	for _, name := range []string{"templates", "static"} {
		if err := os.CopyFS(r.file(name), os.DirFS("../../"+name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"content/briefs/kestrel", "content/pages"} {
		if err := os.MkdirAll(r.file(dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// A script that does nothing to pages, so that they can be compared.
	r.write(r.file("static/js/briefpress.js"), "window.script = 1;\n")
	r.write(r.file("content/site.yaml"), "id: example.org,2020\ntitle: Field notes\nrules: {base-url: advice} # so that there is something to find\n")
	r.write(r.file("content/pages/about.md"), "---\ntitle: About\n---\n\nOn birds.\n")
	r.write(r.brief(), text(paragraphs()))
	return r
}

func (r *room) source() (site.Source, error) {
	return site.Source{
		Content: os.DirFS(r.file("content")), Templates: os.DirFS(r.file("templates")), Static: os.DirFS(r.file("static")),
		Drafts: true,
	}, nil
}

// serve starts the preview of the room. It ends with the test at the latest.
func (r *room) serve(change func(*Options)) *room {
	r.t.Helper()
	opts := Options{
		Source: r.source, Addr: "127.0.0.1:0",
		Dirs:    []string{r.file("content"), r.file("templates"), r.file("static")},
		Folders: map[string]string{"content": r.file("content"), "templates": r.file("templates"), "static": r.file("static")},
	}
	ready := make(chan string, 1)
	opts.Ready = func(url string) { ready <- url }
	if change != nil {
		change(&opts)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, opts) }()
	stopped := false
	r.stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(browser.Patience):
			return errors.New("the preview does not stop")
		}
	}
	r.t.Cleanup(func() {
		if err := r.stop(); err != nil {
			r.t.Error(err)
		}
	})
	select {
	case r.open = <-ready:
	case err := <-ended:
		r.t.Fatalf("the preview ended: %v", err)
	case <-time.After(browser.Patience):
		r.t.Fatal("the preview does not start")
	}
	before, _, _ := strings.Cut(r.open, "?")
	r.url = strings.TrimSuffix(before, "/")
	return r
}

func (r *room) get(path string) (status int, body string) {
	r.t.Helper()
	resp, err := http.Get(r.url + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

// A news is what clients are told.
type news struct {
	Instance   string
	Generation uint64
	Failed     bool
	Total      int
	Problems   []brief.Problem
	HTML       string
}

func (r *room) state() news {
	r.t.Helper()
	_, body := r.get("/_briefpress/state")
	var n news
	if err := json.Unmarshal([]byte(body), &n); err != nil {
		r.t.Fatal(err)
	}
	return n
}

// source is what is told of a page.
func (r *room) told(page string) (n source) {
	r.t.Helper()
	_, body := r.get("/_briefpress/source?page=" + url.QueryEscape(page))
	if err := json.Unmarshal([]byte(body), &n); err != nil {
		r.t.Fatalf("%v in %s", err, body)
	}
	return n
}

// until waits for a state for which ok.
func (r *room) until(what string, ok func(news) bool) news {
	r.t.Helper()
	for end := time.Now().Add(browser.Patience); ; time.Sleep(2 * time.Millisecond) {
		n := r.state()
		if ok(n) {
			return n
		}
		if time.Now().After(end) {
			r.t.Fatalf("no state: %s; the last is %+v", what, n)
		}
	}
}

func failed(n news) bool { return n.Failed }

// checked waits until the first check is over. It finds that the site has no
// base URL.
func (r *room) checked() news {
	r.t.Helper()
	return r.until("checked", func(n news) bool { return n.Total > 0 })
}
func good(n news) bool { return !n.Failed }

// stream reads the events of a preview.
func (r *room) stream() (next func() (news, error)) {
	r.t.Helper()
	resp, err := http.Get(r.url + "/_briefpress/events")
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { resp.Body.Close() })
	return events(resp.Body)
}

func events(body io.Reader) func() (news, error) {
	lines := bufio.NewReader(body)
	return func() (n news, err error) {
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return n, err
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				return n, json.Unmarshal([]byte(data), &n)
			}
		}
	}
}

func (r *room) wait(path string, want int) {
	r.t.Helper()
	for end := time.Now().Add(browser.Patience); ; time.Sleep(5 * time.Millisecond) {
		status, body := r.get(path)
		if status == want {
			return
		}
		if time.Now().After(end) {
			r.t.Fatalf("%s: status %d, want %d; state %+v; page %s", path, status, want, r.state(), body)
		}
	}
}
