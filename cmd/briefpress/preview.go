package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"briefpress/internal/check"
	"briefpress/internal/preview"
	"briefpress/internal/site"
)

const (
	soon   = 50              // so many briefs are checked before anybody waits for it
	atOnce = 3 * time.Second // for a large library, until the pages that are open then are checked first
)

func previewCommand() *cobra.Command {
	var f folders
	var opts preview.Options
	var browser bool
	cmd := &cobra.Command{
		Use:   "preview [DIR]",
		Short: "Show the site while you write it",
		Long: `preview shows the site in a browser on this machine, drafts included, and shows
each change as soon as a file is saved. What is wrong is shown over the last good
page, and goes away when it is mended.

On an address that other machines can reach, only those who open the address
that is printed, with its token, are let in.

A click with the Alt key on the text, and the place of each problem, open the
file at its line in the editor that the environment names: BRIEFPRESS_EDITOR, a
command such as "code -g {file}:{line}:{column}"; else VISUAL or EDITOR, where
that is known to have a window of its own. Without one, the place is copied.`,
		Example: "  briefpress preview\n  briefpress preview my-site --open",
		Args:    directory,
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&opts.Addr, "addr", "127.0.0.1:8421", "`address` to answer at")
	cmd.Flags().BoolVar(&browser, "open", false, "open the site in the browser")
	cmd.Flags().BoolVar(&opts.Poll, "poll", false, "look for changes at intervals: for network drives that report none")
	until := asOf(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := f.find(args); err != nil {
			return err
		}
		defer f.close()
		stderr := cmd.ErrOrStderr()
		opts.Dirs, opts.Folders = f.all(), map[string]string{}
		for _, folder := range f.all() {
			opts.Folders[filepath.ToSlash(folder)] = folder
		}
		opts.Today = today
		var err error
		if opts.Editor, err = preview.FindEditor(os.Getenv); err != nil {
			return &hinted{err, "write it as in " + preview.EditorVariable + "=" + preview.EditorExample}
		}
		opts.Source = func() (site.Source, error) {
			src, err := f.source()
			src.Drafts, src.AsOf = true, until.date
			return src, err
		}
		opts.Log = slog.New(tint.NewTextHandler(stderr, &tint.Options{TimeFormat: "15:04:05", NoColor: !colour(stderr)}))
		var checker check.Checker
		opts.Check = func(ctx context.Context, s *site.Site, open func() []string, found func(check.Findings)) {
			// The other processors are for whoever saves and reads.
			all := check.Options{Today: today(), Workers: 1}
			run := func(ctx context.Context, o check.Options) error {
				findings, err := checker.Check(ctx, s, o)
				if err == nil {
					found(findings)
				}
				return err
			}
			for checker.Pending(s, all) > soon && ctx.Err() == nil {
				first := all
				if first.Only = open(); len(first.Only) > 0 && run(ctx, first) != nil {
					return
				}
				// Whoever opens a page meanwhile wants to know of that.
				while, stop := context.WithTimeout(ctx, atOnce)
				err := run(while, all)
				stop()
				if err == nil {
					return
				}
			}
			run(ctx, all)
		}
		opts.Ready = func(url string) {
			fmt.Fprintf(cmd.OutOrStdout(), "The preview is at %s\nIt ends with Ctrl-C.\n", url)
			if browser {
				if err := open(url); err != nil {
					opts.Log.Warn("the browser could not be opened", "error", err)
				}
			}
		}
		return preview.Serve(cmd.Context(), opts)
	}
	return cmd
}
