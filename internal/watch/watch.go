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
	quiet    = 1 * time.Millisecond   // without an event, before a burst is looked into
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
	// for the same path, and is never called twice at once. Nil ignores nothing.
	Ignore func(path string) bool

	// Poll does without events of the kernel.
	Poll bool

	// Log receives warnings: that polling had to take the place of events, that
	// a file stays open for writing. Nil discards them.
	Log *slog.Logger
}

// Change says which files, links and folders differ from what was reported
// before: written, created or removed.
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
	peek         func(path string) (stamp, writers)
	after, every time.Duration
	slice, grace time.Duration

	dirs    map[string]os.FileInfo // known directories, as they were when watched
	known   map[string]*entry      // what counts, as last reported
	dirty   map[string]fsnotify.Op // paths that had events
	pending map[string]*pending
	changed map[string]bool // true: it is and was nothing but a folder

	firstEvent, lastEvent time.Time // of the burst that dirty holds
	pendingAt             time.Time // when the next of pending is due
	readyAt               time.Time // when the first of changed was found whole
	sentAt                time.Time
	walkAt                time.Time // while there is a walk: a date far away, or when another was asked for
	walkedAt              time.Time // when the last walk ended, or while there is one, when it began
	walkCost              time.Duration
	rootsAt               time.Time
	walking, reading      *task
	generation            uint32 // of walks
	short                 bool   // some directories could not be watched
	warned                bool

	out     chan Change
	offer   *Change // what a receiver gets now; nil: nothing
	buffers sync.Pool
}

func newWatcher(opts Options) (*watcher, error) {
	w := &watcher{
		opts:    opts,
		log:     opts.Log,
		lost:    make(chan struct{}, 1),
		probe:   probeWriters,
		peek:    peek,
		after:   after,
		every:   every,
		slice:   slice,
		grace:   grace,
		dirs:    map[string]os.FileInfo{},
		known:   map[string]*entry{},
		dirty:   map[string]fsnotify.Op{},
		pending: map[string]*pending{},
		changed: map[string]bool{},
		out:     make(chan Change),
		buffers: sync.Pool{New: func() any { return new([64 << 10]byte) }},
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
	unread := w.baseline(ctx)
	w.sentAt = time.Now() // the consumer reads now
	w.reading = newTask(w.sentAt.Add(w.grace), w.slice, func(pause pause) { w.readAll(unread, pause) })
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
	defer w.stop()
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
	var t time.Time
	if w.walking != nil {
		t = w.walking.at
	} else {
		t = earlier(w.walkAt, w.rootsAt)
		if w.reading != nil {
			t = earlier(t, w.reading.at)
		}
	}
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
	if len(w.pending) > 0 && !time.Now().Before(w.pendingAt) {
		w.examine(ctx)
	}
	w.propose()
	w.advance() // last: what is whole need not wait for it
}

// advance does a slice of what takes long, where one is due.
func (w *watcher) advance() {
	now := time.Now()
	if w.walking == nil && !now.Before(w.rootsAt) {
		w.rootsAt = now.Add(polling)
		if w.rootsMoved() {
			w.walkAt = now
		}
	}
	if w.walking == nil && !now.Before(w.walkAt) {
		w.walking = newTask(now, w.slice, w.walk)
		w.walkedAt, w.walkAt = now, now.Add(24*time.Hour)
	}
	switch {
	case w.walking.due(now):
		if w.walking.run(w.rest()) {
			return
		}
		w.walkCost, w.walkedAt = w.walking.cost, time.Now()
		w.walkAt = earlier(w.walkAt, w.walkedAt.Add(w.interval()))
		w.walking = nil
	case w.walking == nil && w.reading.due(now):
		if !w.reading.run(9) {
			w.reading = nil
		}
	}
}

// interval is from one walk to the next, if there is no other reason.
func (w *watcher) interval() time.Duration {
	if w.fsw == nil || w.short {
		return max(polling, 10*w.walkCost)
	}
	return max(w.every, 10*w.walkCost)
}

// rest is how much longer than the slices of a walk the rests between them are.
func (w *watcher) rest() int {
	switch {
	case w.fsw == nil || w.short: // the walk has to find everything
		return 1
	case len(w.dirty)+len(w.pending) > 0 || time.Since(w.sentAt) < building:
		return 9
	}
	return 4
}

// stop ends the tasks.
func (w *watcher) stop() {
	for _, t := range []*task{w.walking, w.reading} {
		if t != nil {
			t.stop()
		}
	}
}

// propose offers what is changed and whole.
func (w *watcher) propose() {
	now := time.Now()
	if w.offer != nil || len(w.changed) == 0 || now.Before(w.offerAt()) {
		return
	}
	paths := slices.Sorted(maps.Keys(w.changed))
	// What is in a folder speaks for it.
	maps.DeleteFunc(w.changed, func(path string, folder bool) bool {
		within := path + string(filepath.Separator)
		i, _ := slices.BinarySearch(paths, within)
		return folder && i < len(paths) && strings.HasPrefix(paths[i], within)
	})
	paths = slices.DeleteFunc(paths, func(path string) bool {
		_, changed := w.changed[path]
		_, dirty := w.dirty[path]
		return !changed || dirty || w.pending[path] != nil
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
	files := max(0, len(w.known)-len(w.dirs)) // folders are known, too
	return t.Before(w.sentAt.Add(reading + time.Duration(files)*perFile))
}

func (w *watcher) sent(c Change) {
	w.offer = nil
	w.sentAt = time.Now()
	w.readyAt = w.sentAt
	for _, path := range c.Paths {
		delete(w.changed, path)
	}
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
