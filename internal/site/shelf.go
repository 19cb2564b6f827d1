package site

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
)

// A shelf is the folder of briefs: what stands in it, and what became of that.
type shelf struct {
	parts    []*part // by name
	beside   map[string]brief.File
	assets   []*asset        // of beside
	problems []brief.Problem // of the folder itself
	linked   bool            // has links
	odd      []*part         // those of parts that have problems or links
}

// part finds a part by its name; nil when there is none.
func (s *shelf) part(name string) *part {
	if i, found := s.place(name); found {
		return s.parts[i]
	}
	return nil
}

// place finds where a part stands, by its name.
func (s *shelf) place(name string) (int, bool) {
	return slices.BinarySearchFunc(s.parts, name, func(p *part, name string) int { return strings.Compare(p.name, name) })
}

// A part is what one folder or file of the shelf gives to the site: a function
// of its own files, of what stands beside a file, and of the recipe.
type part struct {
	name      string
	dir       bool   // else a file
	slug      string // of the brief
	documents []*document
	assets    []*asset // by file
	entry     *entry   // nil where nothing may be shown
	problems  []brief.Problem
	linked    bool // is a link, or has some
}

func (p *part) compare(other *part) int { return strings.Compare(p.name, other.name) }

// published are the files for readers: those of a brief that nobody may read
// yet are not.
func (p *part) published() []*asset {
	if p.entry == nil {
		return nil
	}
	return p.assets
}

// loadBriefs reads the briefs, all at once; those that cannot have changed are
// taken over.
func (l *loader) loadBriefs() {
	old, now := l.prev.shelf, l.prev.shelf
	relisted := l.hint.all || old.linked || l.others()
	if relisted {
		now = l.listBriefs()
	}
	// A file may refer to whatever stands beside it.
	all := l.hint.all || relisted && !maps.Equal(now.beside, old.beside)
	parts := slices.Clone(now.parts)
	var made []int // places of those to be made
	if relisted || all {
		for i, p := range parts {
			parts[i] = old.part(p.name)
			_, changed := slices.BinarySearch(l.hint.briefs, p.name)
			if before := parts[i]; changed || l.hint.all || before == nil || before.linked || p.linked || before.dir != p.dir || all && !p.dir {
				made = append(made, i)
			}
		}
	} else {
		// To look at each of a large library would take as long as all the rest.
		names := slices.Clone(l.hint.briefs)
		for _, p := range old.odd {
			if p.linked {
				names = append(names, p.name)
			}
		}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			if i, found := old.place(name); found {
				made = append(made, i)
			}
		}
	}
	parallel(made, func(_, i int) { parts[i] = l.part(now.parts[i], parts[i], now.beside) })
	s := &shelf{parts: parts, beside: now.beside, assets: now.assets, problems: now.problems, linked: now.linked}
	look := parts
	if len(made) < len(parts) {
		look = slices.DeleteFunc(slices.Clone(old.odd), func(p *part) bool { return s.part(p.name) != p })
		for _, i := range made {
			look = append(look, parts[i])
		}
	}
	for _, p := range look {
		if len(p.problems) > 0 || p.linked {
			s.odd = append(s.odd, p)
		}
	}
	l.site.shelf = s

	l.report(now.problems...)
	for _, p := range s.odd {
		l.report(p.problems...)
	}
}

// others tells whether the shelf may hold others than before. Where it does not,
// whatever has changed is in its parts.
func (l *loader) others() bool {
	for _, name := range l.hint.briefs {
		p := l.prev.shelf.part(name)
		info, err := fs.Lstat(l.content.fs, path.Join(briefsDir, name))
		if p == nil || err != nil || p.dir != info.IsDir() || !p.dir && !info.Mode().IsRegular() {
			return true
		}
	}
	return false
}

// listBriefs reads the folder of briefs, and leaves its parts to be made.
func (l *loader) listBriefs() *shelf {
	own := l.fork()
	files, dirs := own.list(l.content, briefsDir)
	isDir := func(name string) bool { _, found := slices.BinarySearch(dirs, name); return found }
	// A folder and a file of one slug are the same brief twice.
	names := own.unique(l.content, briefsDir, slices.Concat(files, dirs), func(name string) string { return strings.TrimSuffix(name, ".md") })
	s := &shelf{}
	s.beside, s.assets, _ = own.folder(briefsDir, slices.DeleteFunc(slices.Clone(names), isDir), l.prev.shelf.assets)
	for _, name := range names {
		p := &part{name: name, slug: name, dir: isDir(name), linked: slices.Contains(own.links, name)}
		if !p.dir {
			if path.Ext(name) != ".md" {
				continue
			}
			p.slug = strings.TrimSuffix(name, ".md")
		}
		if own.slug(path.Join(briefsDir, name), p.slug, checkBriefSlug) {
			s.parts = append(s.parts, p)
		}
	}
	s.problems, s.linked = own.problems, len(own.links) > 0
	return s
}

// part makes a part of what is there now; before is the same of the site before,
// or nil.
func (l *loader) part(p, before *part, beside map[string]brief.File) *part {
	l = l.fork()
	p = &part{name: p.name, slug: p.slug, dir: p.dir, linked: p.linked}
	if before == nil {
		before = &part{}
	}
	var seals *seal.File
	var sums []byte
	if p.dir {
		var sealed bool
		if p.documents, p.assets, sealed = l.editions(p.slug, before); sealed {
			seals, sums = l.seals(p.slug, p.documents, before.entry)
		}
	} else if d := l.document(brief.Input{Slug: p.slug, Files: beside}, path.Join(briefsDir, p.name), before.documents); d != nil {
		p.documents = []*document{d}
	}
	p.entry = l.entry(p.slug, p.documents, seals, sums, before.entry)
	p.problems, p.linked = l.problems, p.linked || len(l.links) > 0
	return p
}

// editions reads the folder of a brief, and tells whether there are seals in it.
func (l *loader) editions(slug string, before *part) (documents []*document, assets []*asset, sealed bool) {
	dir := path.Join(briefsDir, slug)
	files, dirs := l.list(l.content, dir)
	for _, name := range dirs {
		l.unread(path.Join(dir, name))
	}
	beside, assets, texts := l.folder(dir, l.unique(l.content, dir, files, func(name string) string { return name }), before.assets)
	for _, name := range texts {
		file := path.Join(dir, name)
		date, err := brief.ParseDate(strings.TrimSuffix(name, ".md"))
		if err != nil {
			l.stop(l.content, file, "file-name", "the name is not a date: "+err.Error(), "an edition is named by its date, such as 2019-06-07.md")
			continue
		}
		if d := l.document(brief.Input{Slug: slug, Date: date, Files: beside}, file, before.documents); d != nil {
			documents = append(documents, d)
		}
	}
	if len(texts) == 0 {
		l.report(brief.Problem{Position: brief.Position{File: l.content.file(dir)}, Rule: "file",
			Message: "the folder has no edition", Hint: "an edition is named by its date, such as 2019-06-07.md"})
	}
	return documents, assets, slices.Contains(files, seal.Name) || slices.Contains(dirs, seal.Name)
}
