//go:build audit

package browser

import (
	"maps"
	"os"
	"slices"
	"testing"

	"briefpress"
)

// TestAuditAxe has axe look at every kind of page, at every width, in both
// colour schemes, and at what is opened by its readers.
func TestAuditAxe(t *testing.T) {
	axe := NewAxe(t)
	browser := Chromium(t)
	content, dari, editions := serve(t, briefpress.Content()), serve(t, os.DirFS("testdata/dari")), serve(t, os.DirFS("testdata/editions"))
	undecided := map[string]int{} // by rule and reason
	run := func(t *testing.T, lib *library, tb *Tab, path, scheme string, width int64) {
		tb.Media("screen", scheme)
		tb.Size(width, 800)
		tb.Visit(lib.url + path)
		look := func(what, part string) {
			r := axe.Look(tb, part)
			for _, bad := range r.Bad {
				t.Errorf("%s, %s%s: %s", at(path, width), scheme, what, bad)
			}
			for _, unsure := range r.Unsure {
				undecided[unsure]++
			}
			// A checker that looks at nothing finds nothing. (It cannot make out
			// the ground that popovers stand on.)
			if part == "document" && !slices.Contains(r.Passes, "color-contrast") {
				t.Errorf("%s, %s: no contrast passed: %v", at(path, width), scheme, r.Passes)
			}
		}
		look("", "document")
		if Get[bool](tb, "document.querySelector('.contents details:not([open])') !== null") {
			Get[any](tb, "document.querySelector('.contents details').open = true; 0")
			look(", contents open", "document.querySelector('.contents')")
			Get[any](tb, "document.querySelector('.contents details').open = false; 0")
		}
		for _, popover := range []string{".note", ".expansion"} {
			if Get[bool](tb, "(p => { p?.showPopover(); return p?.matches(':popover-open') ?? false })(document.querySelector('"+popover+"[popover]'))") {
				look(", "+popover+" open", "document.querySelector(':popover-open')")
				Get[any](tb, "document.querySelector(':popover-open').hidePopover()")
			}
		}
	}
	for _, test := range []struct {
		lib   *library
		paths []string
	}{
		{content, kinds},
		{dari, []string{"/", "/briefs/mission/", "/briefs/mission/compare/2019-06-07/2020-04-14/", "/briefs/mission/history/", "/about/"}},
		{editions, []string{convoys, convoysFirst, convoysSecond, convoys + "compare/2020-01-10/newest/", convoys + "history/"}},
	} {
		lib, paths := test.lib, test.paths
		for _, path := range paths {
			t.Run(lib.site.Config().ID+path, func(t *testing.T) {
				tb := Open(t, browser)
				for _, scheme := range []string{"light", "dark"} {
					for _, width := range widths {
						run(t, lib, tb, path, scheme, width)
					}
				}
			})
		}
	}
	for _, what := range slices.Sorted(maps.Keys(undecided)) {
		t.Logf("axe cannot decide, %d times: %s", undecided[what], what)
	}
}
