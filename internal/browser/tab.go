package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A Tab shows one page.
type Tab struct {
	// Context is for actions of chromedp.
	Context context.Context

	// Close closes the tab, and those beside it that were opened from it.
	Close func()

	t       testing.TB
	mu      sync.Mutex
	address string // of the page
	said    []string
	asked   []string
}

// Open opens an empty tab in a browser, with storage and a cache of its own,
// and listens to it. It is closed at the end of the test at the latest.
func Open(t testing.TB, browser context.Context) *Tab {
	t.Helper()
	return open(t, browser, chromedp.WithNewBrowserContext())
}

// Beside opens another empty tab, which shares storage and cache with this one.
func (tb *Tab) Beside() *Tab {
	tb.t.Helper()
	return open(tb.t, tb.Context)
}

func open(t testing.TB, parent context.Context, opts ...chromedp.ContextOption) *Tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(parent, opts...)
	t.Cleanup(stop)
	tb := &Tab{Context: ctx, Close: stop, t: t}
	if err := chromedp.Listen(ctx, tb.hear); err != nil {
		t.Fatal(err)
	}
	Call(tb, audits.Enable, cdp.Empty{})
	Call(tb, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		window.shifts = [];
		new PerformanceObserver((list) => {
			for (const e of list.getEntries()) if (!e.hadRecentInput) shifts.push(e);
		}).observe({type: "layout-shift", buffered: true});`})
	return tb
}

// hear notes what the browser has to say about the page.
func (tb *Tab) hear(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		tb.asked = append(tb.asked, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		text := string(e.Type)
		for _, arg := range e.Args {
			text += " " + strings.Trim(string(arg.Value), `"`) + arg.Description
		}
		tb.said = append(tb.said, text)
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		tb.said = append(tb.said, text)
	case *log.EventEntryAdded:
		// That the page itself was not found is said by its status.
		if e.Entry.Source != log.EntrySourceNetwork || e.Entry.URL != tb.address {
			tb.said = append(tb.said, fmt.Sprintf("%s %s: %s (%s)", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL))
		}
	case *audits.EventIssueAdded:
		// The browser takes a picture for one without a size where the style
		// sheet lets its height follow from its width, although its place is
		// kept all the same. Tests look at sizes and at what moves themselves.
		if e.Issue.Code == audits.InspectorIssueCodeLazyLoadImageIssue {
			return
		}
		details, err := json.Marshal(e.Issue.Details)
		if err != nil {
			details = []byte(err.Error())
		}
		tb.said = append(tb.said, fmt.Sprintf("issue %s: %s", e.Issue.Code, details))
	}
}

// Call runs a command of the browser's protocol.
func Call[P, R any](tb *Tab, cmd cdp.Command[P, R], params P) R {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.Context, Patience)
	defer cancel()
	r, err := chromedp.Call(ctx, cmd, params)
	if err != nil {
		tb.t.Fatalf("%s: %v", cmd.Method, err)
	}
	return r
}

// Do runs actions.
func (tb *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.Context, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		tb.t.Fatal(err)
	}
}

// Visit shows the page at an absolute address, and waits until it has loaded.
func (tb *Tab) Visit(address string) {
	tb.t.Helper()
	tb.mu.Lock()
	tb.address, tb.said, tb.asked = address, nil, nil
	tb.mu.Unlock()
	tb.Do(chromedp.Navigate(address))
}

// Size gives the window a width and a height, in pixels of CSS.
func (tb *Tab) Size(width, height int64) {
	tb.t.Helper()
	tb.Do(chromedp.EmulateViewport(width, height))
}

// Media is what the page is shown on, "screen" or "print", in a colour scheme,
// "light" or "dark".
func (tb *Tab) Media(media, scheme string) {
	tb.t.Helper()
	Call(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// Scripts switches the scripts of pages on or off, from the next visit on.
func (tb *Tab) Scripts(on bool) {
	tb.t.Helper()
	Call(tb, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// Try evaluates an expression; a promise is waited for. What is undefined is
// the zero value.
func Try[T any](tb *Tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(tb.Context, Patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if errors.Is(err, chromedp.ErrJSUndefined) || errors.Is(err, chromedp.ErrJSNull) {
		err = nil
	}
	return v, err
}

// Get evaluates an expression; a promise is waited for.
func Get[T any](tb *Tab, expression string) T {
	tb.t.Helper()
	v, err := Try[T](tb, expression)
	if err != nil {
		tb.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Want says that an expression must be true.
func (tb *Tab) Want(expression string) {
	tb.t.Helper()
	if v := Get[any](tb, expression); v != true {
		tb.t.Errorf("%s is %v, not true", expression, v)
	}
}

// None says that a list made by an expression must be empty.
func (tb *Tab) None(what, expression string) {
	tb.t.Helper()
	for _, v := range Get[[]string](tb, expression) {
		tb.t.Errorf("%s: %s", what, v)
	}
}

// Until waits until an expression is true.
func (tb *Tab) Until(expression string) {
	tb.t.Helper()
	for end := time.Now().Add(Patience); ; time.Sleep(5 * time.Millisecond) {
		v, err := Try[any](tb, expression)
		if err == nil && v == true {
			return
		}
		if time.Now().After(end) {
			html, _ := Try[string](tb, "document.documentElement.outerHTML")
			tb.t.Fatalf("never: %s (%v, %v); console: %v; page: %s", expression, v, err, tb.Said(), html)
		}
	}
}

// Settle waits until what was done to the page has been painted.
func (tb *Tab) Settle() {
	tb.t.Helper()
	Get[any](tb, "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r))))")
}

// Said is what was written to the console, and the issues that the browser
// found, since the page was visited.
func (tb *Tab) Said() []string {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	return slices.Clone(tb.said)
}

// Asked are the addresses that the page had the browser ask for, in order; it
// does not hold the icon.
func (tb *Tab) Asked() []string {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	return slices.Clone(tb.asked)
}

// Silent says that the page must have given no cause for a message.
func (tb *Tab) Silent() {
	tb.t.Helper()
	for _, s := range tb.Said() {
		tb.t.Errorf("the browser says: %s", s)
	}
}
