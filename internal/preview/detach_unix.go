//go:build unix

package preview

import (
	"os/exec"
	"syscall"
)

// detach gives a program a session of its own, so that Ctrl-C in the terminal
// of the preview, or its end, is not for it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
