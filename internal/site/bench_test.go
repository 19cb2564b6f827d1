package site

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// generated is a library of n briefs of about 1,200 words, every fourth in two
// editions.
func generated(b *testing.B, n int) (src Source, dir string) {
	dir = b.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			b.Fatal(err)
		}
	}
	write("site.yaml", "id: example.org,2019\ntitle: Library\nbase-url: https://example.org/\nacronyms: {NATO: North Atlantic Treaty Organization}\n")
	var body strings.Builder
	for i := range 30 {
		if i%5 == 0 {
			fmt.Fprintf(&body, "## Section %d\n\n", i)
		}
		body.WriteString(strings.Repeat("The mission of NATO trains, advises and assists. ", 5) + "[^n]\n\n")
	}
	body.WriteString("| a | b |\n|---|---|\n| 1 | 2 |\n\n[^n]: A note.\n")
	for i := range n {
		header := fmt.Sprintf("title: Brief %d\nsummary: About %d.\nauthors: [Author %d]\ntopics: [Topic %d, Topic %d]\n", i, i, i%50, i%20, i%7)
		for edition := range 1 + min(1, (i%4)/3) {
			write(fmt.Sprintf("briefs/brief-%d/%d-%02d-%02d.md", i, 2000+i%20+edition, 1+i%12, 1+i%28), "---\n"+header+"change: Again.\n---\n"+body.String())
		}
	}
	src = library(b)
	src.Content = os.DirFS(dir)
	return src, dir
}

// BenchmarkLoad loads a library of 1,000 briefs: from nothing, and after one
// edit.
func BenchmarkLoad(b *testing.B) {
	src, dir := generated(b, 1000)
	b.Run("clean", func(b *testing.B) {
		for b.Loop() {
			Load(src, nil)
		}
	})
	b.Run("edit", func(b *testing.B) {
		prev, _ := Load(src, nil)
		name := filepath.Join(dir, "briefs/brief-1/2001-02-02.md")
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; b.Loop(); i++ {
			if err := os.WriteFile(name, fmt.Append(text, i, "\n"), 0o644); err != nil {
				b.Fatal(err)
			}
			prev, _ = Load(src, prev)
		}
	})
}

// BenchmarkFile makes a page of each kind, bodies parsed.
func BenchmarkFile(b *testing.B) {
	src, _ := generated(b, 1000)
	s, _ := Load(src, nil)
	for _, p := range []string{"/", "/briefs/", "/briefs/brief-3/", "/briefs/brief-3/2003-04-04/brief.json", "/topics/topic-1/", "/feed.atom", "/briefs/brief-3/feed.atom", "/topics/topic-1/feed.json", "/sitemap.xml", "/favicon.svg"} {
		b.Run(strings.ReplaceAll(strings.Trim(p, "/"), "/", "-"), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.File(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("paths", func(b *testing.B) {
		for b.Loop() {
			s.Paths()
		}
	})
}
