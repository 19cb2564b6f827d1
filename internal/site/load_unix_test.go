//go:build unix

package site

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// TestUnusualFiles has what a folder may hold besides regular files.
func TestUnusualFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	const page = "---\ntitle: T\n---\nText.\n"
	secret := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(secret, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	write("site.yaml", "id: example.org,2019\ntitle: T\n")
	write("pages/a.md", page)
	write("pages/a.md~", page)
	write("pages/#a.md#", page)
	write("pages/.hidden.md", page)
	link("nowhere", "pages/.#a.md")
	link("a.md", "pages/inside.md")
	link(secret, "pages/outside.md")
	link("loop.md", "pages/loop.md")
	link("../pages", "pages/folder")
	if err := os.Mkdir(filepath.Join(dir, "pages/b.md"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pages/pipe.md"), 0o644); err != nil {
		t.Skip(err)
	}
	big, err := os.Create(filepath.Join(dir, "pages/big.md"))
	if err != nil || big.Truncate(100<<20) != nil || big.Close() != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	src := library(t)
	src.Content = root.FS()

	done := make(chan struct{})
	go func() {
		defer close(done)
		s, problems := Load(src, nil)
		var slugs, files []string
		for _, p := range s.Pages() {
			slugs = append(slugs, p.Slug)
		}
		for _, p := range problems {
			if p.Rule == "file" {
				files = append(files, p.File)
			}
		}
		if want := []string{"a", "inside"}; !slices.Equal(slugs, want) {
			t.Errorf("pages %q, want %q", slugs, want)
		}
		want := []string{"content/pages/b.md", "content/pages/big.md", "content/pages/folder", "content/pages/loop.md", "content/pages/outside.md"}
		if !slices.Equal(files, want) {
			t.Errorf("problems of %q, want %q", files, want)
		}
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("a file blocks")
	}
}
