package watch

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	openFlags = unix.O_NONBLOCK | unix.O_NOFOLLOW
	listFlags = unix.O_DIRECTORY
)

// probeWriters asks for a read lease, which the kernel refuses with EAGAIN while
// the file is open for writing or mapped writable anywhere, and gives it back at
// once: an open for writing waits while a lease is held.
func probeWriters(f *os.File) writers {
	conn, err := f.SyscallConn()
	if err != nil {
		return cannotTell
	}
	who := cannotTell
	_ = conn.Control(func(fd uintptr) {
		switch _, err := unix.FcntlInt(fd, unix.F_SETLEASE, unix.F_RDLCK); err {
		case nil:
			_, _ = unix.FcntlInt(fd, unix.F_SETLEASE, unix.F_UNLCK)
			who = noWriters
		case unix.EAGAIN:
			who = someWriters
		}
	})
	return who
}

// peek stats a regular file and probes it, in as few calls as can be: closing a
// file gives its lease back. What cannot be opened is said to be written.
func peek(path string) (stamp, writers) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|openFlags, 0)
	if err != nil {
		return stamp{}, someWriters
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		return stamp{}, someWriters
	}
	s := stamp{st.Size, st.Mtim.Nano(), st.Ctim.Nano(), uint64(st.Dev), uint64(st.Ino)}
	switch _, err := unix.FcntlInt(uintptr(fd), unix.F_SETLEASE, unix.F_RDLCK); err {
	case nil:
		return s, noWriters
	case unix.EAGAIN:
		return s, someWriters
	}
	return s, cannotTell
}

func stampOf(fi os.FileInfo) stamp {
	s := stamp{size: fi.Size(), mtime: fi.ModTime().UnixNano()}
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		s.ctime, s.device, s.inode = st.Ctim.Nano(), uint64(st.Dev), uint64(st.Ino)
	}
	return s
}
