package export

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock locks the file against other processes until it is closed, or gives
// errLocked at once.
func tryLock(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errLocked
	}
	return err
}

// persistDir does nothing: Windows writes directories by itself.
func persistDir(string) error { return nil }
