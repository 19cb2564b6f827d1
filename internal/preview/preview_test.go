package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/browser"
	"briefpress/internal/check"
	"briefpress/internal/site"
)

func TestPagesAreTheSitesAsideFromTheAdditions(t *testing.T) {
	r := newRoom(t).serve(nil)
	src, _ := r.source()
	s, problems := site.Load(src, nil)
	if len(s.Paths()) < 10 {
		t.Fatalf("%d files; problems: %v", len(s.Paths()), problems)
	}
	pages := 0
	for _, path := range s.Paths() {
		f, err := s.File(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(f.Body), "_briefpress") {
			t.Errorf("%s: the site itself has the preview's parts", path)
		}
		if f.Kind == site.Redirect {
			continue
		}
		status, got := r.get(path)
		if status != f.Status {
			t.Errorf("%s: status %d, want %d", path, status, f.Status)
		}
		if f.Kind == site.Page && strings.HasPrefix(f.Type, "text/html") {
			pages++
			if strings.Count(got, string(additions())) != 1 {
				t.Errorf("%s: not equipped once", path)
			}
			if !strings.Contains(got, string(additions())+"</body>") {
				t.Errorf("%s: the additions are not at the end of the body", path)
			}
			got = strings.Replace(got, string(additions()), "", 1)
		}
		if got != string(f.Body) {
			t.Errorf("%s: not the bytes of the site", path)
		}
	}
	if pages < 5 {
		t.Errorf("%d pages only", pages)
	}
	if status, _ := r.get("/none/"); status != http.StatusNotFound {
		t.Errorf("status %d of a page that is not there", status)
	}
}

func TestLastGoodStaysWhileContentIsBroken(t *testing.T) {
	faults := []struct {
		name  string
		make  func(r *room)
		file  string
		line  int
		words string
	}{
		{"front matter", func(r *room) {
			r.write(r.brief(), strings.Replace(text(paragraphs()), "summary:", "sumary:", 1))
		}, "content/briefs/kestrel/2021-03-01.md", 3, "sumary"},
		{"template", func(r *room) {
			r.write(r.file("templates/brief.html"), "{{define \"main\"}}\n{{.NoSuchField}}{{end}}\n")
		}, "templates/brief.html", 2, "NoSuchField"},
		{"site.yaml", func(r *room) { r.write(r.file("content/site.yaml"), "id: example.org,2020\n") }, "content/site.yaml", 1, "title"},
	}
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			r := newRoom(t).serve(nil)
			status, before := r.get(page)
			if status != http.StatusOK || !strings.Contains(before, "hovers over the field") {
				t.Fatalf("status %d: %s", status, before)
			}
			broken := r.file(f.file)
			whole, err := os.ReadFile(broken)
			if err != nil {
				t.Fatal(err)
			}
			first := r.checked()
			f.make(r)
			n := r.until("failed", failed)
			if n.Generation != first.Generation+1 || n.Instance != first.Instance {
				t.Errorf("generation %d of %s after %d of %s", n.Generation, n.Instance, first.Generation, first.Instance)
			}
			p := n.Problems[0]
			if !p.Stops || p.File != f.file || p.Line != f.line || !strings.Contains(p.Message, f.words) {
				t.Errorf("first problem: %+v", p)
			}
			if !strings.Contains(n.HTML, p.Position.String()) || !strings.Contains(n.HTML, `role="alert"`) {
				t.Errorf("overlay: %s", n.HTML)
			}
			if status, after := r.get(page); status != http.StatusOK || after != before {
				t.Errorf("status %d, the last good page differs", status)
			}
			// Elsewhere, too, nothing new is shown.
			r.write(r.file("content/pages/about.md"), "---\ntitle: About\n---\n\nOn hawks.\n")
			time.Sleep(300 * time.Millisecond)
			if _, about := r.get("/about/"); strings.Contains(about, "hawks") {
				t.Error("a page of the broken site is shown")
			}
			r.write(broken, string(whole))
			r.until("mended", func(n news) bool { return !n.Failed && !strings.Contains(n.HTML, `role="alert"`) })
			if _, after := r.get(page); after != before {
				t.Error("the mended page differs")
			}
			if _, about := r.get("/about/"); !strings.Contains(about, "hawks") {
				t.Error("what was written meanwhile is not shown")
			}
		})
	}
}

