package export

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"briefpress/internal/site"
)

// A fake is a site of given files.
type fake map[string]*site.File

func (f fake) CSP() string { return "default-src 'self'" }

// Paths gives the addresses in another order each time.
func (f fake) Paths() []string {
	paths := slices.Collect(maps.Keys(f))
	rand.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
	return paths
}

func (f fake) File(path string) (*site.File, error) {
	if file, ok := f[path]; ok {
		return file, nil
	}
	return nil, fmt.Errorf("make %s: %w", path, fs.ErrNotExist)
}

func (f fake) page(path, body string) {
	f[path] = &site.File{Path: path, Status: 200, Type: "text/html; charset=utf-8", Body: []byte(body)}
}

// newFake is a site with some pages, data, a redirect, and one asset of its own;
// all but the about page differ from one generation to another.
func newFake(generation int) fake {
	f := fake{}
	gen := fmt.Sprint("generation ", generation)
	f.page("/", "home "+gen)
	f.page("/404.html", "not found "+gen)
	f.page("/about/", "about, always the same")
	for i := range 30 {
		f.page(fmt.Sprintf("/briefs/b%d/", i), strings.Repeat(gen+"\n", 1000))
		f.page(fmt.Sprintf("/briefs/b%d/2019-06-07/", i), gen)
	}
	f["/feed.atom"] = &site.File{Kind: site.Data, Type: "application/atom+xml; charset=utf-8", Body: []byte(gen)}
	f["/old/"] = &site.File{Kind: site.Redirect, Status: 301, Location: "/briefs/b1/", Type: "text/html; charset=utf-8", Body: []byte("moved " + gen)}
	css := fmt.Sprintf("/assets/site.%04d.css", generation)
	f[css] = &site.File{Kind: site.Asset, Type: "text/css; charset=utf-8", Cache: site.Immutable, Body: []byte(gen)}
	return f
}

// look gives the mode and the hash of everything under dir.
func look(t *testing.T, dir string) map[string]string {
	t.Helper()
	seen := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		seen[rel] = info.Mode().String()
		switch {
		case info.Mode().IsRegular():
			body, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			seen[rel] += fmt.Sprintf(" %x", sha256.Sum256(body))
		case info.Mode()&fs.ModeSymlink != 0:
			to, _ := os.Readlink(name)
			seen[rel] += " " + to
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// write makes files of the given names and texts under dir; a name that ends in
// a slash is a directory.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(p, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func mustExport(t *testing.T, f files, out string) Result {
	t.Helper()
	r, err := export(t.Context(), f, "", Options{Out: out})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// alone fails unless dir holds only the named entries: nothing is left over.
func alone(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}

// An order tells a process of this test program to export, as another program
// would, and is handed over in its environment.
type order struct {
	Out        string
	Generation int
	// FileSize limits how many bytes a file may have; 0 does not.
	FileSize uint64
}

const orderVariable = "EXPORT_TEST_ORDER"

// TestMain is the other program where there is an order.
func TestMain(m *testing.M) {
	text, ok := os.LookupEnv(orderVariable)
	if !ok {
		os.Exit(m.Run())
	}
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	limitFileSize(o.FileSize)
	r, err := export(noContext, newFake(o.Generation), "", Options{Out: o.Out})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Print(r.Digest)
}
