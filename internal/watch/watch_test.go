package watch

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var repeat = flag.Int("repeat", 5, "how often each way of saving is tried")

const (
	never  = 30 * time.Second       // what takes longer has failed
	calm   = 400 * time.Millisecond // past every hold and the comparison after a burst
	hourly = time.Hour              // in place of an interval, to show that something else does the work
)

// The tests mostly wait, so that more of them than there are processors can run.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == fmt.Sprint(runtime.GOMAXPROCS(0)) {
		_ = f.Value.Set("8")
	}
	m.Run()
}

// A watched is a watcher under test and the directory it watches.
type watched struct {
	t    *testing.T
	root string
	c    <-chan Change
	log  *logged
	stop context.CancelFunc
}

// logged keeps what was logged.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logged) count(s string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.buf.String(), s)
}

// begin watches a new directory, after setup has filled it and changed opts; adapt
// may change the watcher before it starts.
func begin(t *testing.T, setup func(root string, opts *Options), adapt ...func(*watcher)) *watched {
	t.Helper()
	s := &watched{t: t, root: filepath.Join(t.TempDir(), "root"), log: new(logged)}
	s.do(os.Mkdir(s.root, 0o755))
	opts := Options{Dirs: []string{s.root}, Log: slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	if setup != nil {
		setup(s.root, &opts)
	}
	w, err := newWatcher(opts)
	s.do(err)
	for _, f := range adapt {
		f(w)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s.c, s.stop = w.start(ctx), cancel
	t.Cleanup(func() {
		cancel()
		for range s.c {
		}
	})
	return s
}

func (s *watched) do(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *watched) path(name string) string { return filepath.Join(s.root, filepath.FromSlash(name)) }

func (s *watched) write(name, text string) {
	s.t.Helper()
	s.do(os.WriteFile(s.path(name), []byte(text), 0o644))
}

// names gives paths relative to the root, with slashes.
func (s *watched) names(c Change) []string {
	names := make([]string, len(c.Paths))
	for i, path := range c.Paths {
		rel, err := filepath.Rel(s.root, path)
		s.do(err)
		names[i] = filepath.ToSlash(rel)
	}
	return names
}

func (s *watched) next() []string {
	s.t.Helper()
	select {
	case c, ok := <-s.c:
		if !ok {
			s.t.Fatal("the channel is closed")
		}
		if len(c.Paths) == 0 || !slices.IsSorted(c.Paths) || len(slices.Compact(slices.Clone(c.Paths))) != len(c.Paths) {
			s.t.Fatalf("paths are not sorted, single and some: %q", c.Paths)
		}
		return s.names(c)
	case <-time.After(never):
		s.t.Fatalf("no change was reported; log:\n%s", s.log.buf.String())
	}
	return nil
}

// expect wants one change of exactly names.
func (s *watched) expect(names ...string) {
	s.t.Helper()
	if got := s.next(); !slices.Equal(got, names) {
		s.t.Fatalf("changed %q, want %q", got, names)
	}
}

// until collects changes until each of names has been reported, and gives all that was.
func (s *watched) until(names ...string) map[string]bool {
	s.t.Helper()
	all := map[string]bool{}
	for {
		for _, name := range s.next() {
			all[name] = true
		}
		if !slices.ContainsFunc(names, func(name string) bool { return !all[name] }) {
			return all
		}
	}
}

// quiet wants no change for a while.
func (s *watched) quiet() {
	s.t.Helper()
	select {
	case c := <-s.c:
		s.t.Fatalf("%q was reported", s.names(c))
	case <-time.After(calm):
	}
}

func withoutReconciling(w *watcher) { w.after, w.every = hourly, hourly }

// walking makes each walk follow the one before, in slices as small as can be.
func walking(w *watcher) { w.slice, w.after, w.every = 0, 0, 0 }

func withProbe(who writers) func(*watcher) {
	return func(w *watcher) {
		w.probe = func(*os.File) writers { return who }
		w.peek = func(path string) (stamp, writers) {
			s, _ := peek(path)
			return s, who
		}
	}
}

func withoutLeases(w *watcher) { withProbe(cannotTell)(w) }

func TestUnchanged(t *testing.T) {
	t.Parallel()
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%t", poll), func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(root string, opts *Options) {
				opts.Poll = poll
				opts.Ignore = func(path string) bool { return path == filepath.Join(root, "public") }
				for name, text := range map[string]string{"a.md": "text", "b/c.md": "more", "empty.md": ""} {
					path := filepath.Join(root, name)
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			})
			s.quiet()
			s.do(os.Chtimes(s.path("a.md"), time.Now(), time.Now()))
			s.do(os.Chtimes(s.path("b/c.md"), time.Time{}, time.Unix(1, 0)))
			s.do(os.Chmod(s.path("b/c.md"), 0o600))
			s.do(os.Chmod(s.path("b"), 0o700))
			s.write("empty.md", "")
			s.write("a.md", "text")
			s.quiet()
			s.write("a.tmp", "text")
			s.do(os.Rename(s.path("a.tmp"), s.path("a.md"))) // another inode, the same bytes
			s.quiet()
			for _, name := range []string{".a.md.swp", "a.md~", "4913", "a.md___jb_tmp___", "a.md___jb_old___", "#a.md#"} {
				s.write(name, "of the editor")
			}
			s.do(os.MkdirAll(s.path(".git/objects"), 0o755))
			s.write(".git/objects/a.md", "hidden")
			s.do(os.MkdirAll(s.path("public/briefs"), 0o755))
			s.write("public/briefs/index.html", "output")
			s.quiet()
			s.write("b/c.md", "really")
			s.expect("b/c.md")
			s.quiet()
		})
	}
}

// A temporary file that comes and goes is nobody's business.
func TestTemporaryFile(t *testing.T) {
	t.Parallel()
	s := begin(t, nil)
	s.quiet()
	for range 3 {
		start := time.Now()
		s.write("sedAbCdEf", "text")
		time.Sleep(5 * time.Millisecond)
		s.do(os.Remove(s.path("sedAbCdEf")))
		if time.Since(start) < holdNew {
			s.quiet()
		} else {
			s.settled()
		}
	}
	s.write("empty.md", "")
	s.expect("empty.md")
	s.write("empty.md", "text")
	s.expect("empty.md")
	s.write("empty.md", "")
	s.expect("empty.md")
	s.do(os.Remove(s.path("empty.md")))
	s.expect("empty.md")
	s.quiet()
}
