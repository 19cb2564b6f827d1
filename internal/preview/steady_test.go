package preview

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"briefpress/internal/browser"
)

// Who writes for two seconds is waited for, and the last good page is shown all
// the while.
func TestSlowWriterIsWaitedFor(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells that a file is being written")
	}
	r := newRoom(t).serve(nil)
	first := r.checked()
	_, before := r.get(page)
	list := paragraphs()
	list[0], list[39] = "The start, written slowly.", "The end, written slowly."
	data := text(list)
	f, err := os.OpenFile(r.brief(), os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const chunks = 50
	for i := range chunks {
		if _, err := f.WriteString(data[len(data)*i/chunks : len(data)*(i+1)/chunks]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(40 * time.Millisecond)
		if _, body := r.get(page); body != before {
			t.Fatalf("after chunk %d another page is shown: %s", i, body)
		}
		if n := r.state(); n.Failed || n.Generation != first.Generation {
			t.Fatalf("after chunk %d there is another state: %+v", i, n)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(browser.Patience); ; time.Sleep(time.Millisecond) {
		_, body := r.get(page)
		if strings.Contains(body, list[0]) && strings.Contains(body, list[39]) {
			break
		} else if body != before || time.Now().After(end) {
			t.Fatalf("neither the old page nor the new one: %s", body)
		}
	}
	if n := r.state(); n.Failed {
		t.Errorf("the whole file is shown as an error: %+v", n)
	}
}

// What changes no page is no reason to show one anew: an export that is written
// into the site, files that are touched, and saving what is there already.
func TestNothingIsShownAnew(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	public := r.file("public")
	r.serve(func(o *Options) {
		o.Dirs = append(o.Dirs, r.dir)
		o.Ignore = func(path string) bool { return path == public }
	})
	first := r.checked()
	// Past the time in which a file that is written anew counts, whatever is in it.
	time.Sleep(500 * time.Millisecond)
	files := map[string][]byte{}
	for _, dir := range []string{"content", "templates", "static"} {
		err := filepath.WalkDir(r.file(dir), func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				files[name], err = os.ReadFile(name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 10 {
		t.Fatalf("%d files", len(files))
	}
	brief := files[r.brief()]
	rounds, long := 0, 10*time.Second
	if testing.Short() {
		long = 2 * time.Second
	}
	for end := time.Now().Add(long); time.Now().Before(end); time.Sleep(400 * time.Millisecond) {
		rounds++
		// The export is made beside its place, out of sight, and changes places.
		staged, old := r.file(".briefpress-staged"), r.file(".briefpress-old")
		var errs []error
		for i := range 20 {
			dir := filepath.Join(staged, "briefs", fmt.Sprint(i))
			errs = append(errs, os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "index.html"), fmt.Appendf(nil, "round %d", rounds), 0o644))
		}
		if rounds > 1 {
			errs = append(errs, os.Rename(public, old))
		}
		errs = append(errs, os.Rename(staged, public), os.RemoveAll(old), os.WriteFile(filepath.Join(public, "feed.atom"), nil, 0o644))
		now := time.Now()
		for name := range files {
			errs = append(errs, os.Chtimes(name, now, now), os.Chmod(name, 0o600+fs.FileMode(rounds%2)*0o44))
		}
		errs = append(errs, os.WriteFile(r.brief()+"~", brief, 0o644), os.Rename(r.brief()+"~", r.brief()))
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if n := r.state(); n.Generation != first.Generation {
			t.Fatalf("round %d: state %+v after %+v, though nothing changed", rounds, n, first)
		}
	}
	r.write(r.brief(), text([]string{"A change at last."}))
	r.until("changed", func(n news) bool { return n.Generation > first.Generation })
}
