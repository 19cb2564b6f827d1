package server

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// FuzzRequest sends bytes to a server, and holds that each answer to them is one
// of those that the package doc names, and that the server lives.
func FuzzRequest(f *testing.F) {
	for _, req := range hostileRequests() {
		if len(req.text) < 500 {
			f.Add([]byte(req.text))
		}
	}
	f.Add([]byte(simpleGet + simpleGet))
	files := newShelf("")
	addr := start(f, NewHandler(func() Files { return files }, Options{}))
	f.Fuzz(func(t *testing.T, request []byte) {
		if bytes.Contains(request, []byte("fails")) || bytes.Contains(request, []byte("panics")) || bytes.Contains(request, []byte("aborts")) {
			return // pages of the shelf that give 500, and none
		}
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		go func() {
			conn.Write(request) // a server that has refused may not read it all
			conn.(*net.TCPConn).CloseWrite()
		}()
		answers, _ := io.ReadAll(conn) // a reset is an end, too
		in := bufio.NewReader(bytes.NewReader(answers))
		for {
			if _, err := in.Peek(1); err != nil {
				break
			}
			// To HEAD there is no body, and only its request says so.
			line, _, _ := bytes.Cut(answers, []byte("\r\n"))
			resp, err := http.ReadResponse(in, nil)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			body, err := io.ReadAll(resp.Body)
			always(t, resp, body)
			switch resp.StatusCode {
			case 200, 206, 301, 302, 304, 400, 404, 405, 412, 414, 416, 417, 431, 501, 505:
			default:
				t.Errorf("%q: %s", request, resp.Status)
			}
			if err != nil || strings.Contains(string(request), "HEAD") {
				break
			}
		}
	})
}
