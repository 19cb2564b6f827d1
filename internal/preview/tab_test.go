package preview

import (
	"context"
	"fmt"
	"time"

	"briefpress/internal/browser"
)

// live says that the page is known to show a state of the preview.
const live = "'previewState' in document.documentElement.dataset"

// show opens a page of the preview in a tab of its own, and waits until it is
// live.
func (r *room) show(chromium context.Context, path string) *browser.Tab {
	r.t.Helper()
	return r.load(browser.Open(r.t, chromium), path)
}

// load shows a page of the preview in a tab, and waits until it is live.
func (r *room) load(tb *browser.Tab, path string) *browser.Tab {
	r.t.Helper()
	tb.Visit(r.url + path)
	tb.Until(live)
	browser.Get[any](tb, "window.unloaded = false; addEventListener('pagehide', () => window.unloaded = true)")
	return tb
}

// updates is how often the page was changed since it was loaded.
func updates(tb *browser.Tab) int {
	return browser.Get[int](tb, "Number(document.documentElement.dataset.previewUpdates)")
}

// settled waits until the tab shows the newest state, and a moment longer for
// what should not come.
func (r *room) settled(tb *browser.Tab) {
	r.t.Helper()
	time.Sleep(300 * time.Millisecond)
	n := r.state()
	tb.Until(fmt.Sprintf("document.documentElement.dataset.previewState === '%s.%d'", n.Instance, n.Generation))
}

// saying finds the paragraph that contains a text.
func saying(text string) string {
	return fmt.Sprintf("[...document.querySelectorAll('.block p')].find(e => e.textContent.includes(%q))", text)
}

// says tells whether there is a paragraph that contains a text.
func says(text string) string { return saying(text) + " !== undefined" }

// same says that the page must be what a browser makes of the server's answer,
// aside from what was done to it here.
func (r *room) same(tb *browser.Tab) {
	r.t.Helper()
	tb.None("the page is not what a fresh load gives", `(async () => {
		const fresh = new DOMParser().parseFromString(await (await fetch(location.href, {cache: "reload"})).text(), "text/html");
		const live = document.cloneNode(true);
		for (const doc of [fresh, live]) {
			doc.querySelectorAll("#briefpress-preview, noscript").forEach(e => e.remove());
			doc.querySelectorAll("details").forEach(e => e.removeAttribute("open"));
			const own = doc.querySelector("script[data-briefpress]");
			while (own.nextSibling) own.nextSibling.remove();
		}
		return ["head", "body"].filter(part => !fresh[part].isEqualNode(live[part])).map(part => live[part].outerHTML);
	})()`)
}
