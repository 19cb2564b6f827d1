package brief

import (
	"slices"
	"testing"

	"briefpress/internal/phrase"
)

func TestLikelihood(t *testing.T) {
	for _, c := range []struct {
		term        string
		row, degree int
	}{
		{"almost no chance", 1, 1}, {"remote", 2, 1},
		{"very unlikely", 1, 2}, {"highly improbable", 2, 2},
		{"unlikely", 1, 3}, {"improbable", 2, 3},
		{"roughly even chance", 1, 4}, {"roughly even odds", 2, 4},
		{"likely", 1, 5}, {"probable", 2, 5},
		{"very likely", 1, 6}, {"highly probable", 2, 6},
		{"almost certain", 1, 7}, {"almost certainly", 1, 7}, {"nearly certain", 2, 7},
		{" Very  Likely ", 1, 6},
		{"", 0, 0}, {"possible", 0, 0}, {"very", 0, 0}, {"certain", 0, 0}, {"likely likely", 0, 0},
	} {
		row, degree, ok := Likelihood(c.term)
		if row != c.row || degree != c.degree || ok != (c.row > 0) {
			t.Errorf("%q: row %d, degree %d, %v; want row %d, degree %d", c.term, row, degree, ok, c.row, c.degree)
		}
	}
}

// TestLikelihoods holds the two rows to their order, to one another, and to the
// languages: every term has a translation, and terms of one degree have the same.
func TestLikelihoods(t *testing.T) {
	dari := phrase.For("fa-AF")
	translations := map[string]int{}
	for row := 1; row <= 2; row++ {
		var degrees []int
		for _, term := range Likelihoods(row) {
			r, degree, ok := Likelihood(term)
			if !ok || r != row {
				t.Errorf("%q of row %d is placed in row %d", term, row, r)
			}
			degrees = append(degrees, degree)
			word := dari.LikelihoodOf(term)
			if word == term {
				t.Errorf("%q has no translation", term)
			}
			if d, seen := translations[word]; seen && d != degree {
				t.Errorf("%q, of degree %d, is translated as one of degree %d", term, degree, d)
			}
			translations[word] = degree
		}
		if !slices.IsSorted(degrees) || !slices.Equal(slices.Compact(degrees), []int{1, 2, 3, 4, 5, 6, 7}) {
			t.Errorf("row %d has the degrees %v", row, degrees)
		}
	}
	if len(translations) != 7 {
		t.Errorf("the degrees have %d translations, want 7", len(translations))
	}
}
