package watch

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A mirror is a consumer that reads again only what it is told of, or everything.
type mirror struct {
	s       *watched
	mu      sync.Mutex
	files   map[string]string
	reports int
}

// reflect makes a mirror that works until the watcher ends.
func (s *watched) reflect(everything bool) *mirror {
	m := &mirror{s: s, files: s.tree()}
	go func() {
		for c := range s.c {
			m.mu.Lock()
			m.reports++
			if everything {
				m.files, c.Paths = s.tree(), nil
			}
			for _, path := range c.Paths {
				if text, err := os.ReadFile(path); err == nil {
					m.files[path] = string(text)
				} else {
					delete(m.files, path)
				}
			}
			m.mu.Unlock()
		}
	}()
	return m
}

// tree is what is really there.
func (s *watched) tree() map[string]string {
	files := map[string]string{}
	_ = filepath.WalkDir(s.root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			text, _ := os.ReadFile(path)
			files[path] = string(text)
		}
		return nil
	})
	return files
}

// settle waits until the mirror shows what is there, and gives the number of reports.
func (m *mirror) settle() int {
	m.s.t.Helper()
	want := m.s.tree()
	for deadline := time.Now().Add(never); ; time.Sleep(time.Millisecond) {
		m.mu.Lock()
		same, reports := maps.Equal(m.files, want), m.reports
		m.mu.Unlock()
		if same {
			return reports
		}
		if time.Now().After(deadline) {
			m.s.t.Fatalf("the mirror has %d files and is not the tree of %d files", len(m.files), len(want))
		}
	}
}

func TestStorm(t *testing.T) {
	for _, tt := range []struct {
		name string
		save func(s *watched, text string)
	}{
		{"in place", func(s *watched, text string) { s.write("a.md", text) }},
		{"rename", func(s *watched, text string) {
			s.write("a.tmp", text)
			s.do(os.Rename(s.path("a.tmp"), s.path("a.md")))
		}},
		{"delete and create", func(s *watched, text string) {
			s.do(os.Remove(s.path("a.md")))
			s.write("a.md", text)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) { storm(t, tt.save) })
	}
}

// Between two saves there is time to look.
func TestStormWithRests(t *testing.T) {
	t.Parallel()
	storm(t, func(s *watched, text string) {
		s.write("a.md", text)
		time.Sleep(2 * quiet)
	})
}

func storm(t *testing.T, save func(s *watched, text string)) {
	s := begin(t, func(root string, _ *Options) { put(t, root, "a.md", "old") }, withoutReconciling)
	m := s.reflect(false)
	start := time.Now()
	for i := range 1000 {
		save(s, strings.Repeat(fmt.Sprintf("save %d\n", i), 1000))
	}
	last := time.Now()
	reports := m.settle()
	t.Logf("1000 saves in %v, %d reports, shown %v after the last save", last.Sub(start), reports, time.Since(last))
	if limit := int(time.Since(start)/(25*time.Millisecond)) + 1; reports > limit {
		t.Errorf("%d reports, at most %d are right", reports, limit)
	}
}

// Whatever happens, a consumer that reads only the paths it is told of ends up
// with what is there.
func TestMirror(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		poll  bool
		adapt []func(*watcher)

		everything bool
	}{
		{name: "events"},
		{name: "everything", everything: true},
		{name: "events without reconciling", adapt: []func(*watcher){withoutReconciling}},
		{name: "events without leases", adapt: []func(*watcher){withoutLeases}},
		{name: "polling", poll: true},
	} {
		for seed := range uint64(3) {
			t.Run(fmt.Sprintf("%s/%d", tt.name, seed), func(t *testing.T) {
				t.Parallel()
				s := begin(t, func(root string, opts *Options) {
					opts.Poll = tt.poll
					put(t, root, "a/b/1", "old")
					put(t, root, "2", "old")
				}, tt.adapt...)
				m := s.reflect(tt.everything)
				r := rand.New(rand.NewPCG(seed, 1))
				// Three levels of two names each, so that files and directories
				// take each other's places.
				random := func() string {
					names := make([]string, 1+r.IntN(3))
					for i := range names {
						names[i] = string("abc"[r.IntN(3)])
					}
					return s.path(strings.Join(names, "/"))
				}
				for i := range 400 {
					path := random()
					switch r.IntN(8) {
					case 0, 1, 2:
						_ = os.MkdirAll(filepath.Dir(path), 0o755)
						_ = os.WriteFile(path, fmt.Appendf(nil, "text %d", i%50), 0o644)
					case 3:
						_ = os.Remove(path)
					case 4:
						_ = os.MkdirAll(path, 0o755)
					case 5, 6:
						_ = os.Rename(path, random())
					case 7:
						_ = os.RemoveAll(path)
					}
					if r.IntN(10) == 0 {
						time.Sleep(time.Duration(r.IntN(150)) * time.Millisecond)
					}
				}
				// Nothing that is held may hide a loss: the last word is new everywhere.
				m.settle()
				for _, name := range []string{"a/a/a", "b/b", "c"} {
					path := s.path(name)
					_ = os.RemoveAll(s.path(name[:1]))
					s.do(os.MkdirAll(filepath.Dir(path), 0o755))
					s.do(os.WriteFile(path, []byte("last"), 0o644))
				}
				m.settle()
			})
		}
	}
}
