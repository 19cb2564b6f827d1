package author

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/brief"
	"briefpress/internal/strictyaml"
)

// header reads the front matter of an edition in a folder or a file.
func header(t *testing.T, data []byte, date brief.Date) brief.Header {
	t.Helper()
	e, problems := brief.ParseEdition(brief.Input{File: "new.md", Slug: "plan", Date: date, Data: data}, brief.Options{})
	for _, p := range append(problems, e.Body().Problems...) {
		if p.Stops {
			t.Errorf("%v", p)
		}
	}
	return e.Header
}

// What is written says no more than what is known.
func TestNewIsADraft(t *testing.T) {
	for _, folder := range []bool{false, true} {
		b := Beginning{Slug: "plan", Title: "The plan", Date: "2021-02-03", Folder: folder}
		data, err := b.Text()
		if err != nil {
			t.Fatal(err)
		}
		want := brief.Header{Title: "The plan", Published: "2021-02-03", Draft: true, Language: "en", Direction: "ltr", Status: brief.StatusCurrent}
		date := brief.Date("")
		if folder {
			want.Published, date = "", "2021-02-03"
		}
		if diff := cmp.Diff(want, header(t, data, date)); diff != "" {
			t.Errorf("folder %t: %s", folder, diff)
		}
		if folder == strings.Contains(string(data), "The day of this edition") || strings.Contains(string(data), "\n\n\n") {
			t.Errorf("folder %t: %s", folder, data)
		}
	}
}

// Every key that the built-in template offers is one, has a value of its kind, and
// is one that editors often need.
func TestNewOffersKeysThatAreRight(t *testing.T) {
	lines := strings.Split(string(template), "\n")
	for i, line := range lines {
		if regexp.MustCompile(`^#[^ ]|^#  `).MatchString(line) {
			lines[i] = line[1:]
		}
	}
	h := header(t, []byte(strings.Join(lines, "\n")), "")
	want := brief.Header{
		Title: "Title", Published: "2020-01-01", Draft: true,
		Authors:   []string{"Name of the author"},
		KeyPoints: []string{"What readers must know if they read nothing else."},
		Topics:    []string{"Topic"}, Places: []string{"Place"},
		Acronyms: map[string]string{"SF": "short form"},
		Sources: map[string]*brief.Source{"report-2019": {Author: "Author", Title: "Title of the report", Publisher: "Publisher", Date: "2019-06",
			URL: "https://example.org/report/", Accessed: "2020-01-01"}},
		Spans:     []brief.Span{{Label: "Label", From: "2015-01", To: "2019"}},
		Reference: "BP-2020-001", Language: "fa-AF", Direction: "rtl", Status: brief.StatusCurrent,
	}
	if diff := cmp.Diff(want, h); diff != "" {
		t.Error(diff)
	}
	for i, line := range lines {
		if len(line) > 80 {
			t.Errorf("line %d is too wide for every editor", i+1)
		}
	}
}

