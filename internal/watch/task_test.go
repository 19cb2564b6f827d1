package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// idle makes a watcher that nobody runs, in a root that setup has filled, after
// its baseline.
func idle(t *testing.T, setup func(root string)) *watcher {
	t.Helper()
	root := t.TempDir()
	if setup != nil {
		setup(root)
	}
	w, err := newWatcher(Options{Dirs: []string{root}})
	if err != nil {
		t.Fatal(err)
	}
	withoutReconciling(w)
	w.baseline(t.Context())
	t.Cleanup(w.stop)
	return w
}

// happens is the event of something that happens to the path of name below the
// first root, now and long enough ago to be looked into.
func (w *watcher) happens(op fsnotify.Op, name string) {
	w.event(fsnotify.Event{Name: filepath.Join(w.roots[0], filepath.FromSlash(name)), Op: op})
	w.lastEvent = time.Now().Add(-hourly)
}

// walked works until there is no walk.
func (w *watcher) walked(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(never); w.walking != nil || !time.Now().Before(w.walkAt); w.work(t.Context()) {
		if time.Now().After(deadline) {
			t.Fatal("the walk has no end")
		}
	}
}

// A comparison that is due because events were lost is not put off by a burst.
func TestDueComparison(t *testing.T) {
	w := idle(t, nil)
	begin := w.walkedAt
	w.happens(fsnotify.Write, ".")
	w.walkAt = time.Now()
	w.walked(t)
	if len(w.dirty) != 0 || !w.walkedAt.After(begin) {
		t.Error("no comparison was made")
	}
	w.happens(fsnotify.Write, ".")
	begin, w.after = w.walkedAt, time.Minute
	w.work(t.Context())
	if in := time.Until(w.walkAt); !w.walkedAt.Equal(begin) || in <= 0 || in > time.Minute {
		t.Errorf("the comparison after a burst is in %v", in)
	}
}

// A comparison asked for during another comes after that.
func TestComparisonDuringAnother(t *testing.T) {
	w := idle(t, func(root string) { put(t, root, "a/b/c.md", "text") })
	w.slice, w.walkAt = 0, time.Now()
	w.work(t.Context())
	first := w.walking
	if first == nil {
		t.Fatal("the comparison is not in slices")
	}
	w.walkAt = time.Now() // as when events are lost
	put(t, w.roots[0], "d.md", "text")
	for w.walking == first {
		w.work(t.Context())
	}
	if time.Now().Before(w.walkAt) && w.walking == nil {
		t.Error("it was forgotten")
	}
	w.walked(t)
	if w.generation != 3 { // the baseline is one
		t.Errorf("%d comparisons", w.generation-1)
	}
}

// While a comparison rests, events are looked into, and what they are about
// moves between what was met and what was not.
func TestEventsDuringComparison(t *testing.T) {
	const n = 8
	for stop := range 120 { // pauses until it happens
		w := idle(t, func(root string) {
			for i := range n {
				put(t, root, fmt.Sprintf("d%d/a.md", i), "text")
				put(t, root, fmt.Sprintf("d%d/sub/b.md", i), "text")
			}
		})
		root := w.roots[0]
		w.slice, w.walkAt = 0, time.Now()
		for range stop {
			w.work(t.Context())
			if w.walking != nil {
				w.walking.at = time.Now()
			}
		}
		move := func(from, to string) {
			if err := os.Rename(filepath.Join(root, from), filepath.Join(root, to)); err != nil {
				t.Fatal(err)
			}
			w.happens(fsnotify.Rename, from)
			w.happens(fsnotify.Create, to)
		}
		move("d0", "z0")
		move(fmt.Sprintf("d%d", n-1), "0")
		put(t, root, "d3/a.md", "new text")
		w.happens(fsnotify.Write, "d3/a.md")
		if err := os.Remove(filepath.Join(root, "d4", "sub", "b.md")); err != nil {
			t.Fatal(err)
		}
		w.happens(fsnotify.Remove, "d4/sub/b.md")
		w.work(t.Context())
		if path := filepath.Join(root, "0", "a.md"); len(w.dirty) != 0 || w.pending[path] == nil && w.known[path] == nil {
			t.Fatalf("after %d pauses the events wait", stop)
		}
		if _, ok := w.changed[filepath.Join(root, "d3", "a.md")]; !ok {
			t.Fatalf("after %d pauses the saved file waits", stop)
		}
		done := w.walking == nil
		for deadline := time.Now().Add(never); len(w.pending) > 0 || w.walking != nil; w.work(t.Context()) {
			if time.Now().After(deadline) {
				t.Fatal("it does not end")
			}
			time.Sleep(time.Until(w.next()))
		}
		w.offer, w.sentAt, w.readyAt = nil, time.Time{}, time.Time{}
		w.propose()
		var got []string
		if w.offer != nil {
			for _, path := range w.offer.Paths {
				rel, err := filepath.Rel(root, path)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, filepath.ToSlash(rel))
			}
		}
		want := []string{"0/a.md", "0/sub/b.md", "d0/a.md", "d0/sub/b.md", "d3/a.md", "d4/sub/b.md", "d7/a.md", "d7/sub/b.md", "z0/a.md", "z0/sub/b.md"}
		if !slices.Equal(got, want) {
			t.Fatalf("after %d pauses %q was reported, want %q", stop, got, want)
		}
		if done {
			t.Logf("a comparison has %d pauses", stop)
			return
		}
	}
	t.Error("the comparison did not end: the test is too small")
}

// The slices of a task are short, and the rests between them long.
func TestTask(t *testing.T) {
	slices, ended := 0, false
	w := idle(t, nil)
	w.reading = newTask(time.Now(), time.Millisecond, func(pause pause) {
		defer func() { ended = true }()
		for pause() {
			time.Sleep(100 * time.Microsecond)
		}
	})
	task := w.reading
	for range 10 {
		begin := time.Now()
		if !task.run(9) {
			t.Fatal("it ended")
		}
		slices++
		took := time.Since(begin)
		if rest := time.Until(task.at); took < time.Millisecond || rest < min(8*took, patience/2) || rest > patience {
			t.Errorf("a slice took %v, and the next comes %v later", took, rest)
		}
		if task.due(time.Now()) {
			t.Error("it is due at once")
		}
	}
	w.stop()
	if !ended {
		t.Error("it did not end with the watcher")
	}
	if task.cost < 10*time.Millisecond {
		t.Errorf("%d slices cost %v", slices, task.cost)
	}
}
