package preview

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"

	"briefpress/internal/browser"
)

// press types a key, held or not by Alt.
func press(tb *browser.Tab, key string, alt bool) {
	modifiers := int64(0)
	if alt {
		modifiers = 1
	}
	code := map[string]int64{"Tab": 9, "Enter": 13, "Escape": 27}[key]
	for _, typ := range []input.DispatchKeyEventType{"rawKeyDown", "keyUp"} {
		browser.Call(tb, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: typ, Key: key, Code: key, WindowsVirtualKeyCode: code, Modifiers: modifiers})
	}
}

// click clicks with the mouse in the middle of an element, Alt held or not.
func click(tb *browser.Tab, element string, alt bool) {
	box := browser.Get[[]float64](tb, `(e => { e.scrollIntoView({block: "center", behavior: "instant"});
		const b = e.getClientRects()[0]; return [b.left + b.width / 2, b.top + b.height / 2]; })(`+element+`)`)
	modifiers := int64(0)
	if alt {
		modifiers = 1
	}
	for _, typ := range []input.DispatchMouseEventType{"mouseMoved", "mousePressed", "mouseReleased"} {
		params := input.DispatchMouseEventParams{Type: typ, X: box[0], Y: box[1], Modifiers: modifiers}
		if typ != "mouseMoved" {
			params.Button, params.ClickCount = "left", 1
		}
		browser.Call(tb, input.DispatchMouseEvent, params)
	}
}

// box is the preview's own part of the page.
func box(selector string) string {
	return fmt.Sprintf("document.querySelector('#briefpress-preview %s')", selector)
}

// faulty is the text of the brief with findings in a paragraph and in a title.
func faulty() string {
	return strings.Replace(text(append(paragraphs(), "<b>raw</b> and <i>more</i>")), "summary", "draft: true\nsummary", 1)
}

