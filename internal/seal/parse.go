package seal

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	form      = "briefpress seals "
	firstLine = form + "1\n"
)

// maxLine bounds the bytes of a line: the longest names are those of files.
const maxLine = 1 << 10

// An Error is something wrong with the file, and the line it stands in, from 1.
type Error struct {
	Line    int
	Message string
}

// Error gives "line 7: message".
func (e Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

var (
	hashForm   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	numberForm = regexp.MustCompile(`^[ptf](0[a-z]{1,4}|[1-9][0-9]{0,5}[a-z]{0,4})$`)
	partForm   = regexp.MustCompile(`^[hcb][1-9][0-9]{0,5}$`)
)

// A reader reads one file.
type reader struct {
	groups []Group
	states map[string][]Line // the lines that hold for each edition
	last   map[string]string // the last day of its corrections
	errors []Error
}

func (r *reader) fail(line int, format string, args ...any) {
	r.errors = append(r.errors, Error{line, fmt.Sprintf(format, args...)})
}

// Parse reads the file. It returns what could be read, and all errors by line:
// a group with an error is left out.
func Parse(text []byte) (*File, []Error) {
	if len(text) > MaxSize {
		return &File{}, []Error{{1, fmt.Sprintf("the file has %d bytes; at most %d are read", len(text), MaxSize)}}
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	rest, ok := strings.CutPrefix(string(text), firstLine)
	if !ok {
		version, ours := strings.CutPrefix(string(text), form)
		version, _, _ = strings.Cut(version, "\n")
		if ours && version != "1" {
			return &File{}, []Error{{1, fmt.Sprintf("version %.20q of the form is not known", version)}}
		}
		return &File{}, []Error{{1, fmt.Sprintf("the first line is not %q", strings.TrimSuffix(firstLine, "\n"))}}
	}
	r := &reader{states: map[string][]Line{}, last: map[string]string{}}
	if rest == "" {
		return &File{}, nil
	}
	lines := strings.Split(strings.TrimSuffix(rest, "\n"), "\n")
	const first = 2 // the line of the file that lines[0] is
	if !strings.HasSuffix(rest, "\n") {
		r.fail(len(lines)-1+first, "the last line has no end")
	}
	for i := 0; i < len(lines); {
		if lines[i] == "" {
			i++
		} else {
			r.fail(i+first, "there is no empty line before the group")
		}
		start := i
		for i < len(lines) && lines[i] != "" {
			i++
		}
		if i == start {
			r.fail(start-1+first, "an empty line stands before nothing")
			continue
		}
		r.group(start+first, lines[start:i])
	}
	slices.SortStableFunc(r.errors, func(a, b Error) int { return cmp.Compare(a.Line, b.Line) })
	return &File{r.groups}, r.errors
}

// group reads a group whose first line is the given one of the file.
func (r *reader) group(at int, text []string) {
	before := len(r.errors)
	g := Group{At: at}
	head := strings.Split(text[0], " ")
	switch {
	case len(head) != 3 || head[0] != "edition" && head[0] != "correction":
		r.fail(at, "%.80q begins no group: write edition or correction, a date and a digest", text[0])
		return
	case !isDay(head[1]):
		r.fail(at, "%.80q is not a date", head[1])
		return
	case !hashForm.MatchString(head[2]):
		r.fail(at, "the digest is not 64 lower-case hexadecimal digits")
	}
	g.Correction, g.Edition, g.Digest = head[0] == "correction", head[1], head[2]
	state, sealed := r.states[g.Edition]
	switch {
	case g.Correction && !sealed:
		r.fail(at, "the edition of %s is corrected and not sealed", g.Edition)
	case !g.Correction && sealed:
		r.fail(at, "the edition of %s is sealed twice", g.Edition)
	}
	seen := map[Line]bool{}
	for i, t := range text[1:] {
		l, err := parseLine(t)
		if err != nil {
			r.fail(at+1+i, "%v", err)
			continue
		}
		if l.Kind != Corrected && seen[l.of()] || seen[l] {
			r.fail(at+1+i, "%s is there twice", l.what())
		}
		seen[l], seen[l.of()] = true, true
		if n := len(g.Lines); n > 0 && order(g.Lines[n-1], l) > 0 {
			r.fail(at+1+i, "the line is out of order")
		}
		g.Lines = append(g.Lines, l)
	}
	if len(r.errors) == before {
		r.change(g, state)
	}
	if len(r.errors) > before {
		return
	}
	state = apply(state, g.Lines)
	if want := digest(g.Edition, state); g.Digest != want {
		r.fail(at, "the digest is not that of the lines, which is %s", want)
		return
	}
	r.states[g.Edition], r.last[g.Edition] = state, latest(g.Lines, r.last[g.Edition])
	r.groups = append(r.groups, g)
}

// change looks at what a group does to the lines of its edition.
func (r *reader) change(g Group, state []Line) {
	had := map[Line]string{}
	for _, l := range state {
		had[l.of()] = l.Hash
	}
	body := false
	for i, l := range g.Lines {
		at := g.At + 1 + i
		old, ok := had[l.of()]
		body = body || l.Kind == Body
		switch {
		case l.Hash == "-" && !g.Correction:
			r.fail(at, "only a correction takes a line away")
		case l.Hash == "-" && (l.Kind == Block || l.Kind == Body || l.Kind == Corrected):
			r.fail(at, "no correction takes away %s", l.what())
		case l.Hash == "-" && !ok:
			r.fail(at, "%s is taken away and was not there", l.what())
		case !g.Correction:
		case l.Kind == Block && !ok:
			r.fail(at, "no correction adds %s", l.what())
		case l.Kind == Corrected && slices.Contains(state, l):
			r.fail(at, "%s is there already", l.what())
		case l.Kind == Corrected && l.Name < r.last[g.Edition]:
			r.fail(at, "the correction is older than that of %s", r.last[g.Edition])
		case l.Kind != Corrected && old == l.Hash:
			r.fail(at, "the line changes nothing")
		}
	}
	switch {
	case !g.Correction && !body:
		r.fail(g.At, "the edition has no line body")
	case g.Correction && latest(g.Lines, "") == "":
		r.fail(g.At, "the group records no correction")
	}
}

// parseLine reads one line of a group.
func parseLine(text string) (Line, error) {
	if len(text) > maxLine || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return Line{}, fmt.Errorf("the line is longer than %d bytes, or no text", maxLine)
	}
	kind, rest, _ := strings.Cut(text, " ")
	l := Line{Kind: Kind(kind), Hash: rest}
	if l.Kind != Body {
		i := max(strings.LastIndexByte(rest, ' '), 0)
		l.Name, l.Hash = rest[:i], strings.TrimPrefix(rest[i:], " ")
	}
	ok := true
	switch l.Kind {
	case Body:
	case Front, Asset:
		ok = l.Name != "" && strings.TrimSpace(l.Name) == l.Name
	case Corrected:
		ok = isDay(l.Name)
	case Part:
		ok = partForm.MatchString(l.Name)
	case Block:
		ok = numberForm.MatchString(l.Name)
	default:
		return Line{}, fmt.Errorf("there is no kind of line %.80q", kind)
	}
	switch {
	case !ok:
		return Line{}, fmt.Errorf("%.80q names no %s", l.Name, l.Kind)
	case l.Hash != "-" && !hashForm.MatchString(l.Hash):
		return Line{}, fmt.Errorf("%.80q is not 64 lower-case hexadecimal digits", l.Hash)
	}
	return l, nil
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
