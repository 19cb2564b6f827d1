package author

import (
	"math/rand/v2"
	"strings"
	"testing"

	"briefpress/internal/brief"
)

// forms are ways to write each key of a front matter. Those of the keys that are
// edited may end in a comment that stays.
var forms = map[string][]string{
	"title":       {"title: A plan\n", "title: 'A: plan' # c\n", "title: >-\n  A\n\n  # plan\n\n", "\"title\": |2+\n   A plan\n\n", "title:\n  A\n  plan\n"},
	"summary":     {"", "summary: draft\n", "summary: \"change:\n  draft: true\"\n", "summary: |\n  draft: true\n  change: no\n"},
	"sources":     {"", "sources:\n  # s\n  draft: {title: change}\n", "sources: {change: {title: draft, url: \"https://a.example/#x\"}}\n"},
	"authors":     {"", "authors:\n- A\n# c\n- B\n", "authors: [A,\n  B]\n"},
	"draft":       {"", "draft: false\n", "draft: false # d1\n", "draft:\n", "'draft':   \"false\"\t# d1\n", "draft: # d1\n  false\n"},
	"change":      {"", "change: Why\n", "change: C#\n", "change: 'It''s # so' # d2\n", "change: >- # d2\n  Why\n\n  # not\n", "change: |\n\n  Why\n", "change: Why\n  and\n  how\n", "change: \"a\n\n  # \\\"b\\\"\"\n"},
	"corrections": {"", "corrections: []\n", "corrections:\n- date: 2020-01-02\n  note: |\n    draft: true\n    # x\n- {date: 2020-01-03, note: n}\n", "corrections: [{date: 2020-01-02,\n  note: '# x'}]\n", "corrections:\n  # x\n  - {date: 2020-01-02, note: n} # x\n"},
	"published":   {"", "published: 2020-01-01\n", "published: '2020-01-01' # d3\n", "published:\n  2020-01-01\n"},
}

var between = []string{"", "", "\n", "# c\n", "\n# c\n\n", "#\n"}

// TestNext writes front matter in many ways. What is not edited stays to the
// letter and in its order, and so do comments behind values that are.
func TestNext(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	keys := []string{"title", "summary", "sources", "authors", "draft", "change", "corrections", "published"}
	f := Folder{Name: "content"}
	runs := 2000
	if testing.Short() {
		runs = 300
	}
	for range runs {
		r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		var written, kept strings.Builder
		indent := strings.Repeat(" ", r.IntN(3)*r.IntN(2))
		published := false
		for _, key := range keys {
			form := forms[key][r.IntN(len(forms[key]))]
			gap := between[r.IntN(len(between))]
			written.WriteString(gap)
			kept.WriteString(gap)
			written.WriteString(form)
			published = published || key == "published" && form != ""
			switch key {
			case "title", "summary", "sources", "authors":
				kept.WriteString(form)
			default:
				if strings.HasSuffix(form, "\n\n") {
					t.Fatalf("%q ends in an empty line", form)
				}
				if i := strings.Index(form, "# d"); i >= 0 {
					kept.WriteString(form[i:i+4] + "\n")
				}
			}
		}
		shift := func(s string) string {
			var b strings.Builder
			for l := range strings.Lines(s) {
				if l != "\n" {
					l = indent + l
				}
				b.WriteString(l)
			}
			return b.String()
		}
		data := "---\n" + shift(written.String()) + "---\n\nText.\n"
		b := &editions{slug: "plan", folder: !published}
		date := ""
		if !published {
			date = "2020-01-01"
		}
		from := file{name: "a.md", data: []byte(data)}
		e, err := f.parse(b, from, brief.Date(date))
		if err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		edited, err := readText(from.data)
		if err == nil {
			err = next(edited)
		}
		if err != nil {
			t.Fatalf("%v:\n%s", err, data)
		}
		want := e.Header
		want.Published, want.Change, want.Corrections, want.Draft = "", "", nil, true
		if err := f.verify("plan", file{name: "a.md", data: []byte(edited.String())}, "2020-02-01", want); err != nil {
			t.Fatalf("%v:\n%s\n%s", err, data, edited)
		}
		// Without the two lines that were written, what is left is what was kept.
		var left strings.Builder
		for l := range strings.Lines(strings.Join(edited.head, "")) {
			for _, line := range []string{indent + "draft: true", indent + `change: ""`} {
				if rest, ok := strings.CutPrefix(l, line); ok {
					if l = ""; rest != "\n" {
						l = indent + rest[1:]
					}
				}
			}
			left.WriteString(l)
		}
		if got, want := left.String(), shift(kept.String()); got != want {
			t.Fatalf("of\n%s\nthere is\n%s\nwant without the new lines\n%s", data, edited, want)
		}
	}
}
