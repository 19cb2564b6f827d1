package check

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"briefpress/internal/site"
)

// TestCheckerRemembers edits the site with all faults at random, and wants of a
// checker that has seen it all what one that has seen nothing finds.
func TestCheckerRemembers(t *testing.T) {
	seeds := readSeeded(t)
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 0))
			folders, _ := unpack(t, seeds.build(t, func(*fault) bool { return r.IntN(3) == 0 }))
			whole := map[string]fstest.MapFS{}
			for name, folder := range folders {
				whole[name] = maps.Clone(folder)
			}
			var c Checker
			var s *site.Site
			opts := Options{Today: today, Workers: 1}
			for step := range 30 {
				edit := change(r, folders, whole)
				src := site.Source{Content: folders["content"], Templates: folders["templates"], Static: folders["static"], Drafts: r.IntN(8) == 0}
				if r.IntN(16) == 0 {
					opts.Today = "2026-01-01"
				}
				s, _ = site.Load(src, s)
				if r.IntN(8) == 0 { // broken off
					ctx, cancel := context.WithCancel(t.Context())
					cancel()
					if _, err := c.Check(ctx, s, opts); err != nil && !errors.Is(err, context.Canceled) {
						t.Fatal(err)
					}
				}
				got, err := c.Check(t.Context(), s, opts)
				if err != nil {
					t.Fatal(err)
				}
				clean, _ := site.Load(src, nil)
				if diff := gocmp.Diff(Run(clean, opts), slices.Collect(got.All())); diff != "" {
					t.Fatalf("step %d, %s (-clean +remembered):\n%s", step, edit, diff)
				}
			}
		})
	}
}

// change edits a site at one place, and says where.
func change(r *rand.Rand, folders, whole map[string]fstest.MapFS) string {
	pick := func(m fstest.MapFS, pattern string) string {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if ok, _ := path.Match(pattern, name); ok {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			return ""
		}
		return names[r.IntN(len(names))]
	}
	content := folders["content"]
	text := pick(content, []string{"briefs/*/*.md", "briefs/*.md", "pages/*.md"}[r.IntN(3)])
	if text == "" {
		text = pick(content, "briefs/*/*.md")
	}
	write := func(m fstest.MapFS, name, data string) { m[name] = &fstest.MapFile{Data: []byte(data), Mode: 0o644} }
	switch r.IntN(9) {
	case 0, 1, 2:
		other := path.Dir(pick(content, "briefs/*/*.md"))
		snippets := []string{
			"See [this](../" + path.Base(other) + "/#p1).", "See [this](../" + path.Base(other) + "/#p99).", "See [that](/glossary/#acr-list-UN).",
			"See [this](#p2) and [that](#no-such-part).", "See [the list](/topics/#x).", "The United Networks (UN) and the UN.", "The United Nations (UN) and the UN.",
			"<!-- briefpress:ignore repeated-word: on purpose -->\n\nThe the word.", "<!-- briefpress:ignore double-space: nothing -->\n\nText.", "Two  spaces , and the the.",
			"## A part\n\nText.\n\n## A part", "![](plan.svg)",
		}
		write(content, text, string(content[text].Data)+"\n"+snippets[r.IntN(len(snippets))]+"\n")
	case 3:
		delete(content, text)
	case 4:
		to := path.Join("briefs", []string{"a", "moved", "a-brief"}[r.IntN(3)], fmt.Sprintf("20%02d-01-0%d.md", 10+r.IntN(10), 1+r.IntN(3)))
		content[to] = content[text]
		return "copied to " + to
	case 5:
		if front, rest, ok := strings.Cut(string(content[text].Data), "\n---\n"); ok {
			keys := []string{"title: Alike", "language: de", "draft: true", "aliases: [/old/]", "topics: [One, Two]", "translation-of: a", "status: withdrawn"}
			write(content, text, front+"\n"+keys[r.IntN(len(keys))]+"\n---\n"+rest)
		}
	case 6:
		rules := []string{"", "rules:\n  repeated-word: off\n", "rules:\n  no-such-rule: off\n  double-space: much\n", "acronyms: {UN: United Nations}\n"}
		write(content, "site.yaml", siteYAML+rules[r.IntN(len(rules))])
		return "site.yaml"
	case 7:
		name := []string{"brief.html", "home.html", "topic.html"}[r.IntN(3)]
		marks := []string{`<p id="twice"></p><p id="twice"></p>`, `{{.NoSuchField}}`, `<p id="p99"></p>`}
		write(folders["templates"], name, strings.Replace(string(whole["templates"][name].Data), "</h1>", "</h1>"+marks[r.IntN(len(marks))], 1))
		return name
	case 8: // mended
		for name, folder := range whole {
			maps.Copy(folders[name], folder)
		}
		return "mended"
	}
	return text
}
