package export

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A lock file goes when its holder goes: whoever opened it just before must
// not take the removed file for the lock.
func TestOneHolder(t *testing.T) {
	dir := t.TempDir()
	var holders, held atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 500 {
				w, err := begin(filepath.Join(dir, "public"), false)
				if _, refused := errors.AsType[*Refusal](err); refused {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d hold the lock", n)
				}
				held.Add(1)
				time.Sleep(rand.N(100 * time.Microsecond))
				holders.Add(-1)
				if err := w.end(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if held.Load() == 0 {
		t.Error("nobody held the lock")
	}
	alone(t, dir)
}

func TestLeftoversAreSwept(t *testing.T) {
	for name, c := range map[string]struct {
		left  map[string]string
		ours  bool
		stays []string
	}{
		"killed before the lock":   {map[string]string{".public.briefpress/": ""}, true, nil},
		"killed while writing":     {map[string]string{".public.briefpress/lock": "", ".public.briefpress/next/a/b": "x"}, true, nil},
		"killed while deleting":    {map[string]string{".public.briefpress/lock": "", ".public.briefpress/next/a/": ""}, true, nil},
		"old one not deleted":      {map[string]string{".public.briefpress/lock": "", ".public.briefpress/old/a/b": "x"}, true, nil},
		"of another name":          {map[string]string{".other.briefpress/lock": "", ".public/x": ""}, true, []string{".other.briefpress", ".public"}},
		"no lock":                  {map[string]string{".public.briefpress/next/a": "x"}, false, nil},
		"with something else":      {map[string]string{".public.briefpress/lock": "", ".public.briefpress/notes": "x"}, false, nil},
		"a file":                   {map[string]string{".public.briefpress": "x"}, false, nil},
		"the user's own directory": {map[string]string{".public.briefpress/a": "x"}, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "public")
			mustExport(t, newFake(1), out)
			write(t, dir, c.left)
			before := look(t, dir)
			_, err := export(t.Context(), newFake(2), "", Options{Out: out})
			if !c.ours {
				if _, ok := errors.AsType[*Refusal](err); !ok {
					t.Errorf("got %v, want a refusal", err)
				}
				if d := cmp.Diff(before, look(t, dir)); d != "" {
					t.Errorf("(-before +after):\n%s", d)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			alone(t, dir, append(c.stays, "public")...)
		})
	}
}

// A crash between the two renames of a system without an exchange leaves the
// only whole tree in the work directory: it must come back even if the export
// that finds it fails.
func TestTreeIsPutBack(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustExport(t, newFake(1), out)
	before := look(t, out)
	write(t, dir, map[string]string{".public.briefpress/lock": "", ".public.briefpress/next/index.html": "half"})
	if err := os.Rename(out, filepath.Join(dir, ".public.briefpress", oldName)); err != nil {
		t.Fatal(err)
	}
	if _, err := export(t.Context(), broken{newFake(2)}, "", Options{Out: out}); err == nil {
		t.Error("no error")
	}
	if d := cmp.Diff(before, look(t, out)); d != "" {
		t.Errorf("(-before +after):\n%s", d)
	}
	alone(t, dir, "public")
}
