package redline

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"briefpress/internal/brief"
)

var update = flag.Bool("update", false, "write what the code gives into the cases")

// Each case is three files of an archive: x.old.md and x.new.md are compared,
// and x.txt has what is to be seen. A text without front matter is given some.
func TestCases(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]string{}
		for _, f := range archive.Files {
			files[f.Name] = string(f.Data)
		}
		var out []txtar.File
		for _, f := range archive.Files {
			if filepath.Ext(f.Name) != ".txt" {
				out = append(out, f)
			}
			test, found := strings.CutSuffix(f.Name, ".new.md")
			if !found {
				continue
			}
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+test, func(t *testing.T) {
				whole := func(text string) string {
					if !strings.HasPrefix(text, "---\n") {
						return "---\ntitle: T\nchange: c\n---\n" + text
					}
					return text
				}
				from, to := edition(t, "2019-06-07", whole(files[test+".old.md"])), edition(t, "2020-04-14", whole(files[f.Name]))
				b := newBrief(t, from, to)
				r := New(b, from, to)
				checkSides(t, r)
				checkValid(t, r)
				back := New(b, to, from)
				checkSides(t, back)
				checkValid(t, back)
				got := dump(r)
				if diff := cmp.Diff(files[test+".txt"], got); diff != "" && !*update {
					t.Errorf("(-want +got):\n%s", diff)
				}
				out = append(out, txtar.File{Name: test + ".txt", Data: []byte(got)})
			})
		}
		if *update {
			archive.Files = out
			if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// dump writes what there is to see in a redline.
func dump(r *Redline) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d%%: %d of %d words removed, %d of %d added\n", r.Percent(), r.Deleted, r.Old, r.Inserted, r.New)
	entries := func(what string, list []Entry) {
		for _, e := range list {
			if e.Changed() {
				fmt.Fprintf(&b, "%s\n%s\n", strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s", what, e.ID, change(e.Change, e.Moved), e.Name, strings.Join(e.Rows, ","))), " "), e.HTML)
			}
		}
	}
	for _, f := range r.Fields {
		entries(f.Name, f.Items)
	}
	for _, row := range r.Rows {
		if row.Changed() {
			fmt.Fprintf(&b, "%s %s%s\n%s\n", row.ID, change(row.Change, row.Moved), strings.TrimRight(" "+row.Other, " "), row.HTML)
		}
	}
	entries("note", r.Notes)
	entries("source", r.Sources)
	entries("acronym", r.Acronyms)
	return b.String()
}

func change(c brief.Change, m Moved) string {
	if m == Stays {
		return c.String()
	}
	return c.String() + " " + m.String()
}
