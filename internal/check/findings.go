package check

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// A Finding is something that a rule found.
type Finding struct {
	brief.Problem
	Level Level `json:"level"`
}

// compare orders findings by place; of those that say the same, the heaviest is
// the first.
func (f Finding) compare(other Finding) int {
	return cmp.Or(f.Compare(other.Problem), cmp.Compare(other.Level, f.Level))
}

// Findings are all that was found in a site. They never change. Those of a
// [Checker] share with the ones before all that is as it was, so that to find
// little that is new costs little, however much there is. The zero Findings are
// none.
type Findings struct {
	files []*fileFindings // by name, none empty
	len   int
}

// fileFindings are what was found in one file, by place, each once.
type fileFindings struct {
	name  string
	list  []Finding
	stops int
}

// inFile are findings in one file, given in any order; nil where there are none.
func inFile(name string, list []Finding) *fileFindings {
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, Finding.compare)
	// What is found while content is parsed may show again when pages are made.
	list = slices.CompactFunc(list, func(a, b Finding) bool { return a.Compare(b.Problem) == 0 })
	f := &fileFindings{name: name, list: list}
	for _, finding := range list {
		if finding.Stops {
			f.stops++
		}
	}
	return f
}

// inFiles are findings by file, in any order, nils left out.
func inFiles(files []*fileFindings) Findings {
	files = slices.DeleteFunc(files, func(f *fileFindings) bool { return f == nil })
	slices.SortFunc(files, func(a, b *fileFindings) int { return strings.Compare(a.name, b.name) })
	found := Findings{files: files}
	for _, f := range files {
		found.len += len(f.list)
	}
	return found
}

// Weigh makes findings of problems: it gives them the levels that the rules have
// on a site, which may be nil, and leaves out what is off. Advice waits until
// nothing in its file stops.
func Weigh(s *site.Site, problems []brief.Problem) Findings {
	return inFiles(readSettings(s).files(byFile(problems)))
}

// files weighs the problems of several files.
func (set settings) files(problems map[string][]brief.Problem) (files []*fileFindings) {
	for name, problems := range problems {
		files = append(files, inFile(name, unstopped(set.weigh(problems))))
	}
	return files
}

// weigh gives problems their levels, and leaves out what is off.
func (set settings) weigh(problems []brief.Problem) []Finding {
	var list []Finding
	for _, p := range problems {
		if level := set.level(p); level > Off {
			list = append(list, Finding{p, level})
		}
	}
	return list
}

// unstopped takes the advice out of findings in one file where one of them stops.
func unstopped(list []Finding) []Finding {
	if slices.ContainsFunc(list, func(f Finding) bool { return f.Stops }) {
		list = slices.DeleteFunc(list, func(f Finding) bool { return f.Level == Advice })
	}
	return list
}

func byFile(problems []brief.Problem) map[string][]brief.Problem {
	files := map[string][]brief.Problem{}
	for _, p := range problems {
		files[p.File] = append(files[p.File], p)
	}
	return files
}

// Len is how many there are.
func (f Findings) Len() int { return f.len }

// All yields them by place.
func (f Findings) All() iter.Seq[Finding] {
	return f.of(func(string) bool { return true })
}

// Outside yields those in other files than one, by place.
func (f Findings) Outside(file string) iter.Seq[Finding] {
	return f.of(func(name string) bool { return name != file })
}

// of yields those in some files.
func (f Findings) of(wanted func(name string) bool) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		for _, file := range f.files {
			for i := 0; i < len(file.list) && wanted(file.name); i++ {
				if !yield(file.list[i]) {
					return
				}
			}
		}
	}
}

// Parted takes out those that Stop, by place.
func (f Findings) Parted() (stops []Finding, others Findings) {
	var files []*fileFindings
	for _, file := range f.files {
		if file.stops > 0 {
			var rest []Finding
			for _, finding := range file.list {
				if finding.Stops {
					stops = append(stops, finding)
				} else {
					rest = append(rest, finding)
				}
			}
			file = inFile(file.name, rest)
		}
		files = append(files, file)
	}
	return stops, inFiles(files)
}

// In are those in a file, by place.
func (f Findings) In(file string) []Finding {
	i, found := slices.BinarySearchFunc(f.files, file, func(f *fileFindings, name string) int { return strings.Compare(f.name, name) })
	if !found {
		return nil
	}
	return slices.Clone(f.files[i].list)
}

// With adds others.
func (f Findings) With(others Findings) Findings {
	if others.len == 0 {
		return f
	}
	byName := map[string]*fileFindings{}
	for _, file := range f.files {
		byName[file.name] = file
	}
	for _, file := range others.files {
		if own := byName[file.name]; own != nil {
			file = inFile(file.name, slices.Concat(own.list, file.list))
		}
		byName[file.name] = file
	}
	return inFiles(slices.Collect(maps.Values(byName)))
}

// Same tells whether others are equal to them.
func (f Findings) Same(others Findings) bool {
	return f.len == others.len && slices.EqualFunc(f.files, others.files, func(a, b *fileFindings) bool {
		return a == b || a.name == b.name && slices.Equal(a.list, b.list)
	})
}
