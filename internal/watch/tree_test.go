package watch

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func TestNewDirectories(t *testing.T) {
	t.Parallel()
	s := begin(t, nil)
	for i := range 20 {
		top := fmt.Sprintf("x%d", i)
		file := top + "/y/z/a.md"
		s.do(os.MkdirAll(s.path(top+"/y/z"), 0o755))
		s.write(file, "new")
		s.expect(file)
		s.write(file, "edited")
		s.expect(file)
	}
	s.quiet()
}

func TestRenamedDirectory(t *testing.T) {
	t.Parallel()
	s := begin(t, func(root string, _ *Options) {
		put(t, root, "d00/a.md", "text")
		put(t, root, "d00/sub/deep/b.md", "text")
	})
	single := 0
	for i := range 20 {
		from, to := fmt.Sprintf("d%02d", i), fmt.Sprintf("d%02d", i+1)
		s.rename(from, to)
		want := []string{from + "/a.md", from + "/sub/deep/b.md", to + "/a.md", to + "/sub/deep/b.md"}
		reports := 0
		for len(want) > 0 {
			got := s.next()
			reports++
			want = slices.DeleteFunc(want, func(name string) bool { return slices.Contains(got, name) })
		}
		if reports == 1 {
			single++
		}
		s.write(to+"/sub/deep/b.md", fmt.Sprintf("text %d", i))
		s.expect(to + "/sub/deep/b.md")
	}
	if single < 15 { // a busy machine is forgiven a few
		t.Errorf("%d of 20 renames were reported as one change", single)
	}
	// Out of the tree.
	s.do(os.Rename(s.path("d20"), filepath.Join(filepath.Dir(s.root), "out")))
	s.expect("d20/a.md", "d20/sub/deep/b.md")
	put(t, filepath.Dir(s.root), "out/a.md", "nobody's business")
	s.quiet()
}

// A directory that was moved has lost its watch, though it is where it was and
// what it was when somebody looks.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	s := begin(t, func(root string, _ *Options) { put(t, root, "d/sub/a.md", "text") }, withoutReconciling)
	for i := range 5 {
		s.rename("d", "other")
		s.rename("other", "d")
		s.settled()
		name := fmt.Sprintf("d/%d.md", i)
		s.write(name, "new")
		s.until(name) // perhaps with "other", which is not there
		s.write("d/sub/a.md", name)
		s.until("d/sub/a.md")
	}
}

func TestFileAndDirectoryChangePlaces(t *testing.T) {
	t.Parallel()
	s := begin(t, func(root string, _ *Options) { put(t, root, "a", "text") })
	s.remove("a")
	s.do(os.Mkdir(s.path("a"), 0o755))
	s.write("a/b", "text")
	s.until("a", "a/b")
	s.do(os.RemoveAll(s.path("a")))
	s.write("a", "text")
	s.until("a", "a/b")
	s.quiet()
}

func TestRoots(t *testing.T) {
	t.Parallel()
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%t", poll), func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(root string, opts *Options) {
				put(t, root, "a.md", "text")
				put(t, root, "b/c.md", "text")
				opts.Dirs = append(opts.Dirs, filepath.Join(filepath.Dir(root), "late"))
				opts.Poll = poll
			}, withoutReconciling)
			// Replaced by the same.
			away := s.root + ".away"
			s.do(os.Rename(s.root, away))
			s.do(os.CopyFS(s.root, os.DirFS(away)))
			s.write("b/c.md", "text 2")
			s.until("b/c.md") // and a.md, where this took longer than a hold
			s.settled()
			s.write("b/c.md", "text 3")
			s.expect("b/c.md")
			s.do(os.WriteFile(filepath.Join(away, "a.md"), []byte("nobody's business"), 0o644))
			s.quiet()

			// Gone for long, and back.
			s.do(os.RemoveAll(s.root))
			s.until("a.md", "b/c.md")
			s.quiet()
			put(t, s.root, "b/c.md", "text")
			s.expect("b/c.md")
			s.write("b/c.md", "text 2")
			s.expect("b/c.md")

			// Absent at first.
			put(t, s.root, "../late/x/d.md", "text")
			s.expect("../late/x/d.md")
			put(t, s.root, "../late/x/d.md", "text 2")
			s.expect("../late/x/d.md")
		})
	}
}

// settled waits until nothing has been reported for a while.
func (s *watched) settled() {
	for {
		select {
		case <-s.c:
		case <-time.After(calm):
			return
		}
	}
}

