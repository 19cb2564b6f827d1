//go:build unix

package server

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// fewDescriptors makes a copy of the test a server with 64 descriptors, until
// its standard input ends.
const fewDescriptors = "BRIEFPRESS_TEST_FEW_DESCRIPTORS"

func TestMain(m *testing.M) {
	if os.Getenv(passedSocket) != "" {
		servePassed()
		return
	}
	if os.Getenv(fewDescriptors) == "" {
		os.Exit(m.Run())
	}
	limit := syscall.Rlimit{Cur: 64, Max: 64}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		panic(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString(ln.Addr().String() + "\n")
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	if err := Run(ctx, ln, http.HandlerFunc(hello), RunOptions{}); err != nil {
		panic(err)
	}
}

// TestFewDescriptors holds more connections open than a server has
// descriptors, with and without half a request on them, and asks for a page.
func TestFewDescriptors(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fewDescriptors+"=1")
	var faults strings.Builder
	cmd.Stderr = &faults
	stdin, _ := cmd.StdinPipe()
	stdout, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	addr := strings.TrimSpace(line)
	for name, first := range map[string]string{"silent": "", "idle": simpleGet, "half": "GET / HTTP/1.1\r\n"} {
		var held []net.Conn
		for range 150 {
			c, err := net.DialTimeout("tcp", addr, 10*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, c)
			io.WriteString(c, first)
		}
		begin := time.Now()
		resp, body := raw(t, addr, simpleGet)
		if resp.StatusCode != 200 || string(body) != "hello" {
			t.Errorf("%s: %s %q", name, resp.Status, body)
		}
		t.Logf("%s: answered after %v", name, time.Since(begin))
		for _, c := range held {
			c.Close()
		}
	}
	stdin.Close()
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, faults.String())
	}
}
