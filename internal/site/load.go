package site

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"briefpress/internal/brief"
)

// A loader makes one Site, or, by itself, a part of it.
type loader struct {
	src                        Source
	prev                       *Site // never nil
	content, templates, static folder
	site                       *Site
	hint                       hint
	moved                      bool // there are other pages than in the site before

	problems []brief.Problem
	links    []string // names that are links: their files are elsewhere
}

// fork makes a loader of a part, which has problems of its own.
func (l *loader) fork() *loader {
	return &loader{src: l.src, prev: l.prev, content: l.content, templates: l.templates, static: l.static, site: l.site}
}

// A folder is one of the three of a Source.
type folder struct {
	fs   fs.FS
	name string
}

// file is how messages print a file of the folder.
func (f folder) file(name string) string { return path.Join(f.name, name) }

// Load reads the headers of all content and returns a site together with the
// problems found. The site is whole unless a problem Stops; it then lacks what
// could not be read. What has not changed is taken over from prev, which may be
// nil; the result is the same as that of a clean load.
func Load(src Source, prev *Site) (*Site, []brief.Problem) {
	if prev == nil || prev.recipe == nil {
		prev = &Site{recipe: &recipe{}, shelf: &shelf{}, standing: &standing{}}
	}
	l := &loader{
		src: src, prev: prev,
		content:   folder{src.Content, cmp.Or(src.ContentName, "content")},
		templates: folder{src.Templates, cmp.Or(src.TemplatesName, "templates")},
		static:    folder{src.Static, cmp.Or(src.StaticName, "static")},
		site:      &Site{},
	}
	s := l.site
	s.config = l.config()
	l.base()
	s.recipe = l.recipe()
	l.hint = l.newHint()
	l.loadStatic()
	l.loadTemplates()
	s.ground = l.ground()
	l.loadBriefs()
	l.loadPages()
	l.collectAssets()
	l.index()
	l.loadAliases()
	s.frame = s.makeFrame()
	l.checkNavigation()

	slices.SortFunc(l.problems, brief.Problem.Compare)
	s.problems = slices.Compact(l.problems)
	return s, slices.Clone(s.problems)
}

// A recipe is what all parts of a site are made by, beside their files.
type recipe struct {
	content, templates, static string // names of the folders
	base                       string
	asOf                       brief.Date
	drafts                     bool
	options                    brief.Options
}

// recipe is that of the site before, where it is the same.
func (l *loader) recipe() *recipe {
	r := recipe{
		content: l.content.name, templates: l.templates.name, static: l.static.name, base: l.site.Base, asOf: l.src.AsOf, drafts: l.src.Drafts,
		options: brief.Options{
			Base: l.site.Base, Language: l.site.config.Language, Direction: l.site.config.Direction,
			Acronyms: l.site.config.Acronyms, AllowBidi: l.site.config.AllowBidi,
		},
	}
	if reflect.DeepEqual(r, *l.prev.recipe) {
		return l.prev.recipe
	}
	return &r
}

// A ground is what every page stands on, beside the texts.
type ground struct {
	recipe    *recipe
	origin    string
	config    Config
	statics   statics
	templates map[string]string
}

// ground is that of the site before, where it is the same.
func (l *loader) ground() *ground {
	s := l.site
	g := ground{s.recipe, s.origin, s.config, s.statics, s.templates.sources}
	if l.prev.ground != nil && reflect.DeepEqual(g, *l.prev.ground) {
		return l.prev.ground
	}
	return &g
}

// base finds out where the site stands.
func (l *loader) base() {
	s := l.site
	problem := func(message, hint string) brief.Problem {
		if l.src.BaseURL != "" {
			return brief.Problem{Position: brief.Position{File: "--base-url"}, Rule: "base-url", Message: message, Hint: hint}
		}
		return s.SettingValueProblem("base-url", message, hint, "base-url")
	}
	raw := cmp.Or(l.src.BaseURL, s.config.BaseURL)
	if raw == "" {
		l.report(problem("no base URL is known: canonical addresses, the sitemap and absolute links in feeds are left out",
			"give --base-url, or base-url in "+configName))
		return
	}
	u, err := parseBaseURL(raw)
	if err != nil {
		p := problem(fmt.Sprintf("the base URL %q %v", raw, err), "write where the site stands, such as https://example.org/briefs/")
		p.Stops = true
		l.report(p)
		return
	}
	s.Base = strings.TrimSuffix(u.Path, "/")
	u.Path = ""
	s.origin = u.String()
}

// report adds a problem.
func (l *loader) report(p ...brief.Problem) { l.problems = append(l.problems, p...) }

