package author

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var start = map[string]string{
	"briefs/plan.md":         "Plan",
	"briefs/own.svg":         "own",
	"briefs/other/seals.sum": "one\n",
	"briefs/other/a.md":      "a",
}

func everything() *Changes {
	c := &Changes{}
	c.Add("briefs/plan/2020-04-14.md", []byte("Plan"), 0o640)
	c.Add("briefs/plan/own.svg", []byte("own"), 0o600)
	c.Add("briefs/other/b.md", []byte("b"), 0o664)
	c.Add("pages/deep/c.md", nil, 0o644)
	c.Replace("briefs/other/seals.sum", []byte("one\n"), []byte("one\ntwo\n"))
	c.Remove("briefs/plan.md", []byte("Plan"))
	c.Remove("briefs/own.svg", []byte("own"))
	return c
}

func modes(t *testing.T, f Folder) map[string]fs.FileMode {
	all := map[string]fs.FileMode{}
	for name := range tree(t, f) {
		info, err := f.Root.Stat(strings.TrimSuffix(name, "/"))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = info.Mode()
	}
	return all
}

func TestChanges(t *testing.T) {
	f := folder(t, start)
	if err := f.Root.Chmod("briefs/other/seals.sum", 0o620); err != nil {
		t.Fatal(err)
	}
	if err := f.Root.Chmod("briefs", 0o775); err != nil {
		t.Fatal(err)
	}
	if err := everything().Apply(f); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"briefs/plan/2020-04-14.md": "Plan", "briefs/plan/own.svg": "own", "briefs/other/b.md": "b", "pages/deep/c.md": "",
		"briefs/other/seals.sum": "one\ntwo\n", "briefs/other/a.md": "a",
	}
	if diff := cmp.Diff(want, tree(t, f)); diff != "" {
		t.Errorf("files (-want +got)\n%s", diff)
	}
	if runtime.GOOS == "windows" {
		return
	}
	got := modes(t, f)
	for name, mode := range map[string]fs.FileMode{
		"briefs/plan/2020-04-14.md": 0o640, "briefs/plan/own.svg": 0o600, "briefs/other/b.md": 0o664, "briefs/other/seals.sum": 0o620,
	} {
		if got[name] != mode {
			t.Errorf("%s has the mode %v, want %v", name, got[name], mode)
		}
	}
	if info, err := f.Root.Stat("briefs/plan"); err != nil || info.Mode().Perm() != 0o775 {
		t.Errorf("the new folder: %v, %v; want the mode of the one it is in", info, err)
	}
}

// TestFaults lets each step fail in turn: all is as it was. At every step, what was there is there still, at its old place or its new
// one.
func TestFaults(t *testing.T) {
	fault := errors.New("fault")
	steps := 0
	for n := 0; n == 0 || n <= steps; n++ {
		f := folder(t, start)
		modesBefore := modes(t, f)
		c := everything()
		i := 0
		c.before = func(step, name string) error {
			i++
			files := tree(t, f)
			for old, moved := range map[string]string{"briefs/plan.md": "briefs/plan/2020-04-14.md", "briefs/own.svg": "briefs/plan/own.svg"} {
				if files[old] != start[old] && files[moved] != start[old] {
					t.Errorf("before %s %s, %s is lost", step, name, old)
				}
			}
			if !strings.HasPrefix(files["briefs/other/seals.sum"], "one\n") {
				t.Errorf("before %s %s, the seals are lost", step, name)
			}
			if i == n {
				return fault
			}
			return nil
		}
		err := c.Apply(f)
		if n == 0 {
			steps = i
			if err != nil || steps != 6 {
				t.Fatalf("%d steps, %v; want 6 (two files are in one folder)", steps, err)
			}
			continue
		}
		if !errors.Is(err, fault) {
			t.Fatalf("step %d: %v", n, err)
		}
		if diff := cmp.Diff(start, tree(t, f)); diff != "" {
			t.Errorf("after a fault in step %d (-want +got)\n%s", n, diff)
		}
		if diff := cmp.Diff(modesBefore, modes(t, f)); diff != "" {
			t.Errorf("after a fault in step %d (-want +got)\n%s", n, diff)
		}
	}
}

