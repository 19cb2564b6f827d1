package export

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The entries of a directory that holds generations.
const (
	currentName = "current"     // the link to the tree that counts
	insideName  = ".briefpress" // the work directory
	// foundName is what some file systems have at their root.
	foundName = "lost+found"

	generationPrefix = "export-"
	generationDigits = 16
)

// generation is the name of the directory for the tree of a digest.
func generation(digest string) string { return generationPrefix + digest[:generationDigits] }

// isGeneration tells whether a name is one that generation gives.
func isGeneration(name string) bool {
	digits, ok := strings.CutPrefix(name, generationPrefix)
	_, err := hex.DecodeString(digits)
	return ok && err == nil && len(digits) == generationDigits && strings.ToLower(digits) == digits
}

// holdsGenerations tells whether a directory holds nothing but what an export into
// generations, ended or killed, leaves there. Of an empty one it is false.
func holdsGenerations(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	ours := false
	for _, e := range entries {
		switch name := e.Name(); {
		case name == foundName && e.IsDir():
			continue
		case name == insideName && e.IsDir(), isGeneration(name) && e.IsDir():
		case name == currentName && e.Type() == fs.ModeSymlink:
			if to, err := os.Readlink(filepath.Join(dir, name)); err != nil || !isGeneration(to) {
				return false, err
			}
		default:
			return false, nil
		}
		ours = true
	}
	return ours, err
}

// standing is where the tree of an exported directory stands.
func standing(dir string) string {
	if ours, err := holdsGenerations(dir); err == nil && ours {
		return filepath.Join(dir, currentName)
	}
	return dir
}

// workAt begins the work on a target, in generations where it cannot be replaced.
func workAt(target string) (*work, error) {
	inside, err := holdsGenerations(target)
	if err != nil || inside {
		return begin(target, inside)
	}
	entries, err := os.ReadDir(target)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	bare := len(entries) == 0 || len(entries) == 1 && entries[0].Name() == foundName
	if bare && mounted(target) {
		return begin(target, true)
	}
	w, err := begin(target, false)
	if err != nil || !bare {
		return w, err
	}
	ok, err := w.exchanges()
	if err == nil && ok {
		return w, nil
	}
	if err := errors.Join(err, w.end()); err != nil {
		return nil, err
	}
	return begin(target, true)
}

// turn makes the new tree the generation that counts. The one before is gone with
// the next sweep.
func (w *work) turn(name string) error {
	dir, link := filepath.Join(w.target, name), filepath.Join(w.dir, linkName)
	if to, err := os.Readlink(w.tree()); err == nil && to == name {
		return nil // the same tree is there
	}
	if err := os.Rename(w.next(), dir); err != nil {
		return err
	}
	if err := errors.Join(persistDir(w.target), os.Symlink(name, link)); err != nil {
		return err
	}
	return os.Rename(link, w.tree())
}

// sweepGenerations removes all but the generation that counts.
func (w *work) sweepGenerations() error {
	current, err := os.Readlink(w.tree())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, err := os.ReadDir(w.target)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		if name := e.Name(); isGeneration(name) && name != current {
			errs = append(errs, os.RemoveAll(filepath.Join(w.target, name)))
		}
	}
	return errors.Join(errs...)
}
