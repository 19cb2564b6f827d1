package export

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkExport exports 2,000 pages of 20 KB over an export of the same.
func BenchmarkExport(b *testing.B) {
	f := fake{}
	for i := range 2000 {
		f.page(fmt.Sprintf("/briefs/b%d/", i), strings.Repeat(fmt.Sprintf("%09d\n", i), 2000))
	}
	out := filepath.Join(b.TempDir(), "public")
	b.SetBytes(2000 * 20000)
	for b.Loop() {
		if _, err := export(b.Context(), f, "", Options{Out: out}); err != nil {
			b.Fatal(err)
		}
	}
}
