package browser

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"briefpress"
)

// sideways lists what makes a page scroll sideways, and what would if it were
// not cut off. Tables and listings scroll in their own box.
const sideways = `(() => {
	const root = document.scrollingElement, width = root.clientWidth;
	const out = [...document.body.querySelectorAll("*")].filter(e => {
		const box = e.getBoundingClientRect();
		return box.width > 0 && box.height > 0 && (box.right > width + .5 || box.left < -.5) && !e.parentElement.closest(".scroll, pre, .unseen") && !e.matches(".unseen");
	}).map(e => e.tagName + "." + (e.getAttribute("class") ?? "") + " " + e.textContent.trim().slice(0, 40) + " " + JSON.stringify(e.getBoundingClientRect()));
	if (root.scrollWidth > innerWidth) out.unshift(root.scrollWidth + " pixels wide");
	return out;
})()`

func testPages(t *testing.T, lib *library, tb *Tab) {
	for _, path := range kinds {
		for _, width := range widths {
			tb.Size(width, 800)
			tb.Visit(lib.url + path)
			tb.Settle()
			tb.None(at(path, width)+" scrolls sideways", sideways)
			tb.None(at(path, width)+" has a picture without a size", "[...document.images].filter(i => !(i.getAttribute('width') > 0 && i.getAttribute('height') > 0)).map(i => i.outerHTML)")
			Get[any](tb, "scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
			tb.Settle()
			if shift := Get[float64](tb, "shifts.reduce((sum, e) => sum + e.value, 0)"); shift >= .01 {
				t.Errorf("%s moves while it loads, by %v: %v", at(path, width), shift,
					Get[[]string](tb, "shifts.flatMap(e => e.sources.map(s => s.node?.parentElement?.className + '/' + s.node?.nodeName))"))
			}
			for _, s := range tb.Said() {
				t.Errorf("%s: the browser says: %s", at(path, width), s)
			}
		}
	}
}

// Readers who need it set large letters in the browser: rem, and em of media
// queries, follow.
func testLargeLetters(t *testing.T, lib *library, tb *Tab) {
	Call(tb, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: 32, Fixed: 26}})
	tb.Size(320, 800)
	for _, path := range kinds {
		tb.Visit(lib.url + path)
		if size := Get[string](tb, "getComputedStyle(document.documentElement).fontSize"); size != "32px" {
			t.Fatalf("letters of %s", size)
		}
		tb.None(at(path, 320)+" with large letters scrolls sideways", sideways)
	}
}

func testRequests(t *testing.T, lib *library, tb *Tab) {
	for _, path := range kinds {
		tb = Open(t, tb.Context) // nothing in the cache
		lib.take()
		tb.Visit(lib.url + path)
		Get[any](tb, "[...document.images].forEach(i => i.scrollIntoView({behavior: 'instant'}))")
		tb.Until("[...document.images].every(i => i.complete)")
		want := Get[[]string](tb, `[location.href, ...[...document.querySelectorAll(
			"link[rel=stylesheet], script[src], link[rel=icon], img")].map(e => e.href ?? e.src)]`)
		counts := Get[string](tb, `[document.head.querySelectorAll("link[rel=stylesheet]:not([media])").length,
			document.querySelectorAll("script[src]").length, document.querySelectorAll("link[rel=icon]").length].join()`)
		if counts != "1,1,1" {
			t.Errorf("%s: %s style sheets that block, scripts, icons", path, counts)
		}
		tb.None(path+" has a browser connect to another host", `[...document.querySelectorAll(
			"link:not([rel=canonical], [rel=alternate])")].filter(l => new URL(l.href).host !== location.host).map(l => l.outerHTML)`)
		for _, address := range tb.Asked() {
			if !strings.HasPrefix(address, lib.url+"/") {
				t.Errorf("%s asks another host: %s", path, address)
			}
		}
		var seen []string
		for _, p := range lib.take() {
			u := url.URL{Path: p}
			if address := lib.url + u.EscapedPath(); !slices.Contains(want, address) || slices.Contains(seen, address) {
				t.Errorf("%s: one request too many: %s", path, address)
			} else {
				seen = append(seen, address)
			}
		}
		if len(seen) < 3 {
			t.Errorf("%s: requests for %v only", path, seen)
		}
	}
}

// firstView is how much a server sends before it first waits: ten packets.
const firstView = 14 << 10

