package export

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// exchange lets the new and the old tree change places in one step.
func exchange(next, target, _ string) error {
	return unix.Renameat2(unix.AT_FDCWD, next, unix.AT_FDCWD, target, unix.RENAME_EXCHANGE)
}

// mounted tells whether a directory is a mount point, which nothing can be put in the
// place of.
func mounted(dir string) bool {
	var here, above unix.Statx_t
	if unix.Statx(unix.AT_FDCWD, dir, unix.AT_SYMLINK_NOFOLLOW, unix.STATX_BASIC_STATS, &here) != nil {
		return false
	}
	if here.Attributes_mask&unix.STATX_ATTR_MOUNT_ROOT != 0 {
		return here.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0
	}
	// Before Linux 5.8 a mount is known only where it is another file system.
	err := unix.Statx(unix.AT_FDCWD, filepath.Dir(dir), unix.AT_SYMLINK_NOFOLLOW, unix.STATX_BASIC_STATS, &above)
	return err == nil && (here.Dev_major != above.Dev_major || here.Dev_minor != above.Dev_minor)
}

// persist forces the tree to the disk. One call for the file system takes a
// fraction of the time of one call for each file.
func persist(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.Syncfs(int(f.Fd()))
}
