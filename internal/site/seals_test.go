package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
)

// sealContent seals every brief of a source that has a folder.
func sealContent(t testing.TB, src Source) {
	t.Helper()
	content := src.Content.(fstest.MapFS)
	s, _ := Load(src, nil)
	for _, b := range s.Briefs() {
		dir := path.Join(briefsDir, b.Slug)
		if _, ok := content[path.Join(dir, string(b.First().Date)+".md")]; !ok {
			continue
		}
		f, problems := b.Reseal()
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		content[path.Join(dir, seal.Name)] = &fstest.MapFile{Data: f.Text(), Mode: 0o644}
	}
}

// edit changes a file of the content.
func edit(t testing.TB, src Source, name, old, new string) {
	t.Helper()
	content := src.Content.(fstest.MapFS)
	data := bytes.Replace(content[name].Data, []byte(old), []byte(new), 1)
	if bytes.Equal(data, content[name].Data) {
		t.Fatalf("%q is not in %s", old, name)
	}
	content[name] = &fstest.MapFile{Data: data, Mode: 0o644}
}

// sealProblems are those of seals, without their hints.
func sealProblems(problems []brief.Problem) string {
	var s strings.Builder
	for _, p := range problems {
		if p.Rule == "seal" || p.Rule == "unsealed" {
			fmt.Fprintf(&s, "%s %s %t %s\n", p.Position, p.Rule, p.Stops, p.Message)
		}
	}
	return s.String()
}

const twoEditions = `
-- content/site.yaml --
id: example.org,2019
title: A library
publisher: Example
-- content/briefs/b/2019-06-07.md --
---
title: One
---
A paragraph.

![A plan](plan.txt "Plan")

Another, see the [data](data.csv).
-- content/briefs/b/2020-04-14.md --
---
title: One
change: More.
---
A paragraph.

Another, see the [data](data.csv).

The last.
-- content/briefs/b/data.csv --
a,b
-- content/briefs/b/plan.txt --
plan
`

// sealedSource is a source of a brief with two sealed editions.
func sealedSource(t testing.TB) Source {
	src := library(t)
	content := fstest.MapFS{}
	for part := range strings.SplitSeq(twoEditions, "\n-- content/") {
		if name, data, ok := strings.Cut(part, " --\n"); ok {
			content[name] = &fstest.MapFile{Data: []byte(data + "\n"), Mode: 0o644}
		}
	}
	src.Content = content
	sealContent(t, src)
	return src
}

