package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"briefpress"
)

// A brokenFS cannot read one of its files.
type brokenFS struct {
	fs.FS
	name string
}

func (b brokenFS) Open(name string) (fs.File, error) {
	if name == b.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("broken")}
	}
	return b.FS.Open(name)
}

// Half a site is worse than none.
func TestInitLeavesNothingBehind(t *testing.T) {
	content := brokenFS{briefpress.Content(), "site.yaml"} // the last of all
	for _, there := range []string{"", "a", "a/b/c"} {
		top := t.TempDir()
		if err := os.MkdirAll(filepath.Join(top, there), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := writeSite(filepath.Join(top, "a/b/c"), content); err == nil {
			t.Fatal("no error")
		}
		var left []string
		err := filepath.WalkDir(top, func(name string, _ fs.DirEntry, err error) error {
			rel, _ := filepath.Rel(top, name)
			left = append(left, rel)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{"": 1, "a": 2, "a/b/c": 4}[there]
		if len(left) != want {
			t.Errorf("where %q was there, there are %q", there, left)
		}
	}
}
