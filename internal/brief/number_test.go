package brief

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// shortEditions reads editions in short: "a b Tc | a' b2 bc". A letter is a text of
// its own, with ' after it that text with two words changed, with 1 or 2 its first
// or second half, and two letters their texts joined; T begins a table, F a figure.
func shortEditions(short string) []*Edition {
	text := func(letter byte) []string {
		var words []string
		for i := range 12 {
			words = append(words, fmt.Sprintf("%c%d", letter, i))
		}
		return words
	}
	var editions []*Edition
	for k, blocks := range strings.Split(short, "|") {
		var kinds []Kind
		var texts []string
		for _, name := range strings.Fields(blocks) {
			kind := Paragraph
			if rest, ok := strings.CutPrefix(name, "T"); ok {
				kind, name = Table, rest
			} else if rest, ok := strings.CutPrefix(name, "F"); ok {
				kind, name = Figure, rest
			}
			var words []string
			for _, c := range name {
				n := len(words)
				switch c {
				case '\'':
					words[n-5], words[n-9] = "changed"+name, "too"+name
				case '1':
					words = words[:n-6]
				case '2':
					words = words[n-6:]
				default:
					words = append(words, text(byte(c))...)
				}
			}
			kinds, texts = append(kinds, kind), append(texts, strings.Join(words, " "))
		}
		e := textEdition(Date(fmt.Sprintf("2001-01-%02d", k+1)), texts...)
		for i, kind := range kinds {
			e.Body().Blocks[i].Kind = kind
		}
		editions = append(editions, e)
	}
	return editions
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ name, editions, want, lives string }{
		{"nothing changes", "a b c | a b c", "p1 p2 p3 | p1 p2 p3", ""},
		{"edited", "a b c | a b' c", "p1 p2 p3 | p1 p2 p3", ""},
		{"inserted", "a b | a x y b z", "p1 p2 | p1 p1a p1b p2 p2a", ""},
		{"inserted before the first", "a | x y a", "p1 | p0a p0b p1", ""},
		{"inserted behind what was inserted", "a b | a x b | a x y b | a z x y b", "p1 p2 | p1 p1a p2 | p1 p1a p1b p2 | p1 p1c p1a p1b p2", ""},
		{"moved", "a b c | c a b", "p1 p2 p3 | p3 p1 p2", ""},
		{"moved and edited", "a b c d | d' a b c", "p1 p2 p3 p4 | p4 p1 p2 p3", ""},
		{"inserted behind what was moved", "a b c | c x a b", "p1 p2 p3 | p3 p3a p1 p2", ""},
		{"removed", "a b c | a c", "p1 p2 p3 | p1 p3", "p2 01-01 gone 02 now \n"},
		{"a number is never given again", "a b c | a c | a x c | a c | a y c", "p1 p2 p3 | p1 p3 | p1 p1a p3 | p1 p3 | p1 p1b p3",
			"p1a 03-03 gone 04 now \np2 01-01 gone 02 now \n"},
		{"the last goes and another comes", "a b | a | a x", "p1 p2 | p1 | p1 p1a", "p2 01-01 gone 02 now \n"},
		{"split", "a b | a1 a2 b", "p1 p2 | p1 p1a p2", ""},
		{"merged", "a b c | a bc", "p1 p2 p3 | p1 p2", "p3 01-01 gone 02 into p2 now p2\n"},
		{"merged, the later number first", "a b c | c a b | ca b", "p1 p2 p3 | p3 p1 p2 | p1 p2", "p3 01-02 gone 03 into p1 now p1\n"},
		{"merged and merged", "a b c | a bc | abc", "p1 p2 p3 | p1 p2 | p1", "p2 01-02 gone 03 into p1 now p1\np3 01-01 gone 02 into p2 now p1\n"},
		{"merged and removed", "a b c | a bc | a", "p1 p2 p3 | p1 p2 | p1", "p2 01-02 gone 03 now \np3 01-01 gone 02 into p2 now \n"},
		{"series of their own", "a Tb Fc d | a Te Tb x Fc Ff d", "p1 t1 f1 p2 | p1 t0a t1 p1a f1 f1a p2", ""},
		{"a series that begins later", "a | a Tb Tc | a Tb Td Tc", "p1 | p1 t1 t2 | p1 t1 t1a t2", ""},
		{"a series that ends", "a Tb | a | a Tc", "p1 t1 | p1 | p1 t0a", "t1 01-01 gone 02 now \n"},
		{"all is new", "a b | x y", "p1 p2 | p0a p0b", "p1 01-01 gone 02 now \np2 01-01 gone 02 now \n"},
		{"nothing at first", " | a b", " | p1 p2", ""},
		{"nothing at last", "a | ", "p1 | ", "p1 01-01 gone 02 now \n"},
	} {
		b, _ := New("b", shortEditions(c.editions), nil)
		var got []string
		for _, e := range b.Editions {
			got = append(got, numbersOf(b, e))
		}
		if got := strings.Join(got, " | "); got != c.want {
			t.Errorf("%s: %q is numbered\n%s, want\n%s", c.name, c.editions, got, c.want)
		}
		gone := slices.DeleteFunc(slices.Clone(b.Lives()), func(l Life) bool { return l.Gone == nil })
		if got := livesOf(gone); got != c.lives {
			t.Errorf("%s: the lives that ended are\n%s, want\n%s", c.name, got, c.lives)
		}
	}
}

