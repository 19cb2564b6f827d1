package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

const (
	convoys       = "/briefs/convoys/"
	convoysFirst  = convoys + "2020-01-10/"
	convoysSecond = convoys + "compare/2020-01-10/2020-03-01/"
)

// What is unchanged is folded, and opens at one stroke; changes lead on to one
// another by links and keys. All but the keys works without scripts.
func testRedline(t *testing.T, lib *library, tb *Tab) {
	const (
		folded  = "[...document.querySelectorAll('.fold .block')]"
		visible = ".every(b => b.checkVisibility({contentVisibilityAuto: true}))"
		none    = ".every(b => !b.checkVisibility({contentVisibilityAuto: true}))"
	)
	for _, scripts := range []bool{false, true} {
		tb.Scripts(scripts)
		for _, width := range []int64{320, 1280} {
			tb.Size(width, 900)
			tb.Visit(lib.url + convoysSecond)
			tb.Want(folded + ".length > 3 && " + folded + none)
			tb.Do(chromedp.Click(chromedp.CSS(".unfold")))
			tb.Until(folded + visible)
			tb.Do(chromedp.Click(chromedp.CSS(".unfold")))
			tb.Until(folded + none)
			tb.None("changed and not named", "[...document.querySelectorAll('.change-of')].filter(b => !b.querySelector('.change b')?.checkVisibility()).map(b => b.outerHTML)")
			// Colour alone tells nothing.
			tb.Want("getComputedStyle(document.querySelector('ins:not(.moved)')).textDecorationLine === 'underline'")
			tb.Want("getComputedStyle(document.querySelector('del')).textDecorationLine === 'line-through'")
			tb.Want("getComputedStyle(document.querySelector('ins'), '::before').content.includes('[')")
		}
	}
	tb.Visit(lib.url + convoysSecond)
	changes := Get[[]string](tb, "[...document.querySelectorAll('.change-of')].map(b => b.id || b.querySelector('[id]').id)")
	if len(changes) < 7 {
		t.Fatalf("the changes are %q", changes)
	}
	// By links, there and back.
	tb.Do(chromedp.Click(chromedp.CSS(".docket dd.soft a[href^='#']")))
	for _, id := range changes[1:] {
		tb.Want("document.querySelector(':target').closest('.change-of').querySelector('[rel=next]') !== null")
		Get[any](tb, "document.querySelector(':target').closest('.change-of').querySelector('[rel=next]').click(); 0")
		tb.Want("location.hash === '#" + id + "'")
	}
	tb.Want("document.querySelector(':target').closest('.change-of').querySelector('[rel=next]') === null")
	// By keys, which do nothing elsewhere.
	tb.Visit(lib.url + convoysSecond)
	tb.Do(chromedp.KeyEvent("n"))
	tb.Want("location.hash === ''")
	Get[any](tb, "document.querySelector('.change a').focus(); 0")
	for _, id := range changes[1:] {
		tb.Do(chromedp.KeyEvent("n"))
		tb.Want("location.hash === '#" + id + "'")
	}
	for i := len(changes) - 2; i >= 0; i-- {
		tb.Do(chromedp.KeyEvent("p"))
		tb.Want("location.hash === '#" + changes[i] + "'")
	}
}

// The pages of a brief say what other editions have otherwise.
func testEditions(t *testing.T, lib *library, tb *Tab) {
	const marks = "[...document.querySelectorAll('.mark')]"
	for _, scripts := range []bool{false, true} {
		tb.Scripts(scripts)
		// An older one always does.
		tb.Visit(lib.url + convoysFirst)
		tb.Want("document.querySelector('.notice a[href$=\"/compare/2020-01-10/newest/\"]').checkVisibility()")
		tb.Until(marks + ".length > 5 && " + marks + ".every(m => m.checkVisibility())")
		tb.Want("document.querySelector('#p7 .mark').innerText === 'changed since 10 January 2020'")
		tb.Want("document.querySelector('#p6 .mark').innerText === 'removed since 10 January 2020'")
		tb.Want("document.querySelector('#p1 .mark') === null")
		// The newest one does on wish.
		tb.Visit(lib.url + convoys)
		tb.Until("document.querySelector('.marking').checkVisibility()")
		tb.Want(marks + ".length > 0 && " + marks + ".every(m => !m.checkVisibility())")
		tb.Do(chromedp.Click(chromedp.CSS(".marking input")))
		tb.Until(marks + ".every(m => m.checkVisibility())")
		// A number that is gone leads to what became of it.
		for id, said := range map[string]string{
			"p6": "Paragraph 6 was removed in the edition of 1 March 2020.", "p5": "Paragraph 5 was merged into Paragraph 4 in the edition of 15 June 2020.",
		} {
			tb.Visit(lib.url + "/")
			tb.Visit(lib.url + convoys + "#" + id)
			tb.Until("document.querySelector(':target')?.checkVisibility() && document.querySelector(':target').innerText.startsWith('" + said + "')")
			tb.Until("(box => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector(':target').getBoundingClientRect())")
			tb.Want("document.querySelector('.here') === null")
		}
		// An anchor from before its heading changed is still there, as is the new one.
		for _, id := range []string{"prices", "prices-and-wages"} {
			tb.Visit(lib.url + "/")
			tb.Visit(lib.url + convoys + "#" + id)
			tb.Until("document.querySelector(':target')?.closest('.heading').innerText.startsWith('Prices and wages') && scrollY > 100")
		}
	}
	tb.Visit(lib.url + convoys + "history/")
	tb.Want("[...document.querySelectorAll('td')].map(c => c.innerText.replace(/\\s+/g, ' ')).join('|') === 'unlikely moderate|very unlikely high less likely, more confident|very unlikely high|very unlikely high'")
	tb.Want("document.body.innerText.includes('Corrected on 3 October 2020.')")
}
