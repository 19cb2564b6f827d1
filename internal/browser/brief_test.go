package browser

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// No two words of the duration strip cover each other.
func testStrip(t *testing.T, lib *library, tb *Tab) {
	for _, width := range widths {
		tb.Size(width, 800)
		tb.Visit(lib.url + briefPage)
		if n := Get[int](tb, "document.querySelectorAll('.strip text').length"); n < 4 {
			t.Fatalf("%d texts in the strip", n)
		}
		tb.None(at(briefPage, width)+": two texts cover each other", `(() => {
			const texts = [...document.querySelectorAll(".strip text")].map(e => [e.textContent, e.getBoundingClientRect()]);
			return texts.flatMap(([a, x], i) => texts.slice(i + 1).filter(([, y]) =>
				x.left < y.right && y.left < x.right && x.top < y.bottom - 1 && y.top < x.bottom - 1).map(([b]) => a + " and " + b));
		})()`)
	}
}

func testWithoutScripts(t *testing.T, lib *library, tb *Tab) {
	r := lib.record(t)
	tb.Scripts(false)
	for _, width := range widths {
		tb.Size(width, 800)
		tb.Visit(lib.url + briefPage)
		tb.Want("document.querySelector('.theme') === null") // no script has run
		all := seen(tb, "main")
		want := func(what, text string) {
			t.Helper()
			if !strings.Contains(all, plain(text)) {
				t.Errorf("%s: %s is not to be read: %s", at(briefPage, width), what, text)
			}
		}
		want("the title", r.Title)
		want("the summary", r.Summary)
		for _, k := range r.KeyPoints {
			want("a key point", k)
		}
		for short, long := range r.Acronyms {
			want("an acronym", short+long)
		}
		for _, s := range r.Sources {
			want("a source", s.Title)
		}
		blocks := 0
		var walk func([]section)
		walk = func(sections []section) {
			for _, s := range sections {
				want("a heading", s.Title)
				for _, b := range s.Blocks {
					blocks++
					if b.ID == "" || len(b.Items) > 0 || b.Kind == "table" || b.Kind == "figure" {
						tb.Want(fmt.Sprintf("document.getElementById(%q)?.checkVisibility() ?? %q === ''", b.ID, b.ID))
					} else if got := seen(tb, "#"+b.ID); !strings.Contains(got, plain(b.Text)) {
						t.Errorf("%s: paragraph %s shows %s, not %s", at(briefPage, width), b.ID, got, plain(b.Text))
					}
					for _, i := range b.Items {
						want("an item", i)
					}
				}
				walk(s.Sections)
			}
		}
		walk(r.Sections)
		if blocks < 20 || len(r.Notes) < 10 {
			t.Fatalf("%d blocks and %d notes only", blocks, len(r.Notes))
		}

		// The contents: a bar to be opened, or a column.
		if width < 1200 {
			tb.Want("!document.querySelector('.contents a').checkVisibility({contentVisibilityAuto: true})")
			tb.Do(chromedp.Click(chromedp.CSS(".contents summary")))
		}
		tb.None(at(briefPage, width)+": of the contents is not to be read, or leads nowhere", `
			[...document.querySelectorAll(".contents a")].filter(a => !a.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})
				|| a.getBoundingClientRect().height < 10 || !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.outerHTML)`)
		if got := Get[int](tb, "document.querySelectorAll('.contents a').length"); got < len(r.Sections) {
			t.Errorf("%d lines of contents", got)
		}
		tb.Silent()
	}
}

// From 75em each note stands in the margin, beside or below the line that
// refers to it, and none covers another or the text.
func testMarginNotes(t *testing.T, lib *library, tb *Tab) {
	r := lib.record(t)
	for _, scripts := range []bool{true, false} {
		tb.Scripts(scripts)
		for _, width := range []int64{1200, 1280, 1920} {
			tb.Size(width, 800)
			tb.Visit(lib.url + briefPage)
			tb.None(at(briefPage, width)+": a note", `(() => {
				const text = document.querySelector(".text").getBoundingClientRect(), bad = [];
				let bottom = 0;
				for (const n of document.querySelectorAll(".note[popover]")) {
					if (n.closest(".scroll")) continue;
					const box = n.getBoundingClientRect(), ref = document.querySelector("[popovertarget=" + n.id + "]").getBoundingClientRect();
					if (!n.checkVisibility({visibilityProperty: true, opacityProperty: true}) || box.width < 150) bad.push(n.id + " is not seen");
					if (box.left < text.right || box.right > innerWidth) bad.push(n.id + " is not in the margin");
					if (box.top < bottom - 1) bad.push(n.id + " covers the one before");
					if (box.top < ref.top - 24) bad.push(n.id + " stands above its line");
					// What is not pushed down by the note before stands beside its paragraph.
					if (box.top > bottom + 30 && box.top > ref.bottom + 60) bad.push(n.id + " stands far below its line");
					bottom = box.bottom;
				}
				return bad;
			})()`)
			shown := plain(Get[string](tb, "[...document.querySelectorAll('.note[popover]')].map(n => n.innerText).join('')"))
			for _, n := range r.Notes {
				if !strings.Contains(shown, plain(fmt.Sprint(n.Number, n.Text))) {
					t.Errorf("%s, scripts %v: note %d is not to be read", at(briefPage, width), scripts, n.Number)
				}
			}
		}
	}
}

