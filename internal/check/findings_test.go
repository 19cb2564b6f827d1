package check

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

func problem(file string, line int, rule string, stops bool) brief.Problem {
	return brief.Problem{Position: brief.Position{File: file, Line: line}, Rule: rule, Message: "wrong", Stops: stops}
}

func TestFindings(t *testing.T) {
	places := func(findings []Finding) string {
		var said []string
		for _, f := range findings {
			said = append(said, fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Level))
		}
		return strings.Join(said, ", ")
	}
	all := func(f Findings) string { return places(slices.Collect(f.All())) }
	want := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	few := Weigh(nil, []brief.Problem{
		problem("b", 2, "raw-html", false), problem("a", 9, "long-sentence", false), problem("b", 1, "key", true), problem("b", 2, "raw-html", false),
		problem("b", 3, "long-sentence", false), problem("c", 1, "base-url", false),
	})
	// One is there twice, advice waits where something stops, and one is off.
	want("all", all(few), "a:9 advice, b:1 error, b:2 warning")
	want("in b", places(few.In("b")), "b:1 error, b:2 warning")
	want("in none", places(few.In("none")), "")
	want("outside b", places(slices.Collect(few.Outside("b"))), "a:9 advice")
	stops, others := few.Parted()
	want("that stop", places(stops), "b:1 error")
	want("others", all(others), "a:9 advice, b:2 warning")
	more := others.With(Weigh(nil, []brief.Problem{problem("b", 1, "raw-html", false), problem("aa", 1, "raw-html", false)}))
	want("more", all(more), "a:9 advice, aa:1 warning, b:1 warning, b:2 warning")
	if n := more.Len(); n != 4 {
		t.Errorf("there are %d", n)
	}
	want("the others as before", all(others), "a:9 advice, b:2 warning")
	if !few.Same(few.With(Findings{})) || few.Same(others) || few.Same(more) {
		t.Error("what is the same is not, or what is not is")
	}
	for f := range more.All() {
		want("the first", places([]Finding{f}), "a:9 advice")
		break
	}
}

// TestManyFindingsCostLittle edits one brief of a library whose other briefs have
// very many findings, or none: to check it anew must make as much garbage.
func TestManyFindingsCostLittle(t *testing.T) {
	const briefs, faults = 100, 200
	garbage := func(paragraph string) (bytes uint64) {
		content := fstest.MapFS{"site.yaml": {Data: []byte("id: example.org,2020\ntitle: Library\n")}}
		write := func(i int, text string) {
			content[fmt.Sprintf("briefs/brief-%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Brief %d\npublished: 2020-01-01\n---\n\n%s", i, text)}
		}
		for i := range briefs {
			write(i, strings.Repeat(paragraph, faults))
		}
		folders, _ := unpack(t, readSeeded(t).build(t, func(*fault) bool { return false }))
		src := site.Source{Content: content, Templates: folders["templates"], Static: folders["static"]}
		var c Checker
		var s *site.Site
		check := func() int {
			s, _ = site.Load(src, s)
			found, err := c.Check(context.Background(), s, Options{Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			return found.Len()
		}
		n := check()
		write(0, "One text.\n")
		check()
		write(0, "Another text.\n")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		check()
		runtime.ReadMemStats(&after)
		t.Logf("%d findings, then %d KB", n, (after.TotalAlloc-before.TotalAlloc)/1000)
		return after.TotalAlloc - before.TotalAlloc
	}
	none, many := garbage("It rained.\n\n"), garbage("It  rained.\n\n")
	if many > none+none/2 {
		t.Errorf("%d bytes where much is wrong, %d where nothing is", many, none)
	}
}

func TestFindingsOfASiteAreWeighed(t *testing.T) {
	s, _ := site.Load(site.Source{
		Content:   fstest.MapFS{"site.yaml": {Data: []byte("id: example.org,2020\ntitle: Library\nrules: {raw-html: off, base-url: error}\n")}},
		Templates: fstest.MapFS{}, Static: fstest.MapFS{},
	}, nil)
	got := slices.Collect(Weigh(s, []brief.Problem{problem("a", 1, "raw-html", false), problem("a", 2, "base-url", false)}).All())
	if diff := gocmp.Diff([]Finding{{problem("a", 2, "base-url", false), Error}}, got); diff != "" {
		t.Error(diff)
	}
}
