package check

import (
	"fmt"
	"slices"

	"briefpress/internal/brief"
)

const unusedIgnore = "unused-ignore"

// silence leaves out what comments in the text silence, and reports the comments
// that silence nothing.
func silence(p *Pass, problems []brief.Problem) []brief.Problem {
	type ignore struct {
		brief.Ignore
		document Document
		used     bool
	}
	var all []*ignore
	byFile := map[string][]*ignore{}
	for _, d := range p.Documents() {
		for _, i := range d.Body().Ignores {
			all = append(all, &ignore{i, d, false})
			byFile[d.File] = append(byFile[d.File], all[len(all)-1])
		}
	}
	problems = slices.DeleteFunc(problems, func(problem brief.Problem) (silenced bool) {
		for _, i := range byFile[problem.File] {
			if i.Rule == problem.Rule && i.From <= problem.Line && problem.Line <= i.To && !problem.Stops {
				i.used, silenced = true, true
			}
		}
		return silenced
	})
	names := ruleNames()
	for _, i := range all {
		switch {
		case i.used, i.document.sealed(): // advice is not given there, and no comment can go
		case !slices.Contains(names, i.Rule):
			problems = append(problems, i.document.Problem(i.Offset, unusedIgnore,
				fmt.Sprintf("there is no rule %q", i.Rule), nearest(i.Rule, slices.Values(names), hintRules)))
		default:
			problems = append(problems, i.document.Problem(i.Offset, unusedIgnore,
				fmt.Sprintf("the comment silences nothing: %s finds nothing here", i.Rule), "delete it"))
		}
	}
	return problems
}
