package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// old lets what was just written grow so old that its stat proves its contents.
func old() { time.Sleep(coarse + coarse/4) }

func unreadForLong(w *watcher) { w.grace = hourly }

// Contents that were not read yet stand for what they were when the watch began:
// whatever is done to a file then is a change.
func TestUnread(t *testing.T) {
	t.Parallel()
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%t", poll), func(t *testing.T) {
			t.Parallel()
			names := []string{"others.md", "back.md", "same.md", "replaced.md", "touched.md", "gone.md", "untouched.md", "d/deep.md"}
			s := begin(t, func(root string, opts *Options) {
				opts.Poll = poll
				for _, name := range names {
					put(t, root, name, "text")
				}
				old()
			}, unreadForLong)
			s.quiet()
			s.write("others.md", "another")
			s.expect("others.md")
			fi, err := os.Stat(s.path("back.md"))
			s.do(err)
			s.write("back.md", "TEXT")
			s.do(os.Chtimes(s.path("back.md"), fi.ModTime(), fi.ModTime()))
			s.expect("back.md")
			s.write("same.md", "text")
			s.expect("same.md")
			s.write("new", "text")
			s.rename("new", "replaced.md")
			s.until("replaced.md")
			s.do(os.Chtimes(s.path("touched.md"), time.Now(), time.Now()))
			s.expect("touched.md")
			s.remove("gone.md")
			s.expect("gone.md")
			s.quiet()
			s.write("d/deep.md", "TEXT")
			s.expect("d/deep.md")
			// Now they are read.
			s.settled()
			time.Sleep(reading)
			s.write("others.md", "another")
			s.do(os.Chtimes(s.path("touched.md"), time.Now(), time.Now()))
			s.quiet()
		})
	}
}

// Once the contents were read, they are what is compared.
func TestReadLater(t *testing.T) {
	t.Parallel()
	s := begin(t, func(root string, _ *Options) {
		for i := range 300 {
			put(t, root, fmt.Sprintf("%d/a.md", i), "text")
		}
		old()
	}, func(w *watcher) { w.grace = 0 })
	// The end of the reading cannot be seen from here.
	time.Sleep(2 * time.Second)
	s.settled()
	for i := range 300 {
		s.do(os.Chtimes(s.path(fmt.Sprintf("%d/a.md", i)), time.Now(), time.Now()))
	}
	s.write("7/a.md", "text")
	s.quiet()
	s.write("7/a.md", "TEXT")
	s.expect("7/a.md")
}

// A file is changed at each moment of the later reading.
func TestChangedWhileRead(t *testing.T) {
	root := t.TempDir()
	const n = 200
	for i := range n {
		put(t, root, fmt.Sprintf("%03d.md", i), "text")
	}
	old()
	w, err := newWatcher(Options{Dirs: []string{root}})
	if err != nil {
		t.Fatal(err)
	}
	withoutReconciling(w)
	unread := w.baseline(t.Context())
	if len(unread) != n {
		t.Fatalf("%d of %d files are to be read later", len(unread), n)
	}
	slices.Sort(unread)
	var want []string
	for i, path := range unread {
		if e := w.known[path]; !e.unread || e.sum != 0 {
			t.Fatalf("%s was read", path)
		}
		if i%10 == 0 {
			want = append(want, path)
		}
	}
	i := 0
	w.readAll(unread, func() bool { // called after each read, and after each file
		if i < n && i%10 == 0 { // for the first time in the middle of a file, then before later ones
			if err := os.WriteFile(unread[i], fmt.Append(nil, i), 0o644); err != nil {
				t.Error(err)
			}
		}
		i++
		return true
	})
	for deadline := time.Now().Add(never); len(w.pending) > 0; w.examine(t.Context()) {
		if time.Now().After(deadline) {
			t.Fatal("it does not end")
		}
	}
	var got []string
	for path := range w.changed {
		got = append(got, path)
	}
	slices.Sort(got)
	for _, path := range got {
		if !slices.Contains(want, path) {
			t.Errorf("%s was reported", filepath.Base(path))
		}
	}
	for i, path := range unread {
		e := w.known[path]
		// What was read before it was changed is left to events and comparisons.
		fi, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if e.unread || e.stamp == stampOf(fi) && slices.Contains(want, path) && !slices.Contains(got, path) {
			t.Errorf("the change of %d was lost", i)
		}
	}
	if len(got) == 0 {
		t.Error("nothing was changed in time: the test shows nothing")
	}
}

// Where a stat does not tell what was done to a file, it is read at once; and so
// is one that was written just now.
func TestReadAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name  string
		young bool
		adapt func(*watcher)
		want  bool
	}{
		{name: "proved", adapt: func(*watcher) {}},
		{name: "no leases", adapt: withoutLeases},
		{name: "no change time", adapt: func(w *watcher) {
			w.peek = func(path string) (stamp, writers) {
				s, who := peek(path)
				s.ctime = 0
				return s, who
			}
		}, want: true},
		{name: "in writing", adapt: func(w *watcher) {
			w.peek = func(path string) (stamp, writers) {
				s, _ := peek(path)
				return s, someWriters
			}
		}, want: true},
		{name: "young", young: true, adapt: func(*watcher) {}, want: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			put(t, root, "d/a.md", "text")
			if !tt.young {
				old()
			}
			w, err := newWatcher(Options{Dirs: []string{root}})
			if err != nil {
				t.Fatal(err)
			}
			tt.adapt(w)
			unread := w.baseline(t.Context())
			path := filepath.Join(root, "d", "a.md")
			e := w.known[path]
			if e == nil || e.unread == tt.want || slices.Contains(unread, path) == tt.want || len(w.pending) > 0 {
				t.Errorf("%+v is known, %q is to be read", e, unread)
			}
		})
	}
}

// On some mounts a stat tells late what was written. An event is believed then.
func TestStatBehind(t *testing.T) {
	for _, op := range []fsnotify.Op{fsnotify.Write, fsnotify.Create, fsnotify.Chmod} {
		w := idle(t, func(root string) { put(t, root, "a.md", "text") })
		path := filepath.Join(w.roots[0], "a.md")
		fi, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		w.known[path] = &entry{stamp: stampOf(fi), read: time.Now().UnixNano(), unread: true}
		w.happens(op, "a.md")
		w.work(t.Context())
		_, changed := w.changed[path]
		if want := op != fsnotify.Chmod; changed != want || w.known[path].unread {
			t.Errorf("after %v, changed is %t", op, changed)
		}
	}
}

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 31, 32, 33, 1000} {
		var calls atomic.Int64
		in := make([]int, n)
		for i := range in {
			in[i] = i
		}
		out := each(in, func(i int) string {
			calls.Add(1)
			return fmt.Sprint(i)
		})
		if len(out) != n || calls.Load() != int64(n) {
			t.Errorf("%d calls for %d", calls.Load(), n)
		}
		for i, s := range out {
			if s != fmt.Sprint(i) {
				t.Errorf("%d gave %s", i, s)
			}
		}
	}
}
