//go:build unix && !linux && !darwin

package export

import "errors"

// exchange is not to be had: exports go into generations.
func exchange(_, _, _ string) error { return errors.ErrUnsupported }
