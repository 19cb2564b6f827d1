package brief

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"briefpress/internal/seal"
)

const (
	hintChange   = "undo it, or record it under corrections with its date and a note, or write a new edition with briefpress revise"
	hintNumbered = "a correction neither adds, removes nor moves what is numbered: undo it, or write a new edition with briefpress revise"
	hintSeal     = "run briefpress seal"
)

// SealProblems tells what of the sealed editions is not what was sealed, by place:
// rule "seal", which stops; and what is published and not sealed yet, in a brief
// that has seals: rule "unsealed", which does not. It parses the bodies of all
// editions.
func (b *Brief) SealProblems() []Problem {
	b.proof.once.Do(func() {
		found := &b.proof.problems
		for _, e := range b.Editions {
			s := b.seals.Edition(string(e.Date))
			switch {
			case s != nil:
				*found = append(*found, b.compare(e, s)...)
			case len(b.seals.Groups()) > 0 && !e.Draft:
				*found = append(*found, e.HeaderProblem(Position{e.File, 1, 1}, "unsealed",
					fmt.Sprintf("the edition of %s is published and not sealed", e.Date.Long()), hintSeal))
			}
		}
		slices.SortFunc(*found, Problem.Compare)
	})
	return slices.Clone(b.proof.problems)
}

// A proof is what SealProblems found, once it was asked for.
type proof struct {
	once     sync.Once
	problems []Problem
}

// A breach is a difference between an edition and its seal.
type breach struct {
	kind     seal.Kind
	numbered bool // a block that is more, fewer or elsewhere
	at       Position
	message  string
}

// compare looks for what of an edition is not as its seal says.
func (b *Brief) compare(e *Edition, s *seal.Edition) (problems []Problem) {
	report := func(at Position, rule, message, hint string, stops bool) {
		p := e.HeaderProblem(at, rule, message, hint)
		p.Stops = stops
		problems = append(problems, p)
	}
	now := b.covered(e)
	found := breaches(e, s, now)
	for _, l := range s.Lines {
		if l.Kind == seal.Corrected && !slices.ContainsFunc(now, func(c covered) bool { return c.Line == l }) {
			report(e.Key("corrections"), "seal", fmt.Sprintf("the correction of %s, which is sealed, was changed or taken away", Date(l.Name).Long()),
				"a correction stays as it was recorded: undo the change, and record another one", true)
		}
	}
	pending, late := e.unsealed(s)
	for _, c := range late {
		report(c.at, "seal", fmt.Sprintf("the correction of %s is older than one that is sealed, of %s", Date(c.Name).Long(), Date(s.Corrected).Long()),
			"give it the day on which it is recorded", true)
	}
	for _, c := range pending {
		report(c.at, "unsealed", fmt.Sprintf("the correction of %s is not sealed", Date(c.Name).Long()), hintSeal, false)
	}
	// Where the bytes of the text are those that were sealed, its blocks differ by
	// what else they say, which is a breach of its own; or in how they are read.
	text := func(x breach) bool { return x.kind != seal.Front && x.kind != seal.Asset }
	same := s.Line(seal.Body, "") == sumOf(e.Source[e.start:])
	reread := same && !slices.ContainsFunc(found, func(x breach) bool { return !text(x) })
	for _, x := range found {
		switch {
		case same && text(x) && !reread:
		case reread:
			report(x.at, "seal", "the text is as it was sealed, and this briefpress reads it in another way: "+x.message, "report this as a fault of briefpress", false)
		case len(pending) == 0:
			report(x.at, "seal", x.message, hintChange, true)
		case x.numbered:
			report(x.at, "seal", x.message, hintNumbered, true)
		}
	}
	return problems
}

// A comparison looks for the breaches of one edition.
type comparison struct {
	edition *Edition
	sealed  *seal.Edition
	now     []covered
	was     map[seal.Line]string  // hashes, by lines without theirs
	has     map[seal.Line]covered // by lines without their hashes
	parts   map[byte]bool         // letters of which a breach was found: those behind it follow from it
	found   []breach
}

// about is a line without its hash.
func about(l seal.Line) seal.Line { return seal.Line{Kind: l.Kind, Name: l.Name} }

// parted are what the letters of parts stand for.
var parted = map[byte]string{'h': "heading", 'c': "code listing", 'b': "thematic break"}

