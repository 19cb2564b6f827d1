package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The number that was followed is what is cited, and a passage that is copied
// brings its citation along.
func testCite(t *testing.T, lib *library, tb *Tab) {
	const (
		whole = "document.querySelector('.cite dd p')"
		place = "document.querySelector('.cite dd p + p')"
		here  = "document.querySelector('.here')"
	)
	dated := lib.url + briefPage + "2020-04-14/"
	says := func(expression string, parts ...string) {
		t.Helper()
		text := Get[string](tb, expression)
		for _, p := range parts {
			if !strings.Contains(text, p) {
				t.Errorf("%s: %q lacks %q", expression, text, p)
			}
		}
	}
	for _, width := range []int64{320, 1280} {
		tb.Size(width, 800)
		tb.Visit(lib.url + briefPage)
		tb.Want("!" + place + ".checkVisibility() && " + here + " === null")
		says(whole+".innerText", dated)
		tb.Do(chromedp.Click(chromedp.CSS("#p5 .num")))
		tb.Until(place + ".checkVisibility()")
		says(place+".innerText", "para. 5", dated+"#p5")
		says("document.querySelector('.at').innerText", "para. 5")
		tb.Want(place + ".querySelector('a').href === '" + dated + "#p5'")
		// The keyboard goes on to the citation, which keeps the paragraph.
		tb.Do(chromedp.KeyEvent(kb.Tab))
		tb.Want("document.activeElement === " + here + " && " + here + ".closest('.block').id === 'p5'")
		tb.Do(chromedp.KeyEvent(kb.Enter))
		tb.Until("location.hash === '#cite'")
		says(place+".innerText", "para. 5")
		// Whatever has an address of its own has its own name.
		for address, name := range map[string]string{"p15.i2": "para. 15, item 2", "t1": "table 1"} {
			tb.Visit(lib.url + "/about/")
			tb.Visit(lib.url + briefPage + "#" + address)
			tb.Until(place + ".checkVisibility()")
			says(place+".innerText", name, dated+"#"+address)
		}
		tb.Visit(lib.url + "/about/")
		tb.Visit(lib.url + briefPage + "#sources")
		tb.Want("!" + place + ".checkVisibility()")
	}

	tb.Visit(lib.url + briefPage)
	// copied selects from one paragraph to another, and gives the plain text and
	// the HTML that go to the clipboard; "" where the browser's own do.
	copied := func(from string, start int, to string, end int) string {
		tb.Do(chromedp.Focus(chromedp.CSS("#main")))
		tb.Want(`(([from, start, to, end]) => {
			const text = (at) => document.querySelector(at).firstChild;
			getSelection().setBaseAndExtent(text(from), start, text(to), end);
			const data = new DataTransfer(), event = new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true});
			document.querySelector(from).dispatchEvent(event);
			window.copied = event.defaultPrevented ? data.getData("text/plain") + "\n" + data.getData("text/html") : "";
			return true;
		})(` + fmt.Sprintf("[%q, %d, %q, %d]", from, start, to, end) + `)`)
		return Get[string](tb, "copied")
	}
	for _, c := range []struct {
		from  string
		start int
		to    string
		end   int
		want  []string // nil: the browser copies
	}{
		{"#p5 p", 0, "#p5 p", 59, nil},
		{"#p5 p", 0, "#p5 p", 60, []string{"The mission rests on", "para. 5, ", dated + "#p5", "<blockquote>The mission"}},
		{"#p5 p", 4, "#p7 p", 20, []string{"mission rests on", "paras. 5–7, ", dated + "#p5", "RSM works"}},
		{"#t1 caption", 0, "#t1 td", 5, []string{"Commands", "table 1, ", dated + "#t1"}},
		{".cite dd p", 0, ".cite .pair + .pair p", 20, nil},
		{".lede", 0, ".lede", 100, nil},
	} {
		got := copied(c.from, c.start, c.to, c.end)
		if (got == "") != (c.want == nil) {
			t.Errorf("%s %d to %s %d copies %q", c.from, c.start, c.to, c.end, got)
		}
		for _, part := range c.want {
			if !strings.Contains(got, part) {
				t.Errorf("%s %d to %s %d: %q lacks %q", c.from, c.start, c.to, c.end, got, part)
			}
		}
		for _, part := range []string{"popover", "id=", "Cite this", "<button"} {
			if strings.Contains(got, part) {
				t.Errorf("%s %d to %s %d: %q has %q", c.from, c.start, c.to, c.end, got, part)
			}
		}
	}
	tb.Silent()
}

// Without scripts the citations are there, pinned to the edition, with the
// standing of the brief and the files for reference managers.
func testCiteWithoutScripts(t *testing.T, lib *library, tb *Tab) {
	tb.Scripts(false)
	for _, width := range widths {
		tb.Size(width, 800)
		tb.Visit(lib.url + briefPage)
		shown := seen(tb, "section.cite")
		for _, text := range []string{
			"2nd ed. BP-2019-001. Briefpress, April 14, 2020. Archived.",
			"(2020, April 14).", "(2nd ed., Brief No. BP-2019-001) [Archived]. Briefpress.",
			lib.url + briefPage + "2020-04-14/",
		} {
			if !strings.Contains(shown, plain(text)) {
				t.Errorf("%s: the citation lacks %q: %s", at(briefPage, width), text, shown)
			}
		}
		for _, name := range []string{"brief.bib", "brief.ris", "brief.csl.json", "brief.txt", "brief.json", "brief.md"} {
			tb.Want(fmt.Sprintf("document.querySelector('.cite a[href$=%q]')?.checkVisibility()", "/2020-04-14/"+name))
			if !lib.site.Has(briefPage + "2020-04-14/" + name) {
				t.Errorf("%s leads nowhere", name)
			}
		}
	}
}
