package brief

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The short forms of a text are those that the pattern finds when it is tried
// everywhere.
func TestShortFormsAreThoseOfThePattern(t *testing.T) {
	parts := []string{"NATO", "Mo", "D", "s", "é", "É", "²", "Ⅷ", "ʰ", "&", "-", "--", "/", " ", "\n", "\xff", "\u0301", "(", "AUS", "a", "9", "日本", "İ", "ǅ"}
	r := rand.New(rand.NewPCG(1, 2))
	check := func(text string) {
		want := shortForm.FindAllStringIndex(text, -1)
		var got [][]int
		for start, end := range shortForms(text) {
			got = append(got, []int{start, end})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-pattern +found):\n%s", text, diff)
		}
	}
	check("NATO, CSTC-A and the MoD of R&D; a-NATO X--Y, eNATO")
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		check(b.String())
	}
	for range shortForms("NATO and ISAF") {
		break // and no panic
	}
}