// Below 75em a note is opened by its number, with the mouse or the keyboard.
func testPopoverNotes(t *testing.T, lib *library, tb *Tab) {
	r := lib.record(t)
	for _, scripts := range []bool{true, false} {
		tb.Scripts(scripts)
		for _, width := range []int64{320, 768} {
			tb.Size(width, 640)
			tb.Visit(lib.url + briefPage)
			tb.None(at(briefPage, width)+": a note is open unasked", "[...document.querySelectorAll('.note[popover]')].filter(n => n.checkVisibility()).map(n => n.id)")
			for _, n := range r.Notes {
				button := fmt.Sprintf("[popovertarget=note-%d]", n.Number)
				note := fmt.Sprintf("document.getElementById('note-%d')", n.Number)
				tb.Do(chromedp.Click(chromedp.CSS(button)))
				tb.Want(note + ".matches(':popover-open')")
				if got := plain(Get[string](tb, note+".innerText")); got != plain(fmt.Sprint(n.Number, n.Text)) {
					t.Errorf("%s: note %d says %s", at(briefPage, width), n.Number, got)
				}
				tb.Want(`(() => {
					const box = ` + note + `.getBoundingClientRect();
					return box.left >= 0 && box.top >= 0 && box.right <= innerWidth + .5 && box.bottom <= innerHeight + .5
						&& ` + note + `.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
				})()`)
				tb.Do(chromedp.KeyEvent(kb.Escape))
				tb.Want("!" + note + ".matches(':popover-open')")
				if t.Failed() {
					t.Fatalf("%s, scripts %v, note %d", at(briefPage, width), scripts, n.Number)
				}
			}
			tb.Do(chromedp.Focus(chromedp.CSS("[popovertarget=note-1]")), chromedp.KeyEvent(kb.Enter))
			tb.Want("document.getElementById('note-1').matches(':popover-open')")
			tb.Do(chromedp.Click(chromedp.CSS("#p1 .acronym")))
			tb.Want("document.querySelector('#p1 .expansion').matches(':popover-open')")
		}
	}
}

// A paragraph whose address was followed is in sight, and looks unlike others.
func testLinkedParagraph(t *testing.T, lib *library, tb *Tab) {
	const look = `(id => {
		const style = getComputedStyle(document.getElementById(id), "::before");
		return [style.content, style.backgroundColor, style.borderInlineStartWidth, style.borderInlineStartStyle].join(" ");
	})`
	for _, width := range widths {
		tb.Size(width, 640)
		tb.Visit(lib.url + briefPage)
		before := Get[string](tb, look+"('p3')")
		for _, id := range []string{"p3", "p25"} {
			tb.Visit(lib.url + "/about/")
			tb.Visit(lib.url + briefPage + "#" + id)
			tb.Settle()
			tb.Want("document.querySelector(':target').id === '" + id + "' && scrollY > 100")
			// Its first line is in sight, and nothing covers it.
			tb.Want(`(() => {
				const p = document.querySelector(":target p"), box = p.getBoundingClientRect();
				return box.top >= 0 && box.top < innerHeight / 2 && p.contains(document.elementFromPoint(box.left + 40, box.top + 12));
			})()`)
			if after := Get[string](tb, look+"('"+id+"')"); after == before {
				t.Errorf("%s: #%s looks as any other: %s", at(briefPage, width), id, after)
			}
			tb.Want("getComputedStyle(document.querySelector(':target'), '::before').backgroundColor !== getComputedStyle(document.body).backgroundColor")
			tb.Want("getComputedStyle(document.getElementById('p1'), '::before').content === 'none'")
		}
		// A number is the address of its paragraph.
		tb.Do(chromedp.Click(chromedp.CSS("#p5 .num")))
		tb.Want("location.hash === '#p5' && document.querySelector(':target').id === 'p5'")
	}
}

