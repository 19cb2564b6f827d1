package server

import (
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// A noted connection keeps what is written to it, one part a call, and takes
// room bytes.
type noted struct {
	net.Conn
	calls []string
	room  int
}

func (c *noted) Write(b []byte) (int, error) {
	n := min(len(b), c.room)
	c.calls = append(c.calls, string(b[:n]))
	if c.room -= n; n < len(b) {
		return n, errors.New("full")
	}
	return n, nil
}

func TestGather(t *testing.T) {
	large := strings.Repeat("x", 5000)
	for _, test := range []struct {
		writes, calls []string // calls after each write, and after send
	}{
		{[]string{"head", large}, []string{"", "head," + large, "head," + large}},
		{[]string{large, "tail"}, []string{large, large, large + ",tail"}},
		{[]string{"a", "b", "c"}, []string{"", "a,b", "a,b", "a,b,c"}},
		{[]string{"only"}, []string{"", "only"}},
		{nil, []string{""}},
	} {
		conn := &noted{room: 1 << 20}
		c := &gateConn{Conn: conn}
		c.gather()
		var got []string
		for _, w := range test.writes {
			b := []byte(w)
			if n, err := c.Write(b); n != len(b) || err != nil {
				t.Errorf("%.10q: %d, %v", test.writes, n, err)
			}
			clear(b) // it is the writer's again
			got = append(got, strings.Trim(strings.Join(conn.calls, ","), ","))
		}
		c.send()
		got = append(got, strings.Trim(strings.Join(conn.calls, ","), ","))
		if !slices.Equal(got, test.calls) {
			t.Errorf("%.10q: %.50q, want %.50q", test.writes, got, test.calls)
		}
		c.Write([]byte("later"))
		if last := conn.calls[len(conn.calls)-1]; last != "later" {
			t.Errorf("%.10q: %q is kept", test.writes, "later")
		}
	}
}

func TestGatherFails(t *testing.T) {
	for room, want := range map[int]int{0: 0, 3: 0, 4: 0, 10: 6, 5003: 4999} {
		c := &gateConn{Conn: &noted{room: room}}
		c.gather()
		c.Write([]byte("head"))
		if n, err := c.Write(make([]byte, 5000)); n != want || err == nil {
			t.Errorf("room for %d: %d, %v, want %d", room, n, err, want)
		}
		c.send()
	}
}

// A countedListener counts the parts that are written to its connections each
// for itself. What is written together does not come through Write.
type countedListener struct {
	net.Listener
	single atomic.Int64
}

type countedConn struct {
	*net.TCPConn
	single *atomic.Int64
}

func (l *countedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &countedConn{c.(*net.TCPConn), &l.single}, nil
}

func (c *countedConn) Write(b []byte) (int, error) {
	c.single.Add(1)
	return c.TCPConn.Write(b)
}

// TestTogether holds that answers are written by one call of the system each,
// whatever their size.
func TestTogether(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	counted, files, done := &countedListener{Listener: ln}, newShelf(""), make(chan error, 1)
	h := NewHandler(func() Files { return files }, Options{})
	go func() { done <- Run(t.Context(), counted, h, RunOptions{}) }()
	t.Cleanup(func() { <-done })
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer client.CloseIdleConnections()
	for path, want := range map[string]int64{
		"/small/":    1, // 35 bytes
		"/briefs/":   1, // 3,000: as much as fits beside the head
		"/":          0, // 6,000
		"/briefs/x/": 0, // 40,000
	} {
		before := counted.single.Load()
		resp, err := client.Get("http://" + ln.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || len(body) == 0 {
			t.Fatalf("%s: %d bytes, %v", path, len(body), err)
		}
		if got := counted.single.Load() - before; got != want {
			t.Errorf("%s: %d single writes, want %d", path, got, want)
		}
	}
}