func TestFirstView(t *testing.T) {
	lib := serve(t, briefpress.Content())
	size := func(address string) int {
		req, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", "br")
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if got := resp.Header.Get("Content-Encoding"); got != "br" {
			t.Fatalf("%s is encoded as %q", address, got)
		}
		n, err := io.Copy(io.Discard, resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return int(n)
	}
	sheet := 0
	for _, p := range lib.site.Paths() {
		if strings.HasPrefix(p, "/assets/style.") {
			sheet += size(lib.url + p)
		}
	}
	if sheet == 0 {
		t.Fatal("there is no style sheet")
	}
	for _, path := range kinds {
		document := size(lib.url + path)
		said := fmt.Sprintf("%-32s document %5d, style sheet %d, together %5d bytes", path, document, sheet, document+sheet)
		if document+sheet > firstView {
			t.Errorf("%s: more than %d", said, firstView)
		} else {
			t.Log(said)
		}
	}
}

func testKeyboard(t *testing.T, lib *library, tb *Tab) {
	tb.Size(320, 800)
	for _, path := range kinds {
		tb.Visit(lib.url + path)
		tb.Do(chromedp.KeyEvent(kb.Tab))
		tb.Want("document.activeElement.matches('.skip')")
		tb.Want(`(() => {
			const box = document.activeElement.getBoundingClientRect();
			return box.top >= 0 && box.left >= 0 && box.right <= innerWidth
				&& document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === document.activeElement;
		})()`)
		tb.Do(chromedp.KeyEvent(kb.Enter))
		tb.Until("document.activeElement.id === 'main'")
		tb.Do(chromedp.KeyEvent(kb.Tab))
		tb.Want("document.getElementById('main').contains(document.activeElement) || !document.querySelector('#main :is(a, button, summary)')")
		// The focus is seen wherever it goes.
		for range 12 {
			tb.None(path+": focus is not seen on", `(() => {
				const e = document.activeElement, style = getComputedStyle(e);
				return e === document.body || style.boxShadow !== "none" && style.outlineStyle !== "none" ? [] : [e.outerHTML];
			})()`)
			tb.Do(chromedp.KeyEvent(kb.Tab))
		}
		if t.Failed() {
			t.Fatalf("on %s", path)
		}
	}
}

// Targets that are not words of a sentence have 24 pixels each way, and are
// hit where they show (WCAG 2.2, 2.5.8).
func testTargets(t *testing.T, lib *library, tb *Tab) {
	for _, path := range kinds {
		for _, width := range widths {
			tb.Size(width, 800)
			tb.Visit(lib.url + path)
			tb.None(at(path, width)+" has a small target", `
				[...document.querySelectorAll(".num, .anchor, .ref button, .masthead :is(a, button), .contents :is(a, summary), .footer a, .topics a")].flatMap(e => {
					const box = e.getBoundingClientRect();
					if (!e.checkVisibility() || box.width >= 23.99 && box.height >= 23.99) return [];
					return [e.outerHTML.slice(0, 120) + " " + box.width + " x " + box.height];
				})`)
		}
	}
	for _, width := range widths {
		tb.Size(width, 800)
		tb.Visit(lib.url + briefPage)
		if n := Get[int](tb, "document.querySelectorAll('.num').length"); n < 20 {
			t.Fatalf("%d numbers", n)
		}
		tb.None(at(briefPage, width)+": a click beside the middle misses", `
			[...document.querySelectorAll(".num, .ref button")].flatMap(e => {
				e.scrollIntoView({block: "center", behavior: "instant"});
				const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
				return [[0, 0], [-10, 0], [10, 0], [0, -10], [0, 10]].filter(([dx, dy]) => {
					const hit = document.elementFromPoint(x + dx, y + dy);
					return !e.contains(hit);
				}).map(d => e.outerHTML.slice(0, 120) + " by " + d + ", hits " + document.elementFromPoint(x + d[0], y + d[1])?.outerHTML.slice(0, 60));
			})`)
	}
}

// An address that a brief once had leads to the brief.
func testMoved(t *testing.T, lib *library, tb *Tab) {
	moved := 0
	for _, f := range lib.pages(t) {
		if f.Location == "" {
			continue
		}
		moved++
		tb.Visit(lib.url + f.Path)
		if got := Get[string](tb, "location.href"); got != lib.url+f.Location {
			t.Errorf("%s leads to %s, not to %s", f.Path, got, f.Location)
		}
		tb.Want("document.querySelector('h1').checkVisibility()")
		tb.Silent()
	}
	if moved == 0 {
		t.Error("no address has moved")
	}
}
