package watch

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// look looks into the paths that had events.
func (w *watcher) look() {
	dirs := map[string]os.FileInfo{}
	lost := map[string]bool{}
	for path, op := range w.dirty {
		fi, err := w.stat(path)
		isDir := err == nil && fi.IsDir()
		// A directory that was moved, if only there and back, has lost its watch.
		moved := op.Has(fsnotify.Create) || op.Has(fsnotify.Rename) || op.Has(fsnotify.Remove)
		if old := w.dirs[path]; old != nil && (moved || !isDir || !os.SameFile(old, fi)) {
			lost[path] = true
		}
		if isDir {
			dirs[path] = fi
		}
		old := w.known[path]
		if old != nil && old.unread && (op.Has(fsnotify.Create) || op.Has(fsnotify.Write)) {
			w.known[path] = other(old) // whatever its stat says, in case that of a mount is behind
		}
		// New folders are left to scan.
		if !w.isRoot(path) && (!isDir || old != nil && old.kind != folder) {
			p := w.pend(path)
			p.seen = p.seen || op.Has(fsnotify.Create)
		}
	}
	clear(w.dirty)
	// All that is gone before all that is there: inotify knows a directory by
	// its inode, so that a renamed one must lose its old watch before it can be
	// given one under its new name.
	w.forget(lost)
	for path, fi := range dirs {
		w.scan(path, fi, straight)
	}
}

// stat is that of the thing itself, except that a root may be a link. What is
// reached through any other link is not there.
func (w *watcher) stat(path string) (os.FileInfo, error) {
	if w.isRoot(path) {
		return os.Stat(path)
	}
	dir := filepath.Dir(path)
	if w.dirs[dir] == nil && !w.isRoot(dir) { // else it was one a moment ago, and an event or a walk tells when it is not
		if fi, err := w.stat(dir); err != nil || !fi.IsDir() {
			return nil, fs.ErrNotExist
		}
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

// walk compares the whole tree with what is known. Events are looked into
// meanwhile, so that nothing found is more than a reason to look again: what is
// judged is what is there then. What an event adds to what is known counts as
// met, and what it finds gone is judged already.
func (w *watcher) walk(pause pause) {
	if !w.sweep(pause) {
		return
	}
	w.short = false
	w.generation++
	for _, root := range w.roots {
		if fi, err := os.Stat(root); err == nil && fi.IsDir() && !w.scan(root, fi, pause) {
			return
		}
	}
	for path, e := range w.known {
		if e.generation != w.generation {
			w.pend(path)
		}
		if !pause() {
			return
		}
	}
}

// sweep forgets the directories that are gone, replaced or without a watch, so
// that the scan that follows gives them new ones. The list of fsnotify is the
// truth here: after a rename it can lack a directory whose Add succeeded. What
// comes after that list was made is not in it, and is not swept.
func (w *watcher) sweep(pause pause) bool {
	dirs := slices.Collect(maps.Keys(w.dirs))
	var watched map[string]bool
	if w.fsw != nil && (runtime.GOOS == "linux" || w.short) {
		list := w.fsw.WatchList()
		watched = make(map[string]bool, len(list))
		for _, dir := range list {
			watched[dir] = true
		}
	}
	lost := map[string]bool{}
	for _, dir := range dirs {
		if !pause() {
			return false
		}
		old := w.dirs[dir]
		if old == nil {
			continue
		}
		if fi, err := w.stat(dir); err != nil || !os.SameFile(old, fi) {
			lost[dir] = true
		} else if watched != nil && !watched[dir] {
			w.unwatch(dir)
		}
	}
	w.forget(lost)
	return true
}

// forget drops the watches at and below dirs, and has what is there judged anew.
func (w *watcher) forget(dirs map[string]bool) {
	if len(dirs) == 0 {
		return
	}
	within := func(path string) bool {
		for !dirs[path] {
			if w.isRoot(path) {
				return false
			}
			path = filepath.Dir(path)
		}
		return true
	}
	for dir := range w.dirs {
		if within(dir) {
			w.unwatch(dir)
		}
	}
	for path := range w.known {
		if within(path) {
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
		w.forget(map[string]bool{dir: true})
	}
	w.dirs[dir] = fi
	if w.fsw != nil && !w.short {
		w.watched(dir, w.fsw.Add(dir))
	}
}

// watched notes what the kernel said to the wish to watch dir.
func (w *watcher) watched(dir string, err error) {
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		delete(w.dirs, dir)
	case errors.Is(err, fs.ErrPermission): // nobody can list it, so there is nothing to see
	default:
		w.short = true
		w.warn(err)
	}
}

// scan watches dir and all below it, and has all judged that is not as known. It
// returns false when pause did.
func (w *watcher) scan(dir string, fi os.FileInfo, pause pause) bool {
	w.watch(dir, fi)
	entries, ok := list(dir, pause)
	if !ok {
		return false
	}
	bare := true
	for path, e := range w.counted(dir, entries) {
		if !pause() {
			return false
		}
		bare = false
		switch e.Type() {
		case fs.ModeDir:
			if fi, err := e.Info(); err == nil && fi.IsDir() && !w.scan(path, fi, pause) {
				return false
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
	switch old := w.known[dir]; {
	case old != nil:
		old.generation = w.generation
		if old.kind != folder {
			w.pend(dir)
		}
	case bare && !w.isRoot(dir): // else what is in it speaks for it
		w.pend(dir)
	}
	return true
}

// list gives what is in a directory, in no order; what cannot be listed is not
// there. It returns false when pause did.
func list(dir string, pause pause) (entries []fs.DirEntry, ok bool) {
	const some = 256 // of a directory of thousands
	f, err := os.OpenFile(dir, os.O_RDONLY|listFlags, 0)
	if err != nil {
		return nil, true
	}
	defer f.Close()
	for {
		more, err := f.ReadDir(some)
		entries = append(entries, more...)
		if err != nil || len(more) < some {
			return entries, true
		}
		if !pause() {
			return nil, false
		}
	}
}