// breaches are the differences. That of the body is named where there is no other in
// the text.
func breaches(e *Edition, s *seal.Edition, now []covered) []breach {
	c := &comparison{edition: e, sealed: s, now: now, was: map[seal.Line]string{}, has: map[seal.Line]covered{}, parts: map[byte]bool{}}
	for _, l := range s.Lines {
		c.was[about(l)] = l.Hash
	}
	for _, l := range now {
		c.has[about(l.Line)] = l
	}
	c.numbered()
	c.changed()
	c.gone()
	text := slices.ContainsFunc(c.found, func(x breach) bool { return x.kind == seal.Block || x.kind == seal.Part })
	if body := (seal.Line{Kind: seal.Body}); c.was[body] != c.has[body].Hash && !text {
		c.differ(seal.Body, c.has[body].at, "the text of this sealed edition was changed in what no block says: white space, comments, the place of a heading")
	}
	return c.found
}

func (c *comparison) differ(kind seal.Kind, at Position, format string, args ...any) {
	c.found = append(c.found, breach{kind: kind, at: at, message: fmt.Sprintf(format, args...)})
}

// numbered looks for blocks that are more than were sealed, fewer, or elsewhere, and
// for those that say something else.
func (c *comparison) numbered() {
	first := len(c.found)
	p := pairSealed(c.sealed.Lines, c.edition.Body().Blocks)
	missing := map[string]Label{} // by hash
	gone := map[Label]bool{}
	for _, l := range p.missing {
		missing[c.was[seal.Line{Kind: seal.Block, Name: l.ID()}]] = l
		gone[l] = true
	}
	for _, i := range p.extra {
		block := c.edition.Body().Blocks[i]
		at := c.edition.Position(block.Offset)
		if l, moved := missing[block.Hash]; moved {
			c.differ(seal.Block, at, "%s of this sealed edition was moved", l.word())
			delete(gone, l)
			delete(missing, block.Hash)
			continue
		}
		c.differ(seal.Block, at, "a numbered block was added to this sealed edition")
	}
	at := map[Label]Position{}
	for i, l := range p.labels {
		at[l] = c.edition.Position(c.edition.Body().Blocks[i].Offset)
	}
	before := c.edition.Position(c.edition.start) // where the block before stands
	for _, line := range c.sealed.Lines {
		switch l := labelOf(line); {
		case l == (Label{}):
		case gone[l]:
			c.differ(seal.Block, before, "%s of this sealed edition was removed behind this place", l.word())
		default:
			if place, ok := at[l]; ok {
				before = place
			}
		}
	}
	for i := range c.found[first:] {
		c.found[first+i].numbered = true
	}
	for i, l := range p.labels {
		block := c.edition.Body().Blocks[i]
		if l != (Label{}) && c.was[seal.Line{Kind: seal.Block, Name: l.ID()}] != block.Hash {
			c.differ(seal.Block, at[l], "%s of this sealed edition was changed", l.word())
		}
	}
}

// changed looks for what else is new or says something else.
func (c *comparison) changed() {
	for _, l := range c.now {
		hash, known := c.was[about(l.Line)]
		if known && hash == l.Hash {
			continue
		}
		switch {
		case l.Kind == seal.Front:
			c.differ(l.Kind, l.at, "the front matter of this sealed edition was changed: %s", l.Name)
		case l.Kind == seal.Asset && known:
			c.differ(l.Kind, l.at, "the file %s, which this sealed edition uses, was changed", l.Name)
		case l.Kind == seal.Asset:
			c.differ(l.Kind, l.at, "this sealed edition did not use the file %s", l.Name)
		case l.Kind == seal.Part && !c.parts[l.Name[0]]:
			c.parts[l.Name[0]] = true
			c.differ(l.Kind, l.at, "a %s of this sealed edition was changed or added", parted[l.Name[0]])
		}
	}
}

// gone looks for what else is no longer there.
func (c *comparison) gone() {
	start := c.edition.Position(c.edition.start)
	for _, l := range c.sealed.Lines {
		if _, still := c.has[about(l)]; still {
			continue
		}
		switch {
		case l.Kind == seal.Front:
			key, _, _ := strings.Cut(l.Name, " ")
			c.differ(l.Kind, c.edition.Key(key), "the front matter of this sealed edition was changed: %s is gone", l.Name)
		case l.Kind == seal.Asset:
			c.differ(l.Kind, start, "this sealed edition no longer uses the file %s, or the file is gone", l.Name)
		case l.Kind == seal.Part && !c.parts[l.Name[0]]:
			c.parts[l.Name[0]] = true
			c.differ(l.Kind, start, "a %s of this sealed edition was taken away", parted[l.Name[0]])
		}
	}
}
