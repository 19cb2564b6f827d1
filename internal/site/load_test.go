package site

import (
	"io/fs"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/brief"
)

// shuffled lists directories in an order of its own.
type shuffled struct {
	fstest.MapFS
	seed int
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := s.MapFS.ReadDir(name)
	r := rand.New(rand.NewPCG(1, uint64(s.seed)))
	r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, err
}

// TestIncremental edits a site at random and holds that loading it with the
// site before is the same as loading it afresh.
func TestIncremental(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	src := library(t)
	sealContent(t, src)
	folders := []fstest.MapFS{src.Content.(fstest.MapFS), src.Templates.(fstest.MapFS), src.Static.(fstest.MapFS)}
	pick := func(folder fstest.MapFS) string {
		names := sortedKeys(folder)
		return names[r.IntN(len(names))]
	}
	edits := []func(fstest.MapFS){
		func(f fstest.MapFS) { // change a few bytes
			old := f[pick(f)]
			data := slices.Clone(old.Data)
			if len(data) > 0 {
				data[r.IntN(len(data))] = byte("aZ9 -\n#{}"[r.IntN(9)])
			}
			*old = fstest.MapFile{Data: data, Mode: old.Mode}
		},
		func(f fstest.MapFS) { // add a line
			old := f[pick(f)]
			old.Data = append(slices.Clone(old.Data), "\nMore NATO text.\n"...)
		},
		func(f fstest.MapFS) { delete(f, pick(f)) },
		func(f fstest.MapFS) { // rename
			name := pick(f)
			f[strings.NewReplacer("2019", "2018", "mission", "task", "short", "brief", "plan", "map", "base", "bass").Replace(name)] = f[name]
			delete(f, name)
		},
		func(f fstest.MapFS) { // copy
			name := pick(f)
			f[strings.NewReplacer("2020", "2021", "about", "more", "short", "long", "tokens", "zoom").Replace(name)] = &fstest.MapFile{Data: slices.Clone(f[name].Data), Mode: 0o644}
		},
	}
	original := make([]fstest.MapFS, len(folders))
	for i, f := range folders {
		original[i] = fstest.MapFS{}
		for name, file := range f {
			original[i][name] = &fstest.MapFile{Data: file.Data, Mode: file.Mode}
		}
	}
	var prev *Site
	for round := range 50 {
		if round%10 == 0 { // back to a whole site, so that pages are made
			for i, f := range folders {
				clear(f)
				for name, file := range original[i] {
					f[name] = &fstest.MapFile{Data: file.Data, Mode: file.Mode}
				}
			}
			src.BaseURL = []string{"", "https://example.org/a/", "https://example.org/"}[r.IntN(3)]
			src.Drafts = r.IntN(2) == 0
			src.AsOf = []brief.Date{"", "2020-01-01"}[r.IntN(2)]
		}
		for range r.IntN(3) {
			f := folders[r.IntN(len(folders))]
			if len(f) > 1 {
				edits[r.IntN(len(edits))](f)
			}
		}
		clean, cleanProblems := Load(src, nil)
		next, problems := Load(src, prev)
		if diff := cmp.Diff(snapshot(clean, cleanProblems), snapshot(next, problems)); diff != "" {
			t.Fatalf("round %d (-clean +incremental):\n%s", round, diff)
		}
		prev = next
	}
}

// TestTakeOver holds that unchanged documents, briefs and templates are the
// same values in the next site, and changed ones are not.
func TestTakeOver(t *testing.T) {
	src := library(t)
	one, _ := Load(src, nil)
	content := src.Content.(fstest.MapFS)
	content["briefs/short.md"].Data = append(slices.Clone(content["briefs/short.md"].Data), "More.\n"...)
	two, _ := Load(src, one)
	if one.entry("mission") != two.entry("mission") {
		t.Error("an unchanged brief was made anew")
	}
	if one.entry("short") == two.entry("short") {
		t.Error("a changed brief was taken over")
	}
	if one.page("about") != two.page("about") || one.templates != two.templates {
		t.Error("an unchanged page or template was made anew")
	}
	src.BaseURL = "https://example.org/sub/"
	if three, _ := Load(src, two); two.entry("mission") == three.entry("mission") {
		t.Error("a brief was taken over to another base path")
	}
}

// TestParallelPanic holds that a panic reaches the caller, who may recover.
func TestParallelPanic(t *testing.T) {
	defer func() {
		if r, _ := recover().(string); !strings.HasPrefix(r, "broken") {
			t.Errorf("recovered %q", r)
		}
	}()
	parallel(make([]int, 4*runtime.GOMAXPROCS(0)), func(i, _ int) {
		if i == 2 {
			panic("broken")
		}
	})
	t.Error("no panic")
}
