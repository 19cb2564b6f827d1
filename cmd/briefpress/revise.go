package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"briefpress/internal/author"
	"briefpress/internal/brief"
)

func reviseCommand() *cobra.Command {
	var f folders
	date := new(day)
	cmd := &cobra.Command{
		Use:   "revise SLUG [DIR]",
		Short: "Begin the next edition of a brief",
		Long: `revise copies the newest edition of a brief under a new date, as a draft whose
change note you are to write, and prints the name of the file. Corrections are
left out. Data and pictures that have the date of the edition before in their
names are copied, too, where the text refers to them, so that an edition that is
published never changes with them.

A brief of one file is first turned into a folder: its file gets its date as its
name, and what it alone refers to moves along. Whatever goes wrong, nothing is
overwritten, and nothing is left half done.

SLUG is the name of the brief's folder or file; DIR is the directory of the site.`,
		Example: "  briefpress revise resolute-support-mission\n  briefpress revise resolute-support-mission my-site --date 2021-02-12",
		Args: wrongUse(func(cmd *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return errors.New("revise needs the slug of a brief")
			case 1, 2:
				return nil
			}
			return fmt.Errorf("revise takes a slug and one directory, not %d arguments", len(args))
		}),
	}
	contentFlag(cmd, &f)
	cmd.Flags().Var(date, "date", "`date` of the edition, such as 2020-04-14 (default today)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := openContent(&f, args[1:])
		if err != nil {
			return err
		}
		defer content.Root.Close()
		if date.date == "" {
			date.date = brief.Date(time.Now().Format(time.DateOnly)) // where its author is
		}
		r, err := content.Revise(slugOf(args[0]), date.date)
		if err != nil {
			return refused(err)
		}
		stderr := cmd.ErrOrStderr()
		tellFold(stderr, content, r.Fold)
		for _, c := range r.Redated {
			fmt.Fprintf(stderr, "briefpress: %s is for the new edition, copied from %s\n", content.Path(c.To), content.Path(c.From))
		}
		fmt.Fprintln(cmd.OutOrStdout(), content.Path(r.File))
		fmt.Fprintf(stderr, "next: write why this edition exists behind change:, revise the text, and delete draft: true to publish it\n")
		if r.Status != brief.StatusCurrent {
			fmt.Fprintf(stderr, "hint: the status of the brief is %s; change it where that is no longer so\n", r.Status)
		}
		return nil
	}
	return cmd
}

// contentFlag adds the one flag for folders of a command that changes content.
func contentFlag(cmd *cobra.Command, f *folders) {
	cmd.Flags().StringVar(&f.content, "content", "", "`folder` of the content (default DIR/content)")
}

// openContent opens the content of the site that arguments name. The caller closes it.
func openContent(f *folders, args []string) (author.Folder, error) {
	if err := f.find(args); err != nil {
		return author.Folder{}, err
	}
	root, err := os.OpenRoot(f.content)
	return author.Folder{Root: root, Name: filepath.ToSlash(f.content)}, err
}

// slugOf is the slug that an argument names, which may be the path of a brief,
// as shells complete it: content/briefs/plan.md, content/briefs/plan/.
func slugOf(arg string) string {
	p := filepath.ToSlash(filepath.Clean(arg))
	if i := strings.LastIndex("/"+p, "/briefs/"); i >= 0 {
		p, _, _ = strings.Cut(p[i+len("briefs/"):], "/")
		return strings.TrimSuffix(p, ".md")
	}
	return arg
}

// refused gives the hint of a change that was not made to whoever prints it.
func refused(err error) error {
	if r, ok := errors.AsType[*author.Refusal](err); ok && r.Hint != "" {
		return &hinted{err, r.Hint}
	}
	return err
}

// tellFold says what has a new place.
func tellFold(w io.Writer, content author.Folder, f author.Fold) {
	for _, c := range f.Moved {
		fmt.Fprintf(w, "briefpress: %s is now %s\n", content.Path(c.From), content.Path(c.To))
	}
	for _, c := range f.Copied {
		fmt.Fprintf(w, "briefpress: %s is copied to %s, as other briefs show it, too\n", content.Path(c.From), content.Path(c.To))
	}
}
