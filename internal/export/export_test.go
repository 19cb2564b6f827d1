package export

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/site"
)

var noContext = context.Background()

func TestExportWritesEveryFile(t *testing.T) {
	out := filepath.Join(t.TempDir(), "deep", "public")
	f := newFake(1)
	r := mustExport(t, f, out)
	want := []string{headersName, redirectsName, nojekyllName, ManifestName}
	for p, file := range f {
		name := strings.TrimPrefix(p, "/")
		if strings.HasSuffix(p, "/") {
			name += "index.html"
		}
		got, err := os.ReadFile(filepath.Join(out, name))
		if err != nil || string(got) != string(file.Body) {
			t.Errorf("%s is %q (%v), want %q", name, got, err, file.Body)
		}
		want = append(want, name)
	}
	var got []string
	var size int64
	for name, what := range look(t, out) {
		if strings.HasPrefix(what, "d") {
			if !strings.HasPrefix(what, "drwxr-xr-x") {
				t.Errorf("%s has mode %s", name, what)
			}
			continue
		}
		if !strings.HasPrefix(what, "-rw-r--r--") {
			t.Errorf("%s has mode %s", name, what)
		}
		got = append(got, filepath.ToSlash(name))
		info, _ := os.Stat(filepath.Join(out, name))
		size += info.Size()
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	if r.Files != len(want) || r.Bytes != size || r.Changed != len(want)-1 || r.Removed != 0 || len(r.Digest) != 64 {
		t.Errorf("result %+v, want %d files, %d bytes", r, len(want), size)
	}
	v, err := Verify(t.Context(), out)
	if err != nil || v.Files != r.Files || v.Bytes != r.Bytes || v.Digest != r.Digest {
		t.Errorf("Verify gives %+v, %v, want the result of Export %+v", v, err, r)
	}
	alone(t, filepath.Dir(out), "public")
}

func TestManifestIsOfSha256sum(t *testing.T) {
	sha256sum, err := exec.LookPath("sha256sum")
	if err != nil {
		t.Skip("no sha256sum here")
	}
	out := filepath.Join(t.TempDir(), "public")
	mustExport(t, newFake(1), out)
	mustExport(t, newFake(2), out) // so that something is kept
	check := exec.Command(sha256sum, "--strict", "--quiet", "-c", ManifestName)
	check.Dir = out
	if text, err := check.CombinedOutput(); err != nil || len(text) > 0 {
		t.Errorf("%v: %s", err, text)
	}
}

func TestProgress(t *testing.T) {
	var calls []int
	f := newFake(1)
	_, err := export(t.Context(), f, "", Options{Out: filepath.Join(t.TempDir(), "public"), Progress: func(done, total int) {
		if total != len(f) {
			t.Errorf("total is %d, want %d", total, len(f))
		}
		calls = append(calls, done) // the race detector sees calls that overlap
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i, done := range calls {
		if done != i+1 {
			t.Fatalf("progress %v, want 1 to %d", calls, len(f))
		}
	}
	if len(calls) != len(f) {
		t.Errorf("%d calls, want %d", len(calls), len(f))
	}
}

func TestSameSiteSameTree(t *testing.T) {
	dir := t.TempDir()
	first := mustExport(t, newFake(1), filepath.Join(dir, "a"))
	want := look(t, filepath.Join(dir, "a"))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for i := range 20 {
		runtime.GOMAXPROCS(i%4 + 1)
		out := filepath.Join(dir, "b")
		if i%2 == 1 {
			out = filepath.Join(dir, "a")
		}
		var r Result
		withUmask([]int{0, 0o022, 0o077, 0o777}[i%4], func() { r = mustExport(t, newFake(1), out) })
		if r.Digest != first.Digest {
			t.Fatalf("run %d: digest %s, want %s", i, r.Digest, first.Digest)
		}
		if d := cmp.Diff(want, look(t, out)); d != "" {
			t.Fatalf("run %d (-first +now):\n%s", i, d)
		}
		if i > 1 && (r.Changed != 0 || r.Removed != 0) {
			t.Fatalf("run %d: %d changed, %d removed", i, r.Changed, r.Removed)
		}
	}
}

func TestSurroundingsDoNotCount(t *testing.T) {
	dir := t.TempDir()
	digests := map[string]int{}
	for i, env := range []string{"TZ=Pacific/Kiritimati", "TZ=Etc/GMT+12", "LANG=tr_TR.UTF-8", "LC_ALL=C", "GOMAXPROCS=1", "SOURCE_DATE_EPOCH=1"} {
		c := command(t, order{Out: filepath.Join(dir, env), Generation: 1})
		c.Env = append(c.Env, env)
		c.Dir = filepath.Join(dir, "cwd"+string(rune('a'+i)))
		write(t, c.Dir, map[string]string{"/": ""})
		digest, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		digests[string(digest)]++
	}
	if len(digests) != 1 {
		t.Errorf("digests %v, want one", digests)
	}
}

func TestRemovedPageIsGone(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	f := newFake(1)
	mustExport(t, f, out)
	delete(f, "/briefs/b7/")
	delete(f, "/briefs/b7/2019-06-07/")
	if r := mustExport(t, f, out); r.Removed != 2 || r.Changed != 0 {
		t.Errorf("%d removed, %d changed, want 2 and 0", r.Removed, r.Changed)
	}
	if _, err := os.Lstat(filepath.Join(out, "briefs", "b7")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory of the removed brief is there: %v", err)
	}
}

func TestUnchangedFileKeepsItsTime(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	f := newFake(1)
	mustExport(t, f, out)
	long := time.Date(2019, 6, 7, 12, 0, 0, 123456000, time.UTC)
	for name := range look(t, out) {
		if err := os.Chtimes(filepath.Join(out, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	f.page("/about/", "of the same length 1")
	mustExport(t, f, out)
	f.page("/about/", "of the same length 2")
	start := time.Now().Add(-2 * time.Second)
	mustExport(t, f, out)
	for name, what := range look(t, out) {
		info, err := os.Stat(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		changed := filepath.ToSlash(name) == "about/index.html" || name == ManifestName
		if changed && info.ModTime().Before(start) || !changed && what[0] != 'd' && !info.ModTime().Equal(long) {
			t.Errorf("%s is of %v", name, info.ModTime())
		}
	}
}

func TestAssetsStayOneGeneration(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	has := func(want ...string) {
		t.Helper()
		alone(t, filepath.Join(out, "assets"), want...)
	}
	mustExport(t, newFake(1), out)
	has("site.0001.css")
	mustExport(t, newFake(2), out)
	has("site.0001.css", "site.0002.css")
	want := look(t, out)
	for range 2 {
		if r := mustExport(t, newFake(2), out); r.Changed != 0 || r.Removed != 0 {
			t.Errorf("the same site again: %+v", r)
		}
		if d := cmp.Diff(want, look(t, out)); d != "" {
			t.Errorf("the same site again (-first +again):\n%s", d)
		}
	}
	text, _ := os.ReadFile(filepath.Join(out, ManifestName))
	if !strings.Contains(string(text), " *assets/site.0001.css\n") || !strings.Contains(string(text), "  assets/site.0002.css\n") {
		t.Errorf("the manifest does not mark what is kept:\n%s", text)
	}
	mustExport(t, newFake(3), out)
	has("site.0002.css", "site.0003.css")
	// What was kept and is wanted again is the site's own.
	mustExport(t, newFake(2), out)
	has("site.0002.css", "site.0003.css")
	mustExport(t, newFake(4), out)
	has("site.0002.css", "site.0004.css")
	mustExport(t, newFake(4), filepath.Join(dir, "fresh"))
	alone(t, filepath.Join(dir, "fresh", "assets"), "site.0004.css")
}

func TestOldAssetGivesWay(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	f := newFake(1)
	f["/assets/x"] = &site.File{Kind: site.Asset, Cache: site.Immutable, Body: []byte("a file")}
	mustExport(t, f, out)
	delete(f, "/assets/x")
	f["/assets/X/y"] = &site.File{Kind: site.Asset, Cache: site.Immutable, Body: []byte("in a directory")}
	mustExport(t, f, out)
	alone(t, filepath.Join(out, "assets"), "X", "site.0001.css")
}

// A failure anywhere leaves the tree before, and nothing beside it.
func TestFailureLeavesTheTreeBefore(t *testing.T) {
	cancelAt := func(n int) func(ctx context.Context, out string) error {
		return func(ctx context.Context, out string) error {
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			_, err := export(ctx, newFake(2), "", Options{Out: out, Progress: func(done, total int) {
				if done == n || n < 0 && done == total {
					cancel()
				}
			}})
			return err
		}
	}
	for name, run := range map[string]func(ctx context.Context, out string) error{
		"cancelled before": func(ctx context.Context, out string) error {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			_, err := export(ctx, newFake(2), "", Options{Out: out})
			return err
		},
		"cancelled at the first file": cancelAt(1),
		"cancelled in the middle":     cancelAt(20),
		"cancelled after the last":    cancelAt(-1),
		"a page fails": func(ctx context.Context, out string) error {
			f := broken{newFake(2)}
			_, err := export(ctx, f, "", Options{Out: out})
			if err != nil && !strings.Contains(err.Error(), "/briefs/b3/") {
				t.Errorf("the error does not name the page: %v", err)
			}
			return err
		},
		"a name leads out": func(ctx context.Context, out string) error {
			f := newFake(2)
			f.page("/../../x/", "out")
			_, err := export(ctx, f, "", Options{Out: out})
			return err
		},
		"edited while it runs": func(ctx context.Context, out string) error {
			_, err := export(ctx, newFake(2), "", Options{Out: out, Progress: func(done, total int) {
				if done == total {
					write(t, out, map[string]string{"by-hand.txt": "new"})
				}
			}})
			if e := os.Remove(filepath.Join(out, "by-hand.txt")); e != nil {
				t.Error("an edit was lost")
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "public")
			mustExport(t, newFake(1), out)
			before := look(t, dir)
			if err := run(t.Context(), out); err == nil {
				t.Error("no error")
			}
			if d := cmp.Diff(before, look(t, dir)); d != "" {
				t.Errorf("(-before +after):\n%s", d)
			}
		})
	}
}

type broken struct{ fake }

func (b broken) File(path string) (*site.File, error) {
	if path == "/briefs/b3/" {
		return nil, errors.New("template failed")
	}
	return b.fake.File(path)
}

func TestOneExporterAtATime(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustExport(t, newFake(0), out)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done, refused := 0, 0
	for i := range 20 {
		wg.Go(func() {
			// Another process for some: a lock that only one process sees is none.
			var err error
			if i%4 == 0 {
				text, e := command(t, order{Out: out, Generation: 1}).CombinedOutput()
				if e != nil {
					err = errors.New(string(text))
				}
			} else {
				_, err = export(t.Context(), newFake(1), "", Options{Out: out})
			}
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				done++
			case strings.Contains(err.Error(), "another export is writing it"):
				refused++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if done == 0 || done+refused != 20 {
		t.Errorf("%d done, %d refused", done, refused)
	}
	if _, err := Verify(t.Context(), out); err != nil {
		t.Error(err)
	}
	alone(t, dir, "public")
}

func TestTwoTargetsAtOnce(t *testing.T) {
	dir := t.TempDir()
	_, err := export(t.Context(), newFake(1), "", Options{Out: filepath.Join(dir, "a"), Progress: func(done, total int) {
		if done == 5 {
			mustExport(t, newFake(1), filepath.Join(dir, "b"))
			_, err := export(t.Context(), newFake(1), "", Options{Out: filepath.Join(dir, "a")})
			if _, ok := errors.AsType[*Refusal](err); !ok {
				t.Errorf("a second export to the same directory gives %v, want a refusal", err)
			}
		}
	}})
	if err != nil {
		t.Error(err)
	}
	alone(t, dir, "a", "b")
}