func TestBrowserDesk(t *testing.T) {
	chromium := browser.Chromium(t)
	run := func(name string, test func(t *testing.T, r *room)) {
		t.Run(name, func(t *testing.T) { test(t, newRoom(t)) })
	}

	run("three blocks above move what is read by nothing", func(t *testing.T, r *room) {
		base, err := os.ReadFile(r.file("templates/base.html"))
		if err != nil {
			t.Fatal(err)
		}
		r.write(r.file("templates/base.html"), strings.Replace(string(base), "<footer", "<details id=\"own\"><summary>More</summary><p>Data</p></details>\n<footer", 1))
		r.serve(nil)
		list := paragraphs()
		for _, width := range []int64{320, 1280} {
			r.write(r.brief(), text(list))
			tb := browser.Open(t, chromium)
			tb.Size(width, 800)
			r.load(tb, page)
			tb.Until(says(list[39]) + " && !" + says("Put above"))
			r.settled(tb)
			browser.Get[any](tb, `
				document.getElementById("own").open = document.querySelector(".contents details").open = true;
				window.read = `+saying(list[20])+`;
				scrollTo({top: read.getBoundingClientRect().top + scrollY - 57, behavior: "instant"});
				getSelection().setBaseAndExtent(read.firstChild, 4, read.firstChild, 30);
				window.chosen = getSelection().toString();
				window.focused = `+saying(list[21])+`.closest(".block").querySelector(".num");
				focused.focus({preventScroll: true});
				window.open0 = document.querySelectorAll("details[open]:not(#briefpress-preview *)").length;
				window.seen = new Set(); // the pixels that it is drawn at
				(function look() { seen.add(Math.round(read.getBoundingClientRect().top)); requestAnimationFrame(look); })();`)
			edited := slices.Insert(slices.Clone(list), 9, "Put above, the first.", "- Put above\n- as a list", "> Put above, the third.")
			edited[30] = "Written anew elsewhere, out of sight."
			r.write(r.brief(), text(edited))
			tb.Until(says("Put above, the first."))
			r.settled(tb)
			if moved := browser.Get[float64](tb, "Math.max(...seen) - Math.min(...seen)"); moved != 0 {
				t.Errorf("at %d pixels, what is read moved by %v pixels", width, moved)
			}
			tb.Want("read.isConnected && read === " + saying(list[20]))
			tb.Want("getSelection().toString() === chosen && chosen.length === 26")
			tb.Want("document.activeElement === focused && focused.isConnected")
			tb.Want("open0 >= 2 && document.querySelectorAll('details[open]:not(#briefpress-preview *)').length === open0")
			tb.Want("window.unloaded === false")
			r.same(tb)
			tb.Silent()
		}
	})

	run("follow", func(t *testing.T, r *room) {
		r.write(r.file("content/briefs/merlin.md"), "---\ntitle: The merlin\npublished: 2020-02-03\n---\n\nSmall.\n")
		r.serve(nil)
		tb := r.show(chromium, page)
		tb.Until(box(".desk") + " !== null")
		list := paragraphs()
		change := func(i int, news string) {
			t.Helper()
			list[i] = news
			r.write(r.brief(), text(list))
			tb.Until(says(news))
			r.settled(tb)
		}
		change(30, "Out of sight, not followed.")
		tb.Want("scrollY === 0")
		browser.Get[any](tb, box(".desk")+".open = true")
		click(tb, box("input[name=follow]"), false)
		change(31, "Out of sight, followed.")
		inSight := func(news string) string {
			return "(b => b.top > 0 && b.bottom < innerHeight)(" + saying(news) + ".getBoundingClientRect())"
		}
		tb.Until(inSight("Out of sight, followed."))
		tb.Until("!document.scrollingElement.scrollTop || new Promise(r => { const y = scrollY; setTimeout(() => r(y === scrollY), 200) })")
		y := browser.Get[float64](tb, "scrollY")
		change(32, "In sight, so nothing moves.")
		if got := browser.Get[float64](tb, "scrollY"); got != y {
			t.Errorf("what is in sight was scrolled to, from %v to %v", y, got)
		}

		// Another brief is opened only where that is wished, and by the tab in sight.
		save := func(text string) {
			r.write(r.file("content/briefs/merlin.md"), "---\ntitle: The merlin\npublished: 2020-02-03\n---\n\n"+text+"\n")
			r.until(text, func(news) bool { _, body := r.get("/briefs/merlin/"); return strings.Contains(body, text) })
			r.settled(tb)
		}
		save("Smaller.")
		tb.Want("location.pathname === '" + page + "' && window.unloaded === false")
		// It is remembered, and so is that the strip is open.
		tb.Visit(r.url + page)
		tb.Until(box(".desk") + "?.open === true && " + box("input[name=follow]") + ".checked")
		click(tb, box("input[name=open]"), false)
		save("Smallest.")
		tb.Until("location.pathname === '/briefs/merlin/' && " + live + " && " + says("Smallest."))
		tb.Until(box("input[name=open]") + "?.checked")
		save("Smallest of all.")
		tb.Until(says("Smallest of all."))
		list[0] = "Back again."
		r.write(r.brief(), text(list))
		tb.Until("location.pathname === '" + page + "' && " + says("Back again."))
	})

	run("the strip and the pins", func(t *testing.T, r *room) {
		r.write(r.brief(), faulty())
		r.serve(nil)
		tb := r.show(chromium, page)
		tb.Until(box(".pin") + " !== null")
		r.settled(tb)
		for _, want := range []string{"Draft", "findings", "elsewhere"} {
			tb.Want(fmt.Sprintf("%s.innerText.includes(%q)", box(".desk summary"), want))
		}
		// Each pin stands at the height of its part, and stays there.
		beside := `(() => {
			const pin = document.querySelector("#briefpress-preview .pin").getBoundingClientRect();
			const block = ` + saying("raw") + `.closest(".block").getBoundingClientRect();
			return Math.abs(pin.top - block.top) < 2 && pin.left >= block.right - 24 && pin.right <= innerWidth;
		})()`
		tb.Want(beside)
		tb.Size(320, 800)
		tb.Until(beside)
		tb.Size(1280, 800)
		tb.Until(beside)
		// By keyboard: Tab reaches the pin, which says what it is about, and
		// then the place, which opens; Escape puts the text away.
		browser.Get[any](tb, box(".pin button")+".focus()")
		tb.Want(box(".pin > div") + ".checkVisibility() && " + box(".pin > div") + ".innerText.includes('HTML is not read')")
		press(tb, "Tab", false)
		tb.Want("document.activeElement.matches('.pin .where')")
		press(tb, "Escape", false)
		tb.Want("!" + box(".pin > div") + ".checkVisibility()")
		browser.Get[any](tb, "document.activeElement.blur()")
		// A newer state leaves focus and what is open where they were.
		browser.Get[any](tb, box(".desk")+".open = true; "+box(".elsewhere")+".open = true; window.desk0 = "+box(".desk")+"; "+box("[data-part=facts] .where")+".focus()")
		r.write(r.brief(), strings.Replace(faulty(), "Paragraph two", "Paragraph 2,", 1))
		tb.Until(says("Paragraph 2,"))
		r.settled(tb)
		tb.Want("desk0 === " + box(".desk") + " && desk0.open && " + box(".elsewhere") + ".open && document.activeElement === " + box("[data-part=facts] .where"))
		// What is mended goes.
		r.write(r.brief(), text(paragraphs()))
		tb.Until(box(".pin") + " === null && " + box("[data-part=here] li") + " === null")
		tb.Want("!" + box(".desk summary") + ".innerText.includes('Draft')")
		r.same(tb)
		tb.Want("document.querySelectorAll('[style]').length === 0")
		tb.Silent()
	})

	run("a pin beside a note", func(t *testing.T, r *room) {
		r.write(r.brief(), text([]string{"It has <b>raw</b> text and a note.[^n]", "[^n]: A note with <i>raw</i> text."}))
		r.serve(nil)
		tb := browser.Open(t, chromium)
		tb.Size(1280, 800)
		r.load(tb, page)
		tb.Until("document.querySelectorAll('#briefpress-preview .pin').length === 2")
		tb.Until(`(() => {
			const [text, note] = [...document.querySelectorAll("#briefpress-preview .pin")].map((p) => p.getBoundingClientRect());
			const margin = document.querySelector("#note-1").getBoundingClientRect();
			return margin.width > 0 && Math.abs(note.top - margin.top) < 2 && note.left > text.right && note.left >= margin.right - 24;
		})()`)
	})

	run("from the page to the source", func(t *testing.T, r *room) {
		editor, said := fakeEditor(t, "")
		r.write(r.brief(), faulty())
		r.serve(func(o *Options) { o.Editor = editor })
		tb := r.show(chromium, page)
		tb.Until(box(".pin") + " !== null")
		lines := strings.Split(faulty(), "\n")
		line := func(begins string) int {
			return 1 + slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, begins) })
		}
		opened := func(what string, line int) {
			t.Helper()
			got := strings.Split(said(), "\n")[1]
			if want := fmt.Sprintf("%s:%d:", r.brief(), line); !strings.HasPrefix(got, want) {
				t.Errorf("%s: opened %s, want %s", what, got, want)
			}
		}
		list := paragraphs()
		click(tb, saying(list[12]), true)
		opened("a paragraph", line("Paragraph twelve"))
		click(tb, saying(list[12])+".closest('.block').querySelector('.num')", true)
		opened("a number, which is a link", line("Paragraph twelve"))
		click(tb, "document.querySelector('h1')", true)
		opened("the title", line("title:"))
		click(tb, "document.querySelector('.lede')", true)
		opened("the summary", line("summary:"))
		click(tb, "document.querySelector('.text h2[id]')", true)
		opened("a heading", line("## Part nought"))
		click(tb, "document.querySelector('.docket dt')", true)
		opened("the docket", 1)
		browser.Get[any](tb, saying(list[7])+".closest('.block').querySelector('.num').focus()")
		press(tb, "Enter", true)
		opened("a paragraph by keyboard", line("Paragraph seven"))
		click(tb, box(".pin button"), false)
		click(tb, box(".pin .where"), false)
		opened("a pin", line("<b>raw"))
		tb.Until(box(".said") + ".textContent.startsWith('Opened content/briefs/kestrel/')")
		tb.Want("location.hash === '' && window.unloaded === false")

		broken := strings.Replace(faulty(), "summary: A", "sumary: A", 1)
		r.write(r.brief(), broken)
		tb.Until(box(".stops .where") + " !== null")
		tb.Until(box(".pin") + " === null")
		click(tb, box(".stops .where"), false)
		opened("the overlay", line("summary:"))

		// What fails is said, over the page and aloud.
		if err := os.Remove(editor[0]); err != nil {
			t.Fatal(err)
		}
		click(tb, box(".stops .where"), false)
		tb.Until(box(".failure[role=alert]") + "?.textContent.includes('an editor')")
		press(tb, "Escape", false)
		tb.Want(box(".failure") + " === null && !" + box(".stops") + ".open")
		// Without Alt, and beside the text, a click is a click.
		click(tb, saying(list[12])+".closest('.block').querySelector('.num')", false)
		tb.Want("location.hash !== ''")
	})

	run("without an editor places are copied", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		tb.Until(box(".desk") + " !== null")
		browser.Get[any](tb, "navigator.clipboard.writeText = async (text) => { window.copied = text }")
		click(tb, saying(paragraphs()[0]), true)
		tb.Until("window.copied === 'content/briefs/kestrel/2021-03-01.md:10'")
		tb.Until(box(".said[role=status]") + ".textContent.includes('" + EditorVariable + "')")
		// Browsers that do not trust the address have another way.
		browser.Get[any](tb, `navigator.clipboard.writeText = async () => { throw new Error("no") };
			document.addEventListener("copy", () => window.copied = getSelection().toString() || document.activeElement.value)`)
		click(tb, saying(paragraphs()[1]), true)
		tb.Until("window.copied === 'content/briefs/kestrel/2021-03-01.md:12'")
		tb.Want(box("textarea") + " === null")
		tb.Silent()
	})

	run("a site broken from the start leads to its source", func(t *testing.T, r *room) {
		editor, said := fakeEditor(t, "")
		r.write(r.brief(), "---\ntitle: The kestrel\nstatus: 7\n---\n")
		r.serve(func(o *Options) { o.Editor = editor })
		tb := r.show(chromium, page)
		tb.Want("document.querySelectorAll('main, h1').length === 2")
		click(tb, box(".stops .where"), false)
		if got := said(); !strings.Contains(got, r.brief()+":3:") {
			t.Errorf("opened %s", got)
		}
	})

	run("everyone can use it", func(t *testing.T, r *room) {
		r.write(r.brief(), faulty())
		r.write(r.file("content/site.yaml"), "id: example.org,2020\ntitle: Notes\nrules: {base-url: advice}\n")
		r.serve(nil)
		tb := r.show(chromium, page)
		look := func(what string) {
			t.Helper()
			for _, scheme := range []string{"light", "dark"} {
				tb.Media("screen", scheme)
				for _, width := range []int64{320, 768, 1280} {
					tb.Size(width, 800)
					tb.Settle()
					tb.None(fmt.Sprintf("%s, %s, %d pixels", what, scheme, width), usable)
				}
			}
			tb.Media("print", "light")
			tb.Want("!" + box(".desk") + ".checkVisibility() && ![...document.querySelectorAll('#briefpress-preview *')].some(e => e.checkVisibility())")
			tb.Media("screen", "light")
		}
		tb.Until(box(".pin") + " !== null")
		look("folded")
		browser.Get[any](tb, box(".desk")+".open = true; "+box(".elsewhere")+".open = true; "+box(".pin button")+".focus()")
		look("open")
		r.write(r.brief(), strings.Replace(faulty(), "summary: A", "sumary: A", 1))
		tb.Until(box(".stops") + " !== null")
		browser.Get[any](tb, box(".stops summary")+".focus()")
		look("broken")
		// The alert says all of it, errors come first in the order of focus,
		// and only what names itself can be reached.
		tb.Want(box("[role=alert]") + ".textContent.includes('did you mean \"summary\"?')")
		tb.Want("document.getElementById('briefpress-preview').matches('aside[aria-label]')")
		tb.Want(box(".alerts summary") + ".compareDocumentPosition(" + box(".desk summary") + ") === Node.DOCUMENT_POSITION_FOLLOWING")
	})

	run("a page without scripts", func(t *testing.T, r *room) {
		r.write(r.brief(), faulty())
		r.serve(nil)
		tb := browser.Open(t, chromium)
		tb.Scripts(false)
		tb.Visit(r.url + page)
		tb.Scripts(true)
		tb.Want(says(paragraphs()[39]) + " && document.getElementById('briefpress-preview') === null")
	})

	run("a phone", func(t *testing.T, r *room) {
		editor, _ := fakeEditor(t, "")
		r.serve(func(o *Options) { o.Addr, o.Editor = "0.0.0.0:0", editor })
		u, err := url.Parse(r.open)
		if err != nil {
			t.Fatal(err)
		}
		tb := browser.Open(t, chromium)
		browser.Call(tb, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 390, Height: 844, DeviceScaleFactor: 3, Mobile: true})
		tb.Visit(strings.Replace(r.open, u.Path+"?", page+"?", 1))
		tb.Until(live)
		tb.Want("location.search === '' && location.pathname === '" + page + "'")
		tb.Want("document.cookie === ''") // the token is not for scripts
		// No lock is there for an address that browsers do not trust.
		host, _, _ := net.SplitHostPort(u.Host)
		if ip := netip.MustParseAddr(host); !ip.IsLoopback() {
			tb.Want("!navigator.locks && !isSecureContext")
		}
		r.write(r.brief(), text([]string{"On the phone."}))
		tb.Until(says("On the phone."))
		tb.Until(box(".desk") + " !== null")
		tb.Want("document.documentElement.scrollWidth <= innerWidth")
	})
}