// TestInTheWay changes files while changes are made to them.
func TestInTheWay(t *testing.T) {
	for _, c := range []struct{ step, name, file, want string }{
		{"place", "briefs/other/b.md", "briefs/other/b.md", "content/briefs/other/b.md exists already"},
		{"place", "briefs/plan", "briefs/plan/mine.md", "content/briefs/plan exists already"},
		{"replace", "briefs/other/seals.sum", "briefs/other/seals.sum", "content/briefs/other/seals.sum was changed meanwhile"},
		{"remove", "briefs/plan.md", "briefs/plan.md", "content/briefs/plan.md was changed meanwhile"},
	} {
		f := folder(t, start)
		changes := everything()
		changes.before = func(step, name string) error {
			if step == c.step && name == c.name {
				return errors.Join(f.Root.MkdirAll(c.file[:strings.LastIndex(c.file, "/")], 0o755), f.Root.WriteFile(c.file, []byte("mine"), 0o644))
			}
			return nil
		}
		err := changes.Apply(f)
		if _, ok := errors.AsType[*Refusal](err); !ok || err.Error() != c.want {
			t.Errorf("%s %s: %v, want %s", c.step, c.name, err, c.want)
		}
		want := map[string]string{c.file: "mine"}
		for name, data := range start {
			if name != c.file {
				want[name] = data
			}
		}
		if diff := cmp.Diff(want, tree(t, f)); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", c.step, c.name, diff)
		}
	}
}

// TestUnfit gives changes that cannot be made from the start.
func TestUnfit(t *testing.T) {
	add := func(name string) *Changes { c := &Changes{}; c.Add(name, []byte("x"), 0o644); return c }
	replace := func(name, was string) *Changes { c := &Changes{}; c.Replace(name, []byte(was), []byte("x")); return c }
	remove := func(name, was string) *Changes { c := &Changes{}; c.Remove(name, []byte(was)); return c }
	f := folder(t, start)
	if err := f.Root.Symlink("a.md", "briefs/other/link.md"); err != nil {
		t.Skip(err)
	}
	before := tree(t, f)
	for want, c := range map[string]*Changes{
		"content/briefs/plan.md exists already":                    add("briefs/plan.md"),
		"content/briefs/other exists already":                      add("briefs/other"),
		"content/briefs/other/link.md exists already":              add("briefs/other/link.md"),
		"content/briefs/other/link.md is not a regular file":       replace("briefs/other/link.md", "a"),
		"content/briefs/other is not a regular file":               remove("briefs/other", "a"),
		"content/briefs/other/a.md was changed meanwhile":          replace("briefs/other/a.md", "b"),
		"content/briefs/other/seals.sum was changed meanwhile":     remove("briefs/other/seals.sum", ""),
		"write content/briefs/none: ":                              replace("briefs/none", ""),
		"write content/briefs/plan.md/x: ":                         add("briefs/plan.md/x"),
		"write x: ":                                                add("../x"),
		"write content/briefs/" + strings.Repeat("x", 300) + ".md": add("briefs/" + strings.Repeat("x", 300) + ".md"),
	} {
		if err := c.Apply(f); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
		if diff := cmp.Diff(before, tree(t, f)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", want, diff)
		}
	}
}

// TestTwoAtOnce lets many add the same file: one of them does.
func TestTwoAtOnce(t *testing.T) {
	for _, name := range []string{"briefs/other/new.md", "briefs/new/new.md"} {
		f := folder(t, start)
		var done atomic.Int32
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				c := &Changes{}
				c.Add(name, fmt.Append(nil, i), 0o644)
				err := c.Apply(f)
				if err == nil {
					done.Add(1)
				} else if errors.Is(err, os.ErrNotExist) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := len(tree(t, f)); done.Load() != 1 || n != len(start)+1 {
			t.Errorf("%s: %d of 20 were made, and there are %d files, want %d", name, done.Load(), n, len(start)+1)
		}
	}
}
