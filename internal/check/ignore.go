package check

import (
	"fmt"
	"slices"

	"briefpress/internal/brief"
)

const unusedIgnore = "unused-ignore"

// An ignore is a comment that silences a rule in some lines of a document.
type ignore struct {
	brief.Ignore
	used bool // in its piece
}

func (i ignore) silences(p brief.Problem) bool {
	return i.Rule == p.Rule && i.From <= p.Line && p.Line <= i.To && !p.Stops
}

// A sheet is what was found in one document, whose comments silence some of it.
type sheet struct {
	Document
	ignores []ignore
	own     *fileFindings // found in its piece, advice in any case

	// The answer of last time, to what else was found.
	others   []brief.Problem
	answered bool
	findings *fileFindings
}

// newSheet takes what was found in the piece of a document.
func newSheet(d Document, ignores []brief.Ignore, found []brief.Problem, set settings) *sheet {
	s := &sheet{Document: d}
	for _, i := range ignores {
		of := ignore{Ignore: i}
		of.used = slices.ContainsFunc(found, of.silences)
		s.ignores = append(s.ignores, of)
	}
	s.own = inFile(d.File, set.weigh(s.heard(found)))
	return s
}

// heard are the problems that no comment silences.
func (s *sheet) heard(problems []brief.Problem) []brief.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p brief.Problem) bool {
		return slices.ContainsFunc(s.ignores, func(i ignore) bool { return i.silences(p) })
	})
}

// with are the findings in the document, others of the whole site among them.
func (s *sheet) with(others []brief.Problem, set settings) *fileFindings {
	if !s.answered || !slices.Equal(others, s.others) {
		s.others, s.answered, s.findings = others, true, s.own
		list := set.weigh(append(s.heard(others), s.unused(others)...))
		if len(list) > 0 || s.own != nil && s.own.stops > 0 {
			if s.own != nil {
				list = append(list, s.own.list...)
			}
			s.findings = inFile(s.File, unstopped(list))
		}
	}
	return s.findings
}

// unused are the comments that silence nothing. Advice is not given on a text that
// is sealed, and no comment can go there.
func (s *sheet) unused(others []brief.Problem) []brief.Problem {
	if len(s.ignores) == 0 || s.sealed() {
		return nil
	}
	var unused []brief.Problem
	names := ruleNames()
	for _, i := range s.ignores {
		switch {
		case i.used, slices.ContainsFunc(others, i.silences):
		case !slices.Contains(names, i.Rule):
			unused = append(unused, s.Problem(i.Offset, unusedIgnore, fmt.Sprintf("there is no rule %q", i.Rule), nearest(i.Rule, slices.Values(names), hintRules)))
		default:
			unused = append(unused, s.Problem(i.Offset, unusedIgnore, fmt.Sprintf("the comment silences nothing: %s finds nothing here", i.Rule), "delete it"))
		}
	}
	return unused
}
