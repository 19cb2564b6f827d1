//go:build unix

package server

import "syscall"

// descriptors is the number of files and connections that the system lets this
// process have open; 0 where it does not say.
func descriptors() uint64 {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return 0
	}
	return uint64(limit.Cur)
}
