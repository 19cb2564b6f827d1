package watch

import (
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// covers reports whether path is one that may be reported or holds such.
func (w *watcher) covers(path string) bool {
	return slices.ContainsFunc(w.roots, func(root string) bool {
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return false
		}
		if rel == "." {
			return true
		}
		for name := range strings.SplitSeq(rel, string(filepath.Separator)) {
			if skipped(name) { // ".." too
				return false
			}
		}
		return !w.ignored(path)
	})
}

func (w *watcher) ignored(path string) bool {
	return w.opts.Ignore != nil && w.opts.Ignore(path)
}

// skipped reports whether name is one that editors and systems use for files
// that are not content.
func skipped(name string) bool {
	return strings.HasPrefix(name, ".") ||
		strings.HasSuffix(name, "~") ||
		name == "4913" ||
		strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___") ||
		len(name) > 1 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#")
}

// join is filepath.Join for a clean path and a name, and much faster.
func join(dir, name string) string {
	if dir == "." {
		return name
	}
	if os.IsPathSeparator(dir[len(dir)-1]) {
		return dir + name
	}
	return dir + string(filepath.Separator) + name
}

// counted gives the path and the type of each of entries of dir that counts.
func (w *watcher) counted(dir string, entries []fs.DirEntry) iter.Seq2[string, fs.DirEntry] {
	return func(yield func(string, fs.DirEntry) bool) {
		for _, e := range entries {
			if skipped(e.Name()) || !counts(e.Type()) {
				continue
			}
			if path := join(dir, e.Name()); !w.ignored(path) && !yield(path, e) {
				return
			}
		}
	}
}

// counts reports whether things of type t are watched.
func counts(t fs.FileMode) bool { return t == 0 || t == fs.ModeDir || t == fs.ModeSymlink }

func (w *watcher) isRoot(path string) bool { return slices.Contains(w.roots, path) }
