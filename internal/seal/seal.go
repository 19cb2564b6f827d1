package seal

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Name is what the file is called, in the folder of a brief and in an export.
const Name = "editions.sum"

// MaxSize bounds the file: an edition of 20,000 words has some 30 KB of lines.
const MaxSize = 16 << 20

// A Kind is what a line is about.
type Kind string

// The kinds of line, in the order in which they stand.
const (
	Front     Kind = "front"
	Body      Kind = "body"
	Asset     Kind = "file"
	Corrected Kind = "corrected"
	Part      Kind = "part"
	Block     Kind = "block"
)

// A Line says that something of an edition has a hash.
type Line struct {
	Kind Kind
	Name string // "" of Body
	Hash string // of 64 digits; in a correction "-" takes the line away
}

// String is the line as it is written.
func (l Line) String() string { return l.what() + " " + l.Hash }

// what names what a line is about: "block p12".
func (l Line) what() string { return strings.TrimSuffix(string(l.Kind)+" "+l.Name, " ") }

// of is what a line is about, its hash aside.
func (l Line) of() Line { return Line{Kind: l.Kind, Name: l.Name} }

// A Group is an edition as it was sealed, or a correction of it.
type Group struct {
	Edition    string // its date
	Correction bool
	Digest     string
	Lines      []Line
	At         int // line of the file, from 1; 0 for a group that was not read
}

func (g Group) equal(o Group) bool {
	return g.Edition == o.Edition && g.Correction == o.Correction && g.Digest == o.Digest && slices.Equal(g.Lines, o.Lines)
}

// A File is editions.sum. It never changes; the zero File has no seals. A nil
// File is read as one without seals.
type File struct{ groups []Group }

// An Edition is what holds for an edition after its last group.
type Edition struct {
	Date, Digest string
	Lines        []Line
	// Corrected is the day of the last correction that is sealed; "" for none.
	Corrected string
	// At is the line of the file at which the edition is sealed, from 1.
	At int
}

// Line finds the hash of a line; "" where there is none.
func (e *Edition) Line(kind Kind, name string) string {
	for _, l := range e.Lines {
		if l.Kind == kind && l.Name == name {
			return l.Hash
		}
	}
	return ""
}

// Groups are all groups, in the order of the file.
func (f *File) Groups() []Group {
	if f == nil {
		return nil
	}
	return slices.Clone(f.groups)
}

// Dates are those of all sealed editions, in their order.
func (f *File) Dates() []string {
	var dates []string
	for _, g := range f.Groups() {
		if !g.Correction {
			dates = append(dates, g.Edition)
		}
	}
	slices.Sort(dates)
	return dates
}

// Edition is what holds for the edition of a date; nil where it is not sealed.
func (f *File) Edition(date string) *Edition {
	var e *Edition
	for _, g := range f.Groups() {
		switch {
		case g.Edition != date:
		case !g.Correction:
			e = &Edition{Date: date, Digest: g.Digest, Lines: g.Lines, Corrected: latest(g.Lines, ""), At: g.At}
		case e != nil:
			e = &Edition{Date: date, Digest: g.Digest, Lines: apply(e.Lines, g.Lines), Corrected: latest(g.Lines, e.Corrected), At: e.At}
		}
	}
	return e
}

// Only is the file with the groups of some editions alone.
func (f *File) Only(keep func(date string) bool) *File {
	return &File{slices.DeleteFunc(f.Groups(), func(g Group) bool { return !keep(g.Edition) })}
}

// Text is the file as it is written.
func (f *File) Text() []byte {
	var b bytes.Buffer
	b.WriteString(firstLine)
	for _, g := range f.Groups() {
		word := "edition"
		if g.Correction {
			word = "correction"
		}
		fmt.Fprintf(&b, "\n%s %s %s\n", word, g.Edition, g.Digest)
		for _, l := range g.Lines {
			b.WriteString(l.String() + "\n")
		}
	}
	return b.Bytes()
}

// With is the file with the edition of a date as it is now, given by all its
// lines: with a group more, or the same where nothing differs. The error says why
// that cannot be recorded.
func (f *File) With(date string, lines []Line) (*File, error) {
	lines = slices.Clone(lines)
	sortLines(lines)
	g := Group{Edition: date, Lines: lines, Digest: digest(date, lines)}
	if e := f.Edition(date); e != nil {
		g.Correction, g.Lines = true, difference(e.Lines, lines)
		if len(g.Lines) == 0 {
			return f, nil
		}
		g.Digest = digest(date, apply(e.Lines, g.Lines))
	}
	// What is written must be read again.
	next, errs := Parse((&File{append(f.Groups(), g)}).Text())
	if len(errs) > 0 {
		return f, fmt.Errorf("seal the edition of %s: %s", date, errs[len(errs)-1].Message)
	}
	return next, nil
}

// digest stands for all lines of an edition.
func digest(date string, lines []Line) string {
	h := sha256.New()
	fmt.Fprintf(h, "edition %s\n", date)
	for _, l := range lines {
		fmt.Fprintln(h, l)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// rank orders the kinds. Parts and blocks stand in the order of reading.
func rank(k Kind) int {
	return min(slices.Index([]Kind{Front, Body, Asset, Corrected, Part, Block}, k), 4)
}

// order compares lines of front, files and corrections by name.
func order(a, b Line) int {
	c := cmp.Compare(rank(a.Kind), rank(b.Kind))
	if c == 0 && rank(a.Kind) < 4 {
		c = cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Hash, b.Hash))
	}
	return c
}

func sortLines(lines []Line) { slices.SortStableFunc(lines, order) }

// apply gives the lines that hold after a correction.
func apply(lines, change []Line) []Line {
	at := map[Line]int{}
	lines = slices.Clone(lines)
	for i, l := range lines {
		at[l.of()] = i
	}
	for _, l := range change {
		if i, ok := at[l.of()]; ok && l.Kind != Corrected {
			lines[i] = l
		} else {
			lines = append(lines, l)
		}
	}
	lines = slices.DeleteFunc(lines, func(l Line) bool { return l.Hash == "-" })
	slices.SortStableFunc(lines, func(a, b Line) int { return rank(a.Kind) - rank(b.Kind) })
	return lines
}

// difference gives the correction that makes lines of other lines.
func difference(from, to []Line) []Line {
	had := map[Line]bool{}
	has := map[Line]bool{}
	for _, l := range from {
		had[l] = true
	}
	for _, l := range to {
		has[l.of()] = true
	}
	change := slices.DeleteFunc(slices.Clone(to), func(l Line) bool { return had[l] })
	for _, l := range from {
		if !has[l.of()] {
			change = append(change, Line{l.Kind, l.Name, "-"})
		}
	}
	sortLines(change)
	return change
}

// latest is the last day of the corrections among lines, or the day given.
func latest(lines []Line, day string) string {
	for _, l := range lines {
		if l.Kind == Corrected {
			day = max(day, l.Name)
		}
	}
	return day
}
