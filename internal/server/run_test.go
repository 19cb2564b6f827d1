package server

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const simpleGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

// inBubble runs a server in the time of synctest, and use beside it. It holds
// that the server stops without an error and gives every place back.
func inBubble(t *testing.T, h http.Handler, opts RunOptions, use func(t *testing.T, ln *pipeListener, stop func())) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		ln := newPipeListener()
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := Run(ctx, ln, h, opts); err != nil {
				t.Error(err)
			}
		})
		use(t, ln, func() { cancel(); wg.Wait() })
		cancel()
		wg.Wait()
	})
}

func hello(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello") }

// get does one request on a connection, and leaves that open.
func get(t *testing.T, c net.Conn) {
	t.Helper()
	io.WriteString(c, simpleGet)
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Error(err)
		return
	}
	if body, err := io.ReadAll(resp.Body); err != nil || string(body) != "hello" {
		t.Errorf("%q, %v", body, err)
	}
}

// ends waits for the other end of a connection to close, and says after what
// time it did.
func ends(c net.Conn) time.Duration {
	begin := time.Now()
	io.Copy(io.Discard, c)
	return time.Since(begin)
}

func TestTimeLimits(t *testing.T) {
	large := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 1<<20)) })
	for _, test := range []struct {
		name string
		h    http.Handler
		use  func(t *testing.T, c net.Conn) time.Duration
		want time.Duration
	}{
		{"silence", http.HandlerFunc(hello), func(t *testing.T, c net.Conn) time.Duration { return ends(c) }, headerTimeout},
		{"half a request", http.HandlerFunc(hello), func(t *testing.T, c net.Conn) time.Duration {
			io.WriteString(c, "GET / HTTP/1.1\r\nHost: ")
			return ends(c)
		}, headerTimeout},
		{"a byte a second", http.HandlerFunc(hello), func(t *testing.T, c net.Conn) time.Duration {
			var wg sync.WaitGroup
			defer wg.Wait()
			wg.Go(func() {
				for _, err := c.Write([]byte("G")); err == nil; _, err = c.Write([]byte("G")) {
					time.Sleep(time.Second)
				}
			})
			return ends(c)
		}, headerTimeout},
		{"half a body", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) }), func(t *testing.T, c net.Conn) time.Duration {
			io.WriteString(c, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
			return ends(c)
		}, readTimeout},
		{"idle after an answer", http.HandlerFunc(hello), func(t *testing.T, c net.Conn) time.Duration {
			get(t, c)
			return ends(c)
		}, idleTimeout},
		{"an answer that is not read", large, func(t *testing.T, c net.Conn) time.Duration {
			io.WriteString(c, simpleGet)
			time.Sleep(writeTimeout + time.Second)
			return ends(c)
		}, 0},
		{"an answer read slowly", large, func(t *testing.T, c net.Conn) time.Duration {
			io.WriteString(c, simpleGet)
			begin := time.Now()
			for {
				if _, err := c.Read(make([]byte, 100)); err != nil {
					return time.Since(begin)
				}
				time.Sleep(time.Second)
			}
		}, writeTimeout},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, test.h, RunOptions{}, func(t *testing.T, ln *pipeListener, stop func()) {
				c := ln.dial()
				defer c.Close()
				// A client that does something each second sees it then.
				if got := test.use(t, c); got < test.want || got > test.want+time.Second {
					t.Errorf("dropped after %v, want %v", got, test.want)
				}
			})
		})
	}
}

func TestStopIdle(t *testing.T) {
	inBubble(t, http.HandlerFunc(hello), RunOptions{}, func(t *testing.T, ln *pipeListener, stop func()) {
		c := ln.dial()
		defer c.Close()
		get(t, c)
		begin := time.Now()
		stop()
		if took := time.Since(begin); took > 100*time.Millisecond {
			t.Errorf("an idle connection held up the stop for %v", took)
		}
		if ln.dial() != nil {
			t.Error("still accepting")
		}
	})
}

func TestStopSilent(t *testing.T) {
	inBubble(t, http.HandlerFunc(hello), RunOptions{}, func(t *testing.T, ln *pipeListener, stop func()) {
		for range 10 {
			defer ln.dial().Close()
		}
		begin := time.Now()
		stop()
		if took := time.Since(begin); took > 2*freshFor {
			t.Errorf("connections without a request held up the stop for %v", took)
		}
	})
}

func TestStopLetsRequestsBegin(t *testing.T) {
	inBubble(t, http.HandlerFunc(hello), RunOptions{}, func(t *testing.T, ln *pipeListener, stop func()) {
		c := ln.dial()
		defer c.Close()
		go stop()
		time.Sleep(freshFor / 2)
		get(t, c)
	})
}