func TestRootIsLink(t *testing.T) {
	t.Parallel()
	var dirs string
	s := begin(t, func(root string, opts *Options) {
		dirs = filepath.Dir(root)
		put(t, dirs, "one/a.md", "1")
		put(t, dirs, "two/a.md", "2")
		if err := os.Remove(root); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("one", root); err != nil {
			t.Skip(err)
		}
	}, withoutReconciling)
	s.write("a.md", "1 again")
	s.expect("a.md")
	s.do(os.Symlink("two", s.root+".new"))
	s.do(os.Rename(s.root+".new", s.root))
	s.expect("a.md")
	s.write("a.md", "2 again")
	s.expect("a.md")
	put(t, dirs, "one/a.md", "nobody's business")
	s.quiet()
}

func TestRelativeRoot(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := Watch(t.Context(), Options{Dirs: []string{".", "./sub/"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.md", filepath.Join("sub", "deep", "b.md")} {
		put(t, ".", name, "text")
		if got := <-c; !slices.Equal(got.Paths, []string{name}) {
			t.Errorf("%q was reported, want %q", got.Paths, name)
		}
	}
	if err := os.RemoveAll("sub"); err != nil {
		t.Fatal(err)
	}
	if got := <-c; !slices.Equal(got.Paths, []string{filepath.Join("sub", "deep", "b.md")}) {
		t.Errorf("%q was reported", got.Paths)
	}
}

func TestRootIsFile(t *testing.T) {
	if _, err := Watch(t.Context(), Options{Dirs: []string{openTemp(t).Name()}}); err == nil {
		t.Error("a file was taken as a root")
	}
}

func TestNothingToWatch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c, err := Watch(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if got, ok := <-c; ok {
		t.Errorf("%q was reported", got.Paths)
	}
}

// A checkout of many files is few changes and all paths; so is whatever happens
// while the consumer is busy.
func TestMerging(t *testing.T) {
	t.Parallel()
	var names []string
	for i := range 300 {
		names = append(names, fmt.Sprintf("%03d.md", i))
	}
	s := begin(t, func(root string, _ *Options) {
		for _, name := range names {
			put(t, root, name, "old")
		}
	})
	all := func(names ...string) {
		t.Helper()
		names = slices.Clone(names)
		time.Sleep(calm) // nobody receives
		reports := 0
		for len(names) > 0 {
			got := s.next()
			reports++
			names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(got, name) })
		}
		if reports > 3 { // and not one, where the machine is slow
			t.Errorf("%d reports", reports)
		}
		s.settled()
	}
	for i, name := range names {
		s.write(name, "new")
		if i%50 == 0 {
			time.Sleep(3 * pace)
		}
	}
	all(names...)
	for _, name := range names[:20] {
		s.remove(name)
		s.write("new-"+name, "new")
		time.Sleep(3 * pace)
	}
	all(names[:20]...)
}

// What waits to be received is held back while one of its files is being written again.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	if probeWriters(openTemp(t)) == cannotTell {
		t.Skip("no leases here")
	}
	s := begin(t, func(root string, _ *Options) { put(t, root, "a.md", "old") })
	s.write("a.md", "whole")
	s.write("b.md", "whole")
	time.Sleep(calm)
	f := s.create("a.md")
	s.append(f, "half")
	time.Sleep(calm)
	s.expect("b.md")
	s.quiet()
	s.append(f, "whole")
	s.do(f.Close())
	s.expect("a.md")
}

// The gate stops the watcher inside Ignore, so that events pile up.
type gate struct {
	closed chan chan struct{}
}

func (g gate) ignore(string) bool {
	select {
	case opened := <-g.closed:
		<-opened
	default:
	}
	return false
}

// close stops the watcher at its next question and gives what lets it go on.
func (g gate) close() (open func()) {
	opened := make(chan struct{})
	g.closed <- opened
	return func() { close(opened) }
}

func TestOverflow(t *testing.T) {
	g := gate{make(chan chan struct{}, 1)}
	s := begin(t, func(root string, opts *Options) {
		opts.Ignore = g.ignore
		put(t, root, "a.md", "old")
		put(t, root, "b.md", "old")
		put(t, root, "c/d.md", "old")
	}, withoutReconciling)
	open := g.close()
	a, b := s.create("a.md"), s.create("b.md")
	for range 30_000 { // in turn, since equal events in a row count as one
		s.append(a, "a")
		s.append(b, "b")
	}
	s.do(a.Close())
	s.do(b.Close())
	// After the queue is full, so that nothing but a rescan can find these.
	s.do(os.MkdirAll(s.path("e/f"), 0o755))
	s.write("e/f/g.md", "new")
	s.write("c/d.md", "new")
	open()
	s.until("a.md", "b.md", "c/d.md", "e/f/g.md")
	if runtime.GOOS == "linux" && s.log.count("events were lost") == 0 {
		t.Error("the queue did not overflow: the test shows nothing")
	}
	s.write("e/f/g.md", "newer")
	s.until("e/f/g.md")
}

