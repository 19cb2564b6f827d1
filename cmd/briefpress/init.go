package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"briefpress"
)

// minimalSettings are the site.yaml of a site that begins with nothing else.
//
//go:embed minimal.yaml
var minimalSettings []byte

func initCommand() *cobra.Command {
	var minimal bool
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a new site, from the built-in one",
		Long: `init writes the content of the built-in site into a new or empty directory: its
settings, a brief in two editions, and the editors' guide, which shows everything
that a brief may contain. Change them, and delete what you do not want. With
--minimal it writes the settings alone, with a word on each. Where something goes
wrong, nothing is left of it.

Templates and static files are built in. To change one, put your own under the
same name into a folder templates or static beside content.`,
		Example: "  briefpress init my-site\n  briefpress preview my-site",
		Args:    named("a directory"),
	}
	cmd.Flags().BoolVar(&minimal, "minimal", false, "write the settings alone, without the built-in texts")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		dir, write := args[0], newSite
		if minimal {
			write = minimalSite
		}
		n, err := write(dir)
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s: a new site, of %s\n", dir, plural(n, "file"))
		settings, at := filepath.Join(dir, "content", "site.yaml"), ""
		if filepath.Clean(dir) != "." {
			at = " " + word(dir)
		}
		stderr := cmd.ErrOrStderr()
		fmt.Fprintf(stderr, "next: write the id and the title of your site into %s, then\n", settings)
		w := tabwriter.NewWriter(stderr, 0, 0, 3, ' ', 0)
		fmt.Fprintf(w, "  briefpress preview%s\tshow it while you write\n", at)
		fmt.Fprintf(w, "  briefpress new my-brief%s\tbegin a brief\n", at)
		fmt.Fprintf(w, "  briefpress schema\tlet your editor complete and explain keys\n")
		fmt.Fprintf(w, "  briefpress completion bash\tlet your shell complete commands and slugs\n")
		w.Flush()
		return nil
	}
	return cmd
}

// word writes an argument as a shell reads it.
func word(s string) string {
	if !strings.ContainsAny(s, " \t\"'\\$&|;<>()*?[]#~`!{}") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// newSite makes a site of the built-in content, and counts its files.
func newSite(dir string) (n int, err error) { return writeSite(dir, briefpress.Content()) }

// minimalSite makes a site of settings alone.
func minimalSite(dir string) (n int, err error) {
	content, err := inMemory(map[string][]byte{"site.yaml": minimalSettings})
	if err != nil {
		return 0, err
	}
	return writeSite(dir, content)
}

// writeSite writes content into a new or empty directory and counts its files. It
// is written out of sight, and put in place whole.
func writeSite(dir string, content fs.FS) (n int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	// A repository that has nothing in it yet is empty, too.
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() != ".git" }) {
		return 0, &hinted{fmt.Errorf("%s is not empty", dir), "name a new directory, or an empty one"}
	}
	var made []string // directories that were not there, the innermost first
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		if _, err := os.Lstat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		made = append(made, d)
	}
	defer func() {
		if err != nil {
			for _, d := range made {
				os.Remove(d)
			}
		}
	}()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return 0, err
	}
	hidden, err := os.MkdirTemp(dir, ".briefpress-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(hidden)
	if err := os.CopyFS(filepath.Join(hidden, "content"), content); err != nil {
		return 0, err
	}
	err = fs.WalkDir(content, ".", func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, os.Rename(filepath.Join(hidden, "content"), filepath.Join(dir, "content"))
}
