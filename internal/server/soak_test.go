//go:build soak && linux

package server

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
)

// TestSoak holds the program, in a process of its own, to its promises for some
// minutes: many idle connections, many slow requests, and new content all the
// time, at the end of which it must be as it was. The descriptors that a process
// may have limit the number of connections; it says how many there were.
//
//	go test -v -count=1 -timeout 20m -tags soak -run TestSoak ./internal/server
//
// SOAK_SECONDS (60) is the time of reloads under load, and SOAK_P99 (5ms) what
// healthy requests may take while others are slow: more on a machine that has
// other things to do.

const (
	soakConns = 10_000
	// rest is what may be left at the end of all that was taken, in bytes.
	rest = 64 << 20
	// idleMemory is what so many idle connections may take, in bytes of
	// resident memory, the process included.
	idleMemory = 128 << 20
	healthyP99 = 5 * time.Millisecond
)

// generation is the content of one state. One file says which, as what is on a
// disk changes file by file; several pages of the site then say it.
func generation(n int) fstest.MapFS {
	text := strconv.Itoa(n)
	return with(newContent(), map[string]string{
		"briefs/first/plan.svg": plan("#" + fmt.Sprintf("%06d", n%1_000_000)),
		"briefs/second.md":      "---\ntitle: Second\npublished: 2020-02-02\n---\n\nGeneration " + text + ".\n" + strings.Repeat("\nThe same in all.\n", 100),
	})
}

// A soaked server is a process.
type soaked struct {
	addr, dir string
	process   *os.Process
}

func startSoaked(t *testing.T) *soaked {
	s := &soaked{dir: t.TempDir()}
	program := filepath.Join(t.TempDir(), "briefpress")
	if out, err := exec.Command("go", "build", "-o", program, "briefpress/cmd/briefpress").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s.write(t, generation(0))
	cmd := exec.Command(program, "serve", s.dir, "--addr", "127.0.0.1:0", "--base-url", "https://example.org/library/")
	stderr, _ := cmd.StderrPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.process = cmd.Process
	t.Cleanup(func() {
		begin := time.Now()
		s.process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil || time.Since(begin) > 5*time.Second {
			t.Errorf("stopped after %v: %v", time.Since(begin), err)
		}
	})
	log := bufio.NewReader(stderr)
	for s.addr == "" {
		line, err := log.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		_, line, ok := strings.Cut(line, `"msg":"serving","addr":"`)
		if ok {
			s.addr, _, _ = strings.Cut(line, `"`)
		}
	}
	go func() {
		for {
			line, err := log.ReadString('\n')
			if err != nil {
				return
			}
			if strings.Contains(line, "refused") {
				t.Error(line)
			}
		}
	}()
	return s
}

// write replaces the content, each file at once.
func (s *soaked) write(t *testing.T, content fstest.MapFS) {
	for name, f := range content {
		name = filepath.Join(s.dir, "content", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Error(err)
		}
		write(t, name+"~", f.Data)
		if err := os.Rename(name+"~", name); err != nil {
			t.Error(err)
		}
	}
}

// memory is the resident set, in bytes.
func (s *soaked) memory(t *testing.T) int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := strconv.Atoi(strings.Fields(string(data))[1])
	return pages * os.Getpagesize()
}

func (s *soaked) descriptors(t *testing.T) int {
	names, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	return len(names)
}

