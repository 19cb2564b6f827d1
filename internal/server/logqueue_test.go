package server

import (
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A stalledWriter waits.
type stalledWriter struct {
	io.Writer
	release chan struct{}
}

func (w stalledWriter) Write(p []byte) (int, error) {
	<-w.release
	return w.Writer.Write(p)
}

func TestQueueDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out lockedBuffer
		release := make(chan struct{})
		q := NewLogQueue(stalledWriter{&out, release}, JSONLog)
		text := strings.Repeat("x", 1000)
		const sent = 2 * queuedLog / 1000
		begin := time.Now()
		for i := range sent {
			q.Logger().Info("request", "number", i, "text", text)
			if i == 0 {
				time.Sleep(2 * logEvery) // the first is being written
				begin = time.Now()
			}
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("waited for %v", took)
		}
		close(release)
		time.Sleep(2 * logEvery)
		q.Logger().Info("request", "number", sent)
		q.Close()
		all := records(t, out.String())
		var written, lost int
		for _, r := range all {
			if n, ok := r["count"].(float64); ok {
				lost += int(n)
			} else {
				written++
			}
		}
		if written+lost != sent+1 || lost < sent/3 || int64(lost) != q.Lost() {
			t.Errorf("%d written and %d lost of %d; %d counted", written, lost, sent+1, q.Lost())
		}
		if all[len(all)-1]["number"] != float64(sent) {
			t.Errorf("the last record is %v", all[len(all)-1])
		}
	})
}

// TestQueueKeepsAll writes from many goroutines, and closes at once.
func TestQueueKeepsAll(t *testing.T) {
	for range 20 {
		var out lockedBuffer
		q := NewLogQueue(&out, JSONLog)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				for i := range 20 {
					q.Logger().With("a", 1).WithGroup("g").Info("x", "b", i)
				}
			})
		}
		all.Wait()
		q.Close()
		q.Logger().Info("after the end")
		got := records(t, out.String())
		if len(got) != 1000 || q.Lost() != 0 {
			t.Fatalf("%d records, %d lost", len(got), q.Lost())
		}
		if g, _ := got[7]["g"].(map[string]any); got[7]["a"] != 1.0 || g["b"] == nil {
			t.Errorf("%v", got[7])
		}
	}
}

// TestQueueGathers holds that records are written together, and soon.
func TestQueueGathers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out lockedBuffer
		var calls int
		q := NewLogQueue(writerFunc(func(p []byte) (int, error) { calls++; return out.Write(p) }), JSONLog)
		defer q.Close()
		for range 100 {
			q.Logger().Info("x")
		}
		time.Sleep(logEvery)
		synctest.Wait()
		if n := len(records(t, out.String())); n != 100 || calls != 1 {
			t.Errorf("%d records in %d calls", n, calls)
		}
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestCloseGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		q := NewLogQueue(stalledWriter{io.Discard, release}, JSONLog)
		q.Logger().Info("x")
		begin := time.Now()
		q.Close()
		if took := time.Since(begin); took != flushWithin {
			t.Errorf("gave up after %v", took)
		}
	})
}