// usable gives what of the preview's own parts somebody could not use: what
// has no name, is too small to hit, too faint to read, or runs off the screen.
const usable = `(() => {
	const wrong = [];
	const lum = (c) => c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
	const rgb = (text) => { const c = text.match(/[\d.]+/g).map(Number); return c.length > 3 && c[3] === 0 ? null : c.slice(0, 3); };
	const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
	const contrast = (a, b) => { const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
	let texts = 0;
	for (const e of document.querySelectorAll("#briefpress-preview *")) {
		if (!e.checkVisibility({opacityProperty: true}) || !e.getClientRects().length) continue;
		const name = e.outerHTML.slice(0, 90);
		const style = getComputedStyle(e);
		if ([...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) {
			texts++;
			const ratio = contrast(rgb(style.color), ground(e));
			if (ratio < 4.5) wrong.push("contrast " + ratio.toFixed(2) + ": " + name);
			if (parseFloat(style.fontSize) < 12) wrong.push("letters of " + style.fontSize + ": " + name);
		}
		const box = e.getBoundingClientRect();
		if (e.matches("button, summary, input, a")) {
			const target = e.matches("input") ? e.closest("label").getBoundingClientRect() : box;
			if (target.width < 24 || target.height < 23.9) wrong.push("target of " + target.width + " by " + target.height + ": " + name);
			const said = e.getAttribute("aria-label") || (e.matches("input") ? e.closest("label") : e).textContent;
			if (!said.trim()) wrong.push("no name: " + name);
			if (e.tabIndex !== 0) wrong.push("tabindex " + e.tabIndex + ": " + name);
		}
		if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) wrong.push("off the screen, " + box.left + " to " + box.right + ": " + name);
		if (e.hasAttribute("style") || e.id && document.querySelectorAll("#" + CSS.escape(e.id)).length !== 1) wrong.push("style or id: " + name);
	}
	if (!texts) wrong.push("nothing is shown");
	if (document.documentElement.scrollWidth > innerWidth) wrong.push("the page scrolls sideways: " + document.documentElement.scrollWidth);
	return wrong;
})()`
