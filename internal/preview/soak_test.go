//go:build soak

package preview

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
	for _, row := range []struct {
		name  string
		times int
		test  func(*testing.T)
	}{
		{"saves", (*soak + 9) / 10, TestEachWayOfSavingIsSeenWhole}, // each of which saves ten times
		{"storm", *soak, TestStormOfSaves},
		{"slow-writer", *soak, TestSlowWriterIsWaitedFor},
		{"nothing", *soak, TestNothingIsShownAnew},
	} {
		t.Run(row.name, func(t *testing.T) {
			for i := range row.times {
				t.Run(strconv.Itoa(i+1), row.test)
			}
		})
	}
}
