package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A hostile request, and the status that it gets. What is behind it on the
// connection is never answered.
type hostileRequest struct {
	kind, text string
	status     int
}

// hidden is what a smuggler hides behind a request, and wants to be taken for
// another.
const hidden = "GET /briefs/x/?hidden HTTP/1.1\r\nHost: example.org\r\n\r\n"

// hostileRequests are the kinds of attack that are not in the target, each with
// what stands in the package doc about it.
func hostileRequests() (all []hostileRequest) {
	add := func(kind string, status int, text string) {
		all = append(all, hostileRequest{kind: kind, text: text, status: status})
	}
	head := func(line string, headers ...string) string {
		return line + " HTTP/1.1\r\nHost: example.org\r\n" + strings.Join(headers, "\r\n") + "\r\n\r\n"
	}
	// Methods: those of HTTP, of WebDAV, of others' extensions, in small
	// letters, and what is none.
	for _, method := range strings.Fields(`POST PUT PATCH DELETE OPTIONS TRACE TRACK DEBUG LINK UNLINK PURGE BAN REFRESH SEARCH QUERY
		PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK VERSION-CONTROL REPORT CHECKOUT CHECKIN UNCHECKOUT MKWORKSPACE UPDATE LABEL MERGE
		BASELINE-CONTROL MKACTIVITY ORDERPATCH ACL BIND REBIND UNBIND MKCALENDAR MKREDIRECTREF UPDATEREDIRECTREF SOURCE NOTIFY SUBSCRIBE
		UNSUBSCRIBE M-SEARCH INVOKE RPC_IN_DATA RPC_OUT_DATA BCOPY BMOVE BPROPFIND POLL X-MS-ENUMATTS get head Get GETT GE HEADD *GET !`) {
		for _, path := range []string{"/", "/briefs/x/", "/nothing", "/assets/app.0123abcd.css"} {
			add("method", 405, head(method+" "+path, "Connection: close"))
		}
	}
	for _, method := range []string{"G\x00T", "GE T", "GET\t", "(GET)", "GÉT", "\"GET\"", "GET,", "GET/", "{}", "@"} {
		add("method", 400, head(method+" /", "Connection: close"))
	}
	// Hosts. The site is public and knows no names, so that any that is
	// one is answered; what is none, none, and two are not.
	for _, host := range []string{"evil.example", "localhost", "127.0.0.1", "[::1]", "[::1]:80", "example.org:99999", "a.b.c.", "xn--e1afmkfd", "EXAMPLE.ORG", "169.254.169.254", "-", "a_b"} {
		add("host", 200, "GET / HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
	}
	for _, host := range []string{"a b", "a/b", "a\\b", "a\x00b", "a<b>", "a\"b", "é", "a\tb", "a?b", "a#b", "{a}", "a|b", "a^b", "a`b", "user@host\x7f"} {
		add("host", 400, "GET / HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
	}
	for _, hosts := range []string{"", "Host: a\r\nHost: a\r\n", "Host: a\r\nhost: b\r\n", "Host : a\r\n", "Host\r\n", "X: y\r\n", "\r\nHost: a\r\n"} {
		add("host", 400, "GET / HTTP/1.1\r\n"+hosts+"\r\n")
	}
	// Smuggling: two lengths, or one that others may read otherwise.
	for _, coding := range []string{"chunked", "Chunked", "CHUNKED", " chunked", "chunked ", "\tchunked", "chunked\t"} {
		for _, method := range []string{"GET", "HEAD"} {
			for _, length := range []string{"", "Content-Length: 0", "Content-Length: 5", "Content-Length: 99"} {
				for _, body := range []string{"0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "-1\r\n", "0;a=b\r\n\r\n", ""} {
					h := "Transfer-Encoding: " + coding + "\r\n"
					if length != "" {
						h = length + "\r\n" + h
					}
					add("smuggling", 400, method+" / HTTP/1.1\r\nHost: example.org\r\n"+h+"\r\n"+body+hidden)
				}
			}
		}
	}
	for _, coding := range []string{"gzip", "gzip, chunked", "chunked, chunked", "chunked, gzip", "identity", "xchunked", "\"chunked\"", "chunked;q=1", ",chunked", "chunked,", "chunke", "c hunked"} {
		add("smuggling", 501, "GET / HTTP/1.1\r\nHost: example.org\r\nTransfer-Encoding: "+coding+"\r\n\r\n"+hidden)
		add("smuggling", 501, "POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 3\r\nTransfer-Encoding: "+coding+"\r\n\r\n"+hidden)
	}
	for _, length := range []string{"+5", "-1", "0x5", "5,5", "5, 6", "5 5", "5;", "1e1", "99999999999999999999", "٥", "5.0", "\"5\""} {
		add("smuggling", 400, "GET / HTTP/1.1\r\nHost: example.org\r\nContent-Length: "+length+"\r\n\r\nhello"+hidden)
	}
	for _, headers := range []string{
		"Content-Length: 5\r\nContent-Length: 6", "Content-Length : 5", "Content-Length\t: 5", " Content-Length: 5", "Content-Length: 5\r\nTransfer-Encoding : chunked",
		"X: y\nTransfer-Encoding : chunked", "X\x00: y", "X: y\x00z", "X: y\x07z", ": y", "X Y: z",
		"Content-Length: 5", "Content-Length: LEN", "content-length: LEN", "Content-Length: LEN\r\nContent-Length: LEN", "Content-Length:LEN", "Content-Length:\tLEN",
		"Transfer-Encoding: chunked\x0b", "Transfer-Encoding: \x00chunked",
	} {
		headers = strings.ReplaceAll(headers, "LEN", strconv.Itoa(len(hidden)))
		add("smuggling", 400, "GET / HTTP/1.1\r\nHost: example.org\r\n"+headers+"\r\n\r\n"+hidden)
		add("smuggling", 400, "HEAD / HTTP/1.1\r\nHost: example.org\r\n"+headers+"\r\n\r\n"+hidden)
	}
	// A minor version of the future is spoken to as to HTTP/1.1 (RFC 9110, 2.5).
	for version, status := range map[string]int{
		"HTTP/1.2": 200, "HTTP/1.9": 200, "HTTP/2.0": 505, "HTTP/3.0": 505, "HTTP/0.9": 505, "HTTP/9.9": 505,
		"HTTP/2": 400, "HTTP/3": 400, "HTTP/1": 400, "HTTP/1.1.1": 400, "http/1.1": 400, "HTTP/1.1x": 400, "HTTP/1.10": 400, "ICAP/1.0": 400, "HTTP/-1.1": 400, "HTTP/1.\u0661": 400,
	} {
		add("version", status, "GET / "+version+"\r\nHost: example.org\r\nConnection: close\r\n\r\n"+hidden)
	}
	// What is too large.
	for n := maxTarget - 1; n < 8000; n += 137 {
		add("target", 414, head("GET /"+strings.Repeat("a", max(n, maxTarget)), "Connection: close"))
		add("target", 414, head("HEAD /briefs/?"+strings.Repeat("%", max(n, maxTarget)), "Connection: close"))
	}
	for n := 1; n <= 8; n++ {
		add("headers", 431, head("GET /", "X: "+strings.Repeat("a", n*30_000)))
		add("headers", 431, head("GET /", strings.Repeat("X-"+strings.Repeat("b", n)+": y\r\n", 30_000/n)+"Z: z"))
		add("headers", 431, head("GET /"+strings.Repeat("a", n*30_000)))
	}
	return all
}

// TestHostileRequests sends each on a connection of its own, and holds that it
// gets its status, and that nothing behind it is answered.
func TestHostileRequests(t *testing.T) {
	requests := hostileRequests()
	if len(requests) < 800 {
		t.Fatalf("only %d requests", len(requests))
	}
	kinds := map[string]int{}
	files := newShelf("")
	addr := start(t, NewHandler(func() Files { return files }, Options{}))
	queue := make(chan hostileRequest)
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for req := range queue {
				holdHostile(t, addr, req)
			}
		})
	}
	for _, req := range requests {
		kinds[req.kind]++
		queue <- req
	}
	close(queue)
	workers.Wait()
	t.Logf("%d requests: %v", len(requests), kinds)
}

func holdHostile(t *testing.T, addr string, req hostileRequest) {
	shown := fmt.Sprintf("%s %.120q", req.kind, req.text)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	go io.WriteString(conn, req.text) // a server that refuses may not read it all
	// An end by a reset is one, too, since the server need not read what it
	// has refused.
	answer, err := io.ReadAll(conn)
	method, _, _ := strings.Cut(req.text, " ")
	resp, parseErr := http.ReadResponse(bufio.NewReader(bytes.NewReader(answer)), &http.Request{Method: method})
	if parseErr != nil {
		t.Errorf("%s: %v in %.100q (%v)", shown, parseErr, answer, err)
		return
	}
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != req.status {
		t.Errorf("%s: %s, want %d", shown, resp.Status, req.status)
	}
	if n := bytes.Count(answer, []byte("HTTP/1.1 ")); n != 1 {
		t.Errorf("%s: %d answers", shown, n)
	}
	if bytes.Contains(answer, []byte("Brief X")) {
		t.Errorf("%s: what was hidden was answered", shown)
	}
	always(t, resp, body)
}
