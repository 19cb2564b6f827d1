//go:build unix

package preview

import (
	"syscall"
	"testing"
)

// alone says that a process must live, and lead a group of its own, so that no
// signal of a terminal to another group reaches it; and ends it.
func alone(t *testing.T, pid int) {
	t.Helper()
	group, err := syscall.Getpgid(pid)
	if err != nil || group != pid {
		t.Errorf("the program %d is in group %d (%v)", pid, group, err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Errorf("the program has ended: %v", err)
	}
}
