package check

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"briefpress/internal/brief"
	"briefpress/internal/site"
	"briefpress/internal/strictyaml"
)

// settings are the levels of the rules of one site.
type settings struct {
	levels   map[string]Level
	problems []brief.Problem // of the settings themselves
}

// readSettings completes the levels that the rules have by themselves with
// those of site.yaml, where there is a site.
func readSettings(s *site.Site) settings {
	set := settings{levels: map[string]Level{}}
	for _, r := range Rules() {
		set.levels[r.Name] = r.Level
	}
	if s == nil {
		return set
	}
	for name, value := range s.Config().Rules {
		var level Level
		if _, known := set.levels[name]; !known {
			set.problems = append(set.problems, s.SettingProblem("site", fmt.Sprintf("there is no rule %q", name),
				nearest(name, slices.Values(ruleNames()), hintRules), "rules", name))
		} else if err := level.UnmarshalText([]byte(value)); err != nil {
			set.problems = append(set.problems, s.SettingValueProblem("site", err.Error(), "the levels are error, warning, advice and off", "rules", name))
		} else {
			set.levels[name] = level
		}
	}
	return set
}

// level is the weight of a problem. One of a rule that nobody has documented is
// a fault of this program, and must not be lost.
func (set settings) level(p brief.Problem) Level {
	if level, known := set.levels[p.Rule]; known && !p.Stops {
		return level
	}
	return Error
}

// sorted are the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// nearest hints at the name that was probably meant; else it gives the other hint.
func nearest(written string, names iter.Seq[string], otherwise string) string {
	if best := strictyaml.Nearest(written, names); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return otherwise
}