// settle waits until few descriptors are left.
func (s *soaked) settle(t *testing.T, at int) {
	for range 3000 {
		if s.descriptors(t) <= at {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d descriptors are open, and %d were at first", s.descriptors(t), at)
}

// A client asks again and again on one connection.
type client struct {
	conn net.Conn
	in   *bufio.Reader
}

func (s *soaked) client() (*client, error) {
	c, err := net.DialTimeout("tcp", s.addr, 30*time.Second)
	if err != nil {
		return nil, err
	}
	return &client{c, bufio.NewReaderSize(c, 1024)}, nil
}

func (c *client) get(path, headers string) (*http.Response, []byte, error) {
	c.conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.WriteString(c.conn, "GET "+path+" HTTP/1.1\r\nHost: a\r\n"+headers+"\r\n"); err != nil {
		return nil, nil, err
	}
	resp, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(resp.Body)
	return resp, body, err
}

// crowd opens up to n connections, each of which begin makes what it shall be.
func (s *soaked) crowd(t *testing.T, n int, begin func(*client) error) (all []*client) {
	var mu sync.Mutex
	var workers sync.WaitGroup
	next := make(chan struct{}, n)
	for range n {
		next <- struct{}{}
	}
	close(next)
	for range 32 {
		workers.Go(func() {
			for range next {
				c, err := s.client()
				if err == nil {
					err = begin(c)
				}
				if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.EADDRNOTAVAIL) {
					return // no more are to be had
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				all = append(all, c)
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return all
}

func closeAll(all []*client) {
	for _, c := range all {
		c.conn.Close()
	}
}

// room is how many clients the descriptors of both processes admit: the
// server takes 80 % of its own.
func room() int {
	return min(soakConns, int(descriptors())-100, maxConns(descriptors())-100)
}

func TestSoak(t *testing.T) {
	s := startSoaked(t)
	c, err := s.client()
	if err != nil {
		t.Fatal(err)
	}
	if resp, _, err := c.get("/library/", ""); err != nil || resp.StatusCode != 200 {
		t.Fatal(resp, err)
	}
	c.conn.Close()
	atFirst, n, memory := s.descriptors(t)+1, room(), s.memory(t)
	t.Logf("%d connections of %d wanted; %d MB and %d descriptors at first", n, soakConns, memory>>20, atFirst)

	t.Run("idle", func(t *testing.T) {
		all := s.crowd(t, n, func(c *client) error {
			resp, _, err := c.get("/library/briefs/second/", "Accept-Encoding: br\r\n")
			if err == nil && resp.StatusCode != 200 {
				err = errors.New(resp.Status)
			}
			return err
		})
		defer closeAll(all)
		// What their requests needed is given back little by little.
		first, used := s.memory(t), idleMemory+1
		for end := time.Now().Add(10 * time.Second); used > idleMemory && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
			used = s.memory(t)
		}
		t.Logf("%d idle connections: %d MB, and at first %d MB", len(all), used>>20, first>>20)
		if used > idleMemory {
			t.Errorf("%d idle connections take %d MB", len(all), used>>20)
		}
		p99(t, s)
	})
	s.settle(t, atFirst)

	t.Run("slow", func(t *testing.T) {
		all := s.crowd(t, n, func(c *client) error {
			_, err := io.WriteString(c.conn, "GET /library/ HTTP/1.1\r\nHost: a\r\nX: ")
			return err
		})
		defer closeAll(all)
		p99(t, s)
		t.Logf("%d slow requests: %d MB", len(all), s.memory(t)>>20)
	})
	s.settle(t, atFirst)

	t.Run("reload", func(t *testing.T) { soakReload(t, s) })
	s.settle(t, atFirst)

	// What was retired is still kept, and stacks and tables shrink late.
	after := 0
	for range 100 {
		if after = s.memory(t); after < memory+rest {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Logf("%d MB and %d descriptors at the end", after>>20, s.descriptors(t))
	if after >= memory+rest {
		t.Errorf("%d MB are left, of %d at first", after>>20, memory>>20)
	}
}

// p99 asks for a page for some seconds, and holds that it comes soon.
func p99(t *testing.T, s *soaked) {
	limit := healthyP99
	if d, err := time.ParseDuration(os.Getenv("SOAK_P99")); err == nil {
		limit = d
	}
	c, err := s.client()
	if err != nil {
		t.Fatal(err)
	}
	defer c.conn.Close()
	var all []time.Duration
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); {
		begin := time.Now()
		resp, _, err := c.get("/library/briefs/second/", "Accept-Encoding: br\r\n")
		if err != nil || resp.StatusCode != 200 {
			t.Fatal(resp, err)
		}
		all = append(all, time.Since(begin))
	}
	slices.Sort(all)
	got := all[len(all)*99/100]
	t.Logf("healthy requests: %d, p50 %v, p99 %v", len(all), all[len(all)/2], got)
	if got > limit {
		t.Errorf("healthy p99 %v", got)
	}
}

// soakReload gives new content every 100 ms while clients read it. Each answer
// must be one file of one generation; a tag must never stand for two bodies, and
// what a page says must never go back.
func soakReload(t *testing.T, s *soaked) {
	var stop atomic.Bool
	var load, changes sync.WaitGroup
	var count, changed atomic.Int64
	bodies := map[string]string{} // what a tag stands for
	var mu sync.Mutex
	paths := []string{"/library/", "/library/briefs/second/", "/library/briefs/first/", "/library/feed.atom"}
	for i := range 16 {
		load.Go(func() {
			c, err := s.client()
			if err != nil {
				t.Error(err)
				return
			}
			defer c.conn.Close()
			last, tags := -1, map[string]string{}
			for k := i; !stop.Load(); k++ {
				path := paths[k%len(paths)]
				headers := ""
				if k%3 == 0 && tags[path] != "" {
					headers = "If-None-Match: " + tags[path] + "\r\n"
				}
				resp, body, err := c.get(path, headers)
				if err != nil {
					t.Errorf("%s: %v", path, err)
					return
				}
				count.Add(1)
				tag := resp.Header.Get("Etag")
				switch {
				case resp.StatusCode == 304 && headers != "" && tag == tags[path]:
					continue
				case resp.StatusCode != 200 || strconv.Itoa(len(body)) != resp.Header.Get("Content-Length"):
					t.Errorf("%s: %s, %d bytes", path, resp.Status, len(body))
					return
				}
				if tags[path] != "" && tags[path] != tag {
					changed.Add(1)
				}
				tags[path] = tag
				mu.Lock()
				if known, ok := bodies[tag]; ok && known != string(body) {
					t.Errorf("%s: tag %s stands for two bodies", path, tag)
				}
				if len(bodies) > 2000 {
					clear(bodies)
				}
				bodies[tag] = string(body)
				mu.Unlock()
				if _, text, ok := bytes.Cut(body, []byte("Generation ")); ok {
					digits, _, _ := bytes.Cut(text, []byte("."))
					n, err := strconv.Atoi(string(digits))
					if err != nil || n < last {
						t.Errorf("%s: generation %q after %d", path, digits, last)
						return
					}
					last = n
				}
			}
		})
	}
	seconds := 60
	if n, err := strconv.Atoi(os.Getenv("SOAK_SECONDS")); err == nil {
		seconds = n
	}
	var memory []int
	changes.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for n := 1; n <= seconds*10; n++ {
			<-tick.C
			s.write(t, generation(n))
			s.process.Signal(syscall.SIGHUP)
			if n%10 == 0 {
				memory = append(memory, s.memory(t))
			}
		}
	})
	changes.Wait()
	stop.Store(true)
	load.Wait()
	// What is kept of before has its limit; the first third is for it and for
	// the heap to find its size.
	third := len(memory) / 3
	early, late := slices.Max(memory[third:2*third]), slices.Max(memory[2*third:])
	t.Logf("%d requests, %d of them with another tag than before; memory %d MB, then %d MB; %d goroutines here", count.Load(), changed.Load(), early>>20, late>>20, runtime.NumGoroutine())
	if changed.Load() < int64(seconds) {
		t.Error("the content hardly changed")
	}
	if late > early+early/5+16<<20 {
		t.Errorf("memory grows: %d MB, then %d MB", early>>20, late>>20)
	}
}
