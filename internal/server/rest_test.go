package server

import (
	"bufio"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A seen handler answers with hello, and keeps the connection of the last
// request, as the server knows it.
type seen struct {
	mu   sync.Mutex
	last *gateConn
	all  map[*gateConn]int
}

func (s *seen) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.last, _ = r.Context().Value(connKey{}).(*gateConn)
	if s.all == nil {
		s.all = map[*gateConn]int{}
	}
	s.all[s.last]++
	s.mu.Unlock()
	hello(w, r)
}

func (s *seen) resting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last.resting.Load()
}

func TestRest(t *testing.T) {
	var h seen
	inBubble(t, &h, RunOptions{}, func(t *testing.T, ln *pipeListener, stop func()) {
		c := ln.dial()
		defer c.Close()
		for i, silence := range []time.Duration{0, restAfter / 2, restAfter + 1, idleTimeout / 2, idleTimeout - 1} {
			time.Sleep(silence)
			synctest.Wait()
			if got, want := i > 0 && h.resting(), silence > restAfter; got != want {
				t.Errorf("after %v: resting %v", silence, got)
			}
			get(t, c)
			synctest.Wait()
			if h.resting() {
				t.Errorf("rests after %v and a request", silence)
			}
		}
		if len(h.all) != 1 || h.all[h.last] != 5 {
			t.Errorf("%d connections, %d requests", len(h.all), h.all[h.last])
		}
		if took := ends(c); took != idleTimeout {
			t.Errorf("dropped after %v", took)
		}
	})
}

// TestRestLosesNothing sends, with each request, the first bytes of the next, and
// the others of that after a silence.
func TestRestLosesNothing(t *testing.T) {
	path := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Method+" "+r.URL.Path) })
	for ahead := range 4 { // from 4 on, net/http counts the time of a request
		inBubble(t, path, RunOptions{}, func(t *testing.T, ln *pipeListener, stop func()) {
			c := ln.dial()
			defer c.Close()
			in := bufio.NewReader(c)
			sent := 0
			for _, want := range []string{"GET /1", "GET /2", "GET /3"} {
				request := want + " HTTP/1.1\r\nHost: a\r\n\r\n"
				io.WriteString(c, request[sent:]+"GET "[:ahead])
				sent = ahead
				resp, err := http.ReadResponse(in, nil)
				if err != nil {
					t.Fatalf("%d bytes ahead: %v", ahead, err)
				}
				if body, err := io.ReadAll(resp.Body); string(body) != want || resp.StatusCode != http.StatusOK {
					t.Errorf("%d bytes ahead: %s, %q, %v", ahead, resp.Status, body, err)
				}
				time.Sleep(10 * restAfter)
			}
		})
	}
}

func TestRestStops(t *testing.T) {
	for _, silence := range []time.Duration{restAfter - 1, restAfter, restAfter + 1, 10 * restAfter} {
		inBubble(t, http.HandlerFunc(hello), RunOptions{}, func(t *testing.T, ln *pipeListener, stop func()) {
			c := ln.dial()
			defer c.Close()
			get(t, c)
			time.Sleep(silence)
			begin := time.Now()
			stop()
			if took := time.Since(begin) + ends(c); took > 100*time.Millisecond {
				t.Errorf("stopped after %v", took)
			}
		})
	}
}

func TestRestGivesWay(t *testing.T) {
	var h seen
	m := new(Metrics)
	inBubble(t, &h, RunOptions{MaxConns: 2, Metrics: m}, func(t *testing.T, ln *pipeListener, stop func()) {
		first, second := ln.dial(), ln.dial()
		defer second.Close()
		get(t, first)
		time.Sleep(restAfter + 1)
		get(t, second)
		time.Sleep(restAfter + 1)
		third := ln.dial()
		get(t, third)
		if took := ends(first); took != 0 {
			t.Errorf("dropped after %v", took)
		}
		get(t, second)
		third.Close()
		synctest.Wait()
		if conns, shed := m.conns.Load(), m.shed.Load(); conns != 1 || shed != 1 {
			t.Errorf("%d connections, %d shed", conns, shed)
		}
	})
}

// TestRestOften has many clients ask after silences of all lengths around that
// after which connections rest, on a server that has too few places, until it
// stops.
func TestRestOften(t *testing.T) {
	var h seen
	m := new(Metrics)
	inBubble(t, &h, RunOptions{MaxConns: 40, Metrics: m}, func(t *testing.T, ln *pipeListener, stop func()) {
		var clients sync.WaitGroup
		answers, dropped := 0, 0
		var mu sync.Mutex
		for i := range 50 {
			clients.Go(func() {
				random := rand.New(rand.NewPCG(1, uint64(i)))
				var c net.Conn
				for {
					if c == nil {
						if c = ln.dial(); c == nil {
							return // stopped
						}
					}
					io.WriteString(c, simpleGet)
					resp, err := http.ReadResponse(bufio.NewReader(c), nil)
					mu.Lock()
					if err != nil {
						dropped++
						c.Close()
						c = nil
					} else if body, _ := io.ReadAll(resp.Body); string(body) != "hello" {
						t.Errorf("%q", body)
					} else {
						answers++
					}
					mu.Unlock()
					time.Sleep(restAfter + time.Duration(random.IntN(5)-2)*time.Duration(random.IntN(int(restAfter/4))))
				}
			})
		}
		time.Sleep(100 * restAfter)
		stop()
		clients.Wait()
		if answers < 2000 || dropped == 0 {
			t.Errorf("%d answers, %d dropped", answers, dropped)
		}
		if n := m.conns.Load(); n != 0 {
			t.Errorf("%d connections at the end", n)
		}
		t.Logf("%d answers, %d dropped", answers, dropped)
	})
}
