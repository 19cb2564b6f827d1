package redline

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"briefpress"
	"briefpress/internal/brief"
)

// builtIn reads the briefs of the built-in content that have several editions.
func builtIn(t testing.TB) []*brief.Brief {
	content := briefpress.Content()
	dirs, err := fs.Glob(content, "briefs/*")
	if err != nil {
		t.Fatal(err)
	}
	var briefs []*brief.Brief
	for _, dir := range dirs {
		names, _ := fs.Glob(content, dir+"/*")
		files := map[string]brief.File{}
		for _, name := range names {
			files[path.Base(name)] = brief.File{Address: "/" + name}
		}
		var editions []*brief.Edition
		for _, name := range names {
			date, isEdition := strings.CutSuffix(path.Base(name), ".md")
			if !isEdition {
				continue
			}
			data, err := fs.ReadFile(content, name)
			if err != nil {
				t.Fatal(err)
			}
			e, _ := brief.ParseEdition(brief.Input{File: name, Slug: path.Base(dir), Date: brief.Date(date), Data: data, Files: files}, brief.Options{})
			editions = append(editions, e)
		}
		if len(editions) > 1 {
			briefs = append(briefs, newBrief(t, editions...))
		}
	}
	if len(briefs) == 0 {
		t.Fatal("no brief of the built-in content has two editions")
	}
	return briefs
}

func newBrief(t testing.TB, editions ...*brief.Edition) *brief.Brief {
	b, problems := brief.New("a", editions, nil)
	for _, p := range problems {
		t.Fatal(p)
	}
	return b
}

func TestBuiltIn(t *testing.T) {
	for _, b := range builtIn(t) {
		for _, from := range b.Editions {
			for _, to := range b.Editions {
				r := New(b, from, to)
				checkSides(t, r)
				checkValid(t, r)
				if (from == to) == r.Changed() {
					t.Errorf("%s to %s is changed: %v", from.File, to.File, r.Changed())
				}
			}
		}
	}
}