// More than 26 insertions under one number go on with two letters.
func TestManyInsertions(t *testing.T) {
	before := []string{"first text of its own"}
	var editions []*Edition
	for k := range 30 {
		editions = append(editions, textEdition(Date(fmt.Sprintf("2001-01-%02d", k+1)), before...))
		before = append(before, fmt.Sprintf("inserted%d words%d here%d", k, k, k))
	}
	b, _ := New("b", editions, nil)
	if got := numbersOf(b, b.Newest()); !strings.HasPrefix(got, "p1 p1a p1b ") || !strings.HasSuffix(got, " p1z p1aa p1ab p1ac") {
		t.Errorf("the numbers are %s", got)
	}
}

// The lives as of an edition know nothing of those after it.
func TestLivesAt(t *testing.T) {
	b, _ := New("b", shortEditions("a b c | a bc x | abc"), nil)
	for k, want := range []string{
		"p1 01-01\np2 01-01\np3 01-01\n",
		"p1 01-02\np2 01-02\np2a 02-02\np3 01-01 gone 02 into p2 now p2\n",
		"p1 01-03\np2 01-02 gone 03 into p1 now p1\np2a 02-02 gone 03 now \np3 01-01 gone 02 into p2 now p1\n",
	} {
		if got := livesOf(b.LivesAt(b.Editions[k])); got != want {
			t.Errorf("as of edition %d the lives are\n%s, want\n%s", k+1, got, want)
		}
	}
}

func TestLabel(t *testing.T) {
	for _, s := range []string{"p1", "p12a", "t0a", "f3", "p12aa"} {
		if l, ok := ParseLabel(s); !ok || l.ID() != s {
			t.Errorf("%s is read as %v", s, l)
		}
	}
	for _, s := range []string{"", "p", "p0", "q1", "1", "p01", "p1A", "p1 ", "pp1"} {
		if l, ok := ParseLabel(s); ok {
			t.Errorf("%q is read as %v", s, l)
		}
	}
	order := []string{"p0a", "p1", "p1a", "p1z", "p1aa", "p2", "p10", "t1", "f1"}
	got := slices.Clone(order)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int {
		x, _ := ParseLabel(a)
		y, _ := ParseLabel(b)
		return x.Compare(y)
	})
	if !slices.Equal(got, order) {
		t.Errorf("the order is %v", got)
	}
}

// An edition of another brief is a mistake of the program.
func TestLabelsOfAnother(t *testing.T) {
	b, _ := New("b", shortEditions("a"), nil)
	defer func() {
		if recover() == nil {
			t.Error("the edition of another brief has labels")
		}
	}()
	b.Labels(shortEditions("a")[0])
}

