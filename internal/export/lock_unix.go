//go:build unix

package export

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock locks the file against other processes until it is closed, or gives
// errLocked at once.
func tryLock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errLocked
	}
	return err
}

// persistDir forces the entries of a directory to the disk.
func persistDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
