package server

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"strconv"
	"testing"
)

// BenchmarkServed is a page over a connection of the loopback interface, with
// its record of the log. What is allocated is allocated by the server, nearly
// all of it by net/http: the client allocates nothing.
func BenchmarkServed(b *testing.B) {
	files, log := newShelf(""), NewLogQueue(io.Discard, JSONLog)
	defer log.Close()
	addr := start(b, NewHandler(func() Files { return files }, Options{Log: log.Logger()}))
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	for name, headers := range map[string]string{
		"200": "",
		"304": "If-None-Match: " + files.entries["/briefs/x/"].choose([]string{"identity"}).etag[0] + "\r\n",
	} {
		b.Run(name, func(b *testing.B) {
			request := []byte("GET /briefs/x/ HTTP/1.1\r\nHost: example.org\r\nAccept-Encoding: identity\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n" + headers + "\r\n")
			in := bufio.NewReaderSize(conn, 64<<10)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := conn.Write(request); err != nil {
					b.Fatal(err)
				}
				length, first := 0, true
				for {
					line, err := in.ReadSlice('\n')
					if err != nil {
						b.Fatal(err)
					}
					if first && string(line[9:12]) != name {
						b.Fatalf("%q", line)
					}
					first = false
					if digits, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
						length, _ = strconv.Atoi(string(bytes.TrimSpace(digits)))
					}
					if len(line) == 2 {
						break
					}
				}
				if _, err := in.Discard(length); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
