package site

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"briefpress/internal/brief"
)

var update = flag.Bool("update", false, "write the expected results of the txtar cases")

// sourceOf makes a source of an archive with the folders content, templates
// and static. Without templates it has the built-in ones.
func sourceOf(t testing.TB, archive *txtar.Archive) Source {
	content, templates, static := fstest.MapFS{}, fstest.MapFS{}, fstest.MapFS{}
	for _, f := range archive.Files {
		folder, name, _ := strings.Cut(f.Name, "/")
		file := &fstest.MapFile{Data: slices.Clone(f.Data), Mode: 0o644}
		switch folder {
		case "content":
			content[name] = file
		case "templates":
			templates[name] = file
		case "static":
			static[name] = file
		}
	}
	if len(templates) == 0 {
		templates = builtInTemplates(t)
	}
	return Source{Content: content, Templates: templates, Static: static}
}

func builtInTemplates(t testing.TB) fstest.MapFS {
	m := fstest.MapFS{}
	names, err := filepath.Glob("../../templates/*.html")
	if err != nil || len(names) == 0 {
		t.Fatal("no templates", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m[filepath.Base(name)] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return m
}

func builtIn() Source {
	return Source{Content: os.DirFS("../../content"), Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static")}
}

func parseArchive(t testing.TB, file string) *txtar.Archive {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return archive
}

// library is the source of testdata/library.txtar.
func library(t testing.TB) Source { return sourceOf(t, parseArchive(t, "testdata/library.txtar")) }

// load loads a source that has nothing worse than no base URL.
func load(t testing.TB, src Source) *Site {
	t.Helper()
	s, problems := Load(src, nil)
	for _, p := range problems {
		if p.Rule != "base-url" {
			t.Errorf("problem: %v", p)
		}
	}
	return s
}

func file(t testing.TB, s *Site, path string) *File {
	t.Helper()
	f, err := s.File(path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if f.Path != path {
		t.Fatalf("file of %q says it is %q", path, f.Path)
	}
	return f
}

// snapshot is every file of a site, and its problems.
func snapshot(s *Site, problems []brief.Problem) map[string]string {
	m := map[string]string{"problems": fmt.Sprintf("%+v", problems), "all problems": fmt.Sprintf("%+v", s.Problems()), "csp": s.CSP()}
	for _, p := range s.Paths() {
		if _, ok := s.card(p); ok {
			m[p] = "a card" // its address says what is on it, and drawing takes long
			continue
		}
		f, err := s.File(p)
		if err != nil {
			m[p] = err.Error()
			continue
		}
		m[p] = fmt.Sprintf("%d %d %s %s %d\n%s", f.Kind, f.Status, f.Type, f.Location, f.Cache, f.Body)
	}
	return m
}

// TestFiles holds every file of the library, as txtar cases by base URL.
func TestFiles(t *testing.T) {
	for _, base := range []string{"", "https://example.org/sub/"} {
		src := library(t)
		src.BaseURL = base
		s := load(t, src)
		got := &txtar.Archive{Comment: []byte("The data files of testdata/library.txtar; written by go test -update.\n")}
		var index bytes.Buffer
		for _, p := range s.Paths() {
			f := file(t, s, p)
			fmt.Fprintf(&index, "%s %d %d %s %s\n", f.Path, f.Status, f.Cache, f.Type, f.Location)
			other := strings.Contains(p[1:], "/feed.") // has the entries of the site's feeds
			if f.Kind == Data && !other || strings.HasSuffix(p, ".css") || strings.HasSuffix(p, ".js") {
				got.Files = append(got.Files, txtar.File{Name: p, Data: append(bytes.TrimSuffix(f.Body, []byte("\n")), '\n')})
			}
		}
		got.Files = append(got.Files, txtar.File{Name: "index", Data: bytes.ReplaceAll(index.Bytes(), []byte(" \n"), []byte("\n"))})
		name := "testdata/files-no-base.txtar"
		if base != "" {
			name = "testdata/files.txtar"
		}
		compare(t, name, txtar.Format(got))
	}
}

func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestProblems runs testdata/problems/*.txtar: a site, and in the file
// "problems" what Site.Problems says of it.
func TestProblems(t *testing.T) {
	names, _ := filepath.Glob("testdata/problems/*.txtar")
	if len(names) == 0 {
		t.Fatal("no cases")
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive := parseArchive(t, name)
			src := sourceOf(t, archive)
			src.Content = shuffled{src.Content.(fstest.MapFS), 0}
			s, _ := Load(src, nil)
			var got strings.Builder
			for _, p := range s.Problems() {
				stops := ""
				if p.Stops {
					stops = " (stops)"
				}
				fmt.Fprintf(&got, "%s [%s]%s\n", p.Error(), p.Rule, stops)
				if p.Hint != "" {
					fmt.Fprintf(&got, "\thint: %s\n", p.Hint)
				}
			}
			i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "problems" })
			if i < 0 {
				archive.Files = append(archive.Files, txtar.File{Name: "problems"})
				i = len(archive.Files) - 1
			}
			archive.Files[i].Data = []byte(got.String())
			compare(t, name, txtar.Format(archive))
			for seed := range 10 {
				src.Content = shuffled{src.Content.(shuffled).MapFS, seed}
				again, _ := Load(src, &Site{templates: s.templates}) // parsing them takes long
				if diff := cmp.Diff(s.Problems(), again.Problems()); diff != "" {
					t.Fatalf("another order of the directory gives other problems:\n%s", diff)
				}
			}
		})
	}
}

// TestConcurrent makes every file from several goroutines at once.
func TestConcurrent(t *testing.T) {
	s := load(t, library(t))
	want := snapshot(load(t, library(t)), s.problems)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if diff := cmp.Diff(want, snapshot(s, s.problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
	wg.Wait()
}

// TestNoSuchFile asks for what must never be answered with content.
func TestNoSuchFile(t *testing.T) {
	s := load(t, library(t))
	for _, p := range []string{
		"", "about", "/about", "//", "/about//", "/ABOUT/", "/about/../about/", "/./", "/../", "/content/site.yaml", "/briefs/mission",
		"/briefs/Mission/", "/briefs/mission/2019-06-07", "/briefs/mission/2019-06-08/", "/briefs/mission//", "/briefs//", "/briefs/mission/2019-06-07/x",
		"/briefs/mission/2019-06-07/brief.json/", "/briefs/mission/plan.svg", "/briefs/mission/2019-06-07/../2020-04-14/", "/briefs/unpublished/",
		"/briefs/mission/\x00/", "/topics/", "/topics//", "/topics/none/", "/authors/", "/assets/", "/assets/../site.yaml", "/base.html", "/templates/base.html",
		"/sitemap.xml", "/old/none/", "/old/2019-06-08/", "/old//", "/old", "/was/", "/.git/config", "\\about\\", "/about%2f", "/briefs/mission/brief.json",
	} {
		if p == "/topics/" { // is one, and keeps the test honest
			file(t, s, p)
			continue
		}
		if f, err := s.File(p); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v %v", p, f, err)
		}
		if s.Has(p) {
			t.Errorf("Has(%q)", p)
		}
	}
	for _, p := range s.Paths() {
		if !s.Has(p) {
			t.Errorf("Has(%q) is false", p)
		}
		if path.Clean(p) != strings.TrimSuffix(p, "/") && p != "/" {
			t.Errorf("path %q is not clean", p)
		}
	}
}

// TestSelection looks at drafts and at editions after a date.
func TestSelection(t *testing.T) {
	src := library(t)
	src.Drafts = true
	s := load(t, src)
	if f := file(t, s, "/briefs/unpublished/"); !bytes.Contains(f.Body, []byte("noindex")) {
		t.Error("a draft may be indexed")
	}
	for _, p := range []string{"/feed.atom", "/feed.json"} {
		if bytes.Contains(file(t, s, p).Body, []byte("Secret")) {
			t.Errorf("a draft is in %s", p)
		}
	}
	for p, body := range snapshot(load(t, library(t)), nil) {
		if strings.Contains(body, "Secret") {
			t.Errorf("%s knows of a draft", p)
		}
	}
	src = library(t)
	src.AsOf = "2019-12-31"
	s, problems := Load(src, nil)
	for _, p := range problems {
		if p.Stops {
			t.Error(p)
		}
	}
	if len(s.Briefs()) != 2 || s.Briefs()[1].Newest().Date != "2019-06-07" {
		t.Errorf("as of 2019: %v", s.Briefs())
	}
	for p, body := range snapshot(s, nil) {
		if strings.Contains(body, "2020-04-14") || strings.Contains(body, "Second text") {
			t.Errorf("%s knows of a later edition", p)
		}
	}
}

// TestDeterminism loads the same site in ways that must not matter.
func TestDeterminism(t *testing.T) {
	want := snapshot(Load(library(t), nil))
	zone := time.Local
	defer func() { time.Local = zone }()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for seed := range 10 {
		src := library(t)
		src.Content = shuffled{src.Content.(fstest.MapFS), seed}
		src.Static = shuffled{src.Static.(fstest.MapFS), seed}
		src.Templates = shuffled{src.Templates.(fstest.MapFS), seed}
		time.Local = time.FixedZone("", (14-3*seed)*3600)
		runtime.GOMAXPROCS(1 + seed%4)
		if diff := cmp.Diff(want, snapshot(Load(src, nil))); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestTextual(t *testing.T) {
	for mediaType, want := range map[string]bool{
		"text/html; charset=utf-8": true, "TEXT/CSS": true, "image/svg+xml": true, "application/json": true,
		"application/ld+json": true, "application/vnd.citationstyles.csl+json": true, "application/atom+xml; charset=utf-8": true,
		"application/xml": true, "application/x-research-info-systems": true, "application/x-bibtex; charset=utf-8": true, "text/javascript": true,
		"image/png": false, "font/woff2": false, "application/pdf": false, "application/zip": false, "": false,
	} {
		if got := Textual(mediaType); got != want {
			t.Errorf("%q: %v", mediaType, got)
		}
	}
}
