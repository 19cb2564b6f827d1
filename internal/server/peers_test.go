//go:build peers && linux

package server

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"briefpress/internal/site"
)

// TestPeers measures this server beside a bare net/http handler that writes one
// preloaded page, nginx and Caddy, which serve the same files with their
// precompressed forms. It prints requests per second, the 99th percentile and
// the processor time that the server took for a request, and ratios of the
// first. Rounds are interleaved, so that other work on the machine falls on all
// alike, and medians are taken. On a machine that is not idle the ratios of
// processor time say more.
//
// It needs wrk, and takes nginx and caddy where they are (the environment
// variables NGINX and CADDY name others):
//
//	apt-get install -y wrk nginx-light
//	go install github.com/caddyserver/caddy/v2/cmd/caddy@latest
//	go test -v -count=1 -timeout 30m -tags peers -run TestPeers ./internal/server
//
// PEERS_SECONDS (1) is the time of one measurement, PEERS_ROUNDS (5) their
// number, and PEERS_CONNS (1 64 1000) those of connections.
func TestPeers(t *testing.T) {
	wrk, err := exec.LookPath("wrk")
	if err != nil {
		t.Fatal(err)
	}
	seconds, rounds := number("PEERS_SECONDS", 1), number("PEERS_ROUNDS", 5)
	dir := t.TempDir()
	entry := writeTree(t, dir)
	path := entry.File.Path
	var gz *form
	for i := range entry.forms {
		if entry.forms[i].coding == gzipCoding {
			gz = &entry.forms[i]
		}
	}
	t.Logf("%s: %d bytes, %d with gzip", path, len(entry.File.Body), len(gz.body))

	peers := []peer{
		startSelf(t, "briefpress", "serve", path, os.DevNull),
		startSelf(t, "briefpress, log to a file", "serve", path, filepath.Join(t.TempDir(), "log")),
		startSelf(t, "net/http", "bare", path, os.DevNull),
	}
	peers = append(peers, startNginx(t, dir)...)
	peers = append(peers, startCaddy(t, dir)...)

	cases := []struct {
		name    string
		headers func(p peer) []string
		status  int
	}{
		{"200 plain", func(peer) []string { return []string{"Accept-Encoding: identity"} }, 200},
		{"200 gzip", func(peer) []string { return []string{"Accept-Encoding: gzip"} }, 200},
		{"304 gzip", func(p peer) []string { return []string{"Accept-Encoding: gzip", "If-None-Match: " + p.etag(t, path)} }, 304},
	}
	for _, c := range cases {
		for field := range strings.FieldsSeq(cmp.Or(os.Getenv("PEERS_CONNS"), "1 64 1000")) {
			conns, err := strconv.Atoi(field)
			if err != nil {
				t.Fatal(err)
			}
			results := make([][]measured, len(peers))
			for range rounds {
				for i, p := range peers {
					if c.status == 304 && p.bare {
						continue
					}
					results[i] = append(results[i], measure(t, wrk, p, path, conns, seconds, c.headers(p)))
				}
			}
			of := func(name string, value func(measured) float64) float64 {
				i := slices.IndexFunc(peers, func(p peer) bool { return p.name == name })
				if i < 0 || len(results[i]) == 0 {
					return 0
				}
				return median(results[i], value)
			}
			rate, cpu := func(m measured) float64 { return m.rate }, func(m measured) float64 { return m.cpu }
			t.Logf("%s, %d connections", c.name, conns)
			for i, p := range peers {
				if len(results[i]) == 0 {
					continue
				}
				line := fmt.Sprintf("  %-25s %7.0f/s  p99 %7.2f ms  %5.1f µs", p.name, of(p.name, rate), of(p.name, func(m measured) float64 { return m.p99 }), of(p.name, cpu))
				for _, other := range []string{"net/http", "nginx", "caddy"} {
					if r := of(other, rate); r > 0 && other != p.name {
						line += fmt.Sprintf("  %5.2f (%5.2f) of %s", of(p.name, rate)/r, of(other, cpu)/of(p.name, cpu), other)
					}
				}
				t.Log(line)
			}
		}
	}
}

func number(name string, n int) int {
	if got, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return got
	}
	return n
}

