package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// A site from right to left is the mirror image.
func testRightToLeft(t *testing.T, lib *library, tb *Tab) {
	paths := []string{}
	for _, f := range lib.pages(t) {
		paths = append(paths, f.Path)
	}
	for _, path := range paths {
		for _, width := range widths {
			tb.Size(width, 800)
			tb.Visit(lib.url + path)
			tb.Settle()
			tb.Want("document.documentElement.dir === 'rtl' && document.documentElement.lang === 'fa-AF'")
			tb.None(at(path, width)+" scrolls sideways", sideways)
			tb.Want("getComputedStyle(document.querySelector('h1')).direction === 'rtl'")
			// The name of the site is at the right, the navigation runs to the left.
			tb.Want("document.querySelector('.masthead .site').getBoundingClientRect().right > innerWidth - document.querySelector('.masthead .site').getBoundingClientRect().left")
		}
	}
	const path = "/briefs/mission/"
	// What is written from left to right keeps its order.
	tb.Visit(lib.url + path)
	tb.Want("document.querySelector('.back a[dir=ltr]').textContent.endsWith('/2020-04-14/')")
	tb.None("in disorder", `[...document.querySelectorAll(".back a[dir=ltr]")].filter(e => {
		const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), text = walk.nextNode();
		const place = (i) => {
			const range = document.createRange();
			range.setStart(text, i);
			range.setEnd(text, i + 1);
			return range.getBoundingClientRect();
		};
		const first = place(0), last = place(text.length - 1);
		return walk.nextNode() || first.top > last.top || first.top === last.top && first.left > last.left;
	}).map(e => e.textContent)`)
	for _, width := range widths {
		tb.Size(width, 800)
		tb.Visit(lib.url + path)
		if n := Get[int](tb, "document.querySelectorAll('.paragraph > .num').length"); n < 3 {
			t.Fatalf("%d numbers", n)
		}
		tb.None(at(path, width)+": a number is not at the right of", `
			[...document.querySelectorAll(".paragraph")].filter(block => {
				const num = block.querySelector(".num").getBoundingClientRect();
				const range = document.createRange();
				range.selectNodeContents(block.querySelector("p"));
				const line = range.getClientRects()[0]; // the first of the text
				return num.left < line.right - 1 || num.right > innerWidth;
			}).map(block => block.id)`)
	}
	tb.Want("document.querySelector('.contents').getBoundingClientRect().left > document.querySelector('.text').getBoundingClientRect().right")
	tb.None("not in the left margin", "[...document.querySelectorAll('.note[popover]')].filter(n => n.getBoundingClientRect().right > document.querySelector('.text').getBoundingClientRect().left).map(n => n.id)")
	tb.Size(320, 640)
	tb.Visit(lib.url + path)
	tb.Do(chromedp.Click(chromedp.CSS("[popovertarget=note-1]")))
	tb.Want("document.getElementById('note-1').matches(':popover-open')")
	tb.None("with a note open it scrolls sideways", sideways)
	tb.Silent()
}
