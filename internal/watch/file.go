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
	holdGone   = 80 * time.Millisecond  // an absent or empty file that was neither
	holdNew    = 50 * time.Millisecond  // a file where none was
	holdUnsure = 100 * time.Millisecond // a file that nothing but its own rest says is whole
	rest       = 25 * time.Millisecond  // between two equal reads of such a file
	recheck    = 10 * time.Millisecond  // a file that is held
	longOpen   = 5 * time.Second        // a file open for writing is spoken of
	coarse     = 2 * time.Second        // the resolution of the coarsest file times (FAT)
	large      = 64 << 20               // bytes; above this files are compared by stat
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

// entry is a file as it was when last looked at.
type entry struct {
	stamp      stamp
	sum        uint64 // of the contents, or of what stands for them
	read       time.Time
	generation uint64 // the last walk that saw it
}

// proves reports whether a stat that gives s proves that the contents are those
// of e.
func (e *entry) proves(s stamp) bool {
	return e.stamp == s && e.read.Sub(time.Unix(0, max(s.mtime, s.ctime))) > coarse
}

// rewrites reports whether the contents were written anew, be it the same, from
// a file with stamp old to one with s.
func (s stamp) rewrites(old stamp) bool {
	s.ctime, old.ctime = 0, 0
	return s != old
}

// pending is a file being judged.
type pending struct {
	since time.Time // noticed
	due   time.Time // for the next look
	gone  time.Time // since when it is absent or empty; zero: it is not
	read  time.Time // first, since it was last gone or busy, by someone who could not tell whether it is whole
	last  *entry    // what was read then, or later when that was different
	told  bool      // that it stays open
	seen  bool      // where no file was known, there was one for a while
}

// state is what inspect can say of a file.
type state int

const (
	whole  state = iota
	unsure       // read, but somebody may be writing it
	busy         // being written, or not readable just now
)

// pend has the file at path judged now.
func (w *watcher) pend(path string) *pending {
	now := time.Now()
	p := w.pending[path]
	if p == nil {
		p = &pending{since: now}
		w.pending[path] = p
	}
	p.due, w.pendingAt = now, now
	return p
}

// examine judges the pending files that are due.
func (w *watcher) examine(ctx context.Context) {
	w.pendingAt = time.Now().Add(time.Hour)
	for path, p := range w.pending {
		if ctx.Err() != nil {
			return
		}
		if !time.Now().Before(p.due) && w.judge(path, p) {
			delete(w.pending, path)
			continue
		}
		w.pendingAt = earlier(w.pendingAt, p.due)
	}
}

// judge looks at a file and reports whether the matter is settled; if not, it
// has set when to look next. A file that has really changed is then in changed.
func (w *watcher) judge(path string, p *pending) bool {
	old := w.known[path]
	// The clock is read before the file, so that a hold is over only when the
	// file was looked at after its end.
	now := time.Now()
	if old == nil && now.Before(p.since.Add(holdNew)) {
		fi, err := os.Lstat(path)
		if err != nil {
			return w.passed(path, p)
		}
		p.seen = p.seen || fi.Mode().IsRegular()
		p.due = p.since.Add(holdNew)
		return false
	}
	cur, state := w.inspect(path)
	switch {
	case state == busy:
		p.gone, p.last = time.Time{}, nil
		open := now.Sub(p.since)
		p.due = now.Add(min(max(open/8, quiet), patience))
		if !p.told && open > longOpen {
			p.told = true
			w.log.Warn("a file stays open for writing, or cannot be read: its change waits for the end of that", "path", path)
		}
		return false
	case cur == nil && old == nil:
		return w.passed(path, p)
	case cur != nil && old != nil && cur.sum == old.sum:
		cur.generation = old.generation
		w.known[path] = cur
		if cur.stamp.rewrites(old.stamp) && w.readSince(p.since) {
			w.change(path) // it may have been read half written
		}
		return true
	case cur == nil || cur.stamp.size == 0:
		p.last = nil
		if p.gone.IsZero() {
			p.gone = now
		}
		if end := p.gone.Add(holdGone); now.Before(end) {
			p.due = earlier(end, now.Add(recheck))
			return false
		}
	case state == unsure:
		p.gone = time.Time{}
		if p.last == nil {
			p.read = now
		}
		if p.last == nil || p.last.stamp != cur.stamp || p.last.sum != cur.sum {
			p.last = cur
		}
		if end := earlier(p.last.read.Add(rest), p.read.Add(holdUnsure)); now.Before(end) {
			p.due = end
			return false
		}
	}
	if cur == nil {
		delete(w.known, path)
	} else {
		cur.generation = w.generation
		w.known[path] = cur
	}
	w.change(path)
	return true
}

// passed settles the matter of a file that came and went. It is nobody's
// business, unless a consumer that was reading may believe that it is there.
func (w *watcher) passed(path string, p *pending) bool {
	if p.seen && w.readSince(p.since) {
		if _, err := os.Lstat(path); err != nil {
			w.change(path)
		}
	}
	return true
}

func (w *watcher) change(path string) {
	if len(w.changed) == 0 {
		w.readyAt = time.Now()
	}
	w.changed[path] = struct{}{}
}

// inspect reads the file at path. A nil entry, unless the file is busy, means
// that there is none that counts.
func (w *watcher) inspect(path string) (*entry, state) {
	fi, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, whole
	case fi.Mode().Type() == fs.ModeSymlink:
		return w.link(path, fi), whole
	case !fi.Mode().IsRegular():
		return nil, whole
	}
	e := &entry{stamp: stampOf(fi), read: time.Now()}
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
		if e.sum, err = w.hash(f); err != nil {
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

// link gives the entry of a link that leads to a regular file below a root, else nil.
func (w *watcher) link(path string, fi os.FileInfo) *entry {
	dest, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil
	}
	if fi, err := os.Lstat(dest); err != nil || !fi.Mode().IsRegular() {
		return nil
	}
	if !slices.ContainsFunc(w.roots, func(root string) bool {
		root, err := filepath.EvalSymlinks(root)
		return err == nil && within(absolute(root), absolute(dest))
	}) {
		return nil
	}
	return &entry{stamp: stampOf(fi), sum: sumOf("link to " + dest), read: time.Now()}
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

func (w *watcher) hash(f *os.File) (uint64, error) {
	var h maphash.Hash
	h.SetSeed(seed)
	// No more than was said to be there: a file that grows is not whole.
	_, err := io.CopyBuffer(&h, io.LimitReader(f, large+1), w.buf)
	return h.Sum64(), err
}