func TestStopStuck(t *testing.T) {
	var release chan struct{}
	stuck := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-release })
	synctest.Test(t, func(t *testing.T) {
		release = make(chan struct{})
		defer close(release)
		ctx, cancel := context.WithCancel(t.Context())
		ln := newPipeListener()
		done := make(chan error)
		go func() { done <- Run(ctx, ln, stuck, RunOptions{}) }()
		c := ln.dial()
		defer c.Close()
		io.WriteString(c, simpleGet)
		synctest.Wait()
		begin := time.Now()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if took := time.Since(begin); took != stopWithin {
			t.Errorf("stopped after %v, want %v", took, stopWithin)
		}
		if more := ends(c); more != 0 {
			t.Errorf("cut off %v later", more)
		}
	})
}

func TestStopEndsStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan struct{})
		stream := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.NewResponseController(w).Flush()
			<-ended
			io.WriteString(w, "data: bye\n\n")
		})
		ctx, cancel := context.WithCancel(t.Context())
		ln := newPipeListener()
		done := make(chan error)
		go func() { done <- Run(ctx, ln, stream, RunOptions{OnShutdown: func() { close(ended) }}) }()
		c := ln.dial()
		defer c.Close()
		io.WriteString(c, simpleGet)
		in := bufio.NewReader(c)
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		cancel()
		body, err := io.ReadAll(resp.Body)
		if err != nil || !strings.Contains(string(body), "bye") {
			t.Errorf("%q, %v", body, err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("a stream held up the stop for %v", took)
		}
	})
}

func TestRequestsOutliveTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(2 * time.Second):
			case <-r.Context().Done():
				t.Error("the context of a request ended")
			}
			hello(w, r)
		})
		ctx, cancel := context.WithCancel(t.Context())
		ln := newPipeListener()
		done := make(chan error)
		go func() { done <- Run(ctx, ln, slow, RunOptions{}) }()
		c := ln.dial()
		defer c.Close()
		time.AfterFunc(time.Second, cancel)
		get(t, c)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestListenerFails(t *testing.T) {
	ln := newPipeListener()
	ln.Close()
	if err := Run(t.Context(), ln, http.HandlerFunc(hello), RunOptions{}); !errors.Is(err, net.ErrClosed) {
		t.Errorf("%v", err)
	}
}

func TestMaxConns(t *testing.T) {
	for descriptors, want := range map[uint64]int{0: unknownConns, 64: 51, 1024: 819, 1 << 40: unknownConns} {
		if got := maxConns(descriptors); got != want {
			t.Errorf("%d: %d, want %d", descriptors, got, want)
		}
	}
}

func TestCapQuietGivesWay(t *testing.T) {
	inBubble(t, http.HandlerFunc(hello), RunOptions{MaxConns: 3}, func(t *testing.T, ln *pipeListener, stop func()) {
		first, second, third := ln.dial(), ln.dial(), ln.dial()
		synctest.Wait()
		get(t, first) // which makes the second the longest quiet
		get(t, third)
		time.Sleep(freshFor)
		fourth := ln.dial()
		get(t, fourth)
		if took := ends(second); took != 0 {
			t.Errorf("dropped after %v", took)
		}
		get(t, first)
		get(t, third)
		for _, c := range []net.Conn{first, second, third, fourth} {
			c.Close()
		}
	})
}

func TestCapBusyStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		busy := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-release; hello(w, r) })
		ctx, cancel := context.WithCancel(t.Context())
		ln := newPipeListener()
		done := make(chan error)
		go func() { done <- Run(ctx, ln, busy, RunOptions{MaxConns: 2}) }()
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				c := ln.dial()
				get(t, c)
				c.Close()
			})
		}
		synctest.Wait()
		close(release)
		wg.Wait() // all five are answered: two, then those that waited
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestPlacesComeBack(t *testing.T) {
	inBubble(t, http.HandlerFunc(hello), RunOptions{MaxConns: 2}, func(t *testing.T, ln *pipeListener, stop func()) {
		for range 100 {
			c := ln.dial()
			get(t, c)
			c.Close()
		}
	})
}

// TestStopUnderLoad stops a server on real sockets while 100 clients have
// requests in flight.
func TestStopUnderLoad(t *testing.T) {
	const clients = 100
	arrived, release := make(chan struct{}, clients), make(chan struct{})
	files := newShelf("")
	inner := NewHandler(func() Files { return files }, Options{})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-release
		inner.ServeHTTP(w, r)
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, ln, h, RunOptions{}) }()
	want := len(files.entries["/briefs/x/"].File.Body)
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			resp, body := raw(t, ln.Addr().String(), "GET /briefs/x/ HTTP/1.1\r\nHost: a\r\n\r\n")
			if resp.StatusCode != 200 || len(body) != want {
				t.Errorf("%s, %d bytes", resp.Status, len(body))
			}
			if !resp.Close {
				t.Error("the connection stays open")
			}
		})
	}
	for range clients {
		<-arrived
	}
	cancel()
	// The listener is closed soon, and all the same the requests live.
	for refused := false; !refused; {
		c, err := net.Dial("tcp", ln.Addr().String())
		if refused = err != nil; !refused {
			c.Close()
			time.Sleep(time.Millisecond)
		}
	}
	select {
	case err := <-done:
		t.Fatalf("stopped with requests in flight: %v", err)
	default:
	}
	close(release)
	wg.Wait()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
