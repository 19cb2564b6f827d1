package watch

import (
	"os"
	"syscall"
)

const (
	openFlags = syscall.O_NONBLOCK | syscall.O_NOFOLLOW
	listFlags = syscall.O_DIRECTORY
)

func probeWriters(*os.File) writers { return cannotTell }

func peek(path string) (stamp, writers) {
	fi, err := os.Lstat(path)
	if err != nil || !fi.Mode().IsRegular() {
		return stamp{}, someWriters
	}
	return stampOf(fi), cannotTell
}

func stampOf(fi os.FileInfo) stamp {
	s := stamp{size: fi.Size(), mtime: fi.ModTime().UnixNano()}
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		s.ctime, s.device, s.inode = st.Ctimespec.Nano(), uint64(st.Dev), st.Ino
	}
	return s
}
