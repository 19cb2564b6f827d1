//go:build audit

package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const axeVersion = "4.14.1"

// axeRun gives what is wrong with the page, or with a part of it. Rules about
// whole pages are for whole pages only.
const axeRun = `axe.run(%s, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
	rules: {"target-size": {enabled: true}},
}).then(r => ({
	passes: r.passes.map(p => p.id),
	unsure: r.incomplete.flatMap(v => v.nodes.map(n => v.id + ": " + [...n.any, ...n.all, ...n.none].map(c => c.message).join(" "))),
	bad: r.violations.flatMap(v => v.nodes.map(n => v.id + " (" + v.impact + ") " + n.target + ": " + n.failureSummary.replace(/\s+/g, " "))),
}))`

// An AxeResult is what axe says: the rules that passed, what it cannot decide, and
// what is wrong.
type AxeResult struct{ Passes, Unsure, Bad []string }

// An Axe is axe-core, which checks pages for what keeps people out. It is there
// with the build tag "audit" only.
type Axe struct{ script string }

// NewAxe installs axe-core where it is not there.
func NewAxe(t *testing.T) Axe {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(npm(t, "axe-core", axeVersion), "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return Axe{string(script)}
}

// Look has axe look at the page of a tab, or at the part of it that an expression
// gives, such as "document".
func (a Axe) Look(tb *Tab, part string) AxeResult {
	if !Get[bool](tb, "'axe' in window") {
		Get[any](tb, a.script+";0")
	}
	return Get[AxeResult](tb, fmt.Sprintf(axeRun, part))
}
