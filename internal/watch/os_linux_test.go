package watch

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestProbe(t *testing.T) {
	f := openTemp(t)
	if got := probeWriters(f); got != noWriters {
		t.Skipf("no leases here: %v", got)
	}
	w, err := os.OpenFile(f.Name(), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := probeWriters(f); got != someWriters {
		t.Errorf("with a writer: %v", got)
	}
	w.Close()
	if got := probeWriters(f); got != noWriters {
		t.Errorf("after the writer: %v", got)
	}
	// The lease was given back: a non-blocking open would be refused.
	w, err = os.OpenFile(f.Name(), os.O_WRONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatalf("the lease was kept: %v", err)
	}
	w.Close()
}

// A file that stays open is spoken of once.
func TestStaysOpen(t *testing.T) {
	f := openTemp(t)
	log := new(logged)
	w, err := newWatcher(Options{Dirs: []string{filepath.Dir(f.Name())}, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	withProbe(someWriters)(w)
	p := &pending{since: time.Now()}
	w.known[f.Name()] = &entry{}
	if w.judge(f.Name(), p) || log.count("level=WARN") != 0 {
		t.Error("spoken of at once, or settled")
	}
	p.since = p.since.Add(-2 * longOpen)
	for range 3 {
		if w.judge(f.Name(), p) || log.count("level=WARN") != 1 || time.Until(p.due) > patience {
			t.Errorf("%d warnings, next look in %v", log.count("level=WARN"), time.Until(p.due))
		}
	}
	withProbe(noWriters)(w)
	if !w.judge(f.Name(), p) || len(w.changed) != 1 {
		t.Error("not settled when it was closed")
	}
}

// A write through a mapping gives no event.
func TestMapped(t *testing.T) {
	t.Parallel()
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%t", poll), func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(root string, opts *Options) {
				opts.Poll = poll
				put(t, root, "a.md", "old text")
			})
			for i := range 3 {
				f, err := os.OpenFile(s.path("a.md"), os.O_RDWR, 0)
				s.do(err)
				m, err := syscall.Mmap(int(f.Fd()), 0, 8, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
				s.do(err)
				s.do(f.Close())
				copy(m, fmt.Sprintf("new %d", i))
				s.do(syscall.Munmap(m))
				start := time.Now()
				s.expect("a.md")
				t.Logf("found after %v", time.Since(start))
			}
			s.quiet()
		})
	}
}

// A mapping that was written through long before the watch began is written
// through again, which changes nothing that a stat tells, and goes before
// anything was read.
func TestMappedBefore(t *testing.T) {
	t.Parallel()
	if probeWriters(openTemp(t)) == cannotTell {
		t.Skip("no leases here")
	}
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%t", poll), func(t *testing.T) {
			t.Parallel()
			var m []byte
			s := begin(t, func(root string, opts *Options) {
				opts.Poll = poll
				put(t, root, "a.md", "old text")
				f, err := os.OpenFile(root+"/a.md", os.O_RDWR, 0)
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				if m, err = syscall.Mmap(int(f.Fd()), 0, 8, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED); err != nil {
					t.Fatal(err)
				}
				copy(m, "older")
				old()
			}, unreadForLong)
			copy(m, "newer")
			s.do(syscall.Munmap(m))
			s.expect("a.md")
			s.quiet()
		})
	}
}

// The same size and modification time, and no event to tell.
func TestSameTime(t *testing.T) {
	t.Parallel()
	s := begin(t, func(root string, opts *Options) {
		put(t, root, "a.md", "old text")
		past := time.Now().Add(-time.Hour)
		if err := os.Chtimes(root+"/a.md", past, past); err != nil {
			t.Fatal(err)
		}
	}, func(w *watcher) {
		w.fsw, w.events = nil, nil
		w.opts.Poll = true
	})
	// Past the time in which stats prove nothing.
	time.Sleep(coarse + calm)
	for _, text := range []string{"new text", "two text", "six text"} {
		fi, err := os.Stat(s.path("a.md"))
		s.do(err)
		s.write("a.md", text)
		s.do(os.Chtimes(s.path("a.md"), fi.ModTime(), fi.ModTime()))
		s.expect("a.md")
	}
	s.quiet()
}