// A peer is a running server. A bare one knows one answer.
type peer struct {
	name, url string
	pid       int
	bare      bool
}

// etag is the tag of a file compressed with gzip, by this server.
func (p peer) etag(t *testing.T, path string) string {
	req, _ := http.NewRequest("GET", p.url+path, nil)
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 || resp.Header.Get("Content-Encoding") != "gzip" || resp.Header.Get("Etag") == "" {
		t.Fatalf("%s: %s %v", p.name, resp.Status, resp.Header)
	}
	return resp.Header.Get("Etag")
}

type measured struct {
	rate float64 // requests per second
	p99  float64 // milliseconds
	cpu  float64 // microseconds of the server for a request
}

func median(of []measured, value func(measured) float64) float64 {
	all := make([]float64, len(of))
	for i, m := range of {
		all[i] = value(m)
	}
	slices.Sort(all)
	return all[len(all)/2]
}

var (
	rateLine = regexp.MustCompile(`(?m)^Requests/sec:\s+([\d.]+)`)
	p99Line  = regexp.MustCompile(`(?m)^\s+99%\s+([\d.]+)(us|ms|s|m)`)
	allLine  = regexp.MustCompile(`(?m)^\s+(\d+) requests in`)
	badLine  = regexp.MustCompile(`(?m)^\s+(Non-2xx or 3xx|Socket errors).*`)
)

func measure(t *testing.T, wrk string, p peer, path string, conns, seconds int, headers []string) (m measured) {
	args := []string{"-t1", "-c" + strconv.Itoa(conns), "-d" + strconv.Itoa(seconds) + "s", "--latency"}
	for _, h := range headers {
		args = append(args, "-H", h)
	}
	before := p.cpuTime()
	out, err := exec.Command(wrk, append(args, p.url+path)...).CombinedOutput()
	spent := p.cpuTime() - before
	rate, p99, all := rateLine.FindSubmatch(out), p99Line.FindSubmatch(out), allLine.FindSubmatch(out)
	if err != nil || rate == nil || p99 == nil || all == nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if bad := badLine.Find(out); bad != nil {
		t.Errorf("%s with %d connections: %s", p.name, conns, bad)
	}
	m.rate, _ = strconv.ParseFloat(string(rate[1]), 64)
	late, _ := time.ParseDuration(string(p99[1]) + string(p99[2]))
	n, _ := strconv.Atoi(string(all[1]))
	m.p99, m.cpu = float64(late)/1e6, float64(spent)/1e3/float64(n)
	return m
}

// cpuTime is what a server has spent, with its children.
func (p peer) cpuTime() (spent time.Duration) {
	names, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range names {
		data, _ := os.ReadFile(name)
		pid, rest, _ := strings.Cut(string(data), " (")
		_, rest, ok := strings.Cut(rest, ") ")
		if !ok {
			continue
		}
		// From the third of proc_pid_stat(5): state, parent, ... user and
		// system time in ticks of 10 ms.
		fields := strings.Fields(rest)
		if own := strconv.Itoa(p.pid); pid == own || fields[1] == own {
			for _, f := range fields[11:13] {
				ticks, _ := strconv.Atoi(f)
				spent += time.Duration(ticks) * 10 * time.Millisecond
			}
		}
	}
	return spent
}

