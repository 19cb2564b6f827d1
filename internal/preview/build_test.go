package preview

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/check"
	"briefpress/internal/site"
	"briefpress/internal/watch"
)

// tree is the content of all files below a folder, and the folders with nothing in
// them, as a watcher knows them.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			var data []byte
			data, err = os.ReadFile(name)
			files[name] = string(data)
		}
		if err == nil && d.IsDir() {
			var inside []os.DirEntry
			if inside, err = os.ReadDir(name); len(inside) == 0 {
				files[name] = "nothing"
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// findings are all that a state has.
func findings(s *state) []check.Finding {
	return slices.Concat(s.stops, slices.Collect(s.found.All()))
}

// TestShownIsWhatIsWritten edits a site at random, tells the preview which files
// have changed and nothing else, and holds what it shows to a clean load: the
// same files and problems where that is good, else the last good ones and what is
// wrong.
func TestShownIsWhatIsWritten(t *testing.T) {
	steps := 300
	if testing.Short() {
		steps = 60
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	room := newRoom(t)
	opts := quiet(Options{Source: room.source, Folders: map[string]string{
		"content": room.file("content"), "templates": room.file("templates"), "static": room.file("static"),
	}})
	p := newPreview(t.Context(), opts)
	whole := tree(t, room.dir)
	write := func(name, text string) {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	do := func(err error) {
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	folder := func() string {
		return room.file("content/briefs/" + []string{"kestrel", "merlin", "hobby"}[r.IntN(3)])
	}
	small := func() string {
		return text([]string{
			"About " + word(r.IntN(20)) + ".", []string{"", "See [it](../merlin/).", "<b>raw</b>", "A note.[^a]", "![A bird](bird.svg)"}[r.IntN(5)],
		})
	}
	edits := []func(){
		func() { write(filepath.Join(folder(), "2021-03-01.md"), small()) },
		func() { write(filepath.Join(folder(), "2021-03-01.md"), small()) },
		func() { write(filepath.Join(folder(), "2022-01-01.md"), small()) },
		func() { write(folder()+".md", strings.Replace(small(), "---\n", "---\npublished: 2020-01-01\n", 1)) },
		func() {
			write(filepath.Join(folder(), "2021-03-01.md"), strings.Replace(small(), "summary", "sumary", 1))
		},
		func() {
			write(filepath.Join(folder(), "bird.svg"), fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="4"/>`, 1+r.IntN(3)))
		},
		func() { do(os.Remove(filepath.Join(folder(), "2021-03-01.md"))) },
		func() { do(os.Remove(folder() + ".md")) },
		func() { do(os.RemoveAll(folder())) },
		func() {
			to := folder()
			do(os.RemoveAll(to))
			do(os.Rename(folder(), to))
		},
		func() {
			write(room.file("content/pages/about.md"), fmt.Sprintf("---\ntitle: About\n---\n\nOn %s.\n", word(r.IntN(9))))
		},
		func() { write(room.file("static/css/zoom.css"), fmt.Sprintf("a { --n: %d }\n", r.IntN(3))) },
		func() {
			name := room.file("templates/base.html")
			write(name, strings.Replace(whole[name], "<main", []string{"<main", "<!-- x --><main", "{{.None}}<main"}[r.IntN(3)], 1))
		},
		func() {
			write(room.file("content/site.yaml"), "id: example.org,2020\ntitle: Notes "+word(r.IntN(3))+"\n")
		},
	}
	restore := func() {
		do(os.RemoveAll(room.file("content")))
		for name, data := range whole {
			if old, err := os.ReadFile(name); err != nil || string(old) != data {
				write(name, data)
			}
		}
	}
	p.build(false)
	before := whole
	good, bad := 0, 0
	for step := range steps {
		last := p.now.Load().files
		if r.IntN(5) == 0 {
			restore()
		}
		for range 1 + r.IntN(2) {
			edits[r.IntN(len(edits))]()
		}
		now := tree(t, room.dir)
		var changed watch.Change
		for name, data := range now {
			if old, ok := before[name]; !ok || old != data {
				changed.Paths = append(changed.Paths, name)
			}
		}
		for name := range before {
			if _, ok := now[name]; !ok {
				changed.Paths = append(changed.Paths, name)
			}
		}
		if before = now; len(changed.Paths) == 0 {
			continue
		}
		slices.Sort(changed.Paths)
		p.change(changed)
		p.checks.Wait()

		src, _ := room.source()
		clean, problems := site.Load(src, nil)
		stopped := slices.ContainsFunc(problems, stops)
		if !stopped {
			problems = clean.Problems()
		}
		s := p.now.Load()
		if diff := cmp.Diff(findings(newState(nil, false, check.Weigh(clean, problems))), findings(s)); diff != "" {
			t.Fatalf("step %d, changed %q: problems (-clean +shown):\n%s", step, changed.Paths, diff)
		}
		if stopped || slices.ContainsFunc(problems, stops) {
			bad++
			if !s.failed || s.files != last {
				t.Fatalf("step %d, changed %q: a broken site is shown: %v", step, changed.Paths, problems)
			}
			continue
		}
		good++
		if s.failed {
			t.Fatalf("step %d, changed %q: a good site is not shown", step, changed.Paths)
		}
		paths := clean.Paths()
		if diff := cmp.Diff(paths, s.files.site.Paths()); diff != "" {
			t.Fatalf("step %d, changed %q: addresses (-clean +shown):\n%s", step, changed.Paths, diff)
		}
		for _, path := range paths {
			if step%10 != 9 && r.IntN(10) > 0 {
				continue
			}
			f, err := clean.File(path)
			if err != nil {
				t.Fatal(err)
			}
			e, err := s.Entry(path)
			if err != nil {
				t.Fatal(err)
			}
			if want := equip(f); !bytes.Equal(e.File.Body, want.Body) || e.File.Status != want.Status || e.File.Location != want.Location {
				t.Fatalf("step %d, changed %q: %s (-clean +shown):\n%s", step, changed.Paths, path, cmp.Diff(string(want.Body), string(e.File.Body)))
			}
		}
	}
	t.Logf("%d sites were good, %d were not", good, bad)
	if good < steps/10 || bad < steps/20 {
		t.Error("the edits do not say much")
	}
}
