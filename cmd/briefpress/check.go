package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"briefpress/internal/check"
	"briefpress/internal/site"
)

func checkCommand() *cobra.Command {
	var f folders
	var format string
	var rules bool
	cmd := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Find what is wrong with the content",
		Long: `check applies every rule to the site and prints what it finds, with file, line and
column. It prints nothing and exits with 0 where nothing is wrong, and with 1
where something is; advice alone is no failure. Drafts are checked, too.

Levels of rules are changed in site.yaml, under rules. A comment silences a rule
in one place: <!-- briefpress:ignore RULE: REASON -->`,
		Example: "  briefpress check\n  briefpress check --rules",
		Args:    directory,
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "`form` of the findings: text or json")
	cmd.Flags().BoolVar(&rules, "rules", false, "explain all rules, and check nothing")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if format != "text" && format != "json" {
			return misuse(cmd, fmt.Errorf("there is no format %q: it is text or json", format))
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
		found := checkAll(src)
		if format == "json" {
			err = check.WriteJSON(stdout, found)
		} else {
			err = check.WriteText(stdout, found, colour(stdout))
		}
		if err != nil {
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

// checkAll checks the site as it is published, so that a link from a published
// text to a draft is found, and then its drafts.
func checkAll(src site.Source) []check.Finding {
	s, _ := site.Load(src, nil)
	found := findings(s, src)
	published := files(s)
	src.Drafts = true
	s, _ = site.Load(src, s)
	drafts := map[string]bool{}
	for file := range files(s) {
		drafts[file] = !published[file]
	}
	if len(drafts) > len(published) {
		for _, f := range findings(s, src) {
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
