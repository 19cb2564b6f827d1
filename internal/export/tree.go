package export

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// errForeign is a directory that no export made.
var errForeign = errors.New("not an export")

// A tree is an exported directory that was found to be as its manifest says.
// The nil tree is a directory that does not exist.
type tree struct {
	manifest manifest
	digest   string
	// infos are all entries of the directory, by name.
	infos map[string]fs.FileInfo
	// sums are those of all files, the manifest included.
	sums map[string]sum
}

// has tells whether the tree holds the named file with those bytes.
func (t *tree) has(name string, s sum) bool {
	if t == nil {
		return false
	}
	have, ok := t.sums[name]
	return ok && have == s
}

// time is that of the named file; zero where there is none.
func (t *tree) time(name string) time.Time {
	if t == nil || t.infos[name] == nil {
		return time.Time{}
	}
	return t.infos[name].ModTime()
}

func (t *tree) result() Result {
	r := Result{Digest: t.digest}
	for _, info := range t.infos {
		if info.Mode().IsRegular() {
			r.Files++
			r.Bytes += info.Size()
		}
	}
	return r
}

// still gives an error unless dir is as it was when the tree was read.
func (t *tree) still(dir string) error {
	root, err := os.OpenRoot(dir)
	if t == nil && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	now, err := list(root)
	if err != nil {
		return err
	}
	same := func(a, b fs.FileInfo) bool {
		return a.IsDir() && b.IsDir() ||
			os.SameFile(a, b) && a.Mode() == b.Mode() && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
	}
	if t == nil || !maps.EqualFunc(t.infos, now, same) {
		return &Refusal{Path: dir, Reason: "was changed while the export ran", Hint: "export again"}
	}
	return nil
}

// list gives every entry under root but the root itself, links not followed.
func list(root *os.Root) (map[string]fs.FileInfo, error) {
	infos := map[string]fs.FileInfo{}
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		infos[name], err = d.Info()
		return err
	})
	return infos, err
}

// A finding is a file that is not as its manifest says.
type finding struct{ name, what string }

func (f finding) Error() string { return f.name + ": " + f.what }

// examine reads the whole tree at dir. The error is errForeign where there is
// no manifest, and else joins all findings, sorted by name.
func examine(ctx context.Context, dir string) (*tree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	m, err := readManifest(root)
	if err != nil {
		return nil, err
	}
	infos, err := list(root)
	if err != nil {
		return nil, err
	}
	t := &tree{manifest: m, digest: m.digest(), infos: infos, sums: map[string]sum{}}
	for _, e := range m {
		t.sums[e.name] = e.sum
	}
	t.sums[ManifestName] = sha256.Sum256(m.text())

	var findings []error
	dirs := m.dirs()
	for name, info := range infos {
		_, listed := t.sums[name]
		switch {
		case info.IsDir() && listed, !info.IsDir() && !info.Mode().IsRegular():
			findings = append(findings, finding{name, "is " + kind(info.Mode()) + ", not a file"})
		case !listed && !dirs[name]:
			findings = append(findings, finding{name, "added"})
		}
	}
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, e := range m {
		info, ok := infos[e.name]
		if ok && !info.Mode().IsRegular() {
			continue // of the wrong kind, which is found above
		}
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			what := "missing"
			if ok {
				got, err := hash(root, e.name)
				if err == nil && got == e.sum {
					return nil
				}
				what = "changed"
				if err != nil {
					what = err.Error()
				}
			}
			mu.Lock()
			defer mu.Unlock()
			findings = append(findings, finding{e.name, what})
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	slices.SortFunc(findings, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	if len(findings) > 0 {
		return nil, errors.Join(findings...)
	}
	return t, nil
}

func readManifest(root *os.Root) (manifest, error) {
	// Opening a pipe would wait for a writer.
	info, err := root.Lstat(ManifestName)
	if err != nil {
		return nil, fmt.Errorf("%w: it has no %s", errForeign, ManifestName)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: its %s is %s", errForeign, ManifestName, kind(info.Mode()))
	}
	text, err := root.ReadFile(ManifestName)
	if err != nil {
		return nil, err
	}
	m, err := parseManifest(text)
	if err != nil {
		return nil, fmt.Errorf("%w: its %s: %w", errForeign, ManifestName, err)
	}
	return m, nil
}

func hash(root *os.Root, name string) (s sum, err error) {
	f, err := root.Open(name)
	if err != nil {
		return s, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	h.Sum(s[:0])
	return s, err
}

func kind(m fs.FileMode) string {
	switch m.Type() {
	case 0:
		return "a file"
	case fs.ModeDir:
		return "a directory"
	case fs.ModeSymlink:
		return "a symbolic link"
	case fs.ModeNamedPipe:
		return "a named pipe"
	case fs.ModeSocket:
		return "a socket"
	}
	return "a device"
}
