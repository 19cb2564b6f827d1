package diff

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// apply makes b of a by edits; it fails the test on edits that are not as documented.
func apply(t *testing.T, a, b []byte, edits []Edit) []byte {
	t.Helper()
	var out []byte
	at, bt := 0, 0
	for i, e := range edits {
		if e.A0 > e.A1 || e.B0 > e.B1 || e.A0 == e.A1 && e.B0 == e.B1 {
			t.Fatalf("edit %v is empty or backwards", e)
		}
		if e.A0-at != e.B0-bt || e.A0 < at || i > 0 && e.A0 == at {
			t.Fatalf("edit %v does not follow %d, %d", e, at, bt)
		}
		if !slices.Equal(a[at:e.A0], b[bt:e.B0]) {
			t.Fatalf("before %v the two differ", e)
		}
		out = append(append(out, a[at:e.A0]...), b[e.B0:e.B1]...)
		at, bt = e.A1, e.B1
	}
	return append(out, a[at:]...)
}

// kept is the length of the longest common subsequence, by the table.
func kept(a, b []byte) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			up := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

func check(t *testing.T, a, b []byte) {
	t.Helper()
	edits := Between(a, b)
	if got := apply(t, a, b, edits); !slices.Equal(got, b) {
		t.Fatalf("Between(%q, %q) = %v gives %q", a, b, edits, got)
	}
	gone := 0
	for _, e := range edits {
		gone += e.A1 - e.A0
	}
	if want := len(a) - kept(a, b); gone != want {
		t.Fatalf("Between(%q, %q) = %v deletes %d, want %d", a, b, edits, gone, want)
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want []Edit
	}{
		{"", "", nil},
		{"a", "a", nil},
		{"", "ab", []Edit{{0, 0, 0, 2}}},
		{"ab", "", []Edit{{0, 2, 0, 0}}},
		{"abc", "axc", []Edit{{1, 2, 1, 2}}},
		{"abcd", "bcda", []Edit{{0, 1, 0, 0}, {4, 4, 3, 4}}},
		{"aaaa", "aaa", []Edit{{3, 4, 3, 3}}},
		{"xaybz", "ab", []Edit{{0, 1, 0, 0}, {2, 3, 1, 1}, {4, 5, 2, 2}}},
	} {
		if got := Between([]byte(c.a), []byte(c.b)); !slices.Equal(got, c.want) {
			t.Errorf("Between(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() []byte {
		s := make([]byte, r.IntN(40))
		letters := 1 + r.IntN(8)
		for i := range s {
			s[i] = byte('a' + r.IntN(letters))
		}
		return s
	}
	for range 20_000 {
		check(t, text(), text())
	}
}

// Where the search is cut the edits are still edits.
func TestBound(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	more := 0
	for range 2_000 {
		a, b := make([]byte, 50+r.IntN(200)), make([]byte, 50+r.IntN(200))
		for _, s := range [][]byte{a, b} {
			for i := range s {
				s[i] = byte(r.IntN(1 + r.IntN(250)))
			}
		}
		edits := between(a, b, r.IntN(2_000))
		if got := apply(t, a, b, edits); !slices.Equal(got, b) {
			t.Fatalf("%q to %q: %v gives %q", a, b, edits, got)
		}
		for _, e := range edits {
			more += e.A1 - e.A0
		}
		more -= len(a) - kept(a, b)
	}
	if more <= 0 {
		t.Error("no search was cut")
	}
}

func FuzzBetween(f *testing.F) {
	f.Add([]byte("abcabba"), []byte("cbabac"), 0)
	f.Add([]byte(""), []byte("x"), Work)
	f.Fuzz(func(t *testing.T, a, b []byte, work int) {
		if len(a) > 1000 || len(b) > 1000 {
			return
		}
		check(t, a, b)
		if got := apply(t, a, b, between(a, b, max(work, 0))); !slices.Equal(got, b) {
			t.Fatalf("%q to %q within %d gives %q", a, b, work, got)
		}
	})
}

// hostile are sequences that differ in about everything and share their elements.
func hostile() map[string][2][]int {
	r := rand.New(rand.NewPCG(3, 4))
	words := rand.NewZipf(r, 1.1, 5, 6000)
	text := make([]int, 20_000)
	for i := range text {
		text[i] = int(words.Uint64())
	}
	count, back := make([]int, 10_000), make([]int, 10_000)
	for i := range count {
		count[i], back[len(back)-1-i] = i, i
	}
	two, three := make([]int, 10_000), make([]int, 10_000)
	for i := range two {
		two[i], three[i] = i%2, i%3
	}
	shuffled := func(s []int) []int {
		s = slices.Clone(s)
		r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		return s
	}
	return map[string][2][]int{
		"shuffled text":     {text, shuffled(text)},
		"shuffled distinct": {count, shuffled(count)},
		"reversed":          {count, back},
		"few elements":      {two, three},
		"turned over":       {text, slices.Concat(text[10_000:], text[:10_000])},
	}
}

func TestHostile(t *testing.T) {
	least := map[string]int{"shuffled text": 1500, "shuffled distinct": 180, "reversed": 1, "few elements": 6667, "turned over": 10_000}
	for name, s := range hostile() {
		a, b := s[0], s[1]
		at, bt, equal := 0, 0, 0
		for _, e := range append(Between(a, b), Edit{len(a), len(a), len(b), len(b)}) {
			if !slices.Equal(a[at:e.A0], b[bt:e.B0]) {
				t.Fatalf("%s: before %v the two differ", name, e)
			}
			equal += e.A0 - at
			at, bt = e.A1, e.B1
		}
		if equal < least[name] {
			t.Errorf("%s: %d are equal, want %d", name, equal, least[name])
		}
	}
}

func BenchmarkBetween(b *testing.B) {
	for name, s := range hostile() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Between(s[0], s[1])
			}
		})
	}
}
