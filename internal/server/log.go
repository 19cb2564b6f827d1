package server

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
	"unicode"
)

// The longest values logged, in bytes.
const (
	maxLogged = 256
	maxStack  = 8192
)

// access logs an answer.
func (h *handler) access(r *http.Request, start time.Time, a *answer) {
	level := slog.LevelInfo
	if a.status >= 500 || a.status == 0 {
		level = slog.LevelError
	}
	if !h.log.Enabled(r.Context(), level) {
		return
	}
	h.log.LogAttrs(r.Context(), level, "request",
		slog.String("method", cut(r.Method, 16)),
		slog.String("path", loggedPath(r)),
		slog.Int("status", a.status),
		slog.Int("bytes", a.bytes),
		slog.Duration("duration", time.Since(start)),
		slog.String("remote", r.RemoteAddr),
		slog.String("agent", strings.Map(visible, cut(r.UserAgent(), maxLogged))))
}

// loggedPath is the path as it was sent, in ASCII, so that it is harmless in
// any log.
func loggedPath(r *http.Request) string { return cut(r.URL.EscapedPath(), maxLogged) }

// visible replaces characters that could rule a terminal or reorder a line:
// encoding/json escapes some of them only (not U+009B, which is ESC [), and
// other logs may escape none.
func visible(c rune) rune {
	if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u2028' || c == '\u2029' {
		return unicode.ReplacementChar
	}
	return c
}

// cut shortens a value of the log to n bytes or a little less, and marks that
// it did.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	// A character cut in two is dropped, as is anything else that is not
	// UTF-8.
	return strings.ToValidUTF8(s[:n], "") + "…"
}

// queued is how many records may wait for a log: at a few hundred bytes each,
// about a megabyte.
const queued = 4096

// queueHandler hands records to another goroutine, so that a log that stalls
// (a full pipe, a slow disk) holds up no request. Records that find the queue
// full are dropped and counted.
type queueHandler struct {
	slog.Handler
	queue *queue
}

type queue struct {
	records chan queuedRecord
	lost    atomic.Int64
}

type queuedRecord struct {
	to     slog.Handler
	record slog.Record
}

// queueLog gives a logger that never waits for to. Flush writes what is
// queued, for as long as a second, and must be called at the end; records that
// come later may be lost.
func queueLog(to slog.Handler) (log *slog.Logger, flush func()) {
	q := &queue{records: make(chan queuedRecord, queued)}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case r := <-q.records:
				q.write(r)
				continue
			default:
			}
			q.reportLost(to)
			select {
			case r := <-q.records:
				q.write(r)
			case <-stop:
				for len(q.records) > 0 {
					q.write(<-q.records)
				}
				q.reportLost(to)
				return
			}
		}
	}()
	return slog.New(queueHandler{to, q}), func() {
		close(stop)
		select {
		case <-done:
		case <-time.After(time.Second):
		}
	}
}

func (q *queue) write(r queuedRecord) {
	// There is nowhere left to report the failure of a log.
	_ = r.to.Handle(context.Background(), r.record)
}

func (q *queue) reportLost(to slog.Handler) {
	if n := q.lost.Swap(0); n > 0 {
		r := slog.NewRecord(time.Now(), slog.LevelWarn, "log records lost, since the log was too slow", 0)
		r.AddAttrs(slog.Int64("count", n))
		q.write(queuedRecord{to, r})
	}
}

func (h queueHandler) Handle(_ context.Context, r slog.Record) error {
	select {
	case h.queue.records <- queuedRecord{h.Handler, r.Clone()}:
	default:
		h.queue.lost.Add(1)
	}
	return nil
}

func (h queueHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return queueHandler{h.Handler.WithAttrs(attrs), h.queue}
}

func (h queueHandler) WithGroup(name string) slog.Handler {
	return queueHandler{h.Handler.WithGroup(name), h.queue}
}
