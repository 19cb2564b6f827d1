//go:build linux || darwin

package export

import (
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// withUmask calls f under another umask.
func withUmask(mask int, f func()) {
	defer unix.Umask(unix.Umask(mask))
	f()
}

// limitFileSize makes writing past n bytes of a file fail; 0 does nothing.
func limitFileSize(n uint64) {
	if n == 0 {
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: n, Max: n}); err != nil {
		panic(err)
	}
}

const setsLimits = true
