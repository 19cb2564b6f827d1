//go:build soak

package watch

import (
	"flag"
	"strconv"
	"testing"
)

var soak = flag.Int("soak", 100, "how often in a row each test is passed")

// TestSoak passes the tests of what goes wrong seldom, many times over. Those that
// are parallel by themselves measure nothing that others could disturb, and run
// beside one another.
func TestSoak(t *testing.T) {
	*repeat = *soak
	t.Run("saves", TestSaves)
	for _, row := range []struct {
		name string
		test func(*testing.T)
	}{
		{"storm", TestStorm},
		{"storm-with-rests", TestStormWithRests},
		{"overflow", TestOverflow},
		{"slow-writer", TestSlowWriter},
		{"limit", TestNoWatchesLeft},
		{"unchanged", TestUnchanged},
	} {
		t.Run(row.name, func(t *testing.T) {
			for i := range *soak {
				t.Run(strconv.Itoa(i+1), row.test)
			}
		})
	}
}
