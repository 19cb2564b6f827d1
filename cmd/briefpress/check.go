package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"briefpress/internal/author"
	"briefpress/internal/check"
	"briefpress/internal/site"
)

func checkCommand() *cobra.Command {
	var f folders
	var format string
	var rules, fix bool
	cmd := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Find what is wrong with the content",
		Long: `check applies every rule to the site and prints what it finds, with file, line and
column. It prints nothing and exits with 0 where nothing is wrong, and with 1
where something is; advice alone is no failure. Drafts are checked, too.

--fix mends what has one right answer, such as two spaces between words, says what
it mended, and prints what is left. Sealed editions stay as they are.

Levels of rules are changed in site.yaml, under rules. A comment silences a rule
in one place: <!-- briefpress:ignore RULE: REASON -->`,
		Example: "  briefpress check\n  briefpress check --fix\n  briefpress check --format sarif > findings.sarif\n  briefpress check --rules",
		Args:    directory,
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "`form` of the findings: text, json, sarif or github")
	cmd.Flags().BoolVar(&fix, "fix", false, "mend what has one right answer")
	cmd.Flags().BoolVar(&rules, "rules", false, "explain all rules, and check nothing")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		write, known := formats[format]
		switch {
		case !known:
			return misuse(cmd, fmt.Errorf("there is no format %q: it is text, json, sarif or github", format))
		case rules && fix:
			return misuse(cmd, errors.New("--rules checks nothing, and --fix would change something: give one of the two"))
		}
		stdout := cmd.OutOrStdout()
		if rules {
			return check.WriteRules(stdout)
		}
		if err := f.find(args); err != nil {
			return err
		}
		defer f.close()
		src, err := f.source()
		if err != nil {
			return err
		}
		if fix {
			if err := mend(cmd.ErrOrStderr(), &f, src); err != nil {
				return err
			}
		}
		found := checkAll(src)
		if err := write(stdout, found); err != nil {
			return err
		}
		if format == "text" && len(found) > 0 {
			fmt.Fprintf(cmd.ErrOrStderr(), "briefpress: %s\n", summary(found))
		}
		if slices.ContainsFunc(found, func(f check.Finding) bool { return f.Level > check.Advice }) {
			return errFindings
		}
		return nil
	}
	return cmd
}

// formats are the forms of findings.
var formats = map[string]func(io.Writer, []check.Finding) error{
	"text":   func(w io.Writer, found []check.Finding) error { return check.WriteText(w, found, colour(w)) },
	"json":   check.WriteJSON,
	"github": check.WriteGitHub,
	"sarif": func(w io.Writer, found []check.Finding) error {
		directory, err := os.Getwd()
		if err != nil {
			return err
		}
		return check.WriteSARIF(w, found, check.Program{Name: version(), Directory: filepath.ToSlash(directory)})
	},
}

// mend mends what has one right answer, all files together or none, and says what.
func mend(stderr io.Writer, f *folders, src site.Source) error {
	mends, err := check.Mends(src, check.Options{Today: today()})
	if err != nil || len(mends) == 0 {
		return err
	}
	root, err := os.OpenRoot(f.content)
	if err != nil {
		return err
	}
	defer root.Close()
	var changes author.Changes
	for _, m := range mends {
		changes.Replace(m.File, m.Was, m.Data)
	}
	if err := changes.Apply(author.Folder{Root: root, Name: src.ContentName}); err != nil {
		return refused(err)
	}
	n := 0
	for _, m := range mends {
		for _, finding := range m.Findings {
			fmt.Fprintf(stderr, "mended %s: %s [%s]\n", finding.Position, finding.Message, finding.Rule)
			n++
		}
	}
	fmt.Fprintf(stderr, "briefpress: %s mended in %s\n", plural(n, "finding"), plural(len(mends), "file"))
	return nil
}

// checkAll checks the site as it is published, so that a link from a published
// text to a draft is found, and then its drafts.
func checkAll(src site.Source) []check.Finding {
	var c check.Checker
	s, _ := site.Load(src, nil)
	found := findings(&c, s)
	published := files(s)
	src.Drafts = true
	s, _ = site.Load(src, s)
	drafts := map[string]bool{}
	for file := range files(s) {
		drafts[file] = !published[file]
	}
	if len(drafts) > len(published) {
		for _, f := range findings(&c, s) {
			if drafts[f.File] && !slices.Contains(found, f) {
				found = append(found, f)
			}
		}
		slices.SortFunc(found, func(a, b check.Finding) int { return a.Compare(b.Problem) })
	}
	return found
}

// files are those of all editions of a site.
func files(s *site.Site) map[string]bool {
	all := map[string]bool{}
	for _, b := range s.Briefs() {
		for _, e := range b.Editions {
			all[e.File] = true
		}
	}
	return all
}

// summary counts findings by level.
func summary(found []check.Finding) string {
	var parts []string
	for _, level := range []check.Level{check.Error, check.Warning, check.Advice} {
		n := 0
		for _, f := range found {
			if f.Level == level {
				n++
			}
		}
		switch {
		case n == 0:
		case level == check.Advice:
			parts = append(parts, fmt.Sprintf("%d of advice", n))
		default:
			parts = append(parts, plural(n, level.String()))
		}
	}
	return plural(len(found), "finding") + ": " + strings.Join(parts, ", ")
}