func TestPageThatNobodyHasOpenFails(t *testing.T) {
	r := newRoom(t)
	topic := "{{define \"main\"}}{{.PageTitle}}{{if eq .PageTitle \"Hawks\"}}{{index .PageTitle 999}}{{end}}{{end}}\n"
	r.write(r.file("templates/topic.html"), topic)
	r.serve(nil)
	r.get(page)
	hawks := strings.Replace(text(paragraphs()[:3]), "[Birds]", "[Hawks]", 1)
	r.write(r.brief(), hawks)
	n := r.until("told", func(n news) bool { return strings.Contains(n.HTML, `role="alert"`) })
	if p := n.Problems[0]; n.Failed || !p.Stops || p.File != "templates/topic.html" || p.Line != 1 {
		t.Errorf("state %+v", n)
	}
	if _, body := r.get(page); !strings.Contains(body, "Hawks") {
		t.Error("the page that was written is not shown")
	}
	if status, body := r.get("/topics/hawks/"); status != http.StatusInternalServerError || !strings.Contains(body, "templates/topic.html:1") {
		t.Errorf("status %d: %s", status, body)
	}
	// Other than a text, a template is tried on pages that nobody has open
	// before any of it is shown.
	r.write(r.file("templates/topic.html"), topic+"\n")
	r.until("failed", failed)
	r.write(r.file("templates/topic.html"), strings.Replace(topic, "index", "print", 1))
	r.until("mended", func(n news) bool { return !n.Failed && !strings.Contains(n.HTML, `role="alert"`) })
	if status, _ := r.get("/topics/hawks/"); status != http.StatusOK {
		t.Errorf("status %d when mended", status)
	}
}

// panicky is a folder that panics on demand.
type panicky struct {
	fs.FS
	now *atomic.Bool
}

func (f panicky) Open(name string) (fs.File, error) {
	if f.now.Load() && strings.HasSuffix(name, ".md") {
		panic("the disk is on fire")
	}
	return f.FS.Open(name)
}

func TestPanicWhileLoadingIsShown(t *testing.T) {
	r := newRoom(t)
	var now atomic.Bool
	r.serve(func(o *Options) {
		o.Source = func() (site.Source, error) {
			s, err := r.source()
			s.Content = panicky{s.Content, &now}
			return s, err
		}
	})
	_, before := r.get(page)
	now.Store(true)
	r.write(r.brief(), text(paragraphs()[:3]))
	n := r.until("failed", failed)
	if !strings.Contains(n.Problems[0].Message, "the disk is on fire") {
		t.Errorf("problems: %v", n.Problems)
	}
	if _, after := r.get(page); after != before {
		t.Error("the last good page differs")
	}
	now.Store(false)
	r.write(r.brief(), text(paragraphs()[:4]))
	r.until("mended", good)
}

func TestSourceErrorIsShown(t *testing.T) {
	r := newRoom(t)
	var gone atomic.Bool
	r.serve(func(o *Options) {
		o.Source = func() (site.Source, error) {
			if gone.Load() {
				return site.Source{}, errors.New("the folder has gone")
			}
			return r.source()
		}
	})
	gone.Store(true)
	r.write(r.brief(), text(paragraphs()[:3]))
	if n := r.until("failed", failed); n.Problems[0].Message != "the folder has gone" {
		t.Errorf("problems: %v", n.Problems)
	}
}

func TestFindingsOfTheCheck(t *testing.T) {
	r := newRoom(t)
	var wild atomic.Bool
	r.serve(func(o *Options) {
		o.Check = func(_ context.Context, _ *site.Site, _ func() []string, found func(check.Findings)) {
			if wild.Load() {
				panic("wild")
			}
			found(check.Weigh(nil, []brief.Problem{{Position: brief.Position{File: "content/x.md", Line: 7, Column: 2}, Rule: "repeated-word", Message: "too <glad>",
				Excerpt: "ab<c", Hint: "be sober"}}))
		}
	})
	n := r.until("found", func(n news) bool { return n.Total == 1 })
	desk := r.told("/").Desk
	for _, want := range []string{"content/x.md:7:2", "a<mark>b</mark>&lt;c", "too &lt;glad&gt;", "[warning repeated-word]", "hint: be sober", "1 finding elsewhere"} {
		if !strings.Contains(desk, want) {
			t.Errorf("%q is missing in %s", want, desk)
		}
	}
	if n.Failed || n.HTML != "" {
		t.Errorf("a finding stops: %s", n.HTML)
	}
	wild.Store(true)
	r.write(r.brief(), text(paragraphs()[:3]))
	r.until("panic is a finding", func(n news) bool { return strings.Contains(r.told("/").Desk, "wild") && !n.Failed })
	if _, body := r.get(page); strings.Contains(body, "Paragraph nine") {
		t.Error("the new page is not shown")
	}
}

// TestCheckIsBrokenOff saves while a check runs that would last for ever.
func TestCheckIsBrokenOff(t *testing.T) {
	r := newRoom(t)
	var checks atomic.Int64
	r.serve(func(o *Options) {
		o.Check = func(ctx context.Context, _ *site.Site, open func() []string, found func(check.Findings)) {
			n := checks.Add(1)
			say := func(message string) {
				found(check.Weigh(nil, []brief.Problem{{Position: brief.Position{File: "content/x.md"}, Rule: "repeated-word", Message: message}}))
			}
			say(fmt.Sprintf("first of check %d of %v", n, open()))
			if n == 1 {
				<-ctx.Done()
			}
			say(fmt.Sprintf("last of check %d", n))
		}
	})
	r.get(page)
	says := func(want string) func(news) bool {
		return func(n news) bool { return n.Total == 1 && strings.HasPrefix(n.Problems[0].Message, want) }
	}
	r.until("the first of what is found", says("first of check 1 of ["+page))
	r.write(r.brief(), text(paragraphs()[:3]))
	r.until("the check of the new text", says("last of check 2"))
}

