package brief

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/seal"
	"briefpress/internal/strictyaml"
)

// Seals are those that the brief was made with; nil for none.
func (b *Brief) Seals() *seal.File { return b.seals }

// A Seal is what is recorded of an edition, and how the edition stands to it.
type Seal struct {
	// Digest stands for all that was sealed: see package seal.
	Digest string
	// Corrected is the day of the last correction that is sealed; "" for none.
	Corrected Date
	// Pending says that the edition records a correction which is not sealed
	// yet, so that the digest may be of the text before it.
	Pending bool
}

// Sealed is the seal of an edition; nil where it has none.
func (b *Brief) Sealed(e *Edition) *Seal {
	s := b.seals.Edition(string(e.Date))
	if s == nil {
		return nil
	}
	pending, _ := e.unsealed(s)
	return &Seal{s.Digest, Date(s.Corrected), len(pending) > 0}
}

// Reseal gives the seals with those added of the editions that have none, and of
// the corrections that are not sealed yet; drafts are left out. Where a seal is
// broken nothing can be sealed: the problems say why.
func (b *Brief) Reseal() (*seal.File, []Problem) {
	broken := slices.DeleteFunc(b.SealProblems(), func(p Problem) bool { return !p.Stops })
	if len(broken) > 0 {
		return b.seals, broken
	}
	f := b.seals
	for _, e := range b.Editions {
		if e.Draft {
			continue
		}
		next, err := f.With(string(e.Date), b.Seal(e))
		if err != nil {
			p := e.HeaderProblem(Position{File: e.File}, "seal", err.Error(), "")
			p.Stops = true
			return b.seals, []Problem{p}
		}
		f = next
	}
	return f, nil
}

// Seal gives the lines that seal an edition as it is now: see "Seals" in the
// documentation of the package.
func (b *Brief) Seal(e *Edition) []seal.Line {
	var lines []seal.Line
	for _, c := range b.covered(e) {
		lines = append(lines, c.Line)
	}
	return lines
}

// A covered is one line of a seal, with the place of what it is about.
type covered struct {
	seal.Line
	at Position
}

// covered are all that a seal of an edition covers.
func (b *Brief) covered(e *Edition) []covered {
	var lines []covered
	add := func(at Position, kind seal.Kind, name, hash string) {
		lines = append(lines, covered{seal.Line{Kind: kind, Name: name, Hash: hash}, at})
	}
	h := e.asWritten()
	for _, f := range h.fields() {
		add(e.Key(f.path...), seal.Front, strings.Join(f.path, " "), sumOf([]byte(f.text)))
	}
	add(e.Position(e.start), seal.Body, "", sumOf(e.Source[e.start:]))
	body := e.Body()
	for _, name := range slices.Sorted(maps.Keys(body.Files)) {
		add(e.useOf(body, body.Files[name]), seal.Asset, name, body.Files[name].Sum)
	}
	lines = append(lines, e.recorded(h)...)
	labels := map[*Block]Label{}
	for i, l := range b.Labels(e) {
		labels[body.Blocks[i]] = l
	}
	parts := map[string]int{}
	part := func(at int, letter, hash string) {
		parts[letter]++
		add(e.Position(at), seal.Part, letter+strconv.Itoa(parts[letter]), hash)
	}
	var walk func([]*Section)
	walk = func(sections []*Section) {
		for _, s := range sections {
			if s.Level > 0 {
				part(s.Offset, "h", s.Hash)
			}
			for _, block := range s.Blocks {
				switch l := labels[block]; {
				case l != (Label{}):
					add(e.Position(block.Offset), seal.Block, l.ID(), block.Hash)
				case block.Kind == Break:
					part(block.Offset, "b", block.Hash)
				default:
					part(block.Offset, "c", block.Hash)
				}
			}
			walk(s.Sections)
		}
	}
	walk(body.Sections)
	return lines
}

// useOf finds the first place in the text that uses a file.
func (e *Edition) useOf(body *Body, f File) Position {
	for _, l := range body.Links {
		if address, _, _ := strings.Cut(l.Address, "#"); address == f.Address {
			return e.Position(l.Offset)
		}
	}
	return Position{File: e.File}
}

// asWritten is the front matter before its quotes are set.
func (e *Edition) asWritten() *Header {
	var h Header
	if yaml, _, found, closed := frontMatter(e.Source); found && closed {
		strictyaml.Decode(yaml, &h)
	}
	return &h
}

// A field is a key of the front matter that a seal covers, and what it says in a
// form that depends on no order, quoting or wrapping of the YAML.
type field struct {
	path []string
	text string
}

// fields are those that have a text.
func (h *Header) fields() []field {
	var all []field
	add := func(text string, path ...string) {
		if text != "" {
			all = append(all, field{path, text})
		}
	}
	list := func(texts []string) string {
		var b strings.Builder
		for _, t := range texts {
			b.WriteString(netstring(oneLine(t)))
		}
		return b.String()
	}
	pairs := make([]string, 0, 2*len(h.Acronyms))
	for _, short := range slices.Sorted(maps.Keys(h.Acronyms)) {
		pairs = append(pairs, short, h.Acronyms[short])
	}
	spans := make([]string, 0, len(h.Spans))
	for _, s := range h.Spans {
		spans = append(spans, record("from", string(s.From), "label", s.Label, "to", string(s.To)))
	}
	add(record(pairs...), "acronyms")
	add(list(h.Authors), "authors")
	add(oneLine(h.Change), "change")
	add(h.Direction, "direction")
	add(list(h.KeyPoints), "key-points")
	add(h.Language, "language")
	for _, key := range slices.Sorted(maps.Keys(h.Sources)) {
		if s := h.Sources[key]; s != nil {
			add(s.record(), "sources", key)
		}
	}
	add(list(spans), "spans")
	add(oneLine(h.Summary), "summary")
	add(oneLine(h.Title), "title")
	return all
}

// recorded are the corrections of a front matter, each once.
func (e *Edition) recorded(h *Header) []covered {
	var all []covered
	for i, c := range h.Corrections {
		line := seal.Line{Kind: seal.Corrected, Name: string(c.Date), Hash: sumOf([]byte(oneLine(c.Note)))}
		if !slices.ContainsFunc(all, func(c covered) bool { return c.Line == line }) {
			all = append(all, covered{line, e.Value("corrections", strconv.Itoa(i))})
		}
	}
	return all
}

// unsealed are the corrections that an edition records and its seal does not: those
// that can be sealed, and those that are older than one that is.
func (e *Edition) unsealed(s *seal.Edition) (pending, late []covered) {
	for _, c := range e.recorded(e.asWritten()) {
		switch {
		case slices.Contains(s.Lines, c.Line):
		case c.Name < s.Corrected:
			late = append(late, c)
		default:
			pending = append(pending, c)
		}
	}
	return pending, late
}

// word names what a label counts: "paragraph 12".
func (l Label) word() string {
	return fmt.Sprintf("%s %s", map[Series]string{SeriesText: "paragraph", SeriesTable: "table", SeriesFigure: "figure"}[l.Series], l.Number)
}