// writeTree writes the built-in site with the compressed forms beside its files,
// and gives the entry of the page that is measured: the one whose text is the
// longest.
func writeTree(t *testing.T, dir string) (longest *Entry) {
	s, _ := site.Load(builtIn(""), nil)
	snap, err := NewSnapshot(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for path, e := range snap.entries {
		name := path
		if strings.HasSuffix(path, "/") {
			name += "index.html"
			if e.status == http.StatusOK && (longest == nil || len(e.File.Body) > len(longest.File.Body)) {
				longest = e
			}
		}
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		for _, f := range e.forms {
			write(t, name+map[coding]string{gzipCoding: ".gz", brotliCoding: ".br", zstdCoding: ".zst"}[f.coding], f.body)
		}
	}
	err = filepath.Walk(filepath.Dir(dir), func(name string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			os.Chmod(name, 0o755)
			return err
		}
		return os.Chmod(name, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return longest
}

const peerRole = "BRIEFPRESS_TEST_PEER"

// startSelf runs a copy of the test as a server.
func startSelf(t *testing.T, name, role, path, log string) peer {
	cmd := exec.Command(os.Args[0], "-test.run=^TestPeerProcess$")
	cmd.Env = append(os.Environ(), peerRole+"="+role, peerRole+"_PATH="+path)
	var err error
	if cmd.Stderr, err = os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	var addr string
	if _, err := fmt.Fscanln(stdout, &addr); err != nil {
		t.Fatal(err)
	}
	return peer{name: name, url: "http://" + addr, pid: cmd.Process.Pid, bare: role == "bare"}
}

// TestPeerProcess is the server of startSelf.
func TestPeerProcess(t *testing.T) {
	role, path := os.Getenv(peerRole), os.Getenv(peerRole+"_PATH")
	if role == "" {
		t.Skip("run by TestPeers")
	}
	if role == "serve" {
		err := Serve(t.Context(), ServeOptions{
			Source: func() (site.Source, error) { return builtIn(""), nil },
			Addr:   "127.0.0.1:0",
			Log:    NewLogQueue(os.Stderr, JSONLog),
			Ready:  func(addr net.Addr) { fmt.Println(addr) },
		})
		t.Fatal(err)
	}
	s, _ := site.Load(builtIn(""), nil)
	f, err := s.File(path)
	if err != nil {
		t.Fatal(err)
	}
	e := NewEntry(f, Best)
	plain, gz := e.choose([]string{"identity"}), e.choose([]string{"gzip"})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(ln.Addr())
	t.Fatal(http.Serve(ln, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form := plain
		if r.Header.Get("Accept-Encoding") == "gzip" {
			form = gz
			w.Header()["Content-Encoding"] = form.encoding
		}
		w.Header()["Content-Type"] = e.typ
		w.Header()["Content-Length"] = form.length
		w.Write(form.body)
	})))
}

// freeAddr is an address that is free now.
func freeAddr(t *testing.T) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// startOther runs a program of others until the test ends; none where it is not
// installed.
func startOther(t *testing.T, name, addr string, args ...string) []peer {
	bin, err := exec.LookPath(cmp.Or(os.Getenv(strings.ToUpper(name)), name))
	if err != nil {
		t.Logf("without %s: %v", name, err)
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, bin, args...)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = io.Discard, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); cmd.Wait(); cancel() })
	for range 500 {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return []peer{{name: name, url: "http://" + addr, pid: cmd.Process.Pid}}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%s does not answer\n%s", name, out.String())
	return nil
}

func startNginx(t *testing.T, dir string) []peer {
	addr, prefix := freeAddr(t), t.TempDir()
	conf := filepath.Join(prefix, "nginx.conf")
	write(t, conf, []byte(`
daemon off;
worker_processes auto;
pid `+prefix+`/pid;
error_log stderr crit;
worker_rlimit_nofile 8192;
events { worker_connections 4096; }
http {
	include /etc/nginx/mime.types;
	access_log off;
	sendfile on;
	tcp_nopush on;
	keepalive_requests 1000000;
	gzip_static on;
	gzip_vary on;
	open_file_cache max=1000;
	client_body_temp_path `+prefix+`; proxy_temp_path `+prefix+`; fastcgi_temp_path `+prefix+`; uwsgi_temp_path `+prefix+`; scgi_temp_path `+prefix+`;
	server { listen `+addr+` backlog=4096; root `+dir+`; add_header Cache-Control no-cache; }
}
`))
	return startOther(t, "nginx", addr, "-c", conf, "-p", prefix)
}

func startCaddy(t *testing.T, dir string) []peer {
	addr := freeAddr(t)
	conf := filepath.Join(t.TempDir(), "Caddyfile")
	write(t, conf, []byte(`{
	admin off
	auto_https off
	persist_config off
}
http://`+addr+` {
	root * `+dir+`
	header Cache-Control no-cache
	file_server {
		precompressed br zstd gzip
	}
}
`))
	return startOther(t, "caddy", addr, "run", "--config", conf, "--adapter", "caddyfile")
}
