package check

import (
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"briefpress"
	"briefpress/internal/brief"
	"briefpress/internal/site"
)

const siteYAML = "id: example.org,2019\ntitle: Library\nbase-url: https://example.org/lib/\n"

// today is that of all cases.
const today = brief.Date("2021-06-01")

// load makes a site of an archive with the folders content, templates and
// static. It has the built-in templates beneath its own, and settings where it
// gives none. Marks are taken out: ⟦rule⟧ stands where a finding of the rule is
// expected. The file "want" lists findings of whole files as "file: rule".
func load(t *testing.T, a *txtar.Archive, src site.Source) (s *site.Site, opts Options, want []string) {
	folders, want := unpack(t, a)
	src.Content, src.Templates, src.Static = folders["content"], folders["templates"], folders["static"]
	s, _ = site.Load(src, nil)
	return s, Options{Today: today}, want
}

func unpack(t *testing.T, a *txtar.Archive) (folders map[string]fstest.MapFS, want []string) {
	folders = map[string]fstest.MapFS{"content": {}, "templates": {}, "static": {}}
	folders["content"]["site.yaml"] = &fstest.MapFile{Data: []byte(siteYAML)}
	fs.WalkDir(briefpress.Templates(), ".", func(name string, d fs.DirEntry, err error) error {
		if !d.IsDir() {
			data, err := fs.ReadFile(briefpress.Templates(), name)
			if err != nil {
				t.Fatal(err)
			}
			folders["templates"][name] = &fstest.MapFile{Data: data}
		}
		return err
	})
	for _, f := range a.Files {
		if f.Name == "want" {
			want = append(want, strings.Split(strings.TrimSpace(string(f.Data)), "\n")...)
			continue
		}
		data, marks := takeMarks(f.Name, string(f.Data))
		want = append(want, marks...)
		folder, name, _ := strings.Cut(f.Name, "/")
		if folders[folder] == nil {
			t.Fatalf("%s is in no folder of a site", f.Name)
		}
		folders[folder][name] = &fstest.MapFile{Data: []byte(data), Mode: 0o644}
	}
	slices.Sort(want)
	return folders, want
}

func takeMarks(file, text string) (data string, marks []string) {
	var kept strings.Builder
	for {
		before, rest, found := strings.Cut(text, "⟦")
		kept.WriteString(before)
		if !found {
			return kept.String(), marks
		}
		rule, after, _ := strings.Cut(rest, "⟧")
		lines := strings.Split(kept.String(), "\n")
		marks = append(marks, fmt.Sprintf("%s:%d:%d: %s", file, len(lines), len([]rune(lines[len(lines)-1]))+1, rule))
		text = after
	}
}

func places(findings []Finding) []string {
	var got []string
	for _, f := range findings {
		got = append(got, f.Position.String()+": "+f.Rule)
	}
	slices.Sort(got)
	return got
}

