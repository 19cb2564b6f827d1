package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A work is the hidden directory in which an export is made: beside a target that is
// replaced as a whole, inside of one that holds generations. Whoever holds the lock on
// the file "lock" in it owns it. It is on the file system of the trees.
type work struct {
	target, dir string
	inside      bool
	lock        *os.File
}

// The entries of a work directory.
const (
	lockName = "lock"
	nextName = "next" // the tree being made; after an exchange, the old one
	oldName  = "old"  // the old tree, where there is no exchange in one step
	linkName = "turn" // the link to the new generation
)

var errLocked = errors.New("locked")

func (w *work) next() string { return filepath.Join(w.dir, nextName) }
func (w *work) old() string  { return filepath.Join(w.dir, oldName) }

// begin takes the work directory of a target and sweeps what a killed export
// left there.
func begin(target string, inside bool) (*work, error) {
	w := &work{target: target, inside: inside, dir: filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".briefpress")}
	if inside {
		w.dir = filepath.Join(target, insideName)
	}
	if err := os.MkdirAll(filepath.Dir(w.dir), 0o755); err != nil {
		return nil, err
	}
	for w.lock == nil {
		if err := w.take(); err != nil {
			return nil, err
		}
	}
	// The crash was between the two renames: the only whole tree is here.
	_, err := os.Lstat(target)
	if _, oldErr := os.Lstat(w.old()); errors.Is(err, fs.ErrNotExist) && oldErr == nil {
		if err := os.Rename(w.old(), target); err != nil {
			return nil, errors.Join(fmt.Errorf("put back the tree before: %w", err), w.lock.Close())
		}
	}
	if err := w.sweep(); err != nil {
		return nil, errors.Join(err, w.lock.Close())
	}
	return w, nil
}

// take tries once to make and lock the directory. It leaves the lock nil if an
// export that just ended removed it meanwhile.
func (w *work) take() error {
	if err := os.Mkdir(w.dir, 0o700); err == nil {
		os.Chmod(w.dir, 0o700) // the umask may take rights from the owner too
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	foreign := &Refusal{Path: w.dir, Reason: "is in the way, and no export made it", Hint: "move it away"}
	if info, err := os.Lstat(w.dir); err == nil && !info.IsDir() {
		return foreign
	}
	entries, err := os.ReadDir(w.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	// Ours has a lock before it has anything else, and has it to the end.
	for i, e := range entries {
		if name := e.Name(); entries[0].Name() != lockName || i > 0 && name != nextName && name != oldName && name != linkName {
			return foreign
		}
	}
	name := filepath.Join(w.dir, lockName)
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	f.Chmod(0o600) // as above
	if err := tryLock(f); err != nil {
		f.Close()
		if errors.Is(err, errLocked) {
			return &Refusal{Path: w.target, Reason: "another export is writing it", Hint: "wait until that one has ended"}
		}
		return fmt.Errorf("lock %s: %w", name, err)
	}
	// The one before removes its file: a lock on a removed file excludes nobody.
	ours, err := f.Stat()
	there, err2 := os.Lstat(name)
	if err != nil || err2 != nil || !os.SameFile(ours, there) {
		return f.Close()
	}
	w.lock = f
	return nil
}

// tree is where the tree stands that the export replaces.
func (w *work) tree() string {
	if w.inside {
		return filepath.Join(w.target, currentName)
	}
	return w.target
}

// swap puts the new tree in the place of the old one, or where there is none.
func (w *work) swap(exists bool, digest string) error {
	if w.inside {
		return w.turn(generation(digest))
	}
	if !exists {
		return os.Rename(w.next(), w.target)
	}
	if err := exchange(w.next(), w.target, w.old()); err != nil {
		return &Refusal{Path: w.target, Err: err,
			Reason: "cannot be replaced in one step, as it is a mount point or its file system has no exchange",
			Hint:   "empty it: the site will then stand in " + filepath.Join(w.target, currentName)}
	}
	return nil
}

// exchanges tries whether two directories can change places in one step here.
func (w *work) exchanges() (bool, error) {
	spare := filepath.Join(w.dir, oldName)
	if err := errors.Join(os.Mkdir(w.next(), 0o700), os.Mkdir(spare, 0o700)); err != nil {
		return false, err
	}
	failed := exchange(w.next(), spare, filepath.Join(w.dir, linkName))
	return failed == nil, w.sweep()
}

// sweep removes all that is not needed to hold the lock.
func (w *work) sweep() error {
	err := errors.Join(os.RemoveAll(w.next()), os.RemoveAll(w.old()), os.RemoveAll(filepath.Join(w.dir, linkName)))
	if w.inside {
		err = errors.Join(err, w.sweepGenerations())
	}
	return err
}

// end removes the directory and gives up the lock.
func (w *work) end() error {
	err := w.sweep()
	if err != nil {
		return errors.Join(fmt.Errorf("remove what is left of the export: %w", err), w.lock.Close())
	}
	// Another export may be waiting at the door: then the directory is its own.
	os.Remove(w.lock.Name())
	os.Remove(w.dir)
	return w.lock.Close()
}
