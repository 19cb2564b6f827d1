package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
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
		if err := errors.Join(os.Mkdir(filepath.Join(root, "d00", "empty"), 0o755), os.Symlink("nowhere", filepath.Join(root, "d00", "link.md"))); err != nil {
			t.Fatal(err)
		}
	})
	names := []string{"/a.md", "/empty", "/link.md", "/sub/deep/b.md"}
	single := 0
	for i := range 20 {
		from, to := fmt.Sprintf("d%02d", i), fmt.Sprintf("d%02d", i+1)
		s.rename(from, to)
		var want []string
		for _, name := range names {
			want = append(want, from+name, to+name)
		}
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
	s.expect("d20/a.md", "d20/empty", "d20/link.md", "d20/sub/deep/b.md")
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

func TestList(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 257, 600} {
		dir := t.TempDir()
		for i := range n {
			put(t, dir, fmt.Sprint(i), "")
		}
		pauses := 0
		entries, ok := list(dir, func() bool {
			pauses++
			return true
		})
		if len(entries) != n || !ok || pauses != n/256 {
			t.Errorf("%d of %d names, with %d pauses: %t", len(entries), n, pauses, ok)
		}
		if _, ok := list(dir, func() bool { return false }); ok != (n < 256) {
			t.Errorf("%d names: %t", n, ok)
		}
	}
	name := openTemp(t).Name()
	for _, name := range []string{name, name + ".absent"} {
		if entries, ok := list(name, straight); len(entries) != 0 || !ok {
			t.Errorf("%s: %v, %t", name, entries, ok)
		}
	}
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
