package check

import (
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/site"
	"briefpress/internal/strictyaml"
)

// settings are the levels of the rules of one site.
type settings struct {
	levels   map[string]Level
	problems []brief.Problem // of the settings themselves
	file     string          // as messages print it
	lines    []string        // of the file; nil where it is not known
}

// readSettings completes the levels that the rules have by themselves with
// those of site.yaml.
func readSettings(s *site.Site, opts Options) settings {
	set := settings{levels: map[string]Level{}, file: path.Join(opts.contentName(), "site.yaml")}
	for _, r := range Rules() {
		set.levels[r.Name] = r.Level
	}
	places := new(strictyaml.Positions)
	if opts.Content != nil {
		if data, err := fs.ReadFile(opts.Content, "site.yaml"); err == nil {
			places, _ = strictyaml.Decode(data, new(site.Config))
			set.lines = strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
		}
	}
	for name, value := range s.Config().Rules {
		at := func(line, column int, message, hint string) {
			set.problems = append(set.problems, brief.Problem{Position: brief.Position{File: set.file, Line: line, Column: column},
				Rule: "site", Message: message, Hint: hint})
		}
		var level Level
		line, column := places.Key("rules", name)
		if _, known := set.levels[name]; !known {
			at(line, column, fmt.Sprintf("there is no rule %q", name), nearest(name, slices.Values(ruleNames()), hintRules))
		} else if err := level.UnmarshalText([]byte(value)); err != nil {
			line, column = places.Value("rules", name)
			at(line, column, err.Error(), "the levels are error, warning, advice and off")
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

// excerpt is the line of site.yaml that a problem stands in; "" for any other file.
func (set settings) excerpt(p brief.Problem) string {
	if p.File != set.file || p.Line < 1 || p.Line > len(set.lines) {
		return ""
	}
	return set.lines[p.Line-1]
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