// A folder is moved, and a link to it takes its place, while events are lost.
func TestMovedUnseen(t *testing.T) {
	w := idle(t, func(root string) {
		for _, name := range []string{"1", "2", "3", "4"} { // since they are met in no order
			put(t, root, "d/"+name+"/a.md", "text")
		}
	})
	if w.open(); w.fsw == nil {
		t.Skip("no events here")
	}
	t.Cleanup(func() {
		w.fsw.Close()
		w.drain.Wait()
	})
	path := func(name string) string { return filepath.Join(w.roots[0], filepath.FromSlash(name)) }
	watches := func(want ...string) {
		t.Helper()
		w.walkAt = time.Now()
		w.walked(t)
		got := w.fsw.WatchList()
		slices.Sort(got)
		for i, name := range want {
			want[i] = path(name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("watched is %q, want %q", got, want)
		}
		if dirs := slices.Sorted(maps.Keys(w.dirs)); !slices.Equal(dirs, want) {
			t.Errorf("known as watched is %q, want %q", dirs, want)
		}
	}
	watches("", "d", "d/1", "d/2", "d/3", "d/4")
	// Nobody receives events, so that fsnotify does not learn of it either.
	if err := errors.Join(os.Rename(path("d"), path("e")), os.Symlink("e", path("d"))); err != nil {
		t.Fatal(err)
	}
	watches("", "e", "e/1", "e/2", "e/3", "e/4")
}

func TestSpecialFiles(t *testing.T) {
	t.Parallel()
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%t", poll), func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(root string, opts *Options) {
				opts.Poll = poll
				put(t, root, "a.md", "text")
				put(t, root, "d/b.md", "text")
				put(t, root, "../outside.md", "text")
			})
			s.do(unix.Mkfifo(s.path("fifo.md"), 0o644))
			s.do(unix.Mkfifo(s.path("d/fifo.md"), 0o644))
			s.quiet()
			s.do(os.Symlink("loop.md", s.path("loop.md")))
			s.do(os.Symlink("two.md", s.path("one.md")))
			s.do(os.Symlink("one.md", s.path("two.md")))
			s.do(os.Symlink("..", s.path("d/up")))
			s.do(os.Symlink(s.root, s.path("d/root")))
			s.do(os.Symlink("nowhere.md", s.path("dangling.md")))
			s.do(os.Symlink("../outside.md", s.path("outside.md")))
			s.do(os.Symlink("fifo.md", s.path("link-to-fifo.md")))
			s.do(os.Symlink("/dev/zero", s.path("zero.md")))
			got := s.until("loop.md", "one.md", "two.md", "d/up", "d/root", "dangling.md", "outside.md", "link-to-fifo.md", "zero.md")
			if len(got) != 9 {
				t.Errorf("%v was reported", got)
			}
			s.quiet()
			put(t, s.root, "../outside.md", "nobody's business")
			s.do(os.Remove(s.path("../outside.md")))
			s.quiet()
			s.do(os.Symlink("d/b.md", s.path("link.md")))
			s.expect("link.md")
			s.write("link.md", "through the link")
			s.expect("d/b.md")
			s.quiet()
			s.do(os.Symlink("a.md", s.path("link.new")))
			s.rename("link.new", "link.md")
			s.expect("link.md")
			// What the dangling link leads to comes to be.
			s.write("nowhere.md", "text")
			got = s.until("nowhere.md", "dangling.md")
			if len(got) != 2 {
				t.Errorf("%v was reported", got)
			}
			// A file becomes a FIFO, and back.
			s.remove("a.md")
			s.do(unix.Mkfifo(s.path("a.md"), 0o644))
			s.until("a.md")
			s.settled()
			s.remove("a.md")
			s.write("a.md", "text")
			s.until("a.md")
			s.settled()
			s.write("d/b.md", "alive")
			s.until("d/b.md") // and link.md, which leads to a.md, when it was slow
		})
	}
}

func TestLargeAndUnreadable(t *testing.T) {
	t.Parallel()
	s := begin(t, func(root string, _ *Options) { put(t, root, "a.md", "text") })
	f := s.create("large.bin")
	s.do(f.Truncate(large + 1))
	s.do(f.Close())
	s.expect("large.bin")
	f, err := os.OpenFile(s.path("large.bin"), os.O_WRONLY, 0)
	s.do(err)
	s.append(f, "changed")
	s.do(f.Close())
	s.expect("large.bin")
	s.quiet()
	if os.Geteuid() == 0 {
		return // reads everything
	}
	s.do(os.Chmod(s.path("a.md"), 0))
	s.expect("a.md")
	s.do(os.Chmod(s.path("a.md"), 0o644))
	s.expect("a.md")
	s.quiet()
}

// The limits on watches can be lowered in a user namespace, so the test runs
// itself again in one.
func TestNoWatchesLeft(t *testing.T) {
	t.Parallel()
	if limit := os.Getenv("WATCH_TEST_LIMIT"); limit != "" {
		name, value, _ := strings.Cut(limit, "=")
		if err := os.WriteFile("/proc/sys/user/"+name, []byte(value), 0); err != nil {
			t.Skip(err)
		}
		s := begin(t, func(root string, _ *Options) {
			for i := range 10 {
				put(t, root, fmt.Sprintf("%d/sub/a.md", i), "text")
			}
		}, withoutReconciling)
		for i := range 10 {
			name := fmt.Sprintf("%d/sub/a.md", i)
			s.write(name, "new")
			s.expect(name)
		}
		put(t, s.root, "new/sub/a.md", "new")
		s.expect("new/sub/a.md")
		s.quiet()
		if n := s.log.count("level=WARN"); n != 1 {
			t.Errorf("%d warnings:\n%s", n, s.log.buf.String())
		}
		return
	}
	for _, limit := range []string{"max_inotify_watches=5", "max_inotify_watches=0", "max_inotify_instances=0"} {
		t.Run(limit, func(t *testing.T) {
			cmd := exec.Command("/proc/self/exe", "-test.run=^TestNoWatchesLeft$", "-test.v")
			cmd.Env = append(os.Environ(), "WATCH_TEST_LIMIT="+limit)
			cmd.SysProcAttr = &syscall.SysProcAttr{
				Cloneflags:  syscall.CLONE_NEWUSER,
				UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
				GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
			}
			out, err := cmd.CombinedOutput()
			if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
				t.Skipf("no user namespaces here: %v", err)
			}
			if strings.Contains(string(out), "--- SKIP") {
				t.Skipf("%s", out)
			}
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
