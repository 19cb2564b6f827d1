package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"briefpress/internal/author"
	"briefpress/internal/brief"
	"briefpress/internal/seal"
	"briefpress/internal/site"
)

func sealCommand() *cobra.Command {
	var f folders
	cmd := &cobra.Command{
		Use:   "seal [SLUG] [DIR]",
		Short: "Record what published editions say",
		Long: `seal adds to the file editions.sum of a brief, or of every brief, the hashes of the
published editions that are not in it yet: of their front matter, text, blocks and
files. From then on check fails, naming block and line, when one of them changes.
Drafts and editions of a later day than today are left out.

A small change is recorded in the front matter of its edition, under corrections,
with its date and a note; seal then adds that. An edition that was changed without
is not sealed anew: restore it, or record the correction.

A brief of one file is turned into a folder, beside whose editions the seals stand.

SLUG is the name of the brief's folder or file; without it all briefs are sealed.
DIR is the directory of the site. One argument alone is the SLUG, unless it has a
dot or a slash, which no slug has: seal ./my-site seals all briefs there.`,
		Example: "  briefpress seal\n  briefpress seal resolute-support-mission\n  briefpress seal ./my-site",
		Args: wrongUse(func(cmd *cobra.Command, args []string) error {
			if len(args) > 2 {
				return fmt.Errorf("seal takes a slug and one directory, not %d arguments", len(args))
			}
			return nil
		}),
	}
	f.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var slug string
		if len(args) == 2 || len(args) == 1 && !strings.ContainsAny(args[0], `./\`) {
			slug, args = slugOf(args[0]), args[1:]
		}
		content, err := openContent(&f, args)
		if err != nil {
			return meant(slug, err)
		}
		defer content.Root.Close()
		defer f.close()
		src, err := f.source()
		if err != nil {
			return err
		}
		src.AsOf = brief.Date(time.Now().Format(time.DateOnly)) // where its author is
		w := &sealer{content: content, stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr()}
		return w.run(slug, src)
	}
	return cmd
}

// A sealer seals the briefs of a content folder.
type sealer struct {
	content        author.Folder
	stdout, stderr io.Writer
	sealed         int // groups that were written
}

// run seals one brief, or all where there is no slug. Briefs with which something
// is wrong do not keep the others from being sealed.
func (w *sealer) run(slug string, src site.Source) error {
	s, problems := site.Load(src, nil)
	stops := map[string][]error{} // by slug
	for _, p := range problems {
		switch of, ok := w.slugOf(p.File); {
		case !p.Stops:
		case ok:
			stops[of] = append(stops[of], p)
		case p.File == w.content.Path("site.yaml"):
			return p
		}
	}
	briefs := map[string]*brief.Brief{}
	for _, b := range s.Briefs() {
		briefs[b.Slug] = b
	}
	slugs := []string{slug}
	if slug == "" {
		all := maps.Clone(stops)
		for of := range briefs {
			all[of] = stops[of]
		}
		slugs = slices.Sorted(maps.Keys(all))
	}
	var errs []error
	for _, of := range slugs {
		b, err := briefs[of], errors.Join(stops[of]...)
		switch {
		case err != nil:
		case b != nil:
			err = w.seal(b)
		default:
			err = w.absent(of)
		}
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	switch {
	case w.sealed > 0:
	case slug == "":
		fmt.Fprintln(w.stdout, "nothing to seal: all that is published is sealed")
	case briefs[slug] == nil:
		fmt.Fprintf(w.stdout, "nothing to seal: no edition of %s is published\n", slug)
	default:
		fmt.Fprintf(w.stdout, "nothing to seal: all that is published of %s is sealed\n", slug)
	}
	return nil
}

// slugOf is the slug of the brief that a file belongs to.
func (w *sealer) slugOf(file string) (string, bool) {
	rest, ok := strings.CutPrefix(file, w.content.Path("briefs")+"/")
	slug, _, _ := strings.Cut(rest, "/")
	return strings.TrimSuffix(slug, ".md"), ok
}

// absent says why a brief is not among those of the site: there is none, or none
// of its editions is published.
func (w *sealer) absent(slug string) error {
	err := refused(w.content.Find(slug))
	if _, ok := errors.AsType[*hinted](err); ok {
		return meant(slug, err)
	}
	return err
}

// meant hints at the directory of a site that was taken for a slug.
func meant(slug string, err error) error {
	if slug == "" || isFolder(filepath.Join(slug, "content")) != nil {
		return err
	}
	return &hinted{err, fmt.Sprintf("to seal all briefs of the directory of that name, write .%c%s", os.PathSeparator, slug)}
}

// seal adds to the seals of a brief.
func (w *sealer) seal(b *brief.Brief) error {
	var faults []error
	for _, e := range b.Editions {
		faults = append(faults, stopping(e.Body().Problems)...)
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	before := b.Seals()
	after, broken := b.Reseal()
	if len(broken) > 0 {
		return errors.Join(stopping(broken)...)
	}
	groups := after.Groups()[len(before.Groups()):]
	if len(groups) == 0 {
		return nil
	}
	folded, err := w.content.Seal(b.Slug, before, after)
	if err != nil {
		return refused(err)
	}
	w.sealed += len(groups)
	tellFold(w.stderr, w.content, folded)
	for _, g := range groups {
		fmt.Fprintf(w.stdout, "%s %s: %s\n", b.Slug, g.Edition, done(g))
	}
	return nil
}

// done says what a group of seals records.
func done(g seal.Group) string {
	blocks := 0
	var days []string
	for _, l := range g.Lines {
		switch l.Kind {
		case seal.Block:
			blocks++
		case seal.Corrected:
			days = append(days, l.Name)
		}
	}
	if g.Correction {
		return "corrected " + strings.Join(days, ", ")
	}
	return "sealed, " + plural(blocks, "block")
}
