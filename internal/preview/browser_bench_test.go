package preview

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	protocol "github.com/chromedp/cdproto/page"

	"briefpress/internal/browser"
	"briefpress/internal/check"
	"briefpress/internal/site"
)

// saves are made one after another, each when the one before is seen.
const saves = 50

// seer notes in every document when a save is about to be painted for the first
// time: by the number of the save, in milliseconds of the system's clock.
const seer = `
	let last = "";
	const look = () => {
		const found = /Saved for the (\d+)th time/.exec(document.body?.textContent ?? "");
		if (!found || found[0] === last) return;
		last = found[0];
		requestAnimationFrame(() => {
			const key = "seen" + found[1];
			if (!sessionStorage.getItem(key)) sessionStorage.setItem(key, performance.timeOrigin + performance.now());
		});
	};
	new MutationObserver(look).observe(document, {childList: true, characterData: true, subtree: true});`

// seen measures the time from a save to its text on the page shown, and counts
// those that were never shown.
func seen(b *testing.B, tb *browser.Tab, file, text string) (times []time.Duration, missed int) {
	for i := range saves {
		time.Sleep(time.Duration(250+i%7*23) * time.Millisecond)
		saved := time.Now()
		write(b, file, fmt.Sprintf("%s\nSaved for the %dth time.\n", text, i))
		for end := saved.Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			// While a page is left there is none to ask.
			if at, _ := browser.Try[string](tb, fmt.Sprintf("sessionStorage.getItem('seen%d') ?? ''", i)); at != "" {
				var ms float64
				if _, err := fmt.Sscan(at, &ms); err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Unix(0, int64(ms*1e6)).Sub(saved))
				break
			}
			if time.Now().After(end) {
				missed++
				break
			}
		}
	}
	return times, missed
}

// BenchmarkVisible measures the time from saving a brief to its text in an open
// page of Chromium, here and with Hugo's own server, one after the other on the
// same texts. It needs chromium, and hugo in the path; without hugo, it measures
// the preview alone.
func BenchmarkVisible(b *testing.B) {
	chromium := browser.Chromium(b)
	var rows []string
	for _, n := range []int{1, 10000} {
		for _, tool := range []struct {
			name  string
			serve func(b *testing.B, n int) (address, file, text string)
		}{{"briefpress", serveBriefpress}, {"hugo", serveHugo}} {
			b.Run(fmt.Sprintf("%s/%d", tool.name, n), func(b *testing.B) {
				address, file, text := tool.serve(b, n)
				tb := browser.Open(b, chromium)
				browser.Call(tb, protocol.AddScriptToEvaluateOnNewDocument, protocol.AddScriptToEvaluateOnNewDocumentParams{Source: seer})
				tb.Visit(address)
				if tool.name == "briefpress" {
					tb.Until(live)
				}
				times, missed := seen(b, tb, file, text)
				if len(times) == 0 || missed > 0 && tool.name == "briefpress" {
					b.Fatalf("%d saves are never seen", missed)
				}
				median, p95 := quantile(times, .5), quantile(times, .95)
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(median, "ms-median")
				b.ReportMetric(p95, "ms-p95")
				b.ReportMetric(float64(missed), "missed")
				rows = append(rows, fmt.Sprintf("%-12s %6d %10.1f %10.1f %7d", tool.name, n, median, p95, missed))
				tb.Close()
			})
		}
	}
	b.Logf("from a save to the text on the page, %d saves\n%-12s %6s %10s %10s %7s\n%s", saves, "", "briefs", "median ms", "p95 ms", "missed", strings.Join(rows, "\n"))
}

func serveBriefpress(b *testing.B, n int) (address, file, text string) {
	dir := newLibrary(b, n)
	opts := libraryOptions(b, dir)
	opts.Addr = "127.0.0.1:0"
	checked := make(chan struct{})
	var once sync.Once
	look := opts.Check
	opts.Check = func(ctx context.Context, s *site.Site, open func() []string, found func(check.Findings)) {
		look(ctx, s, open, found)
		once.Do(func() { close(checked) })
	}
	ready := make(chan string, 1)
	opts.Ready = func(url string) { ready <- url }
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, opts) }()
	b.Cleanup(func() { cancel(); <-ended })
	select {
	case err := <-ended:
		b.Fatal(err)
	case address = <-ready:
	}
	<-checked
	return address + "briefs/" + edited + "/", filepath.Join(dir, "content/briefs", edited, "2000-01-01.md"), textOf(0)
}

// hugo is a site for Hugo of the same texts, with templates as few as can be.
var hugo = map[string]string{
	"hugo.toml":                    "baseURL = \"http://127.0.0.1/\"\ntitle = \"Library\"\n[taxonomies]\ntopic = \"topics\"\nauthor = \"authors\"\n",
	"layouts/_default/baseof.html": "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head><body>{{ block \"main\" . }}{{ end }}</body></html>",
	"layouts/_default/single.html": `{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}`,
	"layouts/_default/list.html":   `{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}`,
}

func serveHugo(b *testing.B, n int) (address, file, text string) {
	program, err := exec.LookPath("hugo")
	if err != nil {
		b.Skip("there is no hugo in the path to compare with: go install github.com/gohugoio/hugo@v0.165.0")
	}
	dir := b.TempDir()
	for name, text := range hugo {
		write(b, filepath.Join(dir, name), text)
	}
	source := func(i int) string {
		return strings.Replace(textOf(i), "---\n", fmt.Sprintf("---\ndate: %d-%02d-%02d\n", 2000+i%20, 1+i%12, 1+i%28), 1)
	}
	for i := range n {
		write(b, filepath.Join(dir, fmt.Sprintf("content/briefs/brief-%d/index.md", i)), source(i))
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	port := ln.Addr().(*net.TCPAddr).Port
	ln.Close()
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	cmd := exec.Command(program, "server", "--source", dir, "--bind", "127.0.0.1", "--port", fmt.Sprint(port))
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
	address = fmt.Sprintf("http://127.0.0.1:%d/briefs/%s/", port, edited)
	for end := time.Now().Add(5 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if resp, err := http.Get(address); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Now().After(end) {
			said, _ := os.ReadFile(log.Name())
			b.Fatalf("hugo does not answer: %s", said)
		}
	}
	return address, filepath.Join(dir, "content/briefs", edited, "index.md"), source(0)
}
