package cite

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Name is an author: a person has Family and Given, an institution Literal.
type Name struct{ Family, Given, Literal string }

// Names are the authors of the work, or its publisher when it names none.
func (w Work) Names() []Name {
	w = w.tidy()
	var names []Name
	for _, a := range w.Authors {
		family, given, _ := strings.Cut(a, ",")
		family, given = strings.TrimSpace(family), strings.TrimSpace(given)
		if a == w.Publisher || strings.Count(a, ",") != 1 || family == "" || given == "" {
			names = append(names, Name{Literal: a})
		} else {
			names = append(names, Name{Family: family, Given: given})
		}
	}
	return names
}

// inverted is "Family, Given".
func (n Name) inverted() string {
	if n.Literal != "" {
		return n.Literal
	}
	return n.Family + ", " + n.Given
}

// straight is "Given Family".
func (n Name) straight() string {
	if n.Literal != "" {
		return n.Literal
	}
	return n.Given + " " + n.Family
}

// short is what stands for the name within a text.
func (n Name) short() string {
	if n.Literal != "" {
		return n.Literal
	}
	return n.Family
}

// initialed is "Family, G. N.".
func (n Name) initialed() string {
	if n.Literal != "" {
		return n.Literal
	}
	return n.Family + ", " + initials(n.Given)
}

// initials shortens given names: "Jean-Paul M" to "J.-P. M.". Words that do not
// begin with a capital letter, such as particles and those of scripts without
// capitals, stay whole.
func initials(given string) string {
	var words []string
	for word := range strings.FieldsSeq(strings.ReplaceAll(given, ".", ". ")) {
		parts := strings.Split(word, "-")
		for i, part := range parts {
			if r, _ := utf8.DecodeRuneInString(part); unicode.IsUpper(r) {
				parts[i] = string(r) + "."
			}
		}
		words = append(words, strings.Join(parts, "-"))
	}
	return strings.Join(words, " ")
}
