package server

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// net/http writes through a buffer of 4 KiB: the head of an answer and what fits
// of its body, then the rest. Two calls of the system, two segments, and a
// client that is woken twice take 6 µs more than one of each.

// A parcel is the first of these writes, kept until the second.
type parcel struct {
	first [4 << 10]byte
	n     int // bytes of first
	parts [2][]byte
	all   net.Buffers
}

var parcels = sync.Pool{New: func() any { return new(parcel) }}

// gather has what is written until send sent together where it can be.
func (c *gateConn) gather() { c.parcel = parcels.Get().(*parcel) }

// send writes what is still kept, and ends gathering.
func (c *gateConn) send() {
	p := c.parcel
	c.parcel = nil
	if p.n > 0 {
		c.Conn.Write(p.first[:p.n]) // a client that left is no error of ours
		p.n = 0
	}
	parcels.Put(p)
}

func (c *gateConn) Write(b []byte) (int, error) {
	p := c.parcel
	switch {
	case p == nil:
		return c.Conn.Write(b)
	case p.n == 0 && len(b) <= len(p.first):
		p.n = copy(p.first[:], b)
		return len(b), nil
	}
	p.parts = [2][]byte{p.first[:p.n], b}
	p.all = p.parts[:]
	n, err := p.all.WriteTo(c.Conn)
	kept := p.n
	p.n, p.parts = 0, [2][]byte{}
	return max(0, int(n)-kept), err
}

type connKey struct{}

// withConn lets writeBody find the connection of a request. That of TLS has
// buffers of its own, and is none.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if c, ok := c.(*gateConn); ok {
		return context.WithValue(ctx, connKey{}, c)
	}
	return ctx
}

// writeBody writes a body, the last thing of an answer, and gives how many bytes
// of it.
func writeBody(w http.ResponseWriter, r *http.Request, body []byte) int {
	c, ok := r.Context().Value(connKey{}).(*gateConn)
	if !ok {
		n, _ := w.Write(body) // a client that left is no error of ours
		return n
	}
	c.gather()
	defer c.send()
	n, _ := w.Write(body)
	http.NewResponseController(w).Flush()
	return n
}