// A site's own template keeps everything but three keys.
func TestNewFromOwnTemplate(t *testing.T) {
	for _, tt := range []struct {
		name, template, want string
		folder               bool
	}{
		{"all three", "---\ndraft: false # yet\npublished: 1999-01-01\ntitle: >-\n  T\n  U\nreference: A\n---\nText.\n",
			"---\ndraft: true # yet\npublished: 2021-02-03\ntitle: The plan\nreference: A\n---\nText.\n", false},
		{"none", "---\nreference: A\n---\nText.", "---\ntitle: The plan\npublished: 2021-02-03\ndraft: true\nreference: A\n---\nText.", false},
		{"none, in a folder", "---\n# only\nreference: A\n---\n", "---\n# only\ntitle: The plan\ndraft: true\nreference: A\n---\n", true},
		{"nothing", "---\n# only\n---\n", "---\n# only\ntitle: The plan\npublished: 2021-02-03\ndraft: true\n---\n", false},
		{"from Windows", "\uFEFF---\r\ntitle: T\r\n---\r\nText.\r\n",
			"\uFEFF---\r\ntitle: The plan\r\npublished: 2021-02-03\r\ndraft: true\r\n---\r\nText.\r\n", false},
		{"indented", "---\n  title: T\n  # why\n  published: 1999-01-01 # when\n\n  reference: A\n---\n", "---\n  title: The plan\n  draft: true\n  reference: A\n---\n", true},
	} {
		b := Beginning{Slug: "plan", Title: "The plan", Date: "2021-02-03", Folder: tt.folder, Template: []byte(tt.template), TemplateName: "templates/new.md"}
		if got, err := b.Text(); err != nil || string(got) != tt.want {
			t.Errorf("%s: %q, %v; want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestNewFromBadTemplate(t *testing.T) {
	for _, tt := range []struct{ template, want string }{
		{"Text.", "templates/new.md:1:1: the file has no front matter"},
		{"---\ntilte: A\n---\n", `templates/new.md:2:1: unknown key "tilte"`},
		{"---\ntitle: [\n---\n", "templates/new.md:2:"},
		{"---\n{title: A}\n---\n", "templates/new.md cannot be filled in: the front matter is not one key a line"},
		{"---\ntitle: A\nstatus: gone\n---\n", "templates/new.md:3:9: "},
	} {
		b := Beginning{Slug: "plan", Date: "2021-02-03", Template: []byte(tt.template), TemplateName: "templates/new.md"}
		if got, err := b.Text(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %q, %v; want %s", tt.template, got, err, tt.want)
		}
	}
}

// Whatever the title is, it is the title.
func FuzzNewTitle(f *testing.F) {
	for _, s := range []string{"Plan", "NATO's plan: what #1 says", `"Quoted" \ title`, "2019", "true", "null", "~", "- a", "a: b", "a #b", "{a}", "برنامه", "a\u2028b", "a\tb\nc", "'", "e\u0301", "\x01", "<&>", "A.B, c."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		b := Beginning{Slug: "plan", Title: title, Date: "2021-02-03"}
		data, err := b.Text()
		if err != nil {
			return // it says so
		}
		written, err := readText(data)
		if err != nil {
			t.Fatal(err)
		}
		var h brief.Header
		if _, faults := strictyaml.Decode([]byte(strings.Join(written.head, "")), &h); len(faults) > 0 {
			t.Fatalf("%q: %v", title, faults)
		}
		want := strings.Join(strings.Fields(title), " ")
		if want == "" {
			want = "Plan"
		}
		if h.Title != want {
			t.Errorf("%q is written as %q", title, h.Title)
		}
	})
}

// Most titles need no quotes, and what would be something else in YAML has them.
func TestNewQuotesWhereNeeded(t *testing.T) {
	for title, want := range map[string]string{
		"The Resolute Support Mission": "title: The Resolute Support Mission\n",
		"NATO's mission, 2015–2021":    "title: NATO's mission, 2015–2021\n",
		"2019 in review":               `title: "2019 in review"` + "\n",
		"Kabul: the hub":               `title: "Kabul: the hub"` + "\n",
		"true":                         "title: true\n", // text is what was written
	} {
		data, err := Beginning{Slug: "plan", Title: title, Date: "2021-02-03"}.Text()
		if err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%s: %v\n%s", title, err, data)
		}
	}
}

func TestNewOverwritesNothing(t *testing.T) {
	files := map[string]string{"briefs/a.md": "a", "briefs/b/2019-01-01.md": "b", "briefs/c/data.csv": "c"}
	f := folder(t, files)
	before := tree(t, f)
	for _, slug := range []string{"a", "b", "c", "", ".", "..", ".a", "x/y", `x\y`, "../x", "a\x00"} {
		for _, folder := range []bool{false, true} {
			err := f.New(Beginning{Slug: slug, Date: "2021-02-03", Folder: folder})
			if _, refused := err.(*Refusal); !refused {
				t.Errorf("%q: %v", slug, err)
			}
		}
	}
	if diff := cmp.Diff(before, tree(t, f)); diff != "" {
		t.Error(diff)
	}
	if err := f.New(Beginning{Slug: "d", Date: "2021-02-03", Folder: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Root.Stat("briefs/d/2021-02-03.md"); err != nil {
		t.Error(err)
	}
}

// The first brief of a site makes the folder, and is for whom the folder is.
func TestNewIsForWhomTheFolderIs(t *testing.T) {
	f := folder(t, map[string]string{"site.yaml": ""})
	if err := f.Root.Chmod(".", 0o750); err != nil {
		t.Fatal(err)
	}
	if err := f.New(Beginning{Slug: "d", Date: "2021-02-03"}); err != nil {
		t.Fatal(err)
	}
	info, err := f.Root.Stat("briefs/d.md")
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if got := len(tree(t, f)); got != 2 {
		t.Errorf("%d files", got)
	}
}

// Whatever a template is, what is made of it is a draft with its body, or nothing.
func FuzzNewTemplate(f *testing.F) {
	f.Add(string(template), false)
	f.Add(string(template), true)
	f.Add("---\n# a\npublished : \"1999-01-01\" # b\n\n'title':\n  a\ndraft: &x false\n---\nText", true)
	f.Add("\uFEFF---\r\n  title: |\r\n    a\r\n  published: 1999-01-01\r\n...\r\n---\r\nText", true)
	f.Add("---\n#a\n---", false)
	f.Add("---\n\n---\n---", true)
	f.Fuzz(func(t *testing.T, data string, folder bool) {
		b := Beginning{Slug: "plan", Title: "The plan", Date: "2021-02-03", Folder: folder, Template: []byte(data), TemplateName: "new.md"}
		got, err := b.Text()
		if err != nil {
			return // it says so
		}
		if stops := b.stops(got); len(stops) > 0 {
			t.Fatalf("%q became %q: %v", data, got, stops)
		}
		written, err := readText(got)
		if err != nil {
			t.Fatal(err)
		}
		read, err := readText([]byte(data))
		if err != nil || written.rest != read.rest || written.top != read.top {
			t.Errorf("%q became %q: %v", data, got, err)
		}
		var h, old brief.Header
		strictyaml.Decode([]byte(strings.Join(written.head, "")), &h)
		strictyaml.Decode([]byte(strings.Join(read.head, "")), &old)
		old.Title, old.Draft, old.Published = "The plan", true, b.Date
		if folder {
			old.Published = ""
		}
		if diff := cmp.Diff(old, h); diff != "" {
			t.Errorf("%q became %q: %s", data, got, diff)
		}
	})
}
