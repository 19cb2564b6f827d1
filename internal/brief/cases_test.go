package brief

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the code gives into the cases")

// Each case is an archive: files x.md are parsed, and x.txt says what they
// give. Every other file stands beside them.
func TestCases(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files, want := map[string]File{}, map[string]int{}
			for i, f := range archive.Files {
				switch filepath.Ext(f.Name) {
				case ".md":
				case ".txt":
					want[f.Name] = i
				default:
					files[f.Name] = File{Address: "/assets/" + f.Name, Width: 40, Height: 30}
				}
			}
			for _, f := range slices.Clone(archive.Files) {
				if filepath.Ext(f.Name) != ".md" {
					continue
				}
				// Control characters cannot stand in an archive that people read.
				data := strings.NewReplacer("␀", "\x00", "␍", "\r", "␛", "\x1b", "⟨FF⟩", "\xff", "⟨202E⟩", "\u202e", "⟨200B⟩", "\u200b", "⟨FEFF⟩", "\ufeff").Replace(string(f.Data))
				e, problems := ParseEdition(Input{File: f.Name, Slug: "a-brief", Date: "2020-04-14", Data: []byte(data), Files: files},
					Options{Base: "/base", Acronyms: map[string]string{"NATO": "North Atlantic Treaty Organization"}})
				got := dump(e, problems)
				out := strings.TrimSuffix(f.Name, ".md") + ".txt"
				i, ok := want[out]
				if !ok {
					archive.Files = append(archive.Files, txtar.File{Name: out})
					i = len(archive.Files) - 1
				}
				if diff := cmp.Diff(string(archive.Files[i].Data), got); diff != "" && !*update {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
				archive.Files[i].Data = []byte(got)
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// dump writes an edition for people to read and to compare.
func dump(e *Edition, problems []Problem) string {
	var b strings.Builder
	for _, p := range problems {
		writeProblem(&b, p)
	}
	body := e.Body()
	if e.Language != "en" || e.Direction != "ltr" {
		fmt.Fprintf(&b, "language %s %s, title %q, summary %q, key points %q\n", e.Language, e.Direction, e.Title, e.Summary, e.KeyPoints)
	}
	labels := map[*Block]Label{}
	for i, l := range number(body.Blocks) {
		labels[body.Blocks[i]] = l
	}
	var sections func([]*Section)
	sections = func(list []*Section) {
		for _, s := range list {
			if s.Level > 0 {
				fmt.Fprintf(&b, "%s #%s %s\n", strings.Repeat("=", s.Level), s.ID, s.HTML)
			}
			for _, x := range s.Blocks {
				fmt.Fprintf(&b, "[%s] %s %s", labels[x].ID(), x.Kind, e.Position(x.Offset))
				if x.Title != "" {
					fmt.Fprintf(&b, " title=%q", x.Title)
				}
				if x.Likelihood != "" {
					fmt.Fprintf(&b, " likelihood=%q confidence=%q", x.Likelihood, x.Confidence)
				}
				fmt.Fprintf(&b, " text=%q\n%s\n", x.Text, strings.TrimSpace(string(x.Markup(labels[x]))))
			}
			sections(s.Sections)
		}
	}
	sections(body.Sections)
	for _, n := range body.Notes {
		fmt.Fprintf(&b, "note %d %s inline=%v refs=%v %q\n", n.Number, e.Position(n.Offset), n.Inline, n.Refs, n.Text)
	}
	for _, c := range body.Citations {
		fmt.Fprintf(&b, "citation %s of %s %q in note %d\n", e.Position(c.Offset), c.Key, c.Locator, c.Note.Number)
	}
	for _, a := range body.Acronyms {
		fmt.Fprintf(&b, "acronym %s = %s\n", a.Short, a.Expansion)
	}
	for _, l := range body.Links {
		fmt.Fprintf(&b, "link %s %q -> %q text=%q picture=%v\n", e.Position(l.Offset), l.Dest, l.Address, l.Text, l.Picture)
	}
	for _, i := range body.Ignores {
		fmt.Fprintf(&b, "ignore %s %q lines %d to %d\n", i.Rule, i.Reason, i.From, i.To)
	}
	for _, p := range body.Problems {
		writeProblem(&b, p)
	}
	return b.String()
}

func writeProblem(b *strings.Builder, p Problem) {
	kind := "finding"
	if p.Stops {
		kind = "error"
	}
	fmt.Fprintf(b, "%s %v [%s]\n", kind, p, p.Rule)
	if p.Hint != "" {
		fmt.Fprintf(b, "\thint: %s\n", p.Hint)
	}
}

// What a document is, its text normalised, does not depend on how its lines
// end.
func TestLineEnds(t *testing.T) {
	plain := string(document("A *paragraph*\nof two lines.\n\n- a\n- b\n\n```go\nx\n\ny\n```\n\n[^1]: Note\n    more.\n\nText[^1]\n"))
	want := dump(edition(t, []byte(plain)), nil)
	for name, data := range map[string]string{
		"byte order mark":  "\ufeff" + plain,
		"CR LF":            strings.ReplaceAll(plain, "\n", "\r\n"),
		"CR":               strings.ReplaceAll(plain, "\n", "\r"),
		"no final newline": strings.TrimSuffix(plain, "\n"),
	} {
		if diff := cmp.Diff(want, dump(edition(t, []byte(data)), nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestNumber(t *testing.T) {
	for s, n := range map[string]Number{"1": {1, 0}, "12": {12, 0}, "12a": {12, 1}, "12z": {12, 26}, "12aa": {12, 27}, "12az": {12, 52}, "12ba": {12, 53}, "0a": {0, 1}} {
		if got := n.String(); got != s {
			t.Errorf("%v is %q, want %q", n, got, s)
		}
		if got, ok := ParseNumber(s); !ok || got != n {
			t.Errorf("ParseNumber(%q) = %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "0", "a", "12A", "01", "-1", "1.2", "12a1", " 1"} {
		if n, ok := ParseNumber(s); ok {
			t.Errorf("ParseNumber(%q) = %v, want none", s, n)
		}
	}
	for i := range 2000 {
		if n, ok := ParseNumber(Number{7, i}.String()); !ok || n.Suffix != i {
			t.Fatalf("suffix %d comes back as %v", i, n)
		}
	}
}

// The hash of a block is of what is written, not of where it stands.
func TestHash(t *testing.T) {
	hashes := func(body string) []string {
		var h []string
		for _, b := range edition(t, document(body)).Body().Blocks {
			h = append(h, b.Hash)
		}
		return h
	}
	one := hashes("A text.\n\nAnother[^1].\n\n- list\n\n[^1]: Note.\n")
	moved := hashes("# New\n\n- list\n\nAnother[^1].\n\n[^1]: Note.\n\nA text.\n")
	if want := []string{one[2], one[1], one[0]}; !slices.Equal(moved, want) {
		t.Errorf("moved blocks have hashes %v, want %v", moved, want)
	}
	edited := hashes("A text.\n\nAnother[^1].\n\n- list\n\n[^1]: Another note.\n")
	if edited[0] != one[0] || edited[2] != one[2] {
		t.Error("an edit of a note changes blocks that do not refer to it")
	}
	if edited[1] == one[1] {
		t.Error("an edit of a note leaves the block that refers to it the same")
	}
	if d := slices.Collect(maps.Keys(map[string]bool{one[0]: true, one[1]: true, one[2]: true})); len(d) != 3 {
		t.Error("different blocks share a hash")
	}
}
