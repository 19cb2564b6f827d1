package server

import (
	"container/list"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// freshFor is how long a new connection has to begin a request before it can
// be closed to make place. A client that means to ask does so within a round
// trip or two.
const freshFor = 500 * time.Millisecond

// A gate is a listener that admits a number of connections at a time. When all
// places are taken, the connection that has been quiet longest (idle after an
// answer, or without a request though no longer fresh) is closed to make place
// for a new one; while none is quiet, the new one waits.
type gate struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	awake  chan *gateConn // have rested
	close  func() error

	metrics *Metrics

	mu    sync.Mutex
	quiet list.List // of *gateConn, the longest quiet first
}

// A gateConn is an admitted connection.
type gateConn struct {
	net.Conn
	gate  *gate
	left  atomic.Bool   // has given its place back
	quiet *list.Element // guarded by gate.mu; nil while a request is under way
	since time.Time     // when it was admitted
	asked bool          // guarded by gate.mu; whether a request has begun on it

	parcel *parcel // nil while writes go out as they come
	sleeper
}

// end closes a connection and gives its place back.
func (c *gateConn) end() error {
	err := c.Conn.Close()
	if c.left.CompareAndSwap(false, true) {
		<-c.gate.places
		c.gate.metrics.conns.Add(-1)
	}
	return err
}

// CloseWrite lets net/http end a connection such that a client who is still
// sending can read the refusal.
func (c *gateConn) CloseWrite() error {
	if w, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return nil
}

func newGate(ln net.Listener, n int, m *Metrics) *gate {
	g := &gate{Listener: ln, metrics: m, places: make(chan struct{}, max(1, n)), closed: make(chan struct{}), awake: make(chan *gateConn)}
	g.close = sync.OnceValue(func() error {
		close(g.closed)
		return ln.Close()
	})
	return g
}

func (g *gate) Close() error { return g.close() }

func (g *gate) Accept() (net.Conn, error) {
	c, err := g.Listener.Accept()
	if err != nil {
		return nil, err
	}
	for !g.enter() {
		g.shed(1)
		if g.enter() {
			break
		}
		select {
		case <-g.closed:
			c.Close()
			return nil, net.ErrClosed
		case <-time.After(freshFor / 10):
		}
	}
	g.metrics.accepted.Add(1)
	g.metrics.conns.Add(1)
	return &gateConn{Conn: c, gate: g, since: time.Now()}, nil
}

// enter takes a place if there is one.
func (g *gate) enter() bool {
	select {
	case g.places <- struct{}{}:
		return true
	default:
		return false
	}
}

// admitted is the number of connections.
func (g *gate) admitted() int { return len(g.places) }

// track follows the state of connections; it is the server's ConnState.
func (g *gate) track(conn net.Conn, state http.ConnState) {
	secure, isSecure := conn.(*tls.Conn)
	if isSecure {
		conn = secure.NetConn()
	}
	c, ok := conn.(*gateConn)
	if !ok {
		return
	}
	if state == http.StateClosed && c.resting.Load() {
		go c.rest()
		return // it is as quiet as it was
	}
	if !isSecure && state != http.StateClosed { // net/http may still be reading then
		c.idle = state == http.StateIdle
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if c.quiet != nil {
		g.quiet.Remove(c.quiet)
		c.quiet = nil
	}
	switch state {
	case http.StateNew, http.StateIdle:
		c.quiet = g.quiet.PushBack(c)
	case http.StateActive:
		c.asked = true
	}
}

// shed closes up to n quiet connections, the longest quiet first.
func (g *gate) shed(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var next *list.Element
	for e := g.quiet.Front(); e != nil && n > 0; e = next {
		next = e.Next()
		if c := e.Value.(*gateConn); c.asked || time.Since(c.since) >= freshFor {
			g.quiet.Remove(e)
			c.quiet = nil
			c.end()
			g.metrics.shed.Add(1)
			n--
		}
	}
}
