package server

import (
	"bytes"
	"crypto/tls"
	"io"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// A flooder is a client of HTTP/2 that knows the frames only.
type flooder struct {
	*http2.Framer
	conn   *tls.Conn
	stream uint32
	block  []byte // the headers of a request
}

func newFlooder(t *testing.T, addr string) *flooder {
	t.Helper()
	conn, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	var block bytes.Buffer
	headers := hpack.NewEncoder(&block)
	for _, f := range [][2]string{{":method", "GET"}, {":path", "/library/briefs/first/"}, {":scheme", "https"}, {":authority", "a"}} {
		headers.WriteField(hpack.HeaderField{Name: f[0], Value: f[1]})
	}
	f := &flooder{Framer: http2.NewFramer(conn, conn), conn: conn, stream: 1, block: block.Bytes()}
	io.WriteString(conn, http2.ClientPreface)
	if err := f.WriteSettings(); err != nil {
		t.Fatal(err)
	}
	return f
}

// request begins a request, whole or with more headers to come.
func (f *flooder) request(whole bool) error {
	err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: f.stream, BlockFragment: f.block, EndStream: true, EndHeaders: whole})
	f.stream += 2
	return err
}

// TestFloods holds that a server of HTTP/2 answers others while clients flood
// it, and after.
func TestFloods(t *testing.T) {
	dir := newPairDir(t)
	cert, key := pairFiles(t, 1)
	write(t, dir.cert, cert)
	write(t, dir.key, key)
	r := run(t, func(o *ServeOptions) { o.TLSCert, o.TLSKey = dir.cert, dir.key })
	healthy := func() {
		t.Helper()
		resp, err := secureClient(cert, true).Get("https://" + r.addr + "/library/briefs/first/")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if body, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != 200 || !bytes.Contains(body, []byte("The first text.")) {
			t.Errorf("%s, %v", resp.Status, err)
		}
	}
	lasting := time.Second
	if testing.Short() {
		lasting /= 10
	}
	for _, flood := range []struct {
		name  string
		reads bool // the client reads what it gets
		send  func(*flooder) error
	}{
		{"requests taken back at once", true, func(f *flooder) error {
			if err := f.request(true); err != nil {
				return err
			}
			return f.WriteRSTStream(f.stream-2, http2.ErrCodeCancel)
		}},
		{"headers without an end", true, func(f *flooder) error {
			if f.stream == 1 {
				return f.request(false)
			}
			return f.WriteContinuation(f.stream-2, false, make([]byte, 1000))
		}},
		{"headers without anything", true, func(f *flooder) error {
			if f.stream == 1 {
				return f.request(false)
			}
			return f.WriteContinuation(f.stream-2, false, nil)
		}},
		{"settings", true, func(f *flooder) error {
			return f.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1 << 20})
		}},
		{"settings, unread", false, func(f *flooder) error { return f.WriteSettings() }},
		{"pings, unread", false, func(f *flooder) error { return f.WritePing(false, [8]byte{}) }},
		{"requests, unread", false, func(f *flooder) error { return f.request(true) }},
		{"empty data", true, func(f *flooder) error {
			if f.stream == 1 {
				return f.request(true)
			}
			return f.WriteData(f.stream-2, false, nil)
		}},
		{"priorities", true, func(f *flooder) error { f.stream += 2; return f.WritePriority(f.stream, http2.PriorityParam{}) }},
		{"windows", true, func(f *flooder) error { return f.WriteWindowUpdate(0, 1) }},
	} {
		t.Run(flood.name, func(t *testing.T) {
			f := newFlooder(t, r.addr)
			if flood.reads {
				go io.Copy(io.Discard, f.conn)
			}
			f.conn.SetWriteDeadline(time.Now().Add(lasting))
			n, begin := 0, time.Now()
			var err error
			for ; err == nil && time.Since(begin) < lasting; n++ {
				err = flood.send(f)
				if n%5000 == 0 {
					healthy()
				}
			}
			t.Logf("%d in %v: %v", n, time.Since(begin).Round(time.Millisecond), err)
			healthy()
		})
	}
	if status, text := r.get(t, r.admin, "/readyz"); status != 200 {
		t.Errorf("%d %s", status, text)
	}
	for _, record := range records(t, r.log.String()) {
		if record["level"] == "ERROR" {
			t.Errorf("%v", record)
		}
	}
}
