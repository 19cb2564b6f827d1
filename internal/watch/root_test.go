package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

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