func testColours(t *testing.T, lib *library, tb *Tab) {
	tb.Size(1280, 800)
	look := func() string {
		return Get[string](tb, "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color, getComputedStyle(document.querySelector('.lede')).color].join(' ')")
	}
	const toggle = ".masthead .theme"
	for _, system := range []string{"light", "dark"} {
		other := map[string]string{"light": "dark", "dark": "light"}[system]
		name := map[string]string{"light": "Light", "dark": "Dark"}
		tb.Media("screen", other)
		tb.Visit(lib.url + briefPage)
		theirs := look()
		tb.Media("screen", system)
		own := look()
		if a, b := strings.Split(own, ") "), strings.Split(theirs, ") "); a[0] == b[0] || a[1] == b[1] || a[2] == b[2] {
			t.Errorf("%s looks like %s: %s", system, other, own)
		}
		says := func(scheme string) {
			t.Helper()
			tb.Until("document.querySelector('" + toggle + "').textContent === '" + name[scheme] + "'")
		}
		says(other)
		tb.Do(chromedp.Click(chromedp.CSS(toggle)))
		if got := look(); got != theirs {
			t.Errorf("system %s: after the switch %s, not %s", system, got, theirs)
		}
		says(system)
		for _, path := range []string{briefPage, "/about/"} { // remembered
			tb.Visit(lib.url + path)
			if got := Get[string](tb, "document.documentElement.dataset.theme + ' ' + localStorage.theme"); got != other+" "+other {
				t.Errorf("system %s: %s has %s", system, path, got)
			}
			says(system)
		}
		tb.Visit(lib.url + briefPage)
		if got := look(); got != theirs {
			t.Errorf("system %s: a new page has %s, not %s", system, got, theirs)
		}
		tb.Do(chromedp.Click(chromedp.CSS(toggle)))
		if got := look(); got != own {
			t.Errorf("system %s: after switching back %s, not %s", system, got, own)
		}
		tb.Want("localStorage.theme === undefined")
		tb.Silent()
	}
	// Without a script the system decides.
	tb.Scripts(false)
	tb.Visit(lib.url + briefPage)
	dark := look()
	tb.Media("screen", "light")
	if look() == dark {
		t.Error("without scripts dark looks like light")
	}
}

// sheet matches a page of a PDF file.
var sheet = regexp.MustCompile(`/Type\s*/Page\b`)

func testPrint(t *testing.T, lib *library, tb *Tab) {
	r := lib.record(t)
	// A4 upright, and A3 across, which is as wide as a desk.
	for _, width := range []int64{627, 1430} {
		for _, scheme := range []string{"light", "dark"} {
			tb.Size(width, 900)
			tb.Media("print", scheme)
			tb.Visit(lib.url + briefPage)
			for _, s := range []string{".masthead", ".contents", ".footer ul", ".skip", ".anchor", ".uses", "[popover]"} {
				if got := Get[int](tb, fmt.Sprintf("[...document.querySelectorAll(%q)].filter(e => e.checkVisibility()).length", s)); got != 0 {
					t.Errorf("paper %d wide: %d of %s are printed", width, got, s)
				}
			}
			notes := seen(tb, ".endnotes")
			for _, n := range r.Notes {
				if !strings.Contains(notes, plain(n.Text)) {
					t.Errorf("paper %d wide: note %d is not printed", width, n.Number)
				}
			}
			tb.Want("[...document.querySelectorAll('.num')].every(n => n.checkVisibility())")
			// Ink on paper, whatever the screen has.
			tb.Want("getComputedStyle(document.querySelector('.text p')).color.match(/\\d+/g).every(c => c < 80)")
		}
	}
	tb.Media("", "light")
	tb.Visit(lib.url + briefPage)
	// The reader's paper is what is printed on, whatever the page would like.
	for box, paper := range map[string]chromedp.PaperSize{"59[45][.\\d]* 84[12]": chromedp.PaperA4, "612 792": chromedp.PaperLetter} {
		pdf, err := chromedp.Run(tb.Context, chromedp.PrintToPDF(chromedp.PDFPaper(paper), chromedp.PDFPreferCSSPageSize()))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(sheet.FindAll(pdf, -1)); n < 2 || n > 20 {
			t.Errorf("%d pages", n)
		}
		if !regexp.MustCompile(`/MediaBox\s*\[\s*0 0 ` + box).Match(pdf) {
			t.Errorf("the paper is not %s", box)
		}
	}
	tb.Silent()
}
