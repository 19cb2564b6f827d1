package preview

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefpress"
	"briefpress/internal/check"
	"briefpress/internal/site"
	"briefpress/internal/watch"
)

// libraries are the numbers of briefs that are measured.
var libraries = []int{1, 1000, 10000}

// edited is the brief that is saved.
const edited = "brief-0"

// prose is the text of a brief of 1,300 words, each brief's its own.
func prose(r *rand.Rand) string {
	// Two sentences a paragraph, no word twice in a row: as an editor would leave it.
	common := strings.Fields("the mission of NATO forces in that a province government which agreement was trained advised their officers " +
		"district since withdrawal elections report council economy budget police border refugees women schools drought trade")
	var b strings.Builder
	for paragraph := range 26 {
		if paragraph%6 == 0 {
			fmt.Fprintf(&b, "## Part %s\n\n", word(paragraph/6))
		}
		last := -1
		for i := range 50 {
			w := r.IntN(len(common) - 1)
			if w >= last {
				w++
			}
			last = w
			if i%25 == 0 {
				b.WriteString("Now ")
			}
			b.WriteString(common[w])
			switch {
			case i == 49:
				b.WriteString(".")
			case i%25 == 24:
				b.WriteString(". ")
			default:
				b.WriteString(" ")
			}
		}
		b.WriteString("\n\n")
	}
	b.WriteString("| Year | Troops |\n|---|---|\n| 2019 | 17,000 |\n\nIt is said so.[^n]\n\n[^n]: By some.\n")
	return b.String()
}

// textOf is the source of a brief of the library.
func textOf(i int) string {
	r := rand.New(rand.NewPCG(uint64(i), 0))
	return fmt.Sprintf("---\ntitle: Brief %d\nsummary: What there is to say about %d.\nauthors: [Author %d]\ntopics: [Topic %d, Subject %d]\n---\n\n%s", i, i, i%50, i%20, i%7, prose(r))
}

// newLibrary writes a library of n briefs.
func newLibrary(b *testing.B, n int) (dir string) {
	dir = b.TempDir()
	write(b, filepath.Join(dir, "content/site.yaml"), "id: example.org,2020\ntitle: Library\nbase-url: https://example.org/\nacronyms: {NATO: North Atlantic Treaty Organization}\n")
	for i := range n {
		write(b, filepath.Join(dir, fmt.Sprintf("content/briefs/brief-%d/%d-%02d-%02d.md", i, 2000+i%20, 1+i%12, 1+i%28)), textOf(i))
	}
	return dir
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// libraryOptions are those of the preview of a library, with the built-in
// templates, opened as the program opens them.
func libraryOptions(b *testing.B, dir string) Options {
	content := filepath.Join(dir, "content")
	var checker check.Checker
	return quiet(Options{
		Check: func(ctx context.Context, s *site.Site, _ func() []string, found func(check.Findings)) {
			if findings, err := checker.Check(ctx, s, check.Options{Workers: 1}); err == nil {
				found(findings)
			}
		},
		Source: func() (site.Source, error) {
			root, err := os.OpenRoot(content)
			if err != nil {
				return site.Source{}, err
			}
			b.Cleanup(func() { root.Close() })
			return site.Source{Content: root.FS(), Templates: briefpress.Templates(), Static: briefpress.Static(), Drafts: true}, nil
		},
		Dirs:    []string{content},
		Folders: map[string]string{"content": content, "templates": filepath.Join(dir, "templates"), "static": filepath.Join(dir, "static")},
	})
}

// memory is what the program holds of the system's memory, in MB.
func memory() float64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return float64(samples[0].Value.Uint64()-samples[1].Value.Uint64()) / 1e6
}

// peak follows the memory until stop is called, which tells the most.
func peak() (stop func() float64) {
	var most float64
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			most = max(most, memory())
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	})
	return func() float64 { close(done); wg.Wait(); return most }
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// quantile of durations, in milliseconds.
func quantile(times []time.Duration, q float64) float64 {
	times = slices.Sorted(slices.Values(times))
	return milliseconds(times[min(len(times)-1, int(q*float64(len(times))))])
}

// BenchmarkSave measures the time from saving a brief to the state that shows
// it: what the watcher takes included, the browser not. One page is open.
// Besides it reports how long the first page takes from the start, and the most
// memory held, the check of all texts included.
func BenchmarkSave(b *testing.B) {
	for _, n := range libraries {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := newLibrary(b, n)
			file := filepath.Join(dir, "content/briefs", edited, "2000-01-01.md")
			text := textOf(0)
			held := peak()

			start := time.Now()
			ctx, cancel := context.WithCancel(b.Context())
			opts := libraryOptions(b, dir)
			p := newPreview(ctx, opts)
			changes, err := watch.Watch(ctx, watch.Options{Dirs: opts.Dirs})
			if err != nil {
				b.Fatal(err)
			}
			watched := time.Since(start)
			p.build(false)
			shown := func(s *state) []byte {
				e, err := s.Entry("/briefs/" + edited + "/")
				if err != nil {
					b.Fatal(err)
				}
				return e.File.Body
			}
			shown(p.now.Load())
			first := time.Since(start)
			var following sync.WaitGroup
			following.Go(func() { p.follow(changes) })
			defer func() { cancel(); following.Wait(); p.checks.Wait() }()
			// The first check reads every text.
			for end := time.Now().Add(5 * time.Minute); checking(p) && time.Now().Before(end); {
				time.Sleep(10 * time.Millisecond)
			}
			checked := time.Since(start)

			var times []time.Duration
			for i := range saves {
				time.Sleep(time.Duration(250+i%7*23) * time.Millisecond)
				mark := fmt.Sprintf("Saved for the %dth time.", i)
				s := p.now.Load()
				saved := time.Now()
				write(b, file, text+"\n"+mark+"\n")
				for !bytes.Contains(shown(s), []byte(mark)) {
					select {
					case <-s.replaced:
						s = p.now.Load()
					case <-time.After(time.Minute):
						b.Fatal("the save is not shown")
					}
				}
				times = append(times, time.Since(saved))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(quantile(times, .5), "ms-median")
			b.ReportMetric(quantile(times, .95), "ms-p95")
			b.ReportMetric(milliseconds(watched), "ms-watch")
			b.ReportMetric(milliseconds(first), "ms-first")
			b.ReportMetric(milliseconds(checked), "ms-checked")
			b.ReportMetric(held(), "MB-peak")
		})
	}
}

// checking tells whether a check is running or about to.
func checking(p *preview) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.busy
}
