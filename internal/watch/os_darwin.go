package watch

import (
	"os"
	"syscall"
)

const openFlags = syscall.O_NONBLOCK | syscall.O_NOFOLLOW

func probeWriters(*os.File) writers { return cannotTell }

func stampOf(fi os.FileInfo) stamp {
	s := stamp{size: fi.Size(), mtime: fi.ModTime().UnixNano()}
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		s.ctime, s.device, s.inode = st.Ctimespec.Nano(), uint64(st.Dev), st.Ino
	}
	return s
}
