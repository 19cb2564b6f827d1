//go:build unix && !linux

package export

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// mounted tells whether a directory is the root of a file system of its own, which
// nothing can be put in the place of.
func mounted(dir string) bool {
	var here, above unix.Stat_t
	return unix.Lstat(dir, &here) == nil && unix.Lstat(filepath.Dir(dir), &above) == nil && here.Dev != above.Dev
}
