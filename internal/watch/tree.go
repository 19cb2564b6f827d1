package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// baseline takes what is there as known, without reporting it. A file that is
// being written is left pending, and is reported when it is whole.
func (w *watcher) baseline(ctx context.Context) {
	w.walk()
	for path := range w.pending {
		if ctx.Err() != nil {
			return
		}
		cur, state := w.inspect(path)
		if state == busy {
			w.known[path] = &entry{} // whatever becomes of it is a change
			continue
		}
		if cur != nil {
			w.known[path] = cur
		}
		delete(w.pending, path)
	}
}

// look looks into the paths that had events.
func (w *watcher) look() {
	dirs := map[string]os.FileInfo{}
	// All that is gone before all that is there: inotify knows a directory by
	// its inode, so that a renamed one must lose its old watch before it can be
	// given one under its new name.
	for path, op := range w.dirty {
		fi, err := w.stat(path)
		isDir := err == nil && fi.IsDir()
		// A directory that was moved, if only there and back, has lost its watch.
		moved := op.Has(fsnotify.Create) || op.Has(fsnotify.Rename) || op.Has(fsnotify.Remove)
		if old := w.dirs[path]; old != nil && (moved || !isDir || !os.SameFile(old, fi)) {
			w.forget(path)
		}
		if isDir {
			dirs[path] = fi
		}
		if (!isDir || w.known[path] != nil) && !slices.Contains(w.roots, path) {
			p := w.pend(path)
			p.seen = p.seen || op.Has(fsnotify.Create)
		}
	}
	clear(w.dirty)
	for path, fi := range dirs {
		w.scan(path, fi)
	}
}

// stat is that of the thing itself, except that a root may be a link.
func (w *watcher) stat(path string) (os.FileInfo, error) {
	if slices.Contains(w.roots, path) {
		return os.Stat(path)
	}
	return os.Lstat(path)
}

// rootsMoved reports whether a root has come, gone or been replaced. Events tell
// of none of these when it is a directory above, or a link, that has changed.
func (w *watcher) rootsMoved() bool {
	return slices.ContainsFunc(w.roots, func(root string) bool {
		fi, err := os.Stat(root)
		there := err == nil && fi.IsDir()
		old := w.dirs[root]
		return there != (old != nil) || there && !os.SameFile(old, fi)
	})
}

// walk compares the whole tree with what is known.
func (w *watcher) walk() {
	begin := time.Now()
	w.sweep()
	w.short = false
	w.generation++
	for _, root := range w.roots {
		if fi, err := os.Stat(root); err == nil && fi.IsDir() {
			w.scan(root, fi)
		}
	}
	for path, e := range w.known {
		if e.generation != w.generation {
			w.pend(path)
		}
	}
	w.walkedAt = time.Now()
	w.walkCost = w.walkedAt.Sub(begin)
	w.walkAt = w.walkedAt.Add(w.interval())
}

func (w *watcher) interval() time.Duration {
	if w.fsw == nil || w.short {
		return max(polling, 10*w.walkCost)
	}
	return max(w.every, 10*w.walkCost)
}

// sweep forgets the directories that are gone, replaced or without a watch, so
// that the scan that follows gives them new ones. The list of fsnotify is the
// truth here: after a rename it can lack a directory whose Add succeeded.
func (w *watcher) sweep() {
	var watched map[string]bool
	if w.fsw != nil && (runtime.GOOS == "linux" || w.short) {
		watched = map[string]bool{}
		for _, dir := range w.fsw.WatchList() {
			watched[dir] = true
		}
	}
	for dir, old := range w.dirs {
		if fi, err := w.stat(dir); err != nil || !os.SameFile(old, fi) || watched != nil && !watched[dir] {
			w.unwatch(dir)
		}
	}
}

// forget drops the watches at and below dir, and has the files there judged anew.
func (w *watcher) forget(dir string) {
	for d := range w.dirs {
		if within(dir, d) {
			w.unwatch(d)
		}
	}
	for path := range w.known {
		if within(dir, path) {
			w.pend(path)
		}
	}
}

func (w *watcher) unwatch(dir string) {
	delete(w.dirs, dir)
	if w.fsw != nil {
		_ = w.fsw.Remove(dir) // most often gone already
	}
}

// watch watches dir and not what is below it.
func (w *watcher) watch(dir string, fi os.FileInfo) {
	if old := w.dirs[dir]; old != nil {
		if os.SameFile(old, fi) {
			return
		}
		w.forget(dir)
	}
	w.dirs[dir] = fi
	if w.fsw == nil || w.short {
		return
	}
	switch err := w.fsw.Add(dir); {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		delete(w.dirs, dir)
	case errors.Is(err, fs.ErrPermission): // nobody can list it, so there is nothing to see
	default:
		w.short = true
		w.warn(err)
	}
}

// scan watches dir and all below it, and has every file judged that is not as known.
func (w *watcher) scan(dir string, fi os.FileInfo) {
	w.watch(dir, fi)
	entries, _ := os.ReadDir(dir) // what cannot be listed is not there
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if skipped(e.Name()) || w.ignored(path) {
			continue
		}
		switch e.Type() {
		case fs.ModeDir:
			if fi, err := e.Info(); err == nil {
				w.scan(path, fi)
			}
		case 0:
			old := w.known[path]
			if old == nil {
				w.pend(path)
				continue
			}
			old.generation = w.generation
			if fi, err := e.Info(); err != nil || !old.proves(stampOf(fi)) {
				w.pend(path)
			}
		case fs.ModeSymlink:
			if old := w.known[path]; old != nil {
				old.generation = w.generation
			}
			w.pend(path) // cheap, and its stat says nothing about where it leads
		}
	}
}
