package site

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
)

const (
	briefsDir = "briefs"
	pagesDir  = "pages"
)

// A document is a parsed file and what it was parsed from.
type document struct {
	input    brief.Input
	edition  *brief.Edition // nil for a page
	page     *brief.Page    // nil for an edition
	problems []brief.Problem
}

// An entry is a brief with what belongs to it alone, taken over from one site
// to the next as long as its editions are the same values, and its seals.
type entry struct {
	brief    *brief.Brief
	all      []*brief.Edition // as given to brief.New
	problems []brief.Problem  // between editions
	percents sync.Map         // of [2]*brief.Edition: see percent

	sums      []byte // editions.sum as it was read; nil for none, and where it has faults
	published []byte // the same for readers; nil for none
}

// A candidate is a brief of which only the name is known yet.
type candidate struct {
	slug string
	dir  bool // else a file
}

// loadBriefs reads the briefs, all at once.
func (l *loader) loadBriefs() {
	files, dirs := l.list(l.content, briefsDir)
	isDir := func(name string) bool { _, found := slices.BinarySearch(dirs, name); return found }
	// A folder and a file of one slug are the same brief twice.
	names := l.unique(l.content, briefsDir, slices.Concat(files, dirs), func(name string) string { return strings.TrimSuffix(name, ".md") })
	beside, assets, _ := l.folder(briefsDir, slices.DeleteFunc(slices.Clone(names), isDir))
	l.publish(assets...)

	var candidates []candidate
	for _, name := range names {
		c := candidate{name, isDir(name)}
		if !c.dir {
			if path.Ext(name) != ".md" {
				continue
			}
			c.slug = strings.TrimSuffix(name, ".md")
		}
		if l.slug(path.Join(briefsDir, name), c.slug, checkBriefSlug) {
			candidates = append(candidates, c)
		}
	}
	entries := make([]*entry, len(candidates))
	documents := make([][]*document, len(candidates))
	parallel(candidates, func(i int, c candidate) {
		var assets []*asset
		var seals *seal.File
		var sums []byte
		if c.dir {
			documents[i], assets = l.editions(c.slug)
			seals, sums = l.seals(c.slug, documents[i])
		} else if d := l.document(brief.Input{Slug: c.slug, Files: beside}, path.Join(briefsDir, c.slug+".md")); d != nil {
			documents[i] = []*document{d}
		}
		// The files of a brief that nobody may read yet are not for readers either.
		if entries[i] = l.entry(c.slug, documents[i], seals, sums); entries[i] != nil {
			l.publish(assets...)
		}
	})
	for i, e := range entries {
		if e != nil {
			l.site.entries = append(l.site.entries, e)
		}
		for _, d := range documents[i] {
			l.site.documents[d.input.File] = d
		}
	}
	slices.SortFunc(l.site.entries, func(a, b *entry) int { return strings.Compare(a.brief.Slug, b.brief.Slug) })
}

// loadPages reads the standing pages.
func (l *loader) loadPages() {
	files, dirs := l.list(l.content, pagesDir)
	for _, name := range dirs {
		l.unread(path.Join(pagesDir, name))
	}
	beside, assets, texts := l.folder(pagesDir, l.unique(l.content, pagesDir, files, func(name string) string { return name }))
	l.publish(assets...)
	for _, name := range texts {
		file := path.Join(pagesDir, name)
		if slug := strings.TrimSuffix(name, ".md"); l.slug(file, slug, checkPageSlug) {
			if d := l.document(brief.Input{Slug: slug, Files: beside}, file); d != nil {
				l.site.documents[d.input.File] = d
				l.site.pages = append(l.site.pages, d.page)
			}
		}
	}
	slices.SortFunc(l.site.pages, func(a, b *brief.Page) int { return strings.Compare(a.Slug, b.Slug) })
}

// slug reports what is wrong with the name of a brief or page.
func (l *loader) slug(file, slug string, check func(string) error) bool {
	if err := check(slug); err != nil {
		hint := "rename it"
		if better := slugify(slug); check(better) == nil {
			hint += ", such as to " + better
		}
		l.stop(l.content, file, "file-name", err.Error(), hint)
		return false
	}
	return true
}

func checkBriefSlug(slug string) error {
	if year.MatchString(slug) {
		return errors.New("a name of four digits is kept for the list of a year")
	}
	return checkSlug(slug)
}

func checkPageSlug(slug string) error {
	if reserved[slug] {
		return fmt.Errorf("the address /%s/ is one of the site's own", slug)
	}
	return checkSlug(slug)
}