// anchorsOf are the anchors of an edition, in the order of reading, with the own
// ids of those sections that have another.
func anchorsOf(b *Brief, e *Edition) string {
	anchors := b.Anchors(e)
	var s []string
	for _, section := range headed(e.Body().Sections) {
		a := anchors[section]
		if a != section.ID {
			a += "(" + section.ID + ")"
		}
		s = append(s, a)
	}
	return strings.Join(s, " ")
}

func TestAnchors(t *testing.T) {
	long := func(word string) string {
		var words []string
		for i := range 8 {
			words = append(words, fmt.Sprintf("%s%d", word, i))
		}
		return strings.Join(words, " ") + ".\n\n"
	}
	for _, c := range []struct {
		name     string
		editions []string
		want     []string
	}{
		{"the same", []string{"## One\n\n" + long("a"), "## One\n\n" + long("b")}, []string{"one", "one"}},
		{"renamed", []string{"## One\n\n" + long("a"), "## Two\n\n" + long("a"), "## Three\n\n" + long("a")}, []string{"one", "one(two)", "one(three)"}},
		{"renamed with more", []string{"## One\n\n" + long("a"), "## Two\n\n" + long("x") + long("a") + long("y")}, []string{"one", "one(two)"}},
		{"renamed and new", []string{"## One\n\n" + long("a"), "## Two\n\n" + long("b")}, []string{"one", "two"}},
		{"another has the name now", []string{"## One\n\n" + long("a"), "## Two\n\n" + long("a") + "## One\n\n" + long("b")}, []string{"one", "two one"}},
		{"two of a name", []string{"## A\n\n" + long("a") + "## A\n\n" + long("b"), "## A\n\n" + long("b")}, []string{"a a-2", "a-2(a)"}},
		{"divided", []string{"## One\n\n" + long("a") + long("b") + long("bb"), "## Two\n\n" + long("a") + "## Three\n\n" + long("b") + long("bb")},
			[]string{"one", "two one(three)"}},
		{"joined", []string{"## One\n\n" + long("a") + "## Two\n\n" + long("b") + long("bb"), "## Three\n\n" + long("a") + long("b") + long("bb")},
			[]string{"one two", "two(three)"}},
		{"kept beside a richer one", []string{"## One\n\n" + long("a") + long("bb"), "## One\n\n" + long("a") + "## Two\n\n" + long("bb")},
			[]string{"one", "one two"}},
		{"deeper ones alone", []string{"## One\n\n### In\n\n" + long("a"), "## Two\n\n### Inside\n\n" + long("a")}, []string{"one in", "one(two) in(inside)"}},
		{"what has no number", []string{"## One\n\n```go\nx := 1\n```\n", "## Two\n\n```go\nx := 1\n```\n"}, []string{"one", "one(two)"}},
		{"back again", []string{"## One\n\n" + long("a"), "## Two\n\n" + long("a"), "## One\n\n" + long("a")}, []string{"one", "one(two)", "one"}},
		{"a note has the name", []string{"## One\n\n" + long("a"), "## Two\n\n" + long("a") + "### One\n\n" + long("b")}, []string{"one", "two one"}},
		{"text before all headings", []string{long("a") + "## One\n\n" + long("b"), "## Two\n\n" + long("a") + "## One\n\n" + long("b")}, []string{"one", "two one"}},
	} {
		var editions []*Edition
		for k, body := range c.editions {
			editions = append(editions, sealable(t, Date(fmt.Sprintf("2001-01-%02d", k+1)), "---\ntitle: T\n---\n"+body, nil, Options{}))
		}
		b, _ := New("b", editions, nil)
		for k, e := range editions {
			if got := anchorsOf(b, e); got != c.want[k] {
				t.Errorf("%s: edition %d has %q, want %q", c.name, k+1, got, c.want[k])
			}
			taken := map[string]*Section{}
			for s, a := range b.Anchors(e) {
				if taken[a] != nil || a != s.ID && e.Body().IDs[a] {
					t.Errorf("%s: edition %d has the anchor %q twice", c.name, k+1, a)
				}
				taken[a] = s
			}
			if len(taken) != len(headed(e.Body().Sections)) || len(slices.Collect(maps.Keys(taken))) == 0 {
				t.Errorf("%s: edition %d has %d anchors", c.name, k+1, len(taken))
			}
		}
	}
}
