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
	"github.com/chromedp/chromedp"
)

func TestBrowser(t *testing.T) {
	browser := newBrowser(t)
	run := func(name string, test func(t *testing.T, r *room)) {
		t.Run(name, func(t *testing.T) { test(t, newRoom(t)) })
	}

	run("an edit keeps the reader's place", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(browser, page)
		list := paragraphs()
		tb.js(`
			for (const d of document.querySelectorAll("details")) d.open = true;
			window.read = ` + saying(list[25]) + `;
			window.below = ` + saying(list[30]) + `;
			scrollBy({top: read.getBoundingClientRect().top - 30, behavior: "instant"});
			getSelection().selectAllChildren(read);
			window.top0 = read.getBoundingClientRect().top;
			window.hash0 = read.closest("[id]").id;`)
		if y, _ := tb.is("scrollY").(float64); y < 1000 {
			t.Fatalf("scrolled to %v only", y)
		}
		edited := slices.Clone(list)
		edited[27] = "A paragraph in sight that was written anew."
		edited[24] += "\n\n### A heading that parts the section\n"
		edited = slices.Insert(edited, 3, "One more.", "And another, [with a link](/about/).", "And a third.")
		r.write(r.brief(), text(edited))
		tb.until(saying("in sight that was written anew"))
		for _, news := range []string{"One more.", "And a third.", "in sight that was written anew"} {
			tb.want(saying(news) + ".closest('.block').getAnimations({subtree: true}).length")
		}
		tb.want("read.isConnected && below.isConnected && read === " + saying(list[25]))
		tb.want("read.closest('.block').getAnimations({subtree: true}).length === 0")
		tb.want("read.closest('[id]').id !== hash0") // its number has moved on
		tb.want("Math.abs(read.getBoundingClientRect().top - top0) < 1")
		tb.want("getSelection().toString() === read.textContent")
		tb.want("[...document.querySelectorAll('details:not(#briefpress-preview *)')].every(d => d.open)")
		tb.settled(r)
		tb.want("Math.abs(read.getBoundingClientRect().top - top0) < 1")
		tb.want("window.unloaded === false")
		if n := tb.updates(); n != 1 {
			t.Errorf("%v updates of one edit", n)
		}
		tb.same()
		tb.silent()
	})

	run("each way of saving updates once", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(browser, page)
		for name, save := range ways {
			for i := range 2 {
				before := tb.updates()
				list := paragraphs()
				list[2] = fmt.Sprintf("Saved by %s, time %s.", name, word(i))
				list[39] = fmt.Sprintf("The end, saved by %s, time %s.", name, word(i))
				fast := r.saved(save, text(list))
				tb.until(saying(list[39]))
				tb.settled(r)
				if n := tb.updates() - before; fast && n != 1 {
					t.Errorf("%s: %v updates", name, n)
				}
				tb.want(saying(list[2]))
			}
		}
		before := tb.updates()
		r.write(r.file("content/pages/about.md"), "---\ntitle: About\n---\n\nOn hawks.\n")
		r.until("about", func(news) bool { _, body := r.get("/about/"); return strings.Contains(body, "hawks") })
		tb.settled(r)
		if n := tb.updates() - before; n != 0 {
			t.Errorf("%v updates of a page that did not change", n)
		}
		tb.want("window.unloaded === false")
		tb.same()
		tb.silent()
	})

	run("problems are shown over the last good page", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(browser, page)
		tb.js("scrollTo({top: 2000, behavior: 'instant'})")
		y := tb.is("scrollY")
		r.write(r.brief(), strings.Replace(text(paragraphs()), "summary: A", "sumary: A", 1))
		tb.until("document.querySelector('#briefpress-preview [role=alert] details[open]')")
		for _, want := range []string{"content/briefs/kestrel/2021-03-01.md:3:1", "sumary", "1 error"} {
			tb.want(fmt.Sprintf("document.querySelector('#briefpress-preview').innerText.includes(%q)", want))
		}
		tb.want("document.querySelector('#briefpress-preview mark').textContent === 's'")
		tb.want("document.querySelector('#briefpress-preview pre').textContent === 'sumary: A bird.'")
		tb.want(`(() => {
			const box = document.querySelector("#briefpress-preview details").getBoundingClientRect();
			const mark = document.querySelector("#briefpress-preview mark").getBoundingClientRect();
			return box.bottom <= innerHeight && box.height <= innerHeight * .62 && mark.width > 0 && mark.bottom < box.bottom;
		})()`)
		tb.want(saying(paragraphs()[20]))
		if got := tb.is("scrollY"); got != y {
			t.Errorf("scrolled from %v to %v", y, got)
		}
		tb.js("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))")
		tb.want("!document.querySelector('#briefpress-preview .stops').open")
		tb.js("document.querySelector('#briefpress-preview .stops summary').focus()")
		tb.want("document.activeElement.matches('#briefpress-preview .stops summary')")

		list := paragraphs()
		list[0] = "Mended."
		r.write(r.brief(), text(list))
		tb.until("!document.querySelector('#briefpress-preview [role=alert]')")
		tb.until(saying("Mended."))
		tb.settled(r)
		if n := tb.updates(); n != 1 {
			t.Errorf("%v updates from breaking and mending", n)
		}
		tb.want("window.unloaded === false")
		tb.same()
		tb.silent()
	})

	run("findings do not cover the page", func(t *testing.T, r *room) {
		r.write(r.brief(), text(append(paragraphs(), "<b>raw</b>")))
		r.serve(nil)
		tb := r.show(browser, page)
		tb.until("document.querySelector('#briefpress-preview .findings')")
		tb.want("!document.querySelector('#briefpress-preview .findings').open")
		tb.want(`(() => {
			const box = document.querySelector("#briefpress-preview .findings").getBoundingClientRect();
			return box.width < 200 && box.height < 60 && box.right <= innerWidth && box.bottom <= innerHeight
				&& box.right > innerWidth - 40 && box.bottom > innerHeight - 40;
		})()`)
		tb.want("document.elementFromPoint(40, innerHeight - 10).closest('#briefpress-preview') === null")
		tb.silent()
	})

	run("a style sheet is changed without a flash", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(browser, page)
		tb.js(`
			window.bare = 0;
			const font = getComputedStyle(document.body).fontFamily;
			(function look() {
				if (getComputedStyle(document.body).fontFamily !== font) bare++;
				requestAnimationFrame(look);
			})();`)
		// A slow network, so that there is time to see a page without style.
		if _, err := chromedp.Call(tb.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: 300, DownloadThroughput: -1, UploadThroughput: -1}},
		}); err != nil {
			t.Fatal(err)
		}
		sheets := tb.is("document.styleSheets.length")
		for i := range 3 {
			css, err := os.ReadFile(r.file("static/css/base.css"))
			if err != nil {
				t.Fatal(err)
			}
			r.write(r.file("static/css/base.css"), fmt.Sprintf("%s\nbody { --probe: %d; }\n", css, i))
			tb.until(fmt.Sprintf("getComputedStyle(document.body).getPropertyValue('--probe') === '%d'", i))
		}
		// What comes with a new style is not seen without it either.
		tb.js(`
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
		tb.until("window.styled !== undefined")
		tb.want("window.styled === 'yes'")
		tb.settled(r)
		tb.until("document.querySelectorAll('link[rel=stylesheet]').length === document.styleSheets.length")
		if got := tb.is("document.styleSheets.length"); got != sheets {
			t.Errorf("%v style sheets, there were %v", got, sheets)
		}
		tb.want("bare === 0")
		tb.want("window.unloaded === false")
		tb.same()
		tb.silent()
	})

	run("templates change in place, scripts by a reload", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(browser, page)
		base, err := os.ReadFile(r.file("templates/base.html"))
		if err != nil {
			t.Fatal(err)
		}
		r.write(r.file("templates/base.html"), strings.Replace(string(base), "<main", `<p id="banner">New.</p><main`, 1))
		tb.until("document.getElementById('banner')")
		tb.want("window.unloaded === false")
		tb.same()
		r.write(r.file("templates/base.html"), strings.Replace(string(base), "<main", `{{.None}}<main`, 1))
		tb.until("document.querySelector('#briefpress-preview [role=alert]')")
		tb.want("document.getElementById('banner') && document.querySelector('#briefpress-preview').innerText.includes('templates/base.html:')")
		r.write(r.file("templates/base.html"), string(base))
		tb.until("!document.getElementById('banner')")
		r.write(r.file("static/js/briefpress.js"), "window.fromTheNewScript = true;\n")
		tb.until("window.fromTheNewScript && document.documentElement.dataset.previewState")
		tb.same()
	})

	run("a page that goes and comes", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(browser, page)
		if err := os.Remove(r.brief()); err != nil {
			t.Fatal(err)
		}
		tb.until("!" + saying("kestrel") + " && document.documentElement.dataset.previewState")
		r.write(r.brief(), text(paragraphs()))
		tb.until(saying(paragraphs()[39]))
		tb.same()
	})

	run("a site broken from the start", func(t *testing.T, r *room) {
		r.write(r.brief(), "---\ntitle: The kestrel\nstatus: 7\n---\n")
		r.serve(nil)
		tb := r.show(browser, page)
		tb.want("document.getElementById('briefpress-preview').innerText.includes('2021-03-01.md:3:')")
		r.write(r.brief(), "---\ntitle: The kestrel\nstatus: current\nstatus: archived\n---\n")
		tb.until("document.getElementById('briefpress-preview').innerText.includes('2021-03-01.md:4:')")
		r.write(r.brief(), text(paragraphs()))
		tb.until(saying(paragraphs()[39]) + " && document.documentElement.dataset.previewState")
		tb.same()
	})

	run("the server goes and comes back", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(browser, page)
		u, _ := url.Parse(r.url)
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		tb.until("document.getElementById('briefpress-offline')")
		list := paragraphs()
		list[0] = "Written while nobody looked."
		r.write(r.brief(), text(list))
		r.serve(func(o *Options) { o.Addr = u.Host })
		tb.until(saying(list[0]))
		tb.until("!document.getElementById('briefpress-offline')")
		tb.want("window.unloaded === false")
		tb.same()
	})

	run("eight tabs", func(t *testing.T, r *room) {
		r.serve(nil)
		var tabs []*tab
		for i := range 8 {
			tabs = append(tabs, r.show(browser, []string{page, "/"}[i%8/7]))
		}
		tabs[0].want("navigator.locks.query().then(l => l.held.length === 1 && l.pending.length === 7)")
		tabs[7].visit(r.url + page)
		change := func(want string) {
			r.write(r.brief(), text([]string{want}))
			for _, tb := range tabs {
				tb.until(saying(want))
			}
		}
		change("In all tabs.")
		tabs[0].close()
		tabs = tabs[1:]
		change("In all tabs that are left.")
		for _, tb := range tabs {
			tb.silent()
		}
	})

	run("any edit gives what a fresh load gives", func(t *testing.T, r *room) {
		r.serve(nil)
		tb := r.show(browser, page)
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
			tb.until(saying(mark))
			tb.same()
			if t.Failed() {
				t.Fatalf("step %d: %s", step, text(sent))
			}
		}
		tb.want("window.unloaded === false")
		if n := tb.updates(); n != 30 {
			t.Errorf("%v updates of 30 edits", n)
		}
		tb.silent()
	})
}

// TestBrowserBuiltIn edits the brief that comes with the program.
func TestBrowserBuiltIn(t *testing.T) {
	const dir = "../../content/briefs/resolute-support-mission"
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	browser := newBrowser(t)
	r := newRoom(t)
	if err := errors.Join(os.RemoveAll(r.file("content")), os.CopyFS(r.file("content"), os.DirFS("../../content"))); err != nil {
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
	tb := r.show(browser, "/briefs/resolute-support-mission/")
	data, err := os.ReadFile(newest)
	if err != nil {
		t.Fatal(err)
	}
	tb.js(`scrollTo({top: document.documentElement.scrollHeight * .3, behavior: "instant"});
		window.read = [...document.querySelectorAll(".block")].find(e => e.getBoundingClientRect().top > 0);
		window.top0 = read.getBoundingClientRect().top;`)
	first := strings.Index(string(data), "\n## ")
	if first < 0 {
		t.Fatal("the brief has no heading")
	}
	r.write(newest, string(data[:first])+"\n\nA sentence that was not there.\n"+string(data[first:]))
	tb.until(saying("A sentence that was not there."))
	moved, _ := tb.is("read.getBoundingClientRect().top - top0").(float64)
	if math.Abs(moved) >= 1 {
		t.Errorf("what is read moved by %v px", moved)
	}
	tb.want("read.isConnected")
	r.write(newest, "---\ntitle: x\nstatus: [\n---\n")
	tb.until("document.querySelector('#briefpress-preview [role=alert] details[open]')")
	r.write(newest, string(data))
	tb.until("!document.querySelector('#briefpress-preview [role=alert]') && !" + saying("A sentence that was not there."))
	tb.settled(r)
	if n := tb.updates(); n != 2 {
		t.Errorf("%v updates of two edits", n)
	}
	tb.silent()
}
