package watch

import (
	"context"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// An item is what is no folder.
type item struct {
	path string
	mode fs.FileMode // the type
}

// baseline takes what is there as known, without reporting it. A file that is
// being written is left pending, and is reported when it is whole. The files
// returned were not read: a stat that proves their contents stands for these.
func (w *watcher) baseline(ctx context.Context) (unread []string) {
	w.generation++
	files := w.folders(ctx)
	type first struct {
		*entry
		state
	}
	found := each(files, func(f item) first {
		if ctx.Err() != nil {
			return first{}
		}
		e, state := w.first(f.path, f.mode)
		return first{e, state}
	})
	for i, f := range files {
		path := f.path
		switch e := found[i].entry; {
		case found[i].state == busy:
			w.known[path] = other(&entry{generation: w.generation})
			w.pend(path)
		case e != nil:
			e.generation = w.generation
			w.known[path] = e
			if e.unread {
				unread = append(unread, path)
			}
		}
	}
	w.walkedAt = time.Now()
	w.walkAt = w.walkedAt.Add(w.interval())
	return unread
}

// folders takes all folders as known, watches them, and returns the paths of
// what else is in them.
func (w *watcher) folders(ctx context.Context) (files []item) {
	type found struct {
		info    os.FileInfo // nil: it is not there
		err     error       // of the watch
		entries []fs.DirEntry
	}
	for dirs := w.roots; len(dirs) > 0; {
		level := each(dirs, func(dir string) (f found) {
			fi, err := w.stat(dir)
			if err != nil || !fi.IsDir() || ctx.Err() != nil {
				return found{}
			}
			f.info = fi
			if w.fsw != nil {
				f.err = w.fsw.Add(dir)
			}
			f.entries, _ = os.ReadDir(dir)
			return f
		})
		var next []string
		for i, f := range level {
			if f.info == nil {
				continue
			}
			dir := dirs[i]
			w.dirs[dir] = f.info
			w.watched(dir, f.err)
			if !w.isRoot(dir) {
				w.known[dir] = newFolder()
				w.known[dir].generation = w.generation
			}
			for path, e := range w.counted(dir, f.entries) {
				if e.IsDir() {
					next = append(next, path)
				} else {
					files = append(files, item{path, e.Type()})
				}
			}
		}
		dirs = next
	}
	return files
}

// first gives the entry of what is no folder for the baseline. Contents that may
// have been written just now, or through a mapping, are read, since a stat would
// not tell these from others; and so are all where there is no change time, since
// then a stat never does.
func (w *watcher) first(path string, t fs.FileMode) (*entry, state) {
	if t.IsRegular() {
		e := &entry{read: time.Now().UnixNano(), unread: true}
		var who writers
		if e.stamp, who = w.peek(path); who != someWriters && e.stamp.ctime != 0 && e.proves(e.stamp) {
			return e, whole
		}
	}
	return w.inspect(path, straight)
}

// readAll reads the files that the baseline left unread. One that is not as it
// was is judged.
func (w *watcher) readAll(unread []string, pause pause) {
	for _, path := range unread {
		e := w.known[path]
		if !w.unjudged(path, e) {
			continue
		}
		cur, state := w.inspect(path, pause)
		if w.unjudged(path, e) {
			if state == busy || cur == nil || !e.same(cur) {
				w.pend(path)
			} else {
				cur.generation = e.generation
				w.known[path] = cur
			}
		}
		if !pause() {
			return
		}
	}
}

// unjudged reports whether e is what is known of path still, without its
// contents, and no event had it judged.
func (w *watcher) unjudged(path string, e *entry) bool {
	_, dirty := w.dirty[path]
	return e != nil && e.unread && w.known[path] == e && !dirty && w.pending[path] == nil
}

// each calls f for all of in, on all processors.
func each[In, Out any](in []In, f func(In) Out) []Out {
	const chunk = 32
	out := make([]Out, len(in))
	var done atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (len(in)+chunk-1)/chunk) {
		all.Go(func() {
			for {
				end := int(done.Add(chunk))
				if end-chunk >= len(in) {
					return
				}
				for i := end - chunk; i < min(end, len(in)); i++ {
					out[i] = f(in[i])
				}
			}
		})
	}
	all.Wait()
	return out
}