// stop adds a problem of a whole file that stops.
func (l *loader) stop(f folder, name, rule, message, hint string) {
	l.report(brief.Problem{Position: brief.Position{File: f.file(name)}, Rule: rule, Message: message, Hint: hint, Stops: true})
}

// stopAt adds a problem of the front matter that stops.
func (l *loader) stopAt(d *brief.Document, at brief.Position, rule, message, hint string) {
	p := d.HeaderProblem(at, rule, message, hint)
	p.Stops = true
	l.report(p)
}

// read returns the bytes of a regular file of at most limit bytes, or reports
// why it cannot. The name is one that list gave, or was asked for by regular:
// anything else is never opened, since a named pipe would block.
func (l *loader) read(f folder, name string, limit int64) ([]byte, bool) {
	data, err := readFile(f.fs, name, limit)
	if err != nil {
		l.stop(f, name, "file", err.Error(), "")
		return nil, false
	}
	return data, true
}

func readFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	r, err := fsys.Open(name)
	if err != nil {
		return nil, unreadable(err)
	}
	defer r.Close()
	info, err := r.Stat()
	if err := regular(info, err); err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, tooLarge(limit)
	}
	// It may have grown since.
	b := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	if _, err := b.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return nil, unreadable(err)
	}
	if int64(b.Len()) > limit {
		return nil, tooLarge(limit)
	}
	return b.Bytes(), nil
}

// regular says why what was asked for is no regular file.
func regular(info fs.FileInfo, err error) error {
	switch {
	case err != nil:
		return unreadable(err)
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file")
	}
	return nil
}

func unreadable(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("the file does not exist")
	}
	return fmt.Errorf("the file cannot be read: %v", cause(err))
}

func tooLarge(limit int64) error {
	if limit%(1<<20) == 0 {
		return fmt.Errorf("the file is larger than %d MiB", limit>>20)
	}
	return fmt.Errorf("the file is larger than %d KiB", limit>>10)
}

// cause is an error without the path that a message names already.
func cause(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// list returns the names in a directory that are worth reading, sorted: regular
// files (and links to them), and directories. What is neither is left alone.
// A directory that does not exist is empty.
func (l *loader) list(f folder, dir string) (files, dirs []string) {
	entries, err := fs.ReadDir(f.fs, dir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			l.stop(f, dir, "file", fmt.Sprintf("the folder cannot be read: %v", cause(err)), "")
		}
		return nil, nil
	}
	for _, e := range entries {
		name := e.Name()
		if ignored(name) {
			continue
		}
		switch mode := e.Type(); {
		case mode.IsRegular():
			files = append(files, name)
		case mode.IsDir():
			dirs = append(dirs, name)
		case mode&fs.ModeSymlink != 0:
			l.links = append(l.links, name)
			info, err := fs.Stat(f.fs, path.Join(dir, name))
			switch {
			case err != nil:
				l.stop(f, path.Join(dir, name), "file", fmt.Sprintf("the link leads nowhere in the site: %v", cause(err)), "")
			case info.Mode().IsRegular():
				files = append(files, name)
			case info.IsDir():
				l.report(brief.Problem{Position: brief.Position{File: f.file(path.Join(dir, name))}, Rule: "file",
					Message: "a link to a folder is not followed"})
			}
		}
	}
	slices.Sort(files)
	slices.Sort(dirs)
	return files, dirs
}

// unique returns the names that no earlier one shadows on a file system that
// ignores letter case or Unicode form, and reports the others. key is what
// of a name must differ.
func (l *loader) unique(f folder, dir string, names []string, key func(string) string) []string {
	names = slices.Sorted(slices.Values(names))
	first := map[string]string{}
	return slices.DeleteFunc(names, func(name string) bool {
		k := fold(key(name))
		other, taken := first[k]
		if !taken {
			first[k] = name
			return false
		}
		l.stop(f, path.Join(dir, name), "collision",
			fmt.Sprintf("the name is the same as that of %s", f.file(path.Join(dir, other))),
			"rename one of them: letter case, accents in another form, and \".md\" make no difference")
		return true
	})
}

// parallel calls f for every item, on all processors. A panic of f goes on in
// the caller, who may recover from it.
func parallel[T any](items []T, f func(int, T)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	var panicked atomic.Pointer[any]
	for range min(runtime.GOMAXPROCS(0), len(items)) {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					r = fmt.Sprintf("%v\n%s", r, debug.Stack())
					panicked.CompareAndSwap(nil, &r)
				}
			}()
			for i := int(next.Add(1)) - 1; i < len(items); i = int(next.Add(1)) - 1 {
				f(i, items[i])
			}
		})
	}
	wg.Wait()
	if r := panicked.Load(); r != nil {
		panic(*r)
	}
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
