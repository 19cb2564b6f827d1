package watch

import (
	"context"
	"errors"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	coarse = 2 * time.Second // the resolution of the coarsest file times (FAT)
	large  = 64 << 20        // bytes; above this files are compared by stat
)

// writers says whether anybody has a file open for writing.
type writers int

const (
	noWriters writers = iota
	someWriters
	cannotTell
)

// stamp is what stat says of a file's contents. Fields that a system lacks are 0.
type stamp struct {
	size, mtime, ctime int64 // bytes; nanoseconds of Unix time
	device, inode      uint64
}

// kind is what an entry is of.
type kind uint8

const (
	file kind = iota
	link
	folder
)

// entry is what is, or was, at a path. There is one of every folder, so that it
// has one when all that was in it is gone.
type entry struct {
	stamp      stamp  // of a folder, nothing
	sum        uint64 // of the contents, or of what stands for them
	read       int64  // when the stamp was taken, in nanoseconds of Unix time
	generation uint32 // the last walk that saw it
	kind       kind
	unread     bool // a file whose contents are those that its stamp stands for, whatever they are
}

func newFolder() *entry { return &entry{kind: folder} }

// other gives an entry of a file that is not the same as anything.
func other(e *entry) *entry { return &entry{generation: e.generation} }

// same reports whether cur, which was read, is as e.
func (e *entry) same(cur *entry) bool {
	if e.unread {
		return e.stamp == cur.stamp
	}
	return e.kind == cur.kind && e.sum == cur.sum
}

// hollow reports whether e, which may be nil, is what is there for a moment only
// when something is being saved.
func (e *entry) hollow() bool { return e == nil || e.stamp.size == 0 }

// proves reports whether a stat that gives s proves that the contents are those
// of e.
func (e *entry) proves(s stamp) bool {
	return e.stamp == s && e.read-max(s.mtime, s.ctime) > int64(coarse)
}

// rewrites reports whether the contents were written anew, be it the same, from
// a file with stamp old to one with s.
func (s stamp) rewrites(old stamp) bool {
	s.ctime, old.ctime = 0, 0
	return s != old
}

// state is what inspect can say of a file.
type state int

const (
	whole  state = iota
	unsure       // read, but somebody may be writing it
	busy         // being written, or not readable just now
)

// inspect reads what is at path. A nil entry, unless it is busy, means that there
// is nothing that counts.
func (w *watcher) inspect(path string, pause pause) (*entry, state) {
	fi, err := w.stat(path)
	switch {
	case err != nil || !counts(fi.Mode().Type()):
		return nil, whole
	case fi.IsDir():
		return newFolder(), whole
	case !fi.Mode().IsRegular():
		return w.link(path, fi), whole
	}
	e := &entry{stamp: stampOf(fi), read: time.Now().UnixNano()}
	// The flags see to it that a FIFO or link that has just taken the file's
	// place is neither waited for nor followed.
	f, err := os.OpenFile(path, os.O_RDONLY|openFlags, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, whole
	case errors.Is(err, fs.ErrPermission):
		e.sum = sumOf(e.stamp)
		return e, whole
	case err != nil:
		return nil, busy
	}
	defer f.Close()
	if fi, err = f.Stat(); err != nil || !fi.Mode().IsRegular() {
		return nil, busy
	}
	e.stamp = stampOf(fi)
	who := w.probe(f)
	if who == someWriters {
		return nil, busy
	}
	if e.stamp.size > large {
		e.sum = sumOf(e.stamp)
	} else {
		if e.sum, err = w.hash(f, pause); err != nil {
			return nil, busy
		}
		// Somebody may have begun to write during the read.
		if fi, err = f.Stat(); err != nil || stampOf(fi) != e.stamp || w.probe(f) == someWriters {
			return nil, busy
		}
	}
	if who == cannotTell {
		return e, unsure
	}
	return e, whole
}

// link gives the entry of a symbolic link. One that leads to no regular file
// below a root is hollow: the file may be being saved.
func (w *watcher) link(path string, fi os.FileInfo) *entry {
	e := &entry{kind: link, stamp: stampOf(fi), read: time.Now().UnixNano()}
	text, err := os.Readlink(path)
	if err != nil {
		return nil
	}
	to := struct {
		text, file string
		mode       fs.FileMode
	}{text: text, mode: fs.ModeIrregular}
	if dest, err := filepath.EvalSymlinks(path); err == nil && w.below(dest) {
		if fi, err := os.Lstat(dest); err == nil {
			to.file, to.mode = dest, fi.Mode().Type()
		}
	}
	if !to.mode.IsRegular() {
		e.stamp.size = 0
	}
	e.sum = sumOf(to)
	return e
}

// below reports whether path, which has no links in it, is below a root.
func (w *watcher) below(path string) bool {
	return slices.ContainsFunc(w.roots, func(root string) bool {
		root, err := filepath.EvalSymlinks(root)
		return err == nil && within(absolute(root), absolute(path))
	})
}

// absolute is for comparing only, so that path itself does where there is no
// working directory.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// within reports whether path is dir or below it, by their names.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// seed makes sums differ from run to run, so that no two files can be made to
// have the same.
var seed = maphash.MakeSeed()

func sumOf[T comparable](v T) uint64 {
	return maphash.Comparable(seed, v)
}

func (w *watcher) hash(f *os.File, pause pause) (uint64, error) {
	buffer := w.buffers.Get().(*[64 << 10]byte)
	defer w.buffers.Put(buffer)
	var h maphash.Hash
	h.SetSeed(seed)
	// No more than was said to be there: a file that grows is not whole.
	for r := io.LimitReader(f, large+1); ; {
		n, err := r.Read(buffer[:])
		_, _ = h.Write(buffer[:n])
		switch {
		case err == io.EOF:
			return h.Sum64(), nil
		case err != nil:
			return 0, err
		case !pause():
			return 0, context.Canceled
		}
	}
}
