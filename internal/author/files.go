package author

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
	"briefpress/internal/strictyaml"
)

const briefsDir = "briefs"

// A file is a file of the content folder as it was read.
type file struct {
	name string // from the content folder
	data []byte
	mode fs.FileMode
}

// An edition is the file of an edition.
type edition struct {
	file
	*brief.Edition
}

// editions are those of a brief, from the first to the newest.
type editions struct {
	slug   string
	folder bool // else a file
	all    []edition
	beside []string // names of the other files in the folder they stand in
}

func (b *editions) newest() edition { return b.all[len(b.all)-1] }

// dir is the folder of a brief, whether it is there or not.
func (b *editions) dir() string { return path.Join(briefsDir, b.slug) }

// read reads the headers of all editions of a brief. What is wrong with them is
// an error that joins a [brief.Problem] for each fault.
func (f Folder) read(slug string) (*editions, error) {
	if slug == "" || strings.ContainsAny(slug, `/\.`) {
		hint := "name a brief by its slug: the name of its folder in " + f.Path(briefsDir) + ", or of its file without .md"
		return nil, &Refusal{fmt.Sprintf("%q is not the slug of a brief", slug), hint}
	}
	entries, err := fs.ReadDir(f.Root.FS(), briefsDir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	b := &editions{slug: slug}
	var slugs, names []string
	file := false
	for _, e := range entries {
		name, markdown := strings.CutSuffix(e.Name(), ".md")
		switch {
		case hidden(e.Name()):
		case e.IsDir():
			slugs = append(slugs, e.Name())
			b.folder = b.folder || e.Name() == slug
		case markdown:
			slugs = append(slugs, name)
			file = file || name == slug
		}
	}
	switch {
	case file && b.folder:
		return nil, &Refusal{fmt.Sprintf("the brief %s is there twice: as a file and as a folder", slug),
			fmt.Sprintf("move what is in %s into %s, or delete one of the two", f.Path(b.dir()+".md"), f.Path(b.dir()))}
	case file:
		names = []string{slug + ".md"}
		b.beside = others(entries)
	case b.folder:
		if entries, err = fs.ReadDir(f.Root.FS(), b.dir()); err != nil {
			return nil, err
		}
		for _, e := range entries {
			if _, err := brief.ParseDate(strings.TrimSuffix(e.Name(), ".md")); err == nil && path.Ext(e.Name()) == ".md" {
				names = append(names, path.Join(slug, e.Name()))
			}
		}
		b.beside = others(entries)
	}
	if len(names) == 0 {
		hint := "briefs are in " + f.Path(briefsDir)
		if near := strictyaml.Nearest(slug, slices.Values(slugs)); near != "" && near != slug {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		return nil, &Refusal{fmt.Sprintf("there is no brief %s with an edition", slug), hint}
	}
	var faults []error
	for _, name := range names {
		e, err := f.edition(b, path.Join(briefsDir, name))
		if err != nil {
			faults = append(faults, err)
		} else {
			b.all = append(b.all, e)
		}
	}
	slices.SortFunc(b.all, func(x, y edition) int { return cmp.Compare(x.Date, y.Date) })
	return b, errors.Join(faults...)
}

// Slugs are those of all briefs, sorted; of a folder without an edition, too.
func (f Folder) Slugs() (slugs []string, err error) {
	entries, err := fs.ReadDir(f.Root.FS(), briefsDir)
	for _, e := range entries {
		name, markdown := strings.CutSuffix(e.Name(), ".md")
		if !hidden(name) && (e.IsDir() || markdown) {
			slugs = append(slugs, name)
		}
	}
	slices.Sort(slugs)
	return slugs, err
}

// Title is that of the newest edition of a brief. Errors are those of
// [Folder.Revise].
func (f Folder) Title(slug string) (string, error) {
	b, err := f.read(slug)
	if err != nil {
		return "", err
	}
	return b.newest().Title, nil
}

// hidden tells whether a file is an editor's own.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") || strings.HasSuffix(name, "~")
}

// others are the names of the files in a folder that are neither texts nor seals.
func others(entries []fs.DirEntry) (names []string) {
	for _, e := range entries {
		if !e.IsDir() && !hidden(e.Name()) && path.Ext(e.Name()) != ".md" && e.Name() != seal.Name {
			names = append(names, e.Name())
		}
	}
	return names
}

// load reads a regular file.
func (f Folder) load(name string) (file, error) {
	info, err := f.Root.Stat(name)
	if err != nil {
		return file{}, err
	}
	if !info.Mode().IsRegular() {
		return file{}, fmt.Errorf("%s is not a regular file", f.Path(name))
	}
	data, err := f.Root.ReadFile(name)
	return file{name, data, info.Mode().Perm()}, err
}

// edition reads the header of an edition.
func (f Folder) edition(b *editions, name string) (edition, error) {
	read, err := f.load(name)
	if err != nil {
		return edition{}, err
	}
	date := brief.Date("")
	if b.folder {
		date = brief.Date(strings.TrimSuffix(path.Base(name), ".md"))
	}
	e, err := f.parse(b, read, date)
	return edition{read, e}, err
}

// parse reads a header, or gives what is wrong with it.
func (f Folder) parse(b *editions, from file, date brief.Date) (*brief.Edition, error) {
	in := brief.Input{File: f.Path(from.name), Slug: b.slug, Date: date, Data: from.data, Files: map[string]brief.File{}}
	for _, name := range b.beside {
		in.Files[name] = brief.File{Address: "/" + name}
	}
	e, problems := brief.ParseEdition(in, brief.Options{AllowBidi: true})
	var stops []error
	for _, p := range problems {
		if p.Stops {
			stops = append(stops, p)
		}
	}
	return e, errors.Join(stops...)
}

// uses are the files beside an edition that it refers to, sorted.
func (b *editions) uses(e edition) (names []string) {
	linked := map[string]bool{}
	for _, l := range e.Body().Links {
		if u, err := url.Parse(l.Dest); err == nil && u.Scheme == "" && u.Host == "" {
			linked[path.Clean(u.Path)] = true
		}
	}
	for _, name := range b.beside {
		if linked[name] || len(mentions(string(e.data), name)) > 0 {
			names = append(names, name)
		}
	}
	return names
}
