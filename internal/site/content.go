package site

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
)

const (
	briefsDir = "briefs"
	pagesDir  = "pages"
)

// standing is the folder of pages.
type standing struct {
	pages     []*brief.Page // by slug
	documents []*document
	assets    []*asset // by file
	problems  []brief.Problem
	linked    bool // has links
}

// loadPages reads the standing pages, or takes them over.
func (l *loader) loadPages() {
	old := l.prev.standing
	if l.hint.all || l.hint.pages || old.linked {
		l.site.standing = l.fork().pages(old)
	} else {
		l.site.standing = old
	}
	l.site.pages = l.site.standing.pages
	l.report(l.site.standing.problems...)
}

func (l *loader) pages(old *standing) *standing {
	files, dirs := l.list(l.content, pagesDir)
	for _, name := range dirs {
		l.unread(path.Join(pagesDir, name))
	}
	s := &standing{}
	beside, assets, texts := l.folder(pagesDir, l.unique(l.content, pagesDir, files, func(name string) string { return name }), old.assets)
	s.assets = assets
	for _, name := range texts {
		file := path.Join(pagesDir, name)
		if slug := strings.TrimSuffix(name, ".md"); l.slug(file, slug, checkPageSlug) {
			if d := l.document(brief.Input{Slug: slug, Files: beside}, file, old.documents); d != nil {
				s.documents = append(s.documents, d)
				s.pages = append(s.pages, d.page)
			}
		}
	}
	slices.SortFunc(s.pages, func(a, b *brief.Page) int { return strings.Compare(a.Slug, b.Slug) })
	s.problems, s.linked = l.problems, len(l.links) > 0
	return s
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
// it, and reads the latter; before are those of the site before.
func (l *loader) folder(dir string, files []string, before []*asset) (beside map[string]brief.File, assets []*asset, texts []string) {
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
			} else if a := l.asset(l.content, file, before); a != nil {
				assets = append(assets, a)
				beside[name] = brief.File{Address: a.address, Width: a.width, Height: a.height, Sum: a.sum}
			}
		}
	}
	return beside, assets, texts
}
