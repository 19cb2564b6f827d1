package preview

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestSamplesAreOneOfAKind(t *testing.T) {
	got := samples([]string{
		"/", "/404.html", "/about/", "/assets/a.123.css", "/assets/b.123.css", "/assets/b.123.js",
		"/briefs/", "/briefs/a/", "/briefs/a/2019-06-07/", "/briefs/a/2019-06-07/brief.json", "/briefs/a/2020-04-14/",
		"/briefs/a/2020-04-14/brief.json", "/briefs/b/", "/briefs/b/2020-01-01/", "/topics/", "/topics/x/", "/topics/y/",
	})
	want := []string{
		"/", "/404.html", "/about/", "/assets/a.123.css", "/assets/b.123.js",
		"/briefs/", "/briefs/a/", "/briefs/a/2019-06-07/", "/briefs/a/2019-06-07/brief.json", "/topics/", "/topics/x/",
	}
	if !slices.Equal(got, want) {
		t.Errorf("samples:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var many []string
	for range 1000 {
		many = append(many, "/"+strings.Repeat("x", len(many))+"/")
	}
	if n := len(samples(many)); n != sampled {
		t.Errorf("%d samples", n)
	}
}

func TestPageThatFailsLater(t *testing.T) {
	r := newRoom(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p := newPreview(ctx, quiet(Options{Source: r.source}))
	p.build(false)
	defer p.checks.Wait()
	f := p.now.Load().files
	if f == nil {
		t.Fatalf("no site: %v", p.now.Load().stops)
	}
	// A site that panics for every page stands for any fault of rendering.
	broken := newFiles(nil, p)
	e, err := broken.Entry(page)
	if err != nil || e.File.Status != http.StatusInternalServerError || !bytes.Contains(e.File.Body, []byte(page)) {
		t.Errorf("entry %+v, error %v", e, err)
	}
	if problems := broken.prove([]string{page}); len(problems) != 1 || !problems[0].Stops {
		t.Errorf("problems %v", problems)
	}
	if problems := f.prove([]string{page, "/no/such/page/"}); len(problems) != 0 {
		t.Errorf("problems %v of a good site", problems)
	}
}

func TestCacheIsBounded(t *testing.T) {
	r := newRoom(t)
	p := newPreview(t.Context(), quiet(Options{Source: r.source}))
	p.build(false)
	p.checks.Wait()
	f := p.now.Load().files
	for i := range 3 * cached {
		f.keep(fmt.Sprint(i), nil)
	}
	if n := len(f.entries); n == 0 || n > cached {
		t.Errorf("%d files are kept", n)
	}
	for i := range 100 {
		p.recent.add(fmt.Sprint(i))
		p.recent.add(page)
	}
	if l := p.recent.list(); len(l) != remembered || l[len(l)-1] != page || l[len(l)-2] != "99" {
		t.Errorf("recent pages: %v", l)
	}
	for range turns {
		p.recent.turn()
		p.recent.add("/")
	}
	if l := p.recent.list(); len(l) != remembered || l[len(l)-1] != "/" {
		t.Errorf("recent pages: %v", l)
	}
	p.recent.turn()
	if l := p.recent.list(); len(l) != 1 || l[0] != "/" {
		t.Errorf("recent pages after a while: %v", l)
	}
}
