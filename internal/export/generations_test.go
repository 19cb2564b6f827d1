package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// generations makes a directory that holds a site as a generation, as on a mount
// point.
func generations(t *testing.T, f files) (out string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	r := mustExport(t, f, plain)
	out = filepath.Join(dir, "public")
	if err := errors.Join(os.Mkdir(out, 0o755), os.Rename(plain, filepath.Join(out, generation(r.Digest))),
		os.Symlink(generation(r.Digest), filepath.Join(out, currentName))); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGenerations(t *testing.T) {
	out := generations(t, newFake(1))
	current := filepath.Join(out, currentName)
	long := time.Date(2019, 6, 7, 12, 0, 0, 0, time.UTC)
	for _, name := range []string{"about/index.html", "index.html"} {
		if err := os.Chtimes(filepath.Join(current, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	r := mustExport(t, newFake(2), out)
	if r.Dir != current || r.Changed == 0 {
		t.Errorf("result %+v", r)
	}
	alone(t, out, currentName, generation(r.Digest))
	alone(t, filepath.Join(current, "assets"), "site.0001.css", "site.0002.css")
	for name, kept := range map[string]bool{"about/index.html": true, "index.html": false} {
		if info, err := os.Stat(filepath.Join(current, name)); err != nil || info.ModTime().Equal(long) != kept {
			t.Errorf("%s: %v, kept its time: %t", name, err, !kept)
		}
	}
	before := look(t, out)
	if again := mustExport(t, newFake(2), out); again.Digest != r.Digest || again.Changed != 0 || again.Removed != 0 {
		t.Errorf("the same site again: %+v", again)
	}
	if d := cmp.Diff(before, look(t, out)); d != "" {
		t.Errorf("the same site again (-first +again):\n%s", d)
	}
	if v, err := Verify(t.Context(), out); err != nil || v.Digest != r.Digest || v.Dir != current {
		t.Errorf("Verify gives %+v, %v", v, err)
	}
	if err := os.WriteFile(filepath.Join(current, "index.html"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), out); err == nil || err.Error() != "index.html: changed" {
		t.Errorf("Verify of a tampered generation gives %v", err)
	}
	if _, err := export(t.Context(), newFake(3), "", Options{Out: out}); err == nil || !strings.Contains(err.Error(), "was changed since") {
		t.Errorf("an export over a tampered generation gives %v", err)
	}
}

// A failure leaves the generation before, and what a killed export left is swept.
func TestGenerationsAfterAFailure(t *testing.T) {
	out := generations(t, newFake(1))
	before := look(t, out)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for what, run := range map[string]func() error{
		"cancelled":    func() error { _, err := export(ctx, newFake(2), "", Options{Out: out}); return err },
		"a page fails": func() error { _, err := export(t.Context(), broken{newFake(2)}, "", Options{Out: out}); return err },
	} {
		write(t, out, map[string]string{
			insideName + "/lock": "", insideName + "/next/half": "", insideName + "/turn": "",
			"export-0123456789abcdef/index.html": "never linked",
		})
		if err := run(); err == nil {
			t.Errorf("%s: no error", what)
		}
		if d := cmp.Diff(before, look(t, out)); d != "" {
			t.Errorf("%s (-before +after):\n%s", what, d)
		}
	}
}

// What no export made is neither replaced nor swept.
func TestGenerationsAndForeignFiles(t *testing.T) {
	for name, foreign := range map[string]map[string]string{
		"a file":                    {"notes.txt": "mine"},
		"a directory":               {"mine/": ""},
		"a name like ours":          {"export-2019-06-07/": ""},
		"a name like ours, in caps": {"export-0123456789ABCDEF/": ""},
		"a file of our name":        {"export-0123456789abcdef": "mine"},
		"found, but a file":         {foundName: "mine"},
		"work of another":           {insideName + "/mine": "x"},
	} {
		t.Run(name, func(t *testing.T) {
			out := generations(t, newFake(1))
			write(t, out, foreign)
			before := look(t, out)
			_, err := export(t.Context(), newFake(2), "", Options{Out: out})
			if r, ok := errors.AsType[*Refusal](err); !ok || r.Hint == "" {
				t.Errorf("got %v, want a refusal with a hint", err)
			}
			if d := cmp.Diff(before, look(t, out)); d != "" {
				t.Errorf("(-before +after):\n%s", d)
			}
		})
	}
	// A link that leads elsewhere is none of ours.
	out := generations(t, newFake(1))
	elsewhere := t.TempDir()
	link := filepath.Join(out, currentName)
	if err := errors.Join(os.Remove(link), os.Symlink(elsewhere, link)); err != nil {
		t.Fatal(err)
	}
	if _, err := export(t.Context(), newFake(2), "", Options{Out: out}); err == nil {
		t.Error("no error")
	}
	alone(t, elsewhere)
}
