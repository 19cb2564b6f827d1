package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkSave measures from a save to the hand-over of its change.
func BenchmarkSave(b *testing.B) {
	name := filepath.Join(b.TempDir(), "a.md")
	if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
		b.Fatal(err)
	}
	c, err := Watch(b.Context(), Options{Dirs: []string{filepath.Dir(name)}})
	if err != nil {
		b.Fatal(err)
	}
	var spent time.Duration
	for i := 0; b.Loop(); i++ {
		time.Sleep(2 * pace)
		start := time.Now()
		if err := os.WriteFile(name, fmt.Append(nil, "text ", i), 0o644); err != nil {
			b.Fatal(err)
		}
		<-c
		spent += time.Since(start)
	}
	b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N), "ns/save")
}

// BenchmarkWalk measures the baseline and the comparison of 10,000 briefs of
// three files each.
func BenchmarkWalk(b *testing.B) {
	root := b.TempDir()
	for i := range 10_000 {
		dir := filepath.Join(root, fmt.Sprintf("brief-%d", i))
		if err := os.Mkdir(dir, 0o755); err != nil {
			b.Fatal(err)
		}
		for _, name := range []string{"2019-06-07.md", "2020-04-14.md", "editions.sum"} {
			name = filepath.Join(dir, name)
			if err := os.WriteFile(name, make([]byte, 8000), 0o644); err != nil {
				b.Fatal(err)
			}
			past := time.Now().Add(-time.Hour)
			if err := os.Chtimes(name, past, past); err != nil {
				b.Fatal(err)
			}
		}
	}
	time.Sleep(coarse)
	b.Run("baseline", func(b *testing.B) {
		for b.Loop() {
			ctx, cancel := context.WithCancel(b.Context())
			c, err := Watch(ctx, Options{Dirs: []string{root}})
			if err != nil {
				b.Fatal(err)
			}
			cancel()
			for range c {
			}
		}
	})
	b.Run("comparison", func(b *testing.B) {
		w, err := newWatcher(Options{Dirs: []string{root}})
		if err != nil {
			b.Fatal(err)
		}
		w.open()
		defer w.fsw.Close()
		w.baseline(b.Context())
		for b.Loop() {
			w.walk(straight)
		}
	})
}

// BenchmarkSaveDuringWalk measures from a save that falls into a comparison of
// 10,000 briefs to the hand-over of its change.
func BenchmarkSaveDuringWalk(b *testing.B) {
	root := b.TempDir()
	for i := range 10_000 {
		dir := filepath.Join(root, fmt.Sprintf("brief-%d", i))
		if err := os.Mkdir(dir, 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "2020-04-14.md"), make([]byte, 8000), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	time.Sleep(coarse + coarse/4)
	w, err := newWatcher(Options{Dirs: []string{root}})
	if err != nil {
		b.Fatal(err)
	}
	withoutReconciling(w)
	c := w.start(b.Context())
	name := filepath.Join(root, "brief-5000", "2020-04-14.md")
	var delays []time.Duration
	for i := 0; b.Loop(); i++ {
		time.Sleep(calm)
		w.lost <- struct{}{} // now it compares
		time.Sleep(10 * time.Millisecond)
		start := time.Now()
		if err := os.WriteFile(name, fmt.Append(nil, "text ", i), 0o644); err != nil {
			b.Fatal(err)
		}
		<-c
		delays = append(delays, time.Since(start))
	}
	slices.Sort(delays)
	b.ReportMetric(float64(delays[len(delays)/2].Nanoseconds()), "median-ns")
	b.ReportMetric(float64(delays[len(delays)*95/100].Nanoseconds()), "p95-ns")
}
