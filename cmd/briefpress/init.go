package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"briefpress"
)

func initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Make a new site, from the built-in one",
		Long: `init writes the content of the built-in site into a new or empty directory: its
settings, a brief in two editions, and the editors' guide, which shows everything
that a brief may contain. Change them, and delete what you do not want.

Templates and static files are built in. To change one, put your own under the
same name into a folder templates or static beside content.`,
		Example: "  briefpress init my-site\n  briefpress preview my-site",
		Args:    named("a directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			n, err := newSite(dir)
			if err != nil {
				return err
			}
			next := "briefpress preview"
			if filepath.Clean(dir) != "." {
				next += " " + dir
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: a new site, of %s\nnext: %s\n", dir, plural(n, "file"), next)
			return nil
		},
	}
}

// newSite writes the built-in content and counts its files. Where it fails,
// nothing is left of it.
func newSite(dir string) (n int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	isNew := err != nil
	// A repository that has nothing in it yet is empty, too.
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() != ".git" }) {
		return 0, &hinted{fmt.Errorf("%s is not empty", dir), "name a new directory, or an empty one"}
	}
	content := filepath.Join(dir, "content")
	err = os.CopyFS(content, briefpress.Content())
	if err != nil {
		os.RemoveAll(content)
		if isNew {
			os.Remove(dir)
		}
		return 0, err
	}
	return n, fs.WalkDir(briefpress.Content(), ".", func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
}
