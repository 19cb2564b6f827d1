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
	document Document
}

// silence leaves out what comments in the text silence, and reports the comments
// that silence nothing.
func silence(p *Pass) {
	byFile := map[string][]*ignore{}
	var all []*ignore
	for _, l := range p.found {
		for i := range l.ignores {
			all = append(all, &l.ignores[i])
			byFile[l.ignores[i].document.File] = append(byFile[l.ignores[i].document.File], &l.ignores[i])
		}
	}
	used := map[*ignore]bool{}
	p.problems = slices.DeleteFunc(p.problems, func(problem brief.Problem) (silenced bool) {
		for _, i := range byFile[problem.File] {
			if i.Rule == problem.Rule && i.From <= problem.Line && problem.Line <= i.To && !problem.Stops {
				used[i], silenced = true, true
			}
		}
		return silenced
	})
	p.rule = Rule{Name: unusedIgnore}
	names := ruleNames()
	for _, i := range all {
		switch {
		case used[i], i.document.sealed(): // advice is not given there, and no comment can go
		case !slices.Contains(names, i.Rule):
			p.At(i.document, i.Offset, fmt.Sprintf("there is no rule %q", i.Rule), nearest(i.Rule, slices.Values(names), hintRules))
		default:
			p.At(i.document, i.Offset, fmt.Sprintf("the comment silences nothing: %s finds nothing here", i.Rule), "delete it")
		}
	}
}
