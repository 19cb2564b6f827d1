package preview

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// detach gives a program a process group of its own and no console, so that
// Ctrl-C in the console of the preview, or its end, is not for it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW}
}
