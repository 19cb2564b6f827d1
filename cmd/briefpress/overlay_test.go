package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestOverlay(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	lower := fstest.MapFS{"a": file("lower a"), "b": file("lower b"), "css/x": file("lower x"), "css/y": file("lower y"),
		"js/z": file("lower z"), "low/l": file("lower l"), "was-file": file("lower")}
	upper := fstest.MapFS{"a": file("upper a"), "c": file("upper c"), "css/x": file("upper x"), "css/w": file("upper w"),
		"js": file("upper: a file hides a folder"), "was-file/u": file("upper u")}
	o := overlay{upper, lower}
	if err := fstest.TestFS(o, "a", "b", "c", "css/w", "css/x", "css/y", "js", "low/l", "was-file/u"); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"a": "upper a", "b": "lower b", "c": "upper c", "css/x": "upper x", "css/y": "lower y", "css/w": "upper w", "low/l": "lower l"} {
		if got, err := fs.ReadFile(o, name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"js/z", "nothing", "css/nothing", "../a"} {
		if data, err := fs.ReadFile(o, name); err == nil {
			t.Errorf("%s: %q, want an error", name, data)
		}
		if _, err := fs.Stat(o, name); err == nil {
			t.Errorf("%s is there", name)
		}
	}
}

// TestOverlayOfDisk holds the overlay to what a root of the disk answers.
func TestOverlayOfDisk(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("secret", "secret")
	write("own/css/x", "own")
	write("own/js", "a file")
	if err := os.Symlink("../secret", filepath.Join(dir, "own", "out")); err != nil {
		t.Skip("no symbolic links:", err)
	}
	root, err := os.OpenRoot(filepath.Join(dir, "own"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	o := overlay{root.FS(), fstest.MapFS{"css/x": {Data: []byte("lower")}, "css/y": {Data: []byte("y")}, "js/z": {Data: []byte("z")}}}
	if got, err := fs.ReadFile(o, "css/x"); string(got) != "own" {
		t.Errorf("css/x: %q, %v", got, err)
	}
	if got, err := fs.ReadFile(o, "css/y"); string(got) != "y" {
		t.Errorf("css/y: %q, %v", got, err)
	}
	for _, name := range []string{"out", "js/z"} {
		if got, err := fs.ReadFile(o, name); err == nil {
			t.Errorf("%s: %q, want an error", name, got)
		}
	}
	entries, err := fs.ReadDir(o, "css")
	if err != nil || len(entries) != 2 {
		t.Errorf("css has %v, %v", entries, err)
	}
}