func TestSealedSite(t *testing.T) {
	src := sealedSource(t)
	text := src.Content.(fstest.MapFS)["briefs/b/editions.sum"].Data
	s, problems := Load(src, nil)
	if got := sealProblems(s.Problems()) + sealProblems(problems); got != "" {
		t.Fatal(got)
	}
	f := file(t, s, "/briefs/b/editions.sum")
	if !bytes.Equal(f.Body, text) || f.Kind != Data || f.Type != "text/plain; charset=utf-8" {
		t.Errorf("the seals are %+v", f)
	}
	var doc struct {
		Seal    map[string]any      `json:"seal"`
		Removed []map[string]string `json:"removed"`
	}
	read := func(s *Site, date string) {
		t.Helper()
		doc.Seal, doc.Removed = nil, nil
		if err := json.Unmarshal(file(t, s, "/briefs/b/"+date+"/brief.json").Body, &doc); err != nil {
			t.Fatal(err)
		}
	}
	sealed, _ := seal.Parse(text)
	read(s, "2020-04-14")
	if d := cmp.Diff(map[string]any{"digest": sealed.Edition("2020-04-14").Digest}, doc.Seal); d != "" {
		t.Errorf("the seal in brief.json (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]map[string]string{{"id": "f1", "number": "1", "since": "2020-04-14"}}, doc.Removed); d != "" {
		t.Errorf("what is removed in brief.json (-want +got):\n%s", d)
	}
	read(s, "2019-06-07")
	if doc.Removed == nil || len(doc.Removed) > 0 {
		t.Errorf("from the first edition %v is removed", doc.Removed)
	}

	// Editions that are not shown have no seal for readers.
	src.AsOf = "2019-12-31"
	s, _ = Load(src, s)
	if got := sealProblems(s.Problems()); got != "" {
		t.Error(got)
	}
	only := sealed.Only(func(date string) bool { return date == "2019-06-07" })
	if f := file(t, s, "/briefs/b/editions.sum"); !bytes.Equal(f.Body, only.Text()) {
		t.Errorf("as of 2019 the seals are\n%s", f.Body)
	}
	src.AsOf = "2019-01-01"
	if s, _ = Load(src, s); s.Has("/briefs/b/editions.sum") {
		t.Error("a brief that is not shown has seals")
	}

	// Corrections that are not sealed yet say so.
	src.AsOf = ""
	edit(t, src, "briefs/b/2020-04-14.md", "change:", "corrections:\n  - {date: 2020-05-01, note: A slip.}\nchange:")
	edit(t, src, "briefs/b/2020-04-14.md", "The last.", "The very last.")
	s, _ = Load(src, s)
	if got, want := sealProblems(s.Problems()), "content/briefs/b/2020-04-14.md:4:5 unsealed false the correction of 1 May 2020 is not sealed\n"; got != want {
		t.Errorf("got %swant %s", got, want)
	}
	if read(s, "2020-04-14"); doc.Seal["pending"] != true || doc.Seal["corrected"] != nil {
		t.Errorf("corrected, the seal is %v", doc.Seal)
	}
	sealContent(t, src)
	s, _ = Load(src, s)
	if got := sealProblems(s.Problems()); got != "" {
		t.Error(got)
	}
	if read(s, "2020-04-14"); doc.Seal["pending"] != nil || doc.Seal["corrected"] != "2020-05-01" {
		t.Errorf("corrected and sealed, the seal is %v", doc.Seal)
	}
}

func TestBrokenSealsOfSite(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*testing.T, Source)
		want   string
	}{
		{"a letter", func(t *testing.T, src Source) { edit(t, src, "briefs/b/2019-06-07.md", "A paragraph", "A  paragroph") },
			"content/briefs/b/2019-06-07.md:4:1 seal true paragraph 1 of this sealed edition was changed\n"},
		{"data", func(t *testing.T, src Source) { edit(t, src, "briefs/b/data.csv", "b", "c") },
			"content/briefs/b/2019-06-07.md:8:18 seal true the file data.csv, which this sealed edition uses, was changed\n" +
				"content/briefs/b/2020-04-14.md:7:18 seal true the file data.csv, which this sealed edition uses, was changed\n"},
		{"an edition gone", func(t *testing.T, src Source) { delete(src.Content.(fstest.MapFS), "briefs/b/2019-06-07.md") },
			"content/briefs/b/editions.sum:3:1 seal true the edition of 7 June 2019 is sealed, and its file 2019-06-07.md is gone\n"},
		{"all gone", func(t *testing.T, src Source) {
			delete(src.Content.(fstest.MapFS), "briefs/b/2019-06-07.md")
			delete(src.Content.(fstest.MapFS), "briefs/b/2020-04-14.md")
		}, "content/briefs/b/editions.sum:3:1 seal true the edition of 7 June 2019 is sealed, and its file 2019-06-07.md is gone\n" +
			"content/briefs/b/editions.sum:12:1 seal true the edition of 14 April 2020 is sealed, and its file 2020-04-14.md is gone\n"},
		{"a draft again", func(t *testing.T, src Source) {
			edit(t, src, "briefs/b/2020-04-14.md", "change:", "draft: true\nchange:")
		},
			"content/briefs/b/2020-04-14.md:3:1 seal true the edition is sealed, and a sealed edition is no draft\n"},
		{"the seals", func(t *testing.T, src Source) { edit(t, src, "briefs/b/editions.sum", "block p1", "block p3") },
			"content/briefs/b/editions.sum:3:1 seal true the digest is not that of the lines, which is "},
		{"no seals", func(t *testing.T, src Source) {
			src.Content.(fstest.MapFS)["briefs/b/editions.sum"] = &fstest.MapFile{Mode: 0o644}
		}, "content/briefs/b/editions.sum:1:1 seal true the first line is not \"briefpress seals 1\"\n"},
		{"later", func(t *testing.T, src Source) {
			src.Content.(fstest.MapFS)["briefs/b/2021-01-01.md"] = &fstest.MapFile{Data: []byte("---\ntitle: New\nchange: New.\n---\nText.\n")}
		}, "content/briefs/b/2021-01-01.md:1:1 unsealed false the edition of 1 January 2021 is published and not sealed\n"},
	} {
		src := sealedSource(t)
		prev, _ := Load(src, nil)
		c.change(t, src)
		s, _ := Load(src, nil)
		again, _ := Load(src, prev)
		got := sealProblems(s.Problems())
		if !strings.Contains(got, c.want) || c.name != "the seals" && got != c.want {
			t.Errorf("%s: got\n%swant\n%s", c.name, got, c.want)
		}
		if d := cmp.Diff(s.Problems(), again.Problems()); d != "" {
			t.Errorf("%s, loaded over the site before: (-want +got)\n%s", c.name, d)
		}
	}
}
