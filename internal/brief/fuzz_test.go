package brief

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	xhtml "golang.org/x/net/html"
)

// Whatever the bytes, parsing ends, finds places that are in the file, gives
// the same twice, and makes HTML that is inert and has each anchor once.
func FuzzEdition(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if filepath.Ext(file.Name) == ".md" {
				f.Add(file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 20<<10 {
			t.Skip() // long inputs are the matter of TestHostileBodies
		}
		parse := func() (*Edition, []Problem) {
			return ParseEdition(Input{File: "a.md", Slug: "a", Date: "2020-01-02", Data: data, Files: map[string]File{"plan.svg": {Address: "/assets/plan.svg"}}},
				Options{Base: "/b", Acronyms: map[string]string{"NATO": "North Atlantic Treaty Organization"}})
		}
		e, problems := parse()
		body := e.Body()
		for _, p := range append(problems, body.Problems...) {
			if p.Line < 0 || p.Line > strings.Count(string(e.Source), "\n")+1 || p.Rule == "" || p.Message == "" {
				t.Errorf("problem %+v", p)
			}
		}
		last := 0
		var out strings.Builder
		labels := number(body.Blocks)
		for i, b := range body.Blocks {
			if b.Offset < last || b.End < b.Offset || b.End > len(e.Source) {
				t.Errorf("block %d of kind %s is at %d to %d, behind %d in %d bytes", i, b.Kind, b.Offset, b.End, last, len(e.Source))
			}
			last = b.Offset
			if b.Section == nil || b.Hash == "" {
				t.Errorf("block %d has no section or hash", i)
			}
			out.WriteString(string(b.Markup(labels[i])))
		}
		for _, n := range body.Notes {
			if n.Number < 1 || n.HTML == "" && n.Text != "" || len(n.Refs) == 0 {
				t.Errorf("note %+v", n)
			}
		}
		var sections func([]*Section)
		sections = func(list []*Section) {
			for _, s := range list {
				out.WriteString(string(s.HTML))
				if s.Level > 0 && !body.IDs[s.ID] {
					t.Errorf("section id %q is not among the anchors", s.ID)
				}
				sections(s.Sections)
			}
		}
		sections(body.Sections)
		doc, err := xhtml.Parse(strings.NewReader(out.String()))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key == "id" {
					if seen[a.Val] {
						t.Errorf("anchor %q stands twice in\n%s", a.Val, out.String())
					}
					seen[a.Val] = true
				}
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "href" && !allowedAddress(a.Val) {
					t.Errorf("attribute %s=%q in\n%s", a.Key, a.Val, out.String())
				}
			}
			if n.Type == xhtml.ElementNode && (n.Data == "script" || n.Data == "iframe" || n.Data == "svg") || n.Type == xhtml.CommentNode {
				t.Errorf("%s in\n%s", n.Data, out.String())
			}
		}
		again, problems2 := parse()
		if diff := cmp.Diff(dump(e, problems), dump(again, problems2)); diff != "" {
			t.Errorf("parsed twice:\n%s", diff)
		}
	})
}
