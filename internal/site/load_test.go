package site

import (
	"io/fs"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
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
	if one.page("about") != two.page("about") || one.templates.pages["brief.html"] != two.templates.pages["brief.html"] {
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
