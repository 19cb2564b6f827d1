package author

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzNext edits the front matter of any edition that is without fault: where the
// editing says that it can, the result has the header that is meant, and the body
// it had.
func FuzzNext(f *testing.F) {
	entries, err := os.ReadDir("testdata/revise")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		a, err := txtar.ParseFile("testdata/revise/" + e.Name())
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if strings.HasSuffix(file.Name, ".md") {
				f.Add(string(file.Data))
				f.Add("\uFEFF" + strings.ReplaceAll(string(file.Data), "\n", "\r\n"))
			}
		}
	}
	f.Add("---\ntitle: a\nchange: >1\n  a\n #b\n\n\n#c\ncorrections: [\n]\n...\n--- \nText")
	f.Add("---\ntitle: a\r\ncorrections:\n-\n  date: 2020-01-01\n  note: |\n   x\n   #y\n #z\ndraft : 'false'#\n---\n")
	f.Add("---\ntitle: |\n a\n\n # b\n# c\n---")
	f.Fuzz(func(t *testing.T, data string) {
		folder := Folder{Name: "content"}
		b := &editions{slug: "plan"}
		read := file{name: "briefs/plan/2020-01-01.md", data: []byte(data)}
		e, err := folder.parse(b, read, "2020-01-01")
		if err != nil {
			t.Skip()
		}
		edited, err := readText(read.data)
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		if got := edited.String(); got != data {
			t.Fatalf("read as %q, written as %q", data, got)
		}
		rest := edited.rest
		if next(edited) != nil {
			return // it says so
		}
		want := e.Header
		want.Published, want.Change, want.Corrections, want.Draft = "", "", nil, true
		read.data = []byte(edited.String())
		if err := folder.verify("plan", read, "2020-02-01", want); err != nil {
			t.Errorf("%q became %q: %v", data, edited, err)
		}
		if edited.rest != rest || !strings.HasSuffix(edited.String(), rest) {
			t.Errorf("%q became %q: the body is another", data, edited)
		}
	})
}
