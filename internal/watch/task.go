package watch

import (
	"iter"
	"time"
)

const (
	slice    = time.Millisecond       // of a task, until it looks whether to give way
	grace    = time.Second            // from the start to the reading of what the baseline left unread
	building = 100 * time.Millisecond // after a change, for a consumer to act on it undisturbed
)

// A pause is called by what takes long wherever it may stop for a while. The
// world is another afterwards. It returns false when the watcher has ended, and
// its caller is to return.
type pause func() bool

// straight is for what is not to stop.
func straight() bool { return true }

// A task is work that is done in slices, so that events need not wait for its
// end. It is a coroutine of the goroutine that owns the watcher: it never runs
// beside it, and may use all that is the watcher's.
type task struct {
	next  func() (struct{}, bool)
	stop  func()
	at    time.Time // when the next slice is due
	begun time.Time // the slice
	cost  time.Duration
}

func newTask(at time.Time, slice time.Duration, do func(pause)) *task {
	t := &task{at: at}
	t.next, t.stop = iter.Pull(func(yield func(struct{}) bool) {
		do(func() bool { return time.Since(t.begun) < slice || yield(struct{}{}) })
	})
	return t
}

func (t *task) due(now time.Time) bool { return t != nil && !now.Before(t.at) }

// run does a slice and reports whether there are more. The next comes after a
// rest that many times as long as this took, within reason: it may have had to
// wait for a processor.
func (t *task) run(rest int) (more bool) {
	t.begun = time.Now()
	_, more = t.next()
	now := time.Now()
	took := now.Sub(t.begun)
	t.cost += took
	t.at = now.Add(min(time.Duration(rest)*took, patience))
	return more
}