func archives(t *testing.T) map[string]*txtar.Archive {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	all := map[string]*txtar.Archive{}
	for _, name := range names {
		if all[filepath.Base(name)], err = txtar.ParseFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestRules holds the findings of each case to its marks, and every rule to a
// case.
func TestRules(t *testing.T) {
	seen := map[string]bool{"panic": true} // nothing is known that makes us fail
	for _, f := range readSeeded(t).faults {
		seen[f.rule] = true
	}
	for name, a := range archives(t) {
		t.Run(name, func(t *testing.T) {
			s, opts, want := load(t, a, site.Source{})
			findings := Run(s, opts)
			if diff := gocmp.Diff(want, places(findings)); diff != "" {
				var b strings.Builder
				WriteText(&b, findings, false)
				t.Errorf("findings (-want +got):\n%s\n%s", diff, b.String())
			}
			said := map[string]bool{}
			for _, f := range findings {
				seen[f.Rule] = true
				if said[f.Error()] {
					t.Errorf("%v is found twice", f)
				}
				said[f.Error()] = true
				if f.Line > 0 && f.Excerpt == "" {
					t.Errorf("%v shows no line", f)
				}
				if f.Stops && f.Level != Error {
					t.Errorf("%v stops, but is of level %v", f, f.Level)
				}
				if f.Line > 0 && f.Column == 0 {
					t.Errorf("%v has a line but no column", f)
				}
			}
			if again := Run(s, opts); !slices.Equal(findings, again) {
				t.Errorf("a second run gives other findings:\n%v\n%v", findings, again)
			}
			if !slices.IsSortedFunc(findings, func(a, b Finding) int { return a.Position.Compare(b.Position) }) {
				t.Error("findings are not in order")
			}
		})
	}
	for _, r := range Rules() {
		if !seen[r.Name] {
			t.Errorf("no case shows a finding of %s", r.Name)
		}
	}
}

// TestBuiltInSite wants nothing to be wrong with the site that we ship.
func TestBuiltInSite(t *testing.T) {
	for _, base := range []string{"", "https://example.org/sub/"} {
		src := site.Source{Content: briefpress.Content(), Templates: briefpress.Templates(), Static: briefpress.Static(), BaseURL: base}
		s, _ := site.Load(src, nil)
		if findings := Run(s, Options{Today: "2022-01-01"}); len(findings) > 0 {
			var b strings.Builder
			WriteText(&b, findings, false)
			t.Errorf("with base %q:\n%s", base, b.String())
		}
	}
}

// TestDocumented holds every rule to a name, a documentation and an order.
func TestDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		first, _, _ := strings.Cut(r.Doc, "\n")
		if r.Name == "" || seen[r.Name] || strings.Trim(r.Name, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("the name %q is empty, not new, or of other characters than comments can name", r.Name)
		}
		if len(first) < 20 || !strings.HasSuffix(first, ".") || !strings.HasSuffix(r.Doc, ".") {
			t.Errorf("%s: the documentation is no sentences: %q", r.Name, r.Doc)
		}
		seen[r.Name] = true
	}
}

func TestLevelsOfSettings(t *testing.T) {
	const page = "---\ntitle: A\n---\n\n#### Deep\n\n[x](/nowhere/)\n"
	for _, c := range []struct {
		rules string
		want  map[string]Level // by rule
	}{
		{"", map[string]Level{"skipped-level": Error, "broken-link": Error}},
		{"rules: {skipped-level: advice, broken-link: warning}", map[string]Level{"skipped-level": Advice, "broken-link": Warning}},
		{"rules: {skipped-level: off}", map[string]Level{"broken-link": Error}},
		{"rules: {skipped-level: off, broken-link: off}", map[string]Level{}},
	} {
		a := &txtar.Archive{Files: []txtar.File{{Name: "content/site.yaml", Data: []byte(siteYAML + c.rules + "\n")}, {Name: "content/pages/a.md", Data: []byte(page)}}}
		s, opts, _ := load(t, a, site.Source{})
		got := map[string]Level{}
		for _, f := range Run(s, opts) {
			got[f.Rule] = f.Level
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", cmp.Or(c.rules, "no rules"), diff)
		}
	}
}

// TestStopsStay holds what stops to the level error, whatever content says.
func TestStopsStay(t *testing.T) {
	a := txtar.Parse([]byte("-- content/site.yaml --\n" + siteYAML + "rules: {unknown-key: off, limit: off}\n" +
		"-- content/pages/a.md --\n---\ntitle: A\ntitel: B\n---\n\n<!-- briefpress:ignore limit: we like it deep -->\n" + strings.Repeat("> ", 30) + "deep\n"))
	s, opts, _ := load(t, a, site.Source{})
	got := map[string]Level{}
	for _, f := range Run(s, opts) {
		got[f.Rule] = f.Level
	}
	if got["unknown-key"] != Error || got["limit"] != Error {
		t.Errorf("levels %v, want error for what stops", got)
	}
}

// TestMissingBaseURL is of no interest to check unless the site says so.
func TestMissingBaseURL(t *testing.T) {
	for settings, want := range map[string][]string{"": nil, "rules: {base-url: warning}\n": {"content/site.yaml: base-url"}} {
		a := txtar.Parse([]byte("-- content/site.yaml --\nid: example.org,2019\ntitle: Library\n" + settings))
		s, opts, _ := load(t, a, site.Source{})
		if diff := gocmp.Diff(want, places(Run(s, opts))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", settings, diff)
		}
	}
}
