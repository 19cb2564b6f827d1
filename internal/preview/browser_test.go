package preview

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"

	"briefpress/internal/browser"
)

func TestBrowser(t *testing.T) {
	chromium := browser.Chromium(t)
	run := func(name string, test func(t *testing.T, r *room)) {
		t.Run(name, func(t *testing.T) { test(t, newRoom(t)) })
	}

	run("an edit keeps the reader's place", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		list := paragraphs()
		browser.Get[any](tb, `
			for (const d of document.querySelectorAll("details")) d.open = true;
			window.read = `+saying(list[25])+`;
			window.below = `+saying(list[30])+`;
			scrollBy({top: read.getBoundingClientRect().top - 30, behavior: "instant"});
			getSelection().selectAllChildren(read);
			window.top0 = read.getBoundingClientRect().top;
			window.hash0 = read.closest("[id]").id;`)
		if y := browser.Get[float64](tb, "scrollY"); y < 1000 {
			t.Fatalf("scrolled to %v only", y)
		}
		edited := slices.Clone(list)
		edited[27] = "A paragraph in sight that was written anew."
		edited[24] += "\n\n### A heading that parts the section\n"
		edited = slices.Insert(edited, 3, "One more.", "And another, [with a link](/about/).", "And a third.")
		r.write(r.brief(), text(edited))
		tb.Until(says("in sight that was written anew"))
		for _, news := range []string{"One more.", "And a third.", "in sight that was written anew"} {
			tb.Want(saying(news) + ".closest('.block').getAnimations({subtree: true}).length > 0")
			tb.Want("getComputedStyle(" + saying(news) + ".closest('.block')).outlineStyle === 'solid'")
		}
		tb.Want("read.isConnected && below.isConnected && read === " + saying(list[25]))
		tb.Want("read.closest('.block').getAnimations({subtree: true}).length === 0")
		tb.Want("read.closest('[id]').id !== hash0") // its number has moved on
		tb.Want("Math.abs(read.getBoundingClientRect().top - top0) < 1")
		tb.Want("getSelection().toString() === read.textContent")
		tb.Want("[...document.querySelectorAll('details:not(#briefpress-preview *)')].every(d => d.open)")
		r.settled(tb)
		tb.Want("Math.abs(read.getBoundingClientRect().top - top0) < 1")
		tb.Want("window.unloaded === false")
		if n := updates(tb); n != 1 {
			t.Errorf("%v updates of one edit", n)
		}
		// What changes again is outlined anew, not twice.
		edited[3] = "One more, and more."
		r.write(r.brief(), text(edited))
		tb.Until(says("One more, and more."))
		tb.Want(saying("One more, and more.") + ".closest('.block').getAnimations({subtree: true}).length === 1")
		tb.Until(saying("One more, and more.") + ".closest('.block').getAnimations({subtree: true}).length === 0")
		tb.Want("getComputedStyle(" + saying("One more, and more.") + ".closest('.block')).outlineStyle === 'none'")
		r.same(tb)
		tb.Silent()
	})

	run("each way of saving updates once", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		for name, save := range ways {
			for i := range 2 {
				before := updates(tb)
				list := paragraphs()
				list[2] = fmt.Sprintf("Saved by %s, time %s.", name, word(i))
				list[39] = fmt.Sprintf("The end, saved by %s, time %s.", name, word(i))
				fast := r.saved(save, text(list))
				tb.Until(says(list[39]))
				r.settled(tb)
				if n := updates(tb) - before; fast && n != 1 {
					t.Errorf("%s: %v updates", name, n)
				}
				tb.Want(says(list[2]))
			}
		}
		before := updates(tb)
		r.write(r.file("content/pages/about.md"), "---\ntitle: About\n---\n\nOn hawks.\n")
		r.until("about", func(news) bool { _, body := r.get("/about/"); return strings.Contains(body, "hawks") })
		r.settled(tb)
		if n := updates(tb) - before; n != 0 {
			t.Errorf("%v updates of a page that did not change", n)
		}
		tb.Want("window.unloaded === false")
		r.same(tb)
		tb.Silent()
	})

	run("problems are shown over the last good page", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		browser.Get[any](tb, "scrollTo({top: 2000, behavior: 'instant'})")
		y := browser.Get[float64](tb, "scrollY")
		r.write(r.brief(), strings.Replace(text(paragraphs()), "summary: A", "sumary: A", 1))
		tb.Until("document.querySelector('#briefpress-preview [role=alert] details[open]') !== null")
		for _, want := range []string{"content/briefs/kestrel/2021-03-01.md:3:1", "sumary", "1 error"} {
			tb.Want(fmt.Sprintf("document.querySelector('#briefpress-preview').innerText.includes(%q)", want))
		}
		tb.Want("document.querySelector('#briefpress-preview mark').textContent === 's'")
		tb.Want("document.querySelector('#briefpress-preview pre').textContent === 'sumary: A bird.'")
		tb.Want(`(() => {
			const box = document.querySelector("#briefpress-preview details").getBoundingClientRect();
			const mark = document.querySelector("#briefpress-preview mark").getBoundingClientRect();
			return box.bottom <= innerHeight && box.height <= innerHeight * .62 && mark.width > 0 && mark.bottom < box.bottom;
		})()`)
		tb.Want(says(paragraphs()[20]))
		if got := browser.Get[float64](tb, "scrollY"); got != y {
			t.Errorf("scrolled from %v to %v", y, got)
		}
		browser.Get[any](tb, "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))")
		tb.Want("!document.querySelector('#briefpress-preview .stops').open")
		browser.Get[any](tb, "document.querySelector('#briefpress-preview .stops summary').focus()")
		tb.Want("document.activeElement.matches('#briefpress-preview .stops summary')")

		list := paragraphs()
		list[0] = "Mended."
		r.write(r.brief(), text(list))
		tb.Until("!document.querySelector('#briefpress-preview [role=alert]')")
		tb.Until(says("Mended."))
		r.settled(tb)
		if n := updates(tb); n != 1 {
			t.Errorf("%v updates from breaking and mending", n)
		}
		tb.Want("window.unloaded === false")
		r.same(tb)
		tb.Silent()
	})

	run("findings do not cover the page", func(t *testing.T, r *room) {
		r.write(r.brief(), text(append(paragraphs(), "<b>raw</b>")))
		r.serve(nil)
		tb := r.show(chromium, page)
		tb.Until("document.querySelector('#briefpress-preview .desk') !== null")
		tb.Want("!document.querySelector('#briefpress-preview .desk').open")
		tb.Want(`(() => {
			const box = document.querySelector("#briefpress-preview .desk").getBoundingClientRect();
			return box.width < 200 && box.height < 60 && box.right <= innerWidth && box.bottom <= innerHeight
				&& box.right > innerWidth - 40 && box.bottom > innerHeight - 40;
		})()`)
		tb.Want("document.elementFromPoint(40, innerHeight - 10).closest('#briefpress-preview') === null")
		tb.Silent()
	})

	run("a style sheet is changed without a flash", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		browser.Get[any](tb, `
			window.bare = 0;
			const font = getComputedStyle(document.body).fontFamily;
			(function look() {
				if (getComputedStyle(document.body).fontFamily !== font) bare++;
				requestAnimationFrame(look);
			})();`)
		// A slow network, so that there is time to see a page without style.
		browser.Call(tb, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: 300, DownloadThroughput: -1, UploadThroughput: -1}},
		})
		sheets := browser.Get[int](tb, "document.styleSheets.length")
		for i := range 3 {
			css, err := os.ReadFile(r.file("static/css/base.css"))
			if err != nil {
				t.Fatal(err)
			}
			r.write(r.file("static/css/base.css"), fmt.Sprintf("%s\nbody { --probe: %d; }\n", css, i))
			tb.Until(fmt.Sprintf("getComputedStyle(document.body).getPropertyValue('--probe') === '%d'", i))
		}
		// What comes with a new style is not seen without it either.
		browser.Get[any](tb, `
			new MutationObserver((changes, observer) => {
				const e = document.getElementById("styled");
				if (!e) return;
				observer.disconnect();
				window.styled = getComputedStyle(e).getPropertyValue("--probe");
			}).observe(document.body, {childList: true, subtree: true});`)
		base, err := os.ReadFile(r.file("templates/base.html"))
		if err != nil {
			t.Fatal(err)
		}
		css, err := os.ReadFile(r.file("static/css/base.css"))
		if err != nil {
			t.Fatal(err)
		}
		r.write(r.file("static/css/base.css"), string(css)+"#styled { --probe: yes; }\n")
		r.write(r.file("templates/base.html"), strings.Replace(string(base), "<main", `<p id="styled">New.</p><main`, 1))
		tb.Until("window.styled !== undefined")
		tb.Want("window.styled === 'yes'")
		r.settled(tb)
		tb.Until("document.querySelectorAll('link[rel=stylesheet]').length === document.styleSheets.length")
		if got := browser.Get[int](tb, "document.styleSheets.length"); got != sheets {
			t.Errorf("%v style sheets, there were %v", got, sheets)
		}
		tb.Want("bare === 0")
		tb.Want("window.unloaded === false")
		r.same(tb)
		tb.Silent()
	})

	run("templates change in place, scripts by a reload", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		base, err := os.ReadFile(r.file("templates/base.html"))
		if err != nil {
			t.Fatal(err)
		}
		r.write(r.file("templates/base.html"), strings.Replace(string(base), "<main", `<p id="banner">New.</p><main`, 1))
		tb.Until("document.getElementById('banner') !== null")
		tb.Want("window.unloaded === false")
		r.same(tb)
		r.write(r.file("templates/base.html"), strings.Replace(string(base), "<main", `{{.None}}<main`, 1))
		tb.Until("document.querySelector('#briefpress-preview [role=alert]') !== null")
		tb.Want("document.getElementById('banner') !== null && document.querySelector('#briefpress-preview').innerText.includes('templates/base.html:')")
		r.write(r.file("templates/base.html"), string(base))
		tb.Until("!document.getElementById('banner')")
		r.write(r.file("static/js/briefpress.js"), "window.fromTheNewScript = true;\n")
		tb.Until("window.fromTheNewScript === true && " + live)
		r.same(tb)
	})

	run("a page that goes and comes", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		if err := os.Remove(r.brief()); err != nil {
			t.Fatal(err)
		}
		tb.Until("!" + saying("kestrel") + " && " + live)
		r.write(r.brief(), text(paragraphs()))
		tb.Until(says(paragraphs()[39]))
		r.same(tb)
	})

	run("a site broken from the start", func(t *testing.T, r *room) {
		r.write(r.brief(), "---\ntitle: The kestrel\nstatus: 7\n---\n")
		r.serve(nil)
		tb := r.show(chromium, page)
		tb.Want("document.getElementById('briefpress-preview').innerText.includes('2021-03-01.md:3:')")
		r.write(r.brief(), "---\ntitle: The kestrel\nstatus: current\nstatus: archived\n---\n")
		tb.Until("document.getElementById('briefpress-preview').innerText.includes('2021-03-01.md:4:')")
		r.write(r.brief(), text(paragraphs()))
		tb.Until(says(paragraphs()[39]) + " && " + live)
		r.same(tb)
	})

	run("the server goes and comes back", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		u, _ := url.Parse(r.url)
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		tb.Until("document.getElementById('briefpress-offline') !== null")
		list := paragraphs()
		list[0] = "Written while nobody looked."
		r.write(r.brief(), text(list))
		r.serve(func(o *Options) { o.Addr = u.Host })
		tb.Until(says(list[0]))
		tb.Until("!document.getElementById('briefpress-offline')")
		tb.Want("window.unloaded === false")
		r.same(tb)
	})

	run("eight tabs", func(t *testing.T, r *room) {
		r.serve(nil)
		first := browser.Open(t, chromium)
		var tabs []*browser.Tab
		for i := range 8 {
			tabs = append(tabs, r.load(first.Beside(), []string{page, "/"}[i/7]))
		}
		tabs[0].Want("navigator.locks.query().then(l => l.held.length === 1 && l.pending.length === 7)")
		tabs[7].Silent()
		tabs[7].Visit(r.url + page)
		change := func(want string) {
			r.write(r.brief(), text([]string{want}))
			for _, tb := range tabs {
				tb.Until(says(want))
			}
		}
		change("In all tabs.")
		tabs[0].Close()
		tabs = tabs[1:]
		change("In all tabs that are left.")
		for _, tb := range tabs {
			tb.Silent()
		}
	})

	run("any edit gives what a fresh load gives", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(chromium, page)
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		rnd := rand.New(rand.NewPCG(seed, 0))
		kinds := []string{
			"Plain text, %s.", "With a note[^n] and *stress*, %[1]s.\n\n[^n]: The note of %[1]s.", "- one %s\n- two\n  - nested\n- three",
			"> [!NOTE]\n> Mind %s.", "| a | b |\n|---|---|\n| 1 | %s |", "```go\nvar x = %q\n```", "### Heading %s\n\nUnder it.",
			"Same text always. <!-- %s -->", "Term\n: Definition %s", "***\n\n%s",
		}
		list := paragraphs()[:12]
		for step := range 30 {
			for range 1 + rnd.IntN(3) {
				i := rnd.IntN(len(list))
				switch made := fmt.Sprintf(kinds[rnd.IntN(len(kinds))], word(step)); rnd.IntN(4) {
				case 0:
					list[i] = made
				case 1:
					list = slices.Insert(list, i, made)
				case 2:
					if len(list) > 4 {
						list = slices.Delete(list, i, i+1)
					}
				case 3:
					j := rnd.IntN(len(list))
					list[i], list[j] = list[j], list[i]
				}
			}
			// Two notes of one name would be an error.
			seen := false
			sent := slices.Clone(list)
			for i, p := range sent {
				if strings.Contains(p, "[^n]") {
					if seen {
						sent[i] = "A note taken out."
					}
					seen = true
				}
			}
			mark := fmt.Sprintf("Step %s.", word(step))
			r.write(r.brief(), text(append(sent, mark)))
			tb.Until(says(mark))
			r.same(tb)
			if t.Failed() {
				t.Fatalf("step %d: %s", step, text(sent))
			}
		}
		tb.Want("window.unloaded === false")
		if n := updates(tb); n != 30 {
			t.Errorf("%v updates of 30 edits", n)
		}
		tb.Silent()
	})
}