// A comparison that is due because events were lost is not put off by a burst.
func TestDueComparison(t *testing.T) {
	w, err := newWatcher(Options{Dirs: []string{t.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	withoutReconciling(w)
	w.baseline(t.Context())
	begin := w.walkedAt
	w.event(fsnotify.Event{Name: w.roots[0], Op: fsnotify.Write})
	w.lastEvent = begin.Add(-hourly)
	w.walkAt = time.Now()
	w.work(t.Context())
	if len(w.dirty) != 0 || !w.walkedAt.After(begin) {
		t.Error("no comparison was made")
	}
	w.event(fsnotify.Event{Name: w.roots[0], Op: fsnotify.Write})
	w.lastEvent = begin.Add(-hourly)
	begin, w.after = w.walkedAt, time.Minute
	w.work(t.Context())
	if in := time.Until(w.walkAt); !w.walkedAt.Equal(begin) || in <= 0 || in > time.Minute {
		t.Errorf("the comparison after a burst is in %v", in)
	}
}

// fsnotify reports some errors while it holds its lock: here for a directory
// that was moved and removed before anybody looked. It must not lock us out.
func TestMovedAndRemoved(t *testing.T) {
	t.Parallel()
	g := gate{make(chan chan struct{}, 1)}
	s := begin(t, func(root string, opts *Options) {
		opts.Ignore = g.ignore
		put(t, root, "a.md", "old")
	})
	for round := range 10 {
		var names []string
		for i := range 10 {
			names = append(names, fmt.Sprintf("d%d/sub/b.md", i))
			put(t, s.root, names[i], "text")
		}
		s.until(names...)
		open := g.close()
		s.write("a.md", fmt.Sprint(round))
		for i := range 10 {
			d := fmt.Sprintf("d%d", i)
			s.rename(d, d+".moved")
			s.do(os.RemoveAll(s.path(d + ".moved")))
		}
		open()
		s.until(names...)
	}
	s.write("a.md", "alive")
	s.until("a.md")
}

func TestManyFiles(t *testing.T) {
	t.Parallel()
	s := begin(t, nil)
	m := s.reflect(false)
	for i := range 1000 {
		put(t, s.root, fmt.Sprintf("%d/%d/a.md", i%50, i), "text")
	}
	m.settle()
	for i := range 50 {
		s.do(os.RemoveAll(s.path(fmt.Sprint(i))))
	}
	m.settle()
}

func TestEndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a/b.md", "text")
	before, files := runtime.NumGoroutine(), descriptors()
	for i := range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		c, err := Watch(ctx, Options{Dirs: []string{dir}, Poll: i%2 == 1, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		put(t, dir, "a/b.md", fmt.Sprint(i))
		if i%3 == 0 { // else it ends with a change that nobody receives
			<-c
		}
		cancel()
		for range c {
		}
	}
	for deadline := time.Now().Add(never); ; time.Sleep(10 * time.Millisecond) {
		if runtime.NumGoroutine() <= before && descriptors() <= files {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines and %d descriptors, before there were %d and %d",
				runtime.NumGoroutine(), descriptors(), before, files)
		}
	}
}

// descriptors counts the open files of the process, where the system tells.
func descriptors() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

func TestCovers(t *testing.T) {
	w, err := newWatcher(Options{
		Dirs:   []string{"/site/content", "rel", "/.hidden/root"},
		Ignore: func(path string) bool { return filepath.Base(path) == "public" },
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"/site/content":                   true,
		"/site/content/a.md":              true,
		"/site/content/b/a.md":            true,
		"/site/content/4913.md":           true,
		"/site/content/#":                 true,
		"/site/content/#1.md":             true,
		"/site/content/~a.md":             true,
		"/site/content2/a.md":             false,
		"/site/contents":                  false,
		"/site":                           false,
		"/site/content/.git/a.md":         false,
		"/site/content/a.md~":             false,
		"/site/content/b/.#a.md":          false,
		"/site/content/4913":              false,
		"/site/content/#a.md#":            false,
		"/site/content/a.md___jb_tmp___":  false,
		"/site/content/a.md___jb_old___":  false,
		"/site/content/public":            false,
		"rel/a.md":                        true,
		"a.md":                            false,
		"/.hidden/root/a.md":              true,
		"/.hidden/a.md":                   false,
		"/site/content/b/..c":             false,
		"/site/content/b/a b\n.md":        true,
		"/site/content/b/\xff.md":         true,
		"/site/content/résumé/naïve.md":   true,
		"/site/content/b/a.md.___jb_tmp_": true,
	} {
		if got := w.covers(filepath.FromSlash(path)); got != want {
			t.Errorf("covers(%q) = %t", path, got)
		}
	}
}
