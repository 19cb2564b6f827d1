package site

import (
	"path"
	"slices"
	"strings"
)

// A hint says what may differ from what the site before was made of.
type hint struct {
	all                      bool     // anything
	pages, templates, static bool     // something in that folder
	briefs                   []string // names in the folder of briefs, sorted
}

// newHint sorts what Source.Changed names. It is worth nothing where the site
// before was made by another recipe.
func (l *loader) newHint() hint {
	h := hint{all: l.src.Changed == nil || l.prev.recipe != l.site.recipe}
	for _, name := range l.src.Changed {
		name = path.Clean(name)
		for at, changed := range map[string]*bool{
			l.content.file(pagesDir): &h.pages, l.templates.name: &h.templates, l.static.name: &h.static,
		} {
			*changed = *changed || name == at || within(at, name) || within(name, at)
		}
		switch briefs := l.content.file(briefsDir); {
		case name == briefs || within(name, briefs):
			h.all = true
		case within(briefs, name):
			first, _, _ := strings.Cut(strings.TrimPrefix(name, briefs+"/"), "/")
			h.briefs = append(h.briefs, first)
		}
	}
	slices.Sort(h.briefs)
	h.briefs = slices.Compact(h.briefs)
	return h
}

// within tells whether a name is below a folder.
func within(folder, name string) bool {
	return folder == "." && name != "." && name != ".." && !strings.HasPrefix(name, "../") && !path.IsAbs(name) ||
		strings.HasPrefix(name, strings.TrimSuffix(folder, "/")+"/")
}