// TestBrowserBuiltIn edits the brief that comes with the program.
func TestBrowserBuiltIn(t *testing.T) {
	const dir = "../../content/briefs/resolute-support-mission"
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	chromium := browser.Chromium(t)
	r := newRoom(t)
	if err := errors.Join(os.RemoveAll(r.file("content")), os.CopyFS(r.file("content"), os.DirFS("../../content"))); err != nil {
		t.Fatal(err)
	}
	// A sealed edition may not be edited.
	if err := os.RemoveAll(r.file("content/briefs/resolute-support-mission/editions.sum")); err != nil {
		t.Fatal(err)
	}
	newest := ""
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".md") {
			newest = max(newest, e.Name())
		}
	}
	newest = r.file("content/briefs/resolute-support-mission/" + newest)
	r.serve(nil)
	tb := r.show(chromium, "/briefs/resolute-support-mission/")
	data, err := os.ReadFile(newest)
	if err != nil {
		t.Fatal(err)
	}
	browser.Get[any](tb, `scrollTo({top: document.documentElement.scrollHeight * .3, behavior: "instant"});
		window.read = [...document.querySelectorAll(".block")].find(e => e.getBoundingClientRect().top > 0);
		window.top0 = read.getBoundingClientRect().top;`)
	first := strings.Index(string(data), "\n## ")
	if first < 0 {
		t.Fatal("the brief has no heading")
	}
	r.write(newest, string(data[:first])+"\n\nA sentence that was not there.\n"+string(data[first:]))
	tb.Until(says("A sentence that was not there."))
	moved := browser.Get[float64](tb, "read.getBoundingClientRect().top - top0")
	if math.Abs(moved) >= 1 {
		t.Errorf("what is read moved by %v px", moved)
	}
	tb.Want("read.isConnected")
	r.write(newest, "---\ntitle: x\nstatus: [\n---\n")
	tb.Until("document.querySelector('#briefpress-preview [role=alert] details[open]') !== null")
	r.write(newest, string(data))
	tb.Until("!document.querySelector('#briefpress-preview [role=alert]') && !" + saying("A sentence that was not there."))
	r.settled(tb)
	if n := updates(tb); n != 2 {
		t.Errorf("%v updates of two edits", n)
	}
	tb.Silent()
}
