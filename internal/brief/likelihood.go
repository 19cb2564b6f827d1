package brief

import (
	"slices"
	"strings"
)

// likelihoods are the terms of Intelligence Community Directive 203, Analytic
// Standards, section D.6.e(2)(a), from the least likely to the most: of each
// degree those of the first row, then those of the second.
var likelihoods = [...][2][]string{
	{{"almost no chance"}, {"remote"}},
	{{"very unlikely"}, {"highly improbable"}},
	{{"unlikely"}, {"improbable"}},
	{{"roughly even chance"}, {"roughly even odds"}},
	{{"likely"}, {"probable"}},
	{{"very likely"}, {"highly probable"}},
	{{"almost certain", "almost certainly"}, {"nearly certain"}},
}

// Likelihood places a term of likelihood, in any letter case, among those of
// the directive. The row is 1 for "likely" and its kin, 2 for "probable" and its
// kin: the directive wants the terms of one row alone in a text. The degree
// counts from 1, almost no chance, to 7, almost certain; terms of one degree
// mean the same. ok is false, and row and degree are 0, for any other term.
func Likelihood(term string) (row, degree int, ok bool) {
	term = strings.ToLower(strings.Join(strings.Fields(term), " "))
	for i, rows := range likelihoods {
		for j, terms := range rows {
			if slices.Contains(terms, term) {
				return j + 1, i + 1, true
			}
		}
	}
	return 0, 0, false
}

// Likelihoods are the terms of a row, 1 or 2, from the least likely to the most.
// Terms that differ in form alone follow one another.
func Likelihoods(row int) []string {
	var all []string
	for _, rows := range likelihoods {
		all = append(all, rows[row-1]...)
	}
	return all
}
