package browser

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// record is what an edition has to say, from its brief.json.
type record struct {
	Title, Summary string
	KeyPoints      []string
	Sections       []section
	Notes          []struct {
		Number int
		Text   string
	}
	Acronyms map[string]string
	Sources  map[string]struct{ Title string }
}

type section struct {
	ID, Title string
	Blocks    []struct {
		ID, Kind, Text string
		Items          []string
	}
	Sections []section
}

func (lib *library) record(t *testing.T) record {
	t.Helper()
	paths := lib.site.Paths()
	slices.Reverse(paths)
	i := slices.IndexFunc(paths, func(p string) bool { return strings.HasSuffix(p, "/brief.json") })
	if i < 0 {
		t.Fatal("no edition")
	}
	f, err := lib.site.File(paths[i])
	if err != nil {
		t.Fatal(err)
	}
	var r record
	if err := json.Unmarshal(f.Body, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// words leaves of a text what every way of writing it has.
var words = regexp.MustCompile(`[^\pL\pN]+`)

func plain(s string) string { return words.ReplaceAllString(s, "") }

// seen is the text of what matches, as it is shown: what is hidden is not in
// it, nor are notes and expansions, which stand in the middle of sentences.
func seen(tb *Tab, selector string) string {
	tb.t.Helper()
	return plain(Get[string](tb, fmt.Sprintf(`(() => {
		let text = "";
		for (const e of document.querySelectorAll(%q)) {
			const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
			for (let n; n = walk.nextNode();) {
				const p = n.parentElement;
				if (!p.closest("[popover], .ref, .num") && p.checkVisibility({visibilityProperty: true, opacityProperty: true}) && p.getClientRects().length) text += n.data;
			}
			text += "\n";
		}
		return text;
	})()`, selector)))
}