func TestBrokenFromTheStart(t *testing.T) {
	r := newRoom(t)
	r.write(r.brief(), "---\ntitle: [\n---\n")
	r.serve(nil)
	for _, path := range []string{"/", page} {
		status, body := r.get(path)
		if status != http.StatusServiceUnavailable || !strings.Contains(body, "content/briefs/kestrel/2021-03-01.md:") ||
			!strings.Contains(body, "/_briefpress/preview.js") {
			t.Errorf("%s: status %d: %s", path, status, body)
		}
	}
	r.write(r.brief(), text(paragraphs()))
	r.until("mended", good)
	if status, _ := r.get(page); status != http.StatusOK {
		t.Errorf("status %d when mended", status)
	}
}

func TestStreamTellsOfEachStateAfterItIsThere(t *testing.T) {
	r := newRoom(t).serve(nil)
	r.checked()
	next := r.stream()
	first, err := next()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		want := fmt.Sprintf("Change %s.", word(i))
		r.write(r.brief(), text([]string{want}))
		n, err := next()
		if err != nil {
			t.Fatal(err)
		}
		if n.Generation <= first.Generation || n.Instance != first.Instance {
			t.Fatalf("generation %d of %s after %d of %s", n.Generation, n.Instance, first.Generation, first.Instance)
		}
		if _, body := r.get(page); !strings.Contains(body, want) {
			t.Fatalf("generation %d was told of before its page was there", n.Generation)
		}
		// The findings of the new state may come after it.
		for first = n; r.state().Generation > first.Generation; {
			if first, err = next(); err != nil {
				t.Fatal(err)
			}
		}
	}
	// The same bytes again are no change, once the watcher can be sure that
	// they were read whole.
	time.Sleep(500 * time.Millisecond)
	r.write(r.brief(), text([]string{"Change " + word(4) + "."}))
	if err := os.Chtimes(r.brief(), time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	if n := r.state(); n.Generation != first.Generation {
		t.Errorf("generation %d after %d, though nothing changed", n.Generation, first.Generation)
	}
}

func TestStormOfSaves(t *testing.T) {
	r := newRoom(t).serve(nil)
	first := r.state()
	for i := range 1000 {
		r.write(r.brief(), text([]string{fmt.Sprintf("Save %d.", i)}))
	}
	for end := time.Now().Add(browser.Patience); ; time.Sleep(2 * time.Millisecond) {
		if _, body := r.get(page); strings.Contains(body, "Save 999.") {
			break
		} else if time.Now().After(end) {
			t.Fatalf("the last save is not shown; state %+v", r.state())
		}
	}
	time.Sleep(300 * time.Millisecond)
	if n := r.state(); n.Failed || n.Generation-first.Generation > 200 {
		t.Errorf("state %+v after 1000 saves", n)
	}
}

func TestStopEndsStreams(t *testing.T) {
	r := newRoom(t).serve(nil)
	r.checked()
	var streams []func() (news, error)
	for range 10 {
		streams = append(streams, r.stream())
	}
	for _, next := range streams {
		if _, err := next(); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	for _, next := range streams {
		if _, err := next(); !errors.Is(err, io.EOF) {
			t.Errorf("the stream ended with %v, not properly", err)
		}
	}
}

func TestRenamedAndDeletedBriefs(t *testing.T) {
	r := newRoom(t).serve(nil)
	r.get(page)
	if err := os.Rename(r.file("content/briefs/kestrel"), r.file("content/briefs/falcon")); err != nil {
		t.Fatal(err)
	}
	r.wait("/briefs/falcon/", http.StatusOK)
	if status, body := r.get(page); status != http.StatusNotFound || !strings.Contains(body, "/_briefpress/preview.js") {
		t.Errorf("status %d of the old address: %s", status, body)
	}
	if err := os.RemoveAll(r.file("content/briefs/falcon")); err != nil {
		t.Fatal(err)
	}
	r.wait("/briefs/falcon/", http.StatusNotFound)
	if err := os.MkdirAll(r.file("content/briefs/merlin"), 0o755); err != nil {
		t.Fatal(err)
	}
	r.write(r.file("content/briefs/merlin/2022-01-01.md"), text(paragraphs()[:2]))
	r.wait("/briefs/merlin/", http.StatusOK)
}

func TestRootIsReplaced(t *testing.T) {
	r := newRoom(t).serve(nil)
	other := newRoom(t)
	other.write(other.brief(), text([]string{"Quite another text."}))
	if err := os.Rename(r.file("content"), r.file("content.old")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other.file("content"), r.file("content")); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(browser.Patience); ; time.Sleep(5 * time.Millisecond) {
		if _, body := r.get(page); strings.Contains(body, "Quite another text.") {
			break
		} else if time.Now().After(end) {
			t.Fatalf("the new folder is not shown; state %+v", r.state())
		}
	}
}
