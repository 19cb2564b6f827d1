package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"briefpress"
	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// folders are those of a site on the disk.
type folders struct {
	dir                        string // of the site
	content, templates, static string // as flags name them; "" for those in dir

	open []*os.Root // by the last call of source
}

// flags adds those that name folders.
func (f *folders) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.content, "content", "", "`folder` of the content (default DIR/content)")
	cmd.Flags().StringVar(&f.templates, "templates", "", "`folder` of templates that come before the built-in ones (default DIR/templates)")
	cmd.Flags().StringVar(&f.static, "static", "", "`folder` of static files that come before the built-in ones (default DIR/static)")
}

// find completes the folders with those of the directory that the arguments
// name, and says which are not there.
func (f *folders) find(args []string) error {
	f.dir = "."
	if len(args) > 0 {
		f.dir = args[0]
	}
	if err := isFolder(f.dir); err != nil {
		return err
	}
	for _, named := range []string{f.content, f.templates, f.static} {
		if named != "" {
			if err := isFolder(named); err != nil {
				return err
			}
		}
	}
	within := func(folder *string, name string) {
		if *folder == "" {
			*folder = filepath.Join(f.dir, name)
		}
	}
	within(&f.content, "content")
	within(&f.templates, "templates")
	within(&f.static, "static")
	if err := isFolder(f.content); err != nil {
		return &hinted{err, "name the directory of a site, or make a new one: briefpress init my-site"}
	}
	return nil
}

func isFolder(name string) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no folder %s", name)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder", name)
	}
	return nil
}

// all are the folders that the site is made of, whether they are there or not.
func (f *folders) all() []string { return []string{f.content, f.templates, f.static} }

// source opens the folders as they are now, and closes those of the call before.
func (f *folders) source() (site.Source, error) {
	f.close()
	content, err := f.root(f.content)
	if err != nil {
		return site.Source{}, err
	}
	src := site.Source{
		Content: content, Templates: briefpress.Templates(), Static: briefpress.Static(),
		ContentName: filepath.ToSlash(f.content), TemplatesName: filepath.ToSlash(f.templates), StaticName: filepath.ToSlash(f.static),
	}
	for name, own := range map[string]*fs.FS{f.templates: &src.Templates, f.static: &src.Static} {
		switch upper, err := f.root(name); {
		case err == nil:
			*own = overlay{upper, *own}
		case !errors.Is(err, fs.ErrNotExist):
			return site.Source{}, err
		}
	}
	return src, nil
}

// published opens the site that the arguments name as the public is to get it:
// at a base URL, and without editions later than a day. The caller closes.
func (f *folders) published(args []string, base string, until *day) (site.Source, error) {
	if err := f.find(args); err != nil {
		return site.Source{}, err
	}
	src, err := f.source()
	src.BaseURL, src.AsOf = base, until.date
	return src, err
}

// root opens a folder out of which no link leads.
func (f *folders) root(name string) (fs.FS, error) {
	r, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	f.open = append(f.open, r)
	return r.FS(), nil
}

func (f *folders) close() {
	for _, r := range f.open {
		r.Close()
	}
	f.open = nil
}

// A day is a flag that holds a date.
type day struct{ date brief.Date }

func (d *day) String() string { return string(d.date) }
func (d *day) Type() string   { return "date" }

// Set implements pflag.Value.
func (d *day) Set(s string) error { return d.date.UnmarshalText([]byte(s)) }

// asOf adds the flag that leaves out later editions.
func asOf(cmd *cobra.Command) *day {
	d := new(day)
	cmd.Flags().Var(d, "as-of", "leave out editions of a later `date`, such as 2020-04-14")
	return d
}
