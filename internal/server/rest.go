package server

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

// net/http keeps 19 KB for a connection without a request: two buffers, and a
// stack that has grown to 8 KB. So one that has been silent for a while rests: it
// ends as far as net/http knows, but stays open, with a goroutine, in 7 KB in all.
// When the client goes on, net/http gets it as a new one, which takes some µs.
// Nothing of HTTP/1 lasts from one request to the next, so that clients see no
// difference. Connections of TLS, which has a state of its own, do not rest.

// restAfter is how long a connection is silent before it rests.
const restAfter = time.Second

// A sleeper is what a connection needs to rest. But for resting, it belongs to
// the goroutine that net/http reads with.
type sleeper struct {
	idle    bool        // whether net/http waits for a request, with a deadline of restAfter
	whole   bool        // whether what was read last ended with a request
	resting atomic.Bool // from the end as far as net/http knows until it goes on
	first   [1]byte     // what the client has gone on with
	woken   bool        // whether first is still to be read
}

// Read gives io.EOF where a connection is to rest.
func (c *gateConn) Read(b []byte) (n int, err error) {
	if c.woken && len(b) > 0 {
		c.woken = false
		b[0] = c.first[0]
		return 1, nil
	}
	n, err = c.Conn.Read(b)
	if c.idle {
		c.idle = false
		if n > 0 && n < 4 {
			// net/http waits for 4 bytes before it takes a request for begun.
			c.Conn.SetReadDeadline(time.Now().Add(idleTimeout))
		}
		if n == 0 && errors.Is(err, os.ErrDeadlineExceeded) {
			if c.whole {
				c.resting.Store(true)
				return 0, io.EOF
			}
			// net/http may have a piece of the next request, which must
			// not be lost: another would be read in its place.
			c.Conn.SetReadDeadline(time.Now().Add(idleTimeout - restAfter))
			n, err = c.Conn.Read(b)
		}
	}
	if n > 0 {
		// With no more than a line break after the end of a request, which
		// may be disregarded (RFC 9112, 2.2).
		c.whole = bytes.HasSuffix(b[:n], []byte("\r\n\r\n"))
	}
	return n, err
}

// Close is called by net/http, also for a connection that is to rest.
func (c *gateConn) Close() error {
	if c.resting.Load() {
		return nil
	}
	return c.end()
}

// rest waits for the client to go on. It is called when net/http is done with
// the connection, which is among the quiet ones all the time, and so may be
// closed to make place or at the stop.
func (c *gateConn) rest() {
	c.SetReadDeadline(time.Now().Add(idleTimeout - restAfter))
	n, _ := c.Conn.Read(c.first[:])
	c.resting.Store(false)
	if n > 0 {
		c.woken = true
		select {
		case c.gate.awake <- c:
			return
		case <-c.gate.closed:
		}
	}
	c.gate.track(c, http.StateClosed)
	c.end()
}

// An awakened listener gives net/http the connections that have rested.
type awakened struct{ *gate }

func (a awakened) Accept() (net.Conn, error) {
	select {
	case c := <-a.awake:
		return c, nil
	case <-a.closed:
		return nil, net.ErrClosed
	}
}

func (a awakened) Close() error { return nil }
