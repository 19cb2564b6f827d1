package server

import (
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// queuedLog is how many bytes of records may wait for a log.
	queuedLog = 4 << 20
	// logEvery is how long a record may wait for others to be written with.
	logEvery = 20 * time.Millisecond
	// flushWithin is how long a log may take for what is queued at the end.
	flushWithin = 500 * time.Millisecond
)

// A LogQueue is a log that holds up nobody: records are formatted at once, and
// written together a little later, by another goroutine. Where the log stalls (a
// full pipe, a slow disk), records that find the queue full are dropped and
// counted.
type LogQueue struct {
	w      io.Writer
	logger *slog.Logger
	lost   atomic.Int64
	stop   func()
	done   chan struct{}

	mu      sync.Mutex
	waiting []byte
	some    chan struct{} // has one when waiting was empty and is not
}

// NewLogQueue gives a log that writes to w what the handler makes of records,
// with one call of Write for each. Close writes what is left.
func NewLogQueue(w io.Writer, handler func(io.Writer) slog.Handler) *LogQueue {
	stop := make(chan struct{})
	q := &LogQueue{w: w, stop: sync.OnceFunc(func() { close(stop) }), done: make(chan struct{}), some: make(chan struct{}, 1)}
	q.logger = slog.New(handler(queueWriter{q}))
	go q.run(stop)
	return q
}

// Logger writes to the queue.
func (q *LogQueue) Logger() *slog.Logger { return q.logger }

// Lost is how many records were dropped.
func (q *LogQueue) Lost() int64 { return q.lost.Load() }

// Close writes what is queued, as far as half a second allows. Records that come
// later may be lost.
func (q *LogQueue) Close() {
	q.stop()
	select {
	case <-q.done:
	case <-time.After(flushWithin):
	}
}

// A queueWriter is the end of the queue that never waits.
type queueWriter struct{ *LogQueue }

func (q queueWriter) Write(record []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case len(q.waiting)+len(record) > queuedLog:
		q.lost.Add(1)
	default:
		q.waiting = append(q.waiting, record...)
		if len(q.waiting) == len(record) {
			select {
			case q.some <- struct{}{}:
			default:
			}
		}
	}
	return len(record), nil
}

func (q *LogQueue) run(stop <-chan struct{}) {
	defer close(q.done)
	var spare []byte
	var told int64
	for stopped := false; ; {
		select {
		case <-q.some:
			select {
			case <-stop:
			case <-time.After(logEvery):
			}
		case <-stop:
			stopped = true
			select {
			case <-q.some:
			default:
			}
		}
		q.mu.Lock()
		batch := q.waiting
		q.waiting = spare[:0]
		q.mu.Unlock()
		lost := q.lost.Load()
		if lost > told {
			q.logger.Warn("log records lost, since the log was too slow", "count", lost-told) // there is room now
		}
		// There is nowhere left to report the failure of a log.
		q.w.Write(batch)
		spare = batch
		if stopped && lost == told {
			return
		}
		told = lost
	}
}
