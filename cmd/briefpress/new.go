package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"golang.org/x/text/unicode/norm"

	"briefpress/internal/author"
	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// newTemplate is what a site has in the place of the built-in text of new briefs.
const newTemplate = "new.md"

func newCommand() *cobra.Command {
	var f folders
	var b author.Beginning
	date := new(day)
	cmd := &cobra.Command{
		Use:   "new SLUG [DIR]",
		Short: "Begin a new brief",
		Long: `new writes a new brief as a draft, in which every key that is often used stands
with a word on it, and prints the name of the file. Nothing is overwritten, and
nothing is written that another brief, a page or an alias stands in the way of.

SLUG is the name that the brief has in its address: lower-case letters, digits and
hyphens. It is chosen once. DIR is the directory of the site.

A site has a text of its own to begin with as new.md among its templates: a brief
like any other, whose title, published and draft are filled in.`,
		Example: "  briefpress new resolute-support-mission --title \"The Resolute Support Mission\"\n" +
			"  briefpress new strength-in-2020 my-site --folder --date 2020-04-14",
		Args: wrongUse(func(cmd *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return errors.New("new needs the slug of the brief, such as resolute-support-mission")
			case 1, 2:
				return nil
			}
			return fmt.Errorf("new takes a slug and one directory, not %d arguments", len(args))
		}),
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&b.Title, "title", "", "`title` of the brief (default made from the slug)")
	cmd.Flags().Var(date, "date", "`date` of the edition, such as 2020-04-14 (default today)")
	cmd.Flags().BoolVar(&b.Folder, "folder", false, "make a folder, to which data and pictures can be put")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := openContent(&f, args[1:])
		if err != nil {
			return err
		}
		defer content.Root.Close()
		defer f.close()
		src, err := f.source()
		if err != nil {
			return err
		}
		if b.Template, err = ownTemplate(src.Templates); err != nil {
			return err
		}
		b.TemplateName = src.TemplatesName + "/" + newTemplate
		b.Slug, b.Date = strings.TrimSuffix(slugOf(args[0]), ".md"), date.date
		if b.Date == "" {
			b.Date = brief.Date(time.Now().Format(time.DateOnly)) // where its author is
		}
		if err := free(content, src, b); err != nil {
			return err
		}
		if err := content.New(b); err != nil {
			return refused(err)
		}
		fmt.Fprintln(cmd.OutOrStdout(), content.Path(b.File()))
		fmt.Fprintf(cmd.ErrOrStderr(), "next: write the summary and the text, while briefpress preview shows them, and delete draft: true to publish it\n")
		return nil
	}
	return cmd
}

// ownTemplate is the text that a site has for new briefs; nil where it has none.
func ownTemplate(templates fs.FS) ([]byte, error) {
	info, err := fs.Stat(templates, newTemplate)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() || info.Size() > brief.MaxSource:
		return nil, fmt.Errorf("the template %s is not a small text file", newTemplate)
	}
	return fs.ReadFile(templates, newTemplate)
}

// free wants a brief that is begun to take nothing from the site and to be one of
// it: what is wrong with the site besides is left alone.
func free(content author.Folder, src site.Source, b author.Beginning) error {
	if err := content.Vacant(b.Slug); err != nil {
		return better(content, src, b, refused(err))
	}
	stops, err := stopsOf(src, b)
	if err != nil {
		return refused(err)
	}
	for i, p := range stops {
		if p, ok := p.(brief.Problem); ok && p.Rule == "file-name" {
			return better(content, src, b, &hinted{fmt.Errorf("%q cannot be the slug of a brief: %s", b.Slug, p.Message), "choose another"})
		} else if ok && p.File == content.Path(b.File()) {
			p.Excerpt = "" // of a file that is not there
			stops[i] = p
		}
	}
	return errors.Join(stops...)
}

// stopsOf are the problems that stop, and that a site has with a brief and not
// without it.
func stopsOf(src site.Source, b author.Beginning) ([]error, error) {
	data, err := b.Text()
	if err != nil {
		return nil, err
	}
	added, err := inMemory(map[string][]byte{b.File(): data})
	if err != nil {
		return nil, err
	}
	src.Drafts = true
	s, before := site.Load(src, nil)
	src.Content = overlay{added, src.Content}
	_, after := site.Load(src, s)
	return stopping(slices.DeleteFunc(after, func(p brief.Problem) bool { return slices.Contains(before, p) })), nil
}

// better hints at a slug that is like the one that cannot be.
func better(content author.Folder, src site.Source, b author.Beginning, err error) error {
	slug := slugFor(b.Slug)
	if slug == b.Slug || content.Vacant(slug) != nil {
		return err
	}
	b.Slug = slug
	if stops, errText := stopsOf(src, b); len(stops) > 0 || errText != nil {
		return err
	}
	return &hinted{err, "briefpress new " + slug}
}

// slugFor is what a text would be as a slug.
func slugFor(text string) string {
	text = strings.NewReplacer("'", "", "’", "").Replace(strings.ToLower(norm.NFC.String(text)))
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), "-")
}

// inMemory makes a tree of files: an archive that is never written.
func inMemory(files map[string][]byte) (fs.FS, error) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for name, data := range files {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
}
