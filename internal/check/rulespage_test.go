package check

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the page of rules")

const rulesFile = "../../content/pages/rules.md"

// rulesPage is the page of the built-in site that explains the rules.
func rulesPage() string {
	var b strings.Builder
	b.WriteString(`---
# This page is made of internal/check/rules.go. Change the rules there, then run
# go test ./internal/check -run TestRulesPage -update
title: Rules of check
summary: Everything that check looks for in the texts, pictures and settings of a library, and what to do about it.
acronyms:
  HTML: HyperText Markup Language
  SVG: Scalable Vector Graphics
  UTF: Unicode Transformation Format
---

`)
	fmt.Fprintf(&b, "`briefpress check` holds a library to %d rules. `briefpress check --rules` prints the same list. How to change the level of a rule, and how to set one finding aside, is in the [editors' guide](/editors-guide/#when-something-is-wrong).\n\n", len(Rules()))
	b.WriteString("An **error** is something wrong that readers meet. A **warning** is most likely wrong. **Advice** is on what could be better. A rule that is **off** says nothing unless the library gives it a level.\n")
	for _, g := range Groups() {
		fmt.Fprintf(&b, "\n## %s\n", g.Title)
		for _, r := range g.Rules {
			fmt.Fprintf(&b, "\n`%s` (%s)\n: %s\n", r.Name, r.Level, strings.ReplaceAll(r.Doc, "\n", " "))
		}
	}
	return b.String()
}

// TestRulesPage holds the page to the rules.
func TestRulesPage(t *testing.T) {
	want := rulesPage()
	if *update {
		if err := os.WriteFile(rulesFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, string(got)); diff != "" {
		t.Errorf("the page of rules is not that of the rules; run go test ./internal/check -run TestRulesPage -update (-want +got):\n%s", diff)
	}
}
