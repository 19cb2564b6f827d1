//go:build !linux

package export

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// exchange moves the old tree away and the new one to its place. That is two
// steps: see begin for a crash between them.
func exchange(w *work) error {
	if err := os.Rename(w.target, w.old()); err != nil {
		return err
	}
	if err := os.Rename(w.next(), w.target); err != nil {
		return errors.Join(err, os.Rename(w.old(), w.target))
	}
	return nil
}

// persist forces the tree to the disk.
func persist(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return persistDir(name)
		}
		// Windows flushes only what is open for writing.
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}
