package watch

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

const (
	holdGone   = 80 * time.Millisecond  // what is absent or hollow, and was neither
	holdNew    = 50 * time.Millisecond  // what is where nothing was
	holdUnsure = 100 * time.Millisecond // a file that nothing but its own rest says is whole
	rest       = 25 * time.Millisecond  // between two equal reads of such a file
	recheck    = 10 * time.Millisecond  // what is held
	longOpen   = 5 * time.Second        // a file open for writing is spoken of
)

// pending is a path being judged.
type pending struct {
	since time.Time // noticed
	due   time.Time // for the next look
	gone  time.Time // since when it is absent or hollow; zero: it is not
	read  time.Time // first, since it was last gone or busy, by someone who could not tell whether it is whole
	last  *entry    // what was read then, or later when that was different
	still time.Time // when last was read
	told  bool      // that it stays open
	seen  bool      // where nothing was known, there was something for a while
}

// pend has what is at path judged now.
func (w *watcher) pend(path string) *pending {
	w.offer = nil // it may be about to be untrue
	now := time.Now()
	p := w.pending[path]
	if p == nil {
		p = &pending{since: now}
		w.pending[path] = p
	}
	p.due, w.pendingAt = now, now
	return p
}

// examine judges the pending paths that are due.
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

// judge looks at a path and reports whether the matter is settled; if not, it
// has set when to look next. What has really changed is then in changed.
func (w *watcher) judge(path string, p *pending) bool {
	old := w.known[path]
	// The clock is read before the file, so that a hold is over only when the
	// file was looked at after its end.
	now := time.Now()
	if old == nil && now.Before(p.since.Add(holdNew)) {
		fi, err := w.stat(path)
		if err != nil {
			return w.passed(path, p)
		}
		p.seen = p.seen || counts(fi.Mode().Type())
		p.due = p.since.Add(holdNew)
		return false
	}
	cur, state := w.inspect(path, straight)
	switch {
	case state == busy:
		if old != nil && old.unread {
			w.known[path] = other(old) // it cannot be told any more what it was
		}
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
	case old == nil && cur.kind == folder && !w.bare(path):
		return true // what is in it speaks for it
	case cur != nil && old != nil && old.same(cur):
		cur.generation = old.generation
		w.know(path, cur)
		if cur.stamp.rewrites(old.stamp) && w.readSince(p.since) {
			w.change(path, false) // it may have been read half written
		}
		return true
	case cur.hollow():
		p.last = nil
		if p.gone.IsZero() {
			p.gone = now
			if old == nil && cur.kind != file {
				p.gone = p.since // so that it is told of with the tree that it came with
			}
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
			p.last, p.still = cur, now
		}
		if end := earlier(p.still.Add(rest), p.read.Add(holdUnsure)); now.Before(end) {
			p.due = end
			return false
		}
	}
	if cur == nil {
		delete(w.known, path)
	} else {
		cur.generation = w.generation
		w.know(path, cur)
	}
	w.change(path, (old == nil || old.kind == folder) && (cur == nil || cur.kind == folder))
	return true
}

// passed settles the matter of what came and went. It is nobody's business,
// unless a consumer that was reading may believe that it is there, or the folder
// that it was in is new and has nobody left to speak for it.
func (w *watcher) passed(path string, p *pending) bool {
	if p.seen && w.readSince(p.since) {
		if _, err := w.stat(path); err != nil {
			w.change(path, false)
		}
	}
	for dir := filepath.Dir(path); !w.isRoot(dir) && w.known[dir] == nil; dir = filepath.Dir(dir) {
		if _, err := w.stat(dir); err == nil {
			w.pend(dir)
			break
		}
	}
	return true
}

// know has e as what is at path, and the folders above as being there.
func (w *watcher) know(path string, e *entry) {
	w.known[path] = e
	for dir := filepath.Dir(path); !w.isRoot(dir) && w.known[dir] == nil; dir = filepath.Dir(dir) {
		w.known[dir] = newFolder()
		w.known[dir].generation = w.generation
	}
}

// bare reports whether nothing that counts is in the folder dir.
func (w *watcher) bare(dir string) bool {
	entries, _ := os.ReadDir(dir)
	for range w.counted(dir, entries) {
		return false
	}
	return true
}

func (w *watcher) change(path string, bare bool) {
	if len(w.changed) == 0 {
		w.readyAt = time.Now()
	}
	before, changed := w.changed[path]
	w.changed[path] = bare && (before || !changed)
	w.offer = nil
}
