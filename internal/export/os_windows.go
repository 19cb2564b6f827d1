package export

import (
	"errors"
	"os"
)

// exchange moves the old tree away and the new one to its place. That is two
// steps: see begin for a crash between them.
func exchange(next, target, old string) error {
	if err := os.Rename(target, old); err != nil {
		return err
	}
	if err := os.Rename(next, target); err != nil {
		return errors.Join(err, os.Rename(old, target))
	}
	return nil
}

// mounted is false: links, of which generations need one, are not for everybody here.
func mounted(string) bool { return false }
