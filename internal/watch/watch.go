package watch

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	quiet    = 2 * time.Millisecond   // without an event, before a burst is looked into
	patience = 50 * time.Millisecond  // at most, from a burst's first event to the look; and for whole files to wait for others
	pace     = 25 * time.Millisecond  // between two changes
	after    = 250 * time.Millisecond // from a burst to a comparison of the whole tree
	every    = 2 * time.Second        // between comparisons of the whole tree
	polling  = 200 * time.Millisecond // the same, where the kernel gives no events
	reading  = 300 * time.Millisecond // after a change, for a consumer to read
	perFile  = 100 * time.Microsecond // added to that for each file
)

// Options say what is watched. The zero value watches nothing.
type Options struct {
	// Dirs are the roots. Each is watched recursively, may be relative to the
	// working directory, and may be absent at first or vanish and return.
	Dirs []string

	// Ignore reports whether the file or directory at path (a root, joined with
	// the names below it) is not to be watched, with everything in it: an export
	// written into the site, say. It must be fast, always give the same answer
	// for the same path, and is called from one goroutine. Nil ignores nothing.
	Ignore func(path string) bool

	// Poll does without events of the kernel.
	Poll bool

	// Log receives warnings: that polling had to take the place of events, that
	// a file stays open for writing. Nil discards them.
	Log *slog.Logger
}

// Change says which files differ from what was reported before: written,
// created or removed.
type Change struct {
	// Paths are sorted and without repetition, at least one, each a root as
	// given in [Options].Dirs (cleaned) joined with the names below it.
	Paths []string
}

// Watch reports changes below opts.Dirs until ctx ends; then the channel is
// closed and nothing of the watcher is left. It is an error when a root is there
// and is no directory. Having no events from the kernel is not an error.
func Watch(ctx context.Context, opts Options) (<-chan Change, error) {
	w, err := newWatcher(opts)
	if err != nil {
		return nil, err
	}
	return w.start(ctx), nil
}

// A watcher is owned by one goroutine. What was found moves from dirty (there
// was an event) to pending (being judged) to changed (to be handed over).
type watcher struct {
	opts  Options
	log   *slog.Logger
	roots []string

	fsw    *fsnotify.Watcher // nil: polling only
	events <-chan fsnotify.Event
	lost   chan struct{} // buffered: events were lost
	drain  sync.WaitGroup

	probe        func(*os.File) writers
	after, every time.Duration

	dirs    map[string]os.FileInfo // known directories, as they were when watched
	known   map[string]*entry      // files as last reported
	dirty   map[string]fsnotify.Op // paths that had events
	pending map[string]*pending
	changed map[string]struct{}

	firstEvent, lastEvent time.Time // of the burst that dirty holds
	pendingAt             time.Time // when the next of pending is due
	readyAt               time.Time // when the first of changed was found whole
	sentAt                time.Time
	walkAt, walkedAt      time.Time
	walkCost              time.Duration
	rootsAt               time.Time
	generation            uint64 // of walks
	short                 bool   // some directories could not be watched
	warned                bool

	out   chan Change
	offer *Change // what a receiver gets now; nil: nothing
	buf   []byte
}

func newWatcher(opts Options) (*watcher, error) {
	w := &watcher{
		opts:    opts,
		log:     opts.Log,
		lost:    make(chan struct{}, 1),
		probe:   probeWriters,
		after:   after,
		every:   every,
		dirs:    map[string]os.FileInfo{},
		known:   map[string]*entry{},
		dirty:   map[string]fsnotify.Op{},
		pending: map[string]*pending{},
		changed: map[string]struct{}{},
		out:     make(chan Change),
		buf:     make([]byte, 64<<10),
	}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	for _, dir := range opts.Dirs {
		dir = filepath.Clean(dir)
		if fi, err := os.Stat(dir); err == nil && !fi.IsDir() {
			return nil, fmt.Errorf("watching %s: not a directory", dir)
		}
		w.roots = append(w.roots, dir)
	}
	return w, nil
}

func (w *watcher) start(ctx context.Context) <-chan Change {
	if !w.opts.Poll {
		w.open()
	}
	w.baseline(ctx)
	w.sentAt = time.Now() // the consumer reads now
	go w.run(ctx)
	return w.out
}

