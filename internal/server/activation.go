package server

import (
	"fmt"
	"net"
	"os"
	"strconv"
)

// firstSocket is the first descriptor that a supervisor passes.
const firstSocket = 3

// Activated gives the listening socket that a supervisor such as systemd has
// opened for this process (sd_listen_fds(3)); nil where there is none. Env gives
// the environment.
func Activated(env func(string) string) (net.Listener, error) {
	if env("LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		return nil, nil // nothing, or what was meant for a parent
	}
	if n := env("LISTEN_FDS"); n != "1" {
		return nil, fmt.Errorf("%q sockets were passed (LISTEN_FDS), and one is wanted", n)
	}
	f := os.NewFile(firstSocket, "LISTEN_FDS")
	defer f.Close() // the listener has a descriptor of its own
	ln, err := net.FileListener(f)
	if err != nil {
		return nil, fmt.Errorf("taking the socket that was passed: %w", err)
	}
	return ln, nil
}
