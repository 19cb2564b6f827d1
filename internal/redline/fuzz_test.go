package redline

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"briefpress/internal/brief"
)

// Whatever two texts are, a redline gives both, is valid, and is the same twice.
func FuzzRedline(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		files := map[string]string{}
		for _, file := range archive.Files {
			files[file.Name] = string(file.Data)
		}
		for name, text := range files {
			if test, found := strings.CutSuffix(name, ".old.md"); found {
				f.Add(text, files[test+".new.md"])
			}
		}
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 8<<10 {
			t.Skip()
		}
		parse := func(date brief.Date, text string) *brief.Edition {
			if !strings.HasPrefix(text, "---\n") {
				text = "---\ntitle: T\n---\n" + text
			}
			e, problems := brief.ParseEdition(brief.Input{File: string(date) + ".md", Slug: "a", Date: date, Data: []byte(text),
				Files: map[string]brief.File{"plan0.svg": {Address: "/plan0.svg"}}}, brief.Options{})
			for _, p := range append(problems, e.Body().Problems...) {
				if p.Stops {
					t.Skip()
				}
			}
			return e
		}
		from, to := parse("2019-06-07", a), parse("2020-04-14", b)
		r := New(newBrief(t, from, to), from, to)
		checkSides(t, r)
		checkValid(t, r)
		if again := New(newBrief(t, from, to), from, to); dump(r) != dump(again) {
			t.Error("the redline is not the same twice")
		}
	})
}