// unread reports a folder that holds nothing for us.
func (l *loader) unread(dir string) {
	l.report(brief.Problem{Position: brief.Position{File: l.content.file(dir)}, Rule: "file",
		Message: "folders inside this one are not read", Hint: "put the files beside the texts that use them"})
}

// folder sorts the files of a directory into Markdown and what stands beside
// it, and reads the latter.
func (l *loader) folder(dir string, files []string) (beside map[string]brief.File, assets []*asset, texts []string) {
	beside = map[string]brief.File{}
	for _, name := range files {
		file := path.Join(dir, name)
		switch ext := path.Ext(name); {
		case ext == ".md":
			texts = append(texts, name)
		case strings.EqualFold(ext, ".md"):
			l.stop(l.content, file, "file-name", "the name ends in "+ext+", not in .md", "rename it")
		case name == seal.Name:
		default:
			if err := checkName(name); err != nil {
				l.stop(l.content, file, "file-name", err.Error(), "rename it")
			} else if a := l.asset(l.content, file); a != nil {
				assets = append(assets, a)
				beside[name] = brief.File{Address: a.address, Width: a.width, Height: a.height, Sum: a.sum}
			}
		}
	}
	return beside, assets, texts
}

// editions reads the folder of a brief.
func (l *loader) editions(slug string) (documents []*document, assets []*asset) {
	dir := path.Join(briefsDir, slug)
	files, dirs := l.list(l.content, dir)
	for _, name := range dirs {
		l.unread(path.Join(dir, name))
	}
	beside, assets, texts := l.folder(dir, l.unique(l.content, dir, files, func(name string) string { return name }))
	for _, name := range texts {
		file := path.Join(dir, name)
		date, err := brief.ParseDate(strings.TrimSuffix(name, ".md"))
		if err != nil {
			l.stop(l.content, file, "file-name", "the name is not a date: "+err.Error(), "an edition is named by its date, such as 2019-06-07.md")
			continue
		}
		if d := l.document(brief.Input{Slug: slug, Date: date, Files: beside}, file); d != nil {
			documents = append(documents, d)
		}
	}
	if len(texts) == 0 {
		l.report(brief.Problem{Position: brief.Position{File: l.content.file(dir)}, Rule: "file",
			Message: "the folder has no edition", Hint: "an edition is named by its date, such as 2019-06-07.md"})
	}
	return documents, assets
}

// document reads and parses a file, or takes the result over from the site
// before. in lacks the name of the file and its bytes.
func (l *loader) document(in brief.Input, file string) *document {
	data, ok := l.read(l.content, file, brief.MaxSource)
	if !ok {
		return nil
	}
	in.File, in.Data = l.content.file(file), data
	d := l.prev.documents[in.File]
	if d == nil || !sameInput(d.input, in) || !sameOptions(l.prev.options, l.site.options) {
		d = &document{input: in}
		if strings.HasPrefix(file, pagesDir+"/") {
			d.page, d.problems = brief.ParsePage(in, l.site.options)
		} else {
			d.edition, d.problems = brief.ParseEdition(in, l.site.options)
		}
	}
	l.report(d.problems...)
	if d.page == nil && d.edition == nil {
		return nil
	}
	return d
}

func sameInput(a, b brief.Input) bool {
	return a.File == b.File && a.Slug == b.Slug && a.Date == b.Date && bytes.Equal(a.Data, b.Data) && maps.Equal(a.Files, b.Files)
}

func sameOptions(a, b brief.Options) bool {
	return a.Base == b.Base && a.Language == b.Language && a.Direction == b.Direction &&
		a.AllowBidi == b.AllowBidi && maps.Equal(a.Acronyms, b.Acronyms)
}

// entry makes a brief of the editions that may be shown; nil when there are none.
func (l *loader) entry(slug string, documents []*document, seals *seal.File, sums []byte) *entry {
	var shown []*brief.Edition
	for _, d := range documents {
		e := d.edition
		switch {
		case e.Date == "": // a problem of its header
		case l.src.AsOf != "" && e.Date > l.src.AsOf:
		case e.Draft && !l.src.Drafts:
		default:
			shown = append(shown, e)
		}
	}
	if len(shown) == 0 {
		return nil
	}
	e := l.prev.entry(slug)
	if e == nil || !slices.Equal(e.all, shown) || e.brief.Seals() != seals {
		e = &entry{all: shown, sums: sums}
		e.brief, e.problems = brief.New(slug, slices.Clone(shown), seals)
		e.published = publishedSeals(e.brief)
	}
	l.report(e.problems...)
	return e
}
