package card

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/math/fixed"
)

func TestTitle(t *testing.T) {
	for _, test := range []struct {
		title string
		size  int
		lines string
	}{
		{"Afghanistan", 120, "Afghanistan"},
		{"Ukraine: air defence", 96, "Ukraine: air defence"},
		{missionTitle, 80, "NATO’s Resolute Support|Mission in Afghanistan"},
		{longTitle, 48, "The Resolute Support Mission’s train,|advise and assist mandate and what its|record of measurement tells those who will|write the next one for Europe and Africa"},
		{"The war of the north – a record", 96, "The war of the|north\u00a0– a record"},
		{"The politics of the ceasefire in Idlib and of aid", 80, "The politics of the ceasefire|in Idlib and of aid"},
		{"Women, peace and security in the alliance", 96, "Women, peace and|security in the alliance"},
		{"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", 48, "Donaudampfschifffahrtselektrizitätenhauptbetr|iebswerkbauunterbeamtengesellschaft"},
	} {
		var p pen
		got := p.setTitle(p.clean(test.title, 400))
		if lines := strings.Join(got.lines, "|"); p.err != nil || got.style.size != test.size || lines != test.lines {
			t.Errorf("%q is set in %d as %q (%v), want %d, %q", test.title, got.style.size, lines, p.err, test.size, test.lines)
		}
	}
}

// A title of any length is all there in lines that fit, or is cut and says so.
func TestLongTitles(t *testing.T) {
	var p pen
	words := strings.Fields(strings.Repeat(longTitle+" ", 4))
	for n := 1; n < len(words); n++ {
		title := strings.Join(words[:n], " ")
		got := p.setTitle(p.clean(title, 400))
		if len(got.lines) == 0 || len(got.lines) > 4 {
			t.Fatalf("%q is set in %d lines", title, len(got.lines))
		}
		for _, line := range got.lines {
			if p.width(got.style, line) > fixed.I(measure) {
				t.Errorf("%q is wider than the card", line)
			}
		}
		all := strings.Join(got.lines, " ")
		begin, cut := strings.CutSuffix(all, "…")
		if !strings.HasPrefix(title, begin) || cut != (begin != title) {
			t.Errorf("%q is set as %q", title, all)
		}
		if cut && len(title) <= 160 {
			t.Errorf("%q is cut to %q", title, all)
		}
		if cut && strings.ContainsAny(begin[len(begin)-1:], " ,.") {
			t.Errorf("the cut is after %q", begin)
		}
	}
}

// Lines are as equal as words allow: none could give a word to its neighbour and
// both be nearer in length.
func TestBalance(t *testing.T) {
	var p pen
	s := style{bold, 60, 0, inkRamp}
	var words []word
	for w := range strings.FieldsSeq("Lessons learned under pressure while building institutions abroad") {
		words = append(words, p.word(s, w))
	}
	space := p.width(s, " ")
	lines := balance(s, words, space, 4)
	if len(lines) < 2 {
		t.Fatalf("%q", lines)
	}
	for i := range lines[1:] {
		a, b := strings.Fields(lines[i]), strings.Fields(lines[i+1])
		difference := func(a, b []string) fixed.Int26_6 {
			d := p.width(s, strings.Join(a, " ")) - p.width(s, strings.Join(b, " "))
			return max(d, -d)
		}
		now := difference(a, b)
		if len(a) > 1 && difference(a[:len(a)-1], slices.Insert(slices.Clone(b), 0, a[len(a)-1])) < now {
			t.Errorf("%q: the last word of line %d would better begin the next", lines, i+1)
		}
		if len(b) > 1 && difference(append(slices.Clone(a), b[0]), b[1:]) < now {
			t.Errorf("%q: the first word of line %d would better end the one before", lines, i+2)
		}
	}
	if got := balance(s, words, space, 1); got != nil {
		t.Errorf("%q does not fit in a line", got)
	}
}

func TestKern(t *testing.T) {
	var p pen
	s := style{bold, 100, 0, inkRamp}
	for _, pair := range []string{"AV", "To", "Ya", "P,", "ÀV", "Tö", "-T"} {
		runes := []rune(pair)
		if p.width(s, pair) >= p.width(s, string(runes[0]))+p.width(s, string(runes[1])) {
			t.Errorf("%q is not closer", pair)
		}
	}
	if kern('À', 'V') != kern('A', 'V') || kern('T', 'ö') != kern('T', 'o') {
		t.Error("an accent changes the distance")
	}
	if kern('n', 'n') != 0 || kern(0, 'A') != 0 {
		t.Error("a pair that needs nothing is moved")
	}
	if kern('f', '’') <= 0 {
		t.Error("f’ is not wider")
	}
}
