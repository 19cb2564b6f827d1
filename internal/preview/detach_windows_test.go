package preview

import "testing"

func alone(t *testing.T, pid int) {}
