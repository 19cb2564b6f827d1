package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// hash makes a hash of a word.
func hash(word string) string {
	sum := sha256.Sum256([]byte(word))
	return hex.EncodeToString(sum[:])
}

// lines reads "kind name = word" lines, whose hashes are those of the words.
func lines(text string) []Line {
	var all []Line
	for l := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		what, word, _ := strings.Cut(strings.TrimSpace(l), " = ")
		kind, name, _ := strings.Cut(what, " ")
		all = append(all, Line{Kind(kind), name, hash(word)})
	}
	return all
}

const first = `
	front title = A title
	front sources nato-2016 = A source
	body = A body
	file a table.csv = 1,2
	part h1 = Heading
	block p1 = One
	block p2 = Two
	block t1 = Table`

const second = `
	front title = Another
	body = Another body
	block p1 = One
	block p1a = New`

func with(t *testing.T, f *File, date, text string) *File {
	t.Helper()
	next, err := f.With(date, lines(text))
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// corrected is a file with two editions, the first of which was corrected.
func corrected(t *testing.T) *File {
	f := with(t, nil, "2019-06-07", first)
	f = with(t, f, "2020-04-14", second)
	correction := strings.NewReplacer("= Two", "= Two, corrected", "= A body", "= A corrected body",
		"front sources nato-2016 = A source", "front summary = New", "part h1", "corrected 2019-06-20 = A slip\npart h2 = Below\npart h1").Replace(first)
	return with(t, f, "2019-06-07", correction)
}

func TestText(t *testing.T) {
	f := corrected(t)
	got := string(f.Text())
	for _, word := range []string{"A title", "A source", "A body", "1,2", "Heading", "One", "Two", "Table", "Another", "Another body", "New",
		"Two, corrected", "A corrected body", "A slip", "Below"} {
		got = strings.ReplaceAll(got, hash(word), "‹"+word+"›")
	}
	for i, g := range f.Groups() {
		got = strings.ReplaceAll(got, g.Digest, fmt.Sprintf("‹digest %d›", i+1))
	}
	const want = `briefpress seals 1

edition 2019-06-07 ‹digest 1›
front sources nato-2016 ‹A source›
front title ‹A title›
body ‹A body›
file a table.csv ‹1,2›
part h1 ‹Heading›
block p1 ‹One›
block p2 ‹Two›
block t1 ‹Table›

edition 2020-04-14 ‹digest 2›
front title ‹Another›
body ‹Another body›
block p1 ‹One›
block p1a ‹New›

correction 2019-06-07 ‹digest 3›
front sources nato-2016 -
front summary ‹New›
body ‹A corrected body›
corrected 2019-06-20 ‹A slip›
part h2 ‹Below›
block p2 ‹Two, corrected›
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	// The digest of an edition is that of its lines in the file.
	_, rest, _ := strings.Cut(string(f.Text()), "edition 2020-04-14 ")
	rest, _, _ = strings.Cut(rest, "\n\n")
	digest, own, _ := strings.Cut(rest, "\n")
	if hash("edition 2020-04-14\n"+own+"\n") != digest {
		t.Error("the digest of an edition is not that of its lines")
	}
}

func TestEdition(t *testing.T) {
	f := corrected(t)
	e := f.Edition("2019-06-07")
	if e.Corrected != "2019-06-20" || e.At != 3 || e.Digest != f.Groups()[2].Digest || e.Line(Block, "p2") != hash("Two, corrected") ||
		e.Line(Block, "p1") != hash("One") || e.Line(Front, "sources nato-2016") != "" || e.Line(Part, "h2") != hash("Below") {
		t.Errorf("the corrected edition is %+v", e)
	}
	if e := f.Edition("2020-04-14"); e.Corrected != "" || e.Line(Block, "p1a") != hash("New") {
		t.Errorf("the second edition is %+v", e)
	}
	if f.Edition("2020-04-15") != nil || (*File)(nil).Edition("2020-04-14") != nil || len((*File)(nil).Dates()) != 0 {
		t.Error("editions that are not sealed are")
	}
	if got := f.Dates(); !slices.Equal(got, []string{"2019-06-07", "2020-04-14"}) {
		t.Errorf("the dates are %v", got)
	}
	again := with(t, f, "2020-04-14", second)
	if again != f {
		t.Error("sealing the same again adds a group")
	}
}

func TestWithRefuses(t *testing.T) {
	f := with(t, nil, "2019-06-07", first)
	f = with(t, f, "2019-06-07", first+"\ncorrected 2019-06-20 = A slip")
	const more = "\ncorrected 2019-06-20 = A slip\ncorrected 2019-06-30 = Another"
	for _, c := range []struct{ name, text, want string }{
		{"no record", strings.Replace(first, "= Two", "= Three", 1) + "\ncorrected 2019-06-20 = A slip", "records no correction"},
		{"a block more", first + "\nblock p3 = Three" + more, "no correction adds block p3"},
		{"a block less", strings.Replace(first, "block p2 = Two", "", 1) + more, "no correction takes away block p2"},
		{"the record gone", first + "\ncorrected 2019-06-30 = Another", "no correction takes away corrected 2019-06-20"},
		{"an older correction", first + "\ncorrected 2019-06-20 = A slip\ncorrected 2019-06-19 = Another", "older than that of 2019-06-20"},
		{"no number", first + "\nblock p0 = Zero" + more, `"p0" names no block`},
	} {
		next, err := f.With("2019-06-07", slices.DeleteFunc(lines(c.text), func(l Line) bool { return l.Kind == "" }))
		if err == nil || !strings.Contains(err.Error(), c.want) || next != f {
			t.Errorf("%s: the error is %v, and not %q", c.name, err, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	text := string(corrected(t).Text())
	f, errs := Parse([]byte(text))
	if len(errs) > 0 || string(f.Text()) != text {
		t.Fatalf("the text comes back with %v as\n%s", errs, f.Text())
	}
	if f, errs := Parse([]byte(strings.ReplaceAll(text, "\n", "\r\n"))); len(errs) > 0 || string(f.Text()) != text {
		t.Errorf("with CR LF the text comes back with %v", errs)
	}
	if f, errs := Parse((*File)(nil).Text()); len(errs) > 0 || len(f.Groups()) > 0 {
		t.Errorf("a file without seals has %v", errs)
	}
	zero := strings.Repeat("0", 64)
	for _, c := range []struct{ name, old, new, want string }{
		{"version", "seals 1", "seals 2", `line 1: version "2" of the form is not known`},
		{"foreign", "briefpress", "Briefpress", `line 1: the first line is not "briefpress seals 1"`},
		{"digest", hash("One"), zero, "line 3: the digest is not that of the lines"},
		{"digest of another date", "edition 2020-04-14", "edition 2020-04-15", "line 13: the digest is not that of the lines"},
		{"order", "body " + hash("A body") + "\nfile a table.csv " + hash("1,2"), "file a table.csv " + hash("1,2") + "\nbody " + hash("A body"), "line 7: the line is out of order"},
		{"twice", "\nblock p2", "\nblock p1", "line 10: block p1 is there twice"},
		{"kind", "\npart h1", "\npiece h1", `line 8: there is no kind of line "piece"`},
		{"part", "\npart h1", "\npart x1", `line 8: "x1" names no part`},
		{"number", "\nblock p1a", "\nblock p01", `line 17: "p01" names no block`},
		{"date", "edition 2020-04-14", "edition 2020-02-30", `line 13: "2020-02-30" is not a date`},
		{"hash", hash("One"), "abc", `line 9: "abc" is not 64`},
		{"upper case", hash("One"), strings.ToUpper(hash("One")), "is not 64 lower-case"},
		{"no body", "body " + hash("Another body") + "\n", "", "line 13: the edition has no line body"},
		{"space", "block p2 ", "block p2  ", `line 10: "p2 " names no block`},
		{"control", "front title ", "front ti\ttle ", "line 5: the line is longer than"},
		{"empty line more", "\n\nedition 2020", "\n\n\nedition 2020", "line 12: an empty line stands before nothing"},
		{"empty line less", "\n\nedition 2020", "\nedition 2020", `line 12: there is no kind of line "edition"`},
		{"first empty line", "1\n\nedition", "1\nedition", "line 2: there is no empty line before the group"},
		{"empty end", hash("Two, corrected") + "\n", hash("Two, corrected") + "\n\n", "line 26: an empty line stands before nothing"},
		{"no end", hash("Two, corrected") + "\n", hash("Two, corrected"), "line 25: the last line has no end"},
		{"corrected before sealed", "edition 2019-06-07", "edition 2019-06-08", "line 19: the edition of 2019-06-07 is corrected and not sealed"},
		{"sealed twice", "edition 2020-04-14", "edition 2019-06-07", "line 13: the edition of 2019-06-07 is sealed twice"},
		{"no correction", "corrected 2019-06-20 " + hash("A slip") + "\n", "", "line 19: the group records no correction"},
		{"nothing changed", hash("Two, corrected"), hash("Two"), "line 25: the line changes nothing"},
		{"taken away from an edition", "front title " + hash("Another"), "front title -", "line 14: only a correction takes a line away"},
		{"taken away twice", "sources nato-2016 -", "sources nato-2017 -", "line 20: front sources nato-2017 is taken away and was not there"},
		{"block taken away", hash("Two, corrected"), "-", "line 25: no correction takes away block p2"},
		{"block added", "block p2 " + hash("Two, corrected"), "block p3 " + hash("Two, corrected"), "line 25: no correction adds block p3"},
		{"no group", "edition 2020-04-14", "editions 2020-04-14", "line 13: \"editions 2020-04-14"},
	} {
		bad := strings.Replace(text, c.old, c.new, 1)
		if bad == text {
			t.Fatalf("%s: %q is not in the file", c.name, c.old)
		}
		_, errs := Parse([]byte(bad))
		if len(errs) == 0 || !slices.ContainsFunc(errs, func(e Error) bool { return strings.Contains(e.Error(), c.want) }) {
			t.Errorf("%s: the errors are %v, and not %q", c.name, errs, c.want)
		}
	}
	// All errors come, and what is right is read.
	bad := strings.Replace(strings.Replace(text, hash("One"), zero, 1), "\nblock p1a", "\nblock q1", 1)
	if f, errs := Parse([]byte(bad)); len(errs) < 3 || len(f.Groups()) != 0 {
		t.Errorf("of two bad editions and a correction come %v and %d groups", errs, len(f.Groups()))
	}
	if f, _ := Parse([]byte(strings.Replace(text, "\nblock p1a", "\nblock q1", 1))); len(f.Groups()) != 2 {
		t.Errorf("beside a bad edition %d groups are read", len(f.Groups()))
	}
	if _, errs := Parse(make([]byte, MaxSize+1)); len(errs) != 1 || !strings.Contains(errs[0].Message, "at most") {
		t.Errorf("a file above the limit has %v", errs)
	}
}

func TestExtends(t *testing.T) {
	old := with(t, nil, "2019-06-07", first)
	both := with(t, old, "2020-04-14", second)
	all := corrected(t)
	for _, c := range []struct {
		name         string
		now, earlier *File
		want         string // "" for none
	}{
		{"the same", all, all, ""},
		{"an edition more", both, old, ""},
		{"a correction more", all, both, ""},
		{"none before", all, nil, ""},
		{"all gone", nil, old, "the edition of 2019-06-07 is no longer sealed"},
		{"one gone", old, both, "the edition of 2020-04-14 is no longer sealed"},
		{"a correction gone", both, all, "the edition of 2019-06-07: the correction of 2019-06-20 is no longer sealed"},
		{"another block", with(t, nil, "2019-06-07", strings.NewReplacer("= Two", "= 2", "= A body", "= A", "= A title", "= T").Replace(first)), both,
			"the edition of 2019-06-07: block p2 is not what was sealed"},
		{"another title", with(t, nil, "2019-06-07", strings.Replace(first, "= A title", "= T", 1)), old,
			"the edition of 2019-06-07: front title is not what was sealed"},
		{"a block more", with(t, nil, "2019-06-07", first+"\nblock t2 = X"), old, "the edition of 2019-06-07: block t2 is not what was sealed"},
		{"another order", with(t, with(t, nil, "2020-04-14", second), "2019-06-07", first), both,
			"the edition of 2019-06-07: its seal stands elsewhere in the file"},
	} {
		if err := c.now.Extends(c.earlier); fmt.Sprint(err) != c.want && (err != nil || c.want != "") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if got := all.Only(func(date string) bool { return date == "2020-04-14" }).Dates(); !slices.Equal(got, []string{"2020-04-14"}) {
		t.Errorf("only one edition leaves %v", got)
	}
}

// What is read is written as it was, and nothing else is taken for a file.
func FuzzParse(f *testing.F) {
	t := &testing.T{}
	f.Add(corrected(t).Text())
	f.Add([]byte(firstLine))
	f.Add([]byte(firstLine + "\nedition 2019-06-07 x\nbody -\nblock p1 -\n\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, errs := Parse(text)
		if len(errs) == 0 && string(file.Text()) != strings.ReplaceAll(string(text), "\r\n", "\n") {
			t.Errorf("%q is written as %q", text, file.Text())
		}
		for _, e := range errs {
			if e.Line < 1 || e.Line > strings.Count(string(text), "\n")+1 {
				t.Errorf("%q has an error in line %d", text, e.Line)
			}
		}
		if again, errs := Parse(file.Text()); len(errs) > 0 || again.Extends(file) != nil {
			t.Errorf("what was read of %q is read again with %v", text, errs)
		}
	})
}
