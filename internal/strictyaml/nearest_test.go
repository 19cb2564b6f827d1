package strictyaml

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNearest(t *testing.T) {
	for _, c := range []struct{ word, known, want string }{
		{"titel", "title date", "title"},
		{"tilte", "date title", "title"},
		{"TITLE", "title", "title"},
		{"key_points", "key-points", "key-points"},
		{"key points", "key-points", "key-points"},
		{"ulr", "url", "url"},
		{"resolute-suport-misson", "resolute-support-mission", "resolute-support-mission"},
		{"größe", "grösse größer", "größer"},
		{"sumary", "date", ""},
		{"note", "date", ""}, // two letters of four
		{"x", "y", ""},
		{"", "a", ""},
		{"word", "", ""},
		// The nearest, and of two that are as near the first, whatever their order.
		{"bat", "cat bath bat", "bat"},
		{"bat", "cat rat", "cat"},
		{"bat", "rat cat", "cat"},
		{"bat", "rat bath cat", "bath"},
		{strings.Repeat("a", maxWord+1), strings.Repeat("a", maxWord), ""},
	} {
		if got := Nearest(c.word, slices.Values(strings.Fields(c.known))); got != c.want {
			t.Errorf("%.30q is near to %q, want %q of %q", c.word, got, c.want, c.known)
		}
	}
}

// TestNearestWork has the longest word, and many known ones that are longer
// than any that somebody would type: a few milliseconds, or minutes.
func TestNearestWork(t *testing.T) {
	known := slices.Repeat([]string{strings.Repeat("ab", 1<<16)}, 1000)
	start := time.Now()
	Nearest(strings.Repeat("ba", maxWord/2), slices.Values(known))
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
}

// FuzzDistance holds distance to what makes it a measure of slips: it is
// symmetric, 0 for equal words alone, at most the longer length, and 1 after
// one slip of each kind.
func FuzzDistance(f *testing.F) {
	f.Add("title", "tilte", uint(2))
	f.Add("größe", "", uint(0))
	f.Fuzz(func(t *testing.T, a, b string, at uint) {
		a, b = strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		s, u := []rune(a), []rune(b)
		if len(s)+len(u) > 500 {
			return
		}
		const limit = 1 << 20
		d := distance(a, b, limit)
		if back := distance(b, a, limit); back != d {
			t.Errorf("distance(%q, %q) is %d, and back %d", a, b, d, back)
		}
		if (d == 0) != (a == b) || d > max(len(s), len(u)) || d < max(len(s)-len(u), len(u)-len(s)) {
			t.Errorf("distance(%q, %q) is %d", a, b, d)
		}
		i := int(at % uint(len(s)+1))
		slips := [][]rune{slices.Insert(slices.Clone(s), i, '\x00')}
		if i < len(s) {
			slips = append(slips, slices.Delete(slices.Clone(s), i, i+1))
		}
		if i+1 < len(s) && s[i] != s[i+1] {
			swapped := slices.Clone(s)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			slips = append(slips, swapped)
		}
		for _, slip := range slips {
			if d := distance(a, string(slip), limit); d != 1 {
				t.Errorf("distance(%q, %q) is %d, want 1", a, string(slip), d)
			}
		}
	})
}
