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

	"github.com/google/go-cmp/cmp"
)

// A mirror is a consumer that reads again only what it is told of and the folders
// that this is in, or everything. It knows that nothing is in what is no folder.
type mirror struct {
	s       *watched
	mu      sync.Mutex
	things  map[string]string
	reports int
}

// reflect makes a mirror that works until the watcher ends.
func (s *watched) reflect(everything bool) *mirror {
	m := &mirror{s: s, things: s.tree()}
	go func() {
		for c := range s.c {
			m.mu.Lock()
			m.reports++
			if everything {
				m.things, c.Paths = s.tree(), nil
			}
			for _, path := range c.Paths {
				thing := s.read(path)
				if thing != "folder" {
					maps.DeleteFunc(m.things, func(p, _ string) bool { return strings.HasPrefix(p, path+"/") })
				}
				m.set(path, thing)
				for dir := filepath.Dir(path); dir != s.root; dir = filepath.Dir(dir) {
					if thing := s.read(dir); thing == "folder" {
						m.set(dir, thing)
					} else if m.things[dir] == "folder" {
						m.set(dir, "")
					}
				}
			}
			m.mu.Unlock()
		}
	}()
	return m
}

func (m *mirror) set(path, thing string) {
	if thing == "" {
		delete(m.things, path)
	} else {
		m.things[path] = thing
	}
}

// read gives what is at path, and not what a link above leads to.
func (s *watched) read(path string) string {
	for dir := filepath.Dir(path); dir != s.root; dir = filepath.Dir(dir) {
		if fi, err := os.Lstat(dir); err != nil || !fi.IsDir() {
			return ""
		}
	}
	fi, err := os.Lstat(path)
	if err != nil {
		return ""
	}
	switch fi.Mode().Type() {
	case 0:
		text, _ := os.ReadFile(path)
		return "file " + string(text)
	case fs.ModeSymlink:
		to, _ := os.Readlink(path)
		return "link " + to
	case fs.ModeDir:
		return "folder"
	}
	return ""
}

// tree is what is really there.
func (s *watched) tree() map[string]string {
	things := map[string]string{}
	_ = filepath.WalkDir(s.root, func(path string, d fs.DirEntry, err error) error {
		if path == s.root {
			return nil
		}
		if thing := s.read(path); thing != "" {
			things[path] = thing
		}
		return nil
	})
	return things
}

// settle waits until the mirror shows what is there, and gives the number of reports.
func (m *mirror) settle() int {
	m.s.t.Helper()
	want := m.s.tree()
	for deadline := time.Now().Add(never); ; time.Sleep(time.Millisecond) {
		m.mu.Lock()
		same, reports := maps.Equal(m.things, want), m.reports
		m.mu.Unlock()
		if same {
			return reports
		}
		if time.Now().After(deadline) {
			m.s.t.Fatalf("the mirror is not the tree:\n%s", cmp.Diff(want, m.things))
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
		{name: "walking all the time", adapt: []func(*watcher){walking}},
		{name: "polling all the time", poll: true, adapt: []func(*watcher){walking}},
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
					switch r.IntN(12) {
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
					case 8, 9:
						to := []string{"nowhere", "../a", "b", "c/a"}[r.IntN(4)]
						_ = os.MkdirAll(filepath.Dir(path), 0o755)
						if r.IntN(2) == 0 {
							_ = os.Symlink(to, path)
						} else if temp := s.path("link.new"); os.Symlink(to, temp) == nil && os.Rename(temp, path) != nil {
							_ = os.Remove(temp)
						}
					case 10:
						_ = os.MkdirAll(path, 0o755)
						_ = os.Remove(path)
					case 11:
						_ = os.Mkdir(path, 0o755)
						_ = os.WriteFile(filepath.Join(path, "a"), []byte("text"), 0o644)
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