func (w *watcher) open() {
	fsw, err := fsnotify.NewWatcher()
	if err != nil {
		w.warn(err)
		return
	}
	w.fsw, w.events = fsw, fsw.Events
	// On a goroutine of its own: fsnotify sends some errors while it holds the
	// lock that Add and Remove need, so that whoever calls those must not be
	// the one to receive.
	w.drain.Go(func() {
		for err := range fsw.Errors {
			w.log.Debug("events were lost: comparing the whole tree", "error", err)
			select {
			case w.lost <- struct{}{}:
			default:
			}
		}
	})
}

func (w *watcher) warn(err error) {
	if !w.warned {
		w.warned = true
		w.log.Warn("the system gives no more file events: polling", "error", err)
	}
}

func (w *watcher) run(ctx context.Context) {
	defer close(w.out)
	if w.fsw != nil {
		defer w.drain.Wait()
		defer w.fsw.Close()
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var out chan<- Change
		var offer Change
		if w.offer != nil {
			out, offer = w.out, *w.offer
		}
		timer.Reset(time.Until(w.next()))
		select {
		case <-ctx.Done():
			return
		case ev, ok := <-w.events:
			if !ok {
				return
			}
			w.event(ev)
		case <-w.lost:
			w.walkAt = time.Now()
		case out <- offer:
			w.sent(offer)
		case <-timer.C:
			w.work(ctx)
		}
	}
}

func (w *watcher) event(ev fsnotify.Event) {
	path := filepath.Clean(ev.Name)
	if !w.covers(path) {
		return
	}
	w.lastEvent = time.Now()
	if len(w.dirty) == 0 {
		w.firstEvent = w.lastEvent
	}
	w.dirty[path] |= ev.Op
	w.offer = nil // it may be about to be untrue
}

// lookAt is when dirty is to be looked into.
func (w *watcher) lookAt() time.Time {
	return earlier(w.lastEvent.Add(quiet), w.firstEvent.Add(patience))
}

// offerAt is when changed may be offered.
func (w *watcher) offerAt() time.Time {
	t := w.sentAt.Add(pace)
	if len(w.dirty)+len(w.pending) > 0 {
		t = later(t, w.readyAt.Add(patience))
	}
	return t
}

// next is when there is something to do, if no event comes before.
func (w *watcher) next() time.Time {
	t := earlier(w.walkAt, w.rootsAt)
	if len(w.dirty) > 0 {
		t = earlier(t, w.lookAt())
	}
	if len(w.pending) > 0 {
		t = earlier(t, w.pendingAt)
	}
	if len(w.changed) > 0 && w.offer == nil {
		t = earlier(t, w.offerAt())
	}
	return t
}

// work does what is due.
func (w *watcher) work(ctx context.Context) {
	if len(w.dirty) > 0 && !time.Now().Before(w.lookAt()) {
		w.look()
		// One that is due stays due: events may have been lost.
		if now := time.Now(); now.Before(w.walkAt) {
			w.walkAt = earlier(w.walkedAt.Add(w.interval()), now.Add(max(w.after, 10*w.walkCost)))
		}
	}
	if now := time.Now(); !now.Before(w.rootsAt) {
		w.rootsAt = now.Add(polling)
		if w.rootsMoved() {
			w.walkAt = now
		}
	}
	if !time.Now().Before(w.walkAt) {
		w.walk()
	}
	if len(w.pending) > 0 && !time.Now().Before(w.pendingAt) {
		w.examine(ctx)
	}
	w.propose()
}

// propose offers what is changed and whole.
func (w *watcher) propose() {
	w.offer = nil
	now := time.Now()
	if len(w.changed) == 0 || now.Before(w.offerAt()) {
		return
	}
	paths := slices.Sorted(maps.Keys(w.changed))
	paths = slices.DeleteFunc(paths, func(path string) bool {
		_, dirty := w.dirty[path]
		return dirty || w.pending[path] != nil
	})
	if len(paths) == 0 {
		w.readyAt = now
		return
	}
	// At once where possible: in a storm of events the select of run would
	// mostly find the offer withdrawn again.
	change := Change{paths}
	select {
	case w.out <- change:
		w.sent(change)
	default:
		w.offer = &change
	}
}

// readSince reports whether the consumer may have been reading at t or later.
func (w *watcher) readSince(t time.Time) bool {
	return t.Before(w.sentAt.Add(reading + time.Duration(len(w.known))*perFile))
}

func (w *watcher) sent(c Change) {
	w.offer = nil
	w.sentAt = time.Now()
	w.readyAt = w.sentAt
	for _, path := range c.Paths {
		delete(w.changed, path)
	}
}

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

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
