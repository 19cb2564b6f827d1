package preview

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// newBrowser starts a browser of its own for a test.
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("there is no browser: install chromium")
		}
		t.Skip("there is no browser: install chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.WindowSize(1000, 800))
	if os.Getuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// A tab shows one page.
type tab struct {
	t     *testing.T
	ctx   context.Context
	close func()

	mu   sync.Mutex
	said []string // errors on the console
}

// show opens a page of the preview in a tab of its own, and waits until the
// page is known to show the present state.
func (r *room) show(browser context.Context, path string) *tab {
	r.t.Helper()
	ctx, stop := chromedp.NewContext(browser)
	tb := &tab{t: r.t, ctx: ctx, close: sync.OnceFunc(stop)}
	r.t.Cleanup(tb.close)
	if err := chromedp.Do(ctx); err != nil {
		r.t.Fatal(err)
	}
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException {
				tb.mu.Lock()
				tb.said = append(tb.said, fmt.Sprintf("%s: %s (%s:%d)", m.Type, m.Text, m.URL, m.Line))
				tb.mu.Unlock()
			}
		}
	}()
	tb.visit(r.url + path)
	tb.until("document.documentElement.dataset.previewState")
	tb.js("window.unloaded = false; addEventListener('pagehide', () => window.unloaded = true)")
	return tb
}

func (tb *tab) visit(address string) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		tb.t.Fatal(err)
	}
}

// try evaluates an expression; promises are waited for.
func (tb *tab) try(expression string) (any, error) {
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[any]("(async () => ("+expression+"))()", chromedp.EvalAwaitPromise))
	if errors.Is(err, chromedp.ErrJSUndefined) {
		err = nil
	}
	return v, err
}

func (tb *tab) js(statements string) any {
	tb.t.Helper()
	v, err := tb.try("(() => {" + statements + "})()")
	if err != nil {
		tb.t.Fatalf("%s: %v", statements, err)
	}
	return v
}

func (tb *tab) is(expression string) any {
	tb.t.Helper()
	v, err := tb.try(expression)
	if err != nil {
		tb.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func truthy(v any) bool { return v != nil && v != false && v != 0.0 && v != "" }

// until waits until an expression holds. The page may be loaded anew meanwhile.
func (tb *tab) until(expression string) {
	tb.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		v, err := tb.try(expression)
		if err == nil && truthy(v) {
			return
		}
		if time.Now().After(end) {
			html, _ := tb.try("document.documentElement.outerHTML")
			tb.t.Fatalf("never: %s (%v, %v)\nconsole: %v\n%v", expression, v, err, tb.said, html)
		}
	}
}

func (tb *tab) want(expression string) {
	tb.t.Helper()
	if v := tb.is(expression); !truthy(v) {
		tb.t.Errorf("not so: %s (%v)", expression, v)
	}
}

func (tb *tab) silent() {
	tb.t.Helper()
	tb.mu.Lock()
	defer tb.mu.Unlock()
	if len(tb.said) > 0 {
		tb.t.Errorf("errors on the console: %v", tb.said)
	}
}

func (tb *tab) updates() float64 {
	tb.t.Helper()
	v, _ := tb.is("Number(document.documentElement.dataset.previewUpdates)").(float64)
	return v
}

// settled waits until the tab shows the newest state, and a moment longer for
// what should not come.
func (tb *tab) settled(r *room) {
	tb.t.Helper()
	time.Sleep(300 * time.Millisecond)
	n := r.state()
	tb.until(fmt.Sprintf("document.documentElement.dataset.previewState === '%s.%d'", n.Instance, n.Generation))
}

// saying finds the paragraph that contains a text.
func saying(text string) string {
	return fmt.Sprintf("[...document.querySelectorAll('.block p')].find(e => e.textContent.includes(%q))", text)
}

// same says whether the page is what a browser makes of the server's answer,
// aside from what was done to it here.
const same = `(async () => {
	const fresh = new DOMParser().parseFromString(await (await fetch(location.href, {cache: "reload"})).text(), "text/html");
	const live = document.cloneNode(true);
	for (const doc of [fresh, live]) {
		doc.querySelectorAll("#briefpress-preview, noscript").forEach(e => e.remove());
		doc.querySelectorAll("details").forEach(e => e.removeAttribute("open"));
		const own = doc.querySelector("script[data-briefpress]");
		while (own.nextSibling) own.nextSibling.remove();
	}
	return [fresh.body.isEqualNode(live.body) || live.body.innerHTML, fresh.head.isEqualNode(live.head) || live.head.innerHTML];
})()`

func (tb *tab) same() {
	tb.t.Helper()
	v, _ := tb.is(same).([]any)
	for _, part := range v {
		if part != true {
			tb.t.Errorf("the page is not what a fresh load gives: %v", part)
		}
	}
}
