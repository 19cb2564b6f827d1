package check

import (
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	for text, want := range map[string]string{
		"One. Two? Three! Four":                        "One.|Two?|Three!|Four",
		"“One.” (Two.) Three":                          "“One.”|(Two.)|Three",
		"One\nTwo.\n\nThree":                           "One|Two.|Three",
		"Gen. Miller, Dr. A. Smith and St. Paul stay.": "Gen. Miller, Dr. A. Smith and St. Paul stay.",
		"It is e.g. likely, approx. 3.5 in 10. It is.": "It is e.g. likely, approx. 3.5 in 10.|It is.",
		"In the U.S. it is likely. We are.":            "In the U.S. it is likely.|We are.",
		"It is the U.S. We are.":                       "It is the U.S.|We are.",
		"":                                             "",
	} {
		var all []string
		for at, s := range sentences(text) {
			all = append(all, s)
			if !strings.HasPrefix(text[at:], s) {
				t.Errorf("%q: %q does not begin at %d", text, s, at)
			}
		}
		if got := strings.Join(all, "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestEstimateWords tries the words of sentences: first those that are found,
// then those that are not.
func TestEstimateWords(t *testing.T) {
	for _, s := range []string{"likely", "Unlikely", "very  likely", "highly improbable", "probably", "improbably", "an even chance", "roughly even odds",
		"almost\ncertainly", "nearly certain", "almost no chance", "a remote possibility", "the prospect of talks is remote", "more likely than not"} {
		if !likely.MatchString(s) {
			t.Errorf("%q is no likelihood", s)
		}
	}
	for _, s := range []string{"a remote province", "likelihood", "certain", "likeliness", "the odds", "a chance", "provable", "uneven chances"} {
		if likely.MatchString(s) {
			t.Errorf("%q is a likelihood", s)
		}
	}
	for _, s := range []string{"high confidence", "Low-confidence", "moderate to high confidence", "a high degree of confidence", "high levels of confidence",
		"our confidence is low", "The analysts’ confidence in this remains moderate", "we are highly confident", "very confident"} {
		if !confident.MatchString(s) {
			t.Errorf("%q is no confidence", s)
		}
	}
	for _, s := range []string{"confidence", "public confidence is high", "a confidence-building measure", "confidential", "confident", "highly confidential"} {
		if confident.MatchString(s) {
			t.Errorf("%q is a confidence", s)
		}
	}
}

// TestQuoted holds each byte of the text of a callout to its offset in the source.
func TestQuoted(t *testing.T) {
	source := "> [!JUDGEMENT] likely, low confidence\n> One \n  >two\nthree\n>\n> > four\n"
	text, offsets := quoted([]byte(source))
	if want := " One \ntwo\nthree\n\n > four\n"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
	if len(offsets) != len(text) {
		t.Fatalf("%d offsets of %d bytes", len(offsets), len(text))
	}
	for i, offset := range offsets {
		if source[offset] != text[i] {
			t.Errorf("byte %d: %q is at the place of %q", i, text[i], source[offset])
		}
	}
}
