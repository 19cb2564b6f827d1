//go:build unix

package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// passedSocket makes a copy of the test a server on the socket that it is
// passed, until its standard input ends.
const passedSocket = "BRIEFPRESS_TEST_PASSED_SOCKET"

func servePassed() {
	ln, err := Activated(os.Getenv)
	if err != nil || ln == nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	if err := Run(ctx, ln, http.HandlerFunc(hello), RunOptions{}); err != nil {
		panic(err)
	}
}

func TestActivated(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	socket, err := ln.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	// The process of the number that is passed is the one that is executed.
	cmd := exec.Command("sh", "-c", `LISTEN_PID=$$ LISTEN_FDS=1 exec "$0"`, os.Args[0])
	cmd.Env = append(os.Environ(), passedSocket+"=1")
	cmd.ExtraFiles = []*os.File{socket}
	var faults strings.Builder
	cmd.Stderr = &faults
	stdin, _ := cmd.StdinPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if resp, body := raw(t, ln.Addr().String(), simpleGet); resp.StatusCode != 200 || string(body) != "hello" {
		t.Errorf("%s %s", resp.Status, body)
	}
	stdin.Close()
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, faults.String())
	}
}

func self() string { return strconv.Itoa(os.Getpid()) }

func TestNotActivated(t *testing.T) {
	for name, test := range map[string]struct {
		pid, sockets string
		fails        bool
	}{
		"alone":        {"", "", false},
		"for a parent": {"1", "1", false},
		"none":         {self(), "0", true},
		"two":          {self(), "2", true},
		"nonsense":     {self(), "x", true},
	} {
		env := map[string]string{"LISTEN_PID": test.pid, "LISTEN_FDS": test.sockets}
		ln, err := Activated(func(name string) string { return env[name] })
		if ln != nil || (err != nil) != test.fails {
			t.Errorf("%s: %v, %v", name, ln, err)
		}
	}
}
