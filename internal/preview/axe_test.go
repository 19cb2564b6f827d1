//go:build audit

package preview

import (
	"slices"
	"strings"
	"testing"

	"briefpress/internal/browser"
)

// TestAuditDesk has axe look at what the preview adds to a page: the strip, folded
// and open, a pin that is looked at, the overlay, and the page that holds nothing
// but problems.
func TestAuditDesk(t *testing.T) {
	axe := browser.NewAxe(t)
	chromium := browser.Chromium(t)
	look := func(t *testing.T, tb *browser.Tab, what string) {
		t.Helper()
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{320, 1280} {
				tb.Media("screen", scheme)
				tb.Size(width, 800)
				r := axe.Look(tb, "document")
				for _, bad := range r.Bad {
					t.Errorf("%s, %s, %d px: %s", what, scheme, width, bad)
				}
				if !slices.Contains(r.Passes, "color-contrast") {
					t.Errorf("%s: no contrast passed: %v", what, r.Passes)
				}
			}
		}
	}

	r := newRoom(t)
	r.write(r.brief(), faulty())
	r.serve(nil)
	r.checked()
	tb := browser.Open(t, chromium)
	r.load(tb, page)
	tb.Until(box(".pin") + " !== null")
	look(t, tb, "the strip folded")
	browser.Get[any](tb, box(".desk")+".open = true; 0")
	look(t, tb, "the strip open")
	browser.Get[any](tb, box(".elsewhere")+".open = true; 0")
	look(t, tb, "the strip with what is elsewhere")
	browser.Get[any](tb, box(".desk")+".open = false; "+box(".pin > button")+".focus(); 0")
	look(t, tb, "a pin with the focus")
	r.write(r.brief(), strings.Replace(faulty(), "title:", "tilte:", 1))
	tb.Until(box(".stops") + " !== null")
	look(t, tb, "the overlay")
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	tb.Until("document.querySelector('#briefpress-offline') !== null")
	look(t, tb, "the preview stopped")

	broken := newRoom(t)
	broken.write(broken.brief(), "---\ntitle: [\n---\n")
	broken.serve(nil)
	tb = browser.Open(t, chromium)
	tb.Visit(broken.url + page)
	tb.Until(box(".stops") + " !== null")
	look(t, tb, "nothing but problems")
}
