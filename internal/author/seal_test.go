package author

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/seal"
)

// sealed adds an edition to seals.
func sealed(t *testing.T, f *seal.File, date string) *seal.File {
	t.Helper()
	next, err := f.With(date, []seal.Line{{Kind: seal.Body, Hash: strings.Repeat("0f", 32)}})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestSeal(t *testing.T) {
	f := folder(t, map[string]string{
		"briefs/plan.md": "---\ntitle: Plan\npublished: 2020-01-01\n---\n\n![a](a.svg)\n",
		"briefs/a.svg":   "a",
	})
	one := sealed(t, nil, "2020-01-01")
	two := sealed(t, one, "2020-02-01")

	// A file becomes a folder with its seals, at once.
	folded, err := f.Seal("plan", nil, one)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"briefs/plan/2020-01-01.md": "---\ntitle: Plan\n---\n\n![a](a.svg)\n",
		"briefs/plan/a.svg":         "a",
		"briefs/plan/editions.sum":  string(one.Text()),
	}
	if diff := cmp.Diff(want, tree(t, f)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]Copy{{"briefs/plan.md", "briefs/plan/2020-01-01.md"}, {"briefs/a.svg", "briefs/plan/a.svg"}}, folded.Moved); diff != "" {
		t.Errorf("moved (-want +got)\n%s", diff)
	}

	// Seals that are not those that were read stay.
	for _, before := range []*seal.File{nil, two} {
		_, err := f.Seal("plan", before, sealed(t, before, "2020-03-01"))
		if _, ok := errors.AsType[*Refusal](err); !ok || err.Error() != "content/briefs/plan/editions.sum was changed meanwhile" {
			t.Errorf("seals of another time: %v", err)
		}
	}
	if diff := cmp.Diff(want, tree(t, f)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}

	// What was written stays to the byte, with its end of lines.
	crlf := func(text []byte) string { return strings.ReplaceAll(string(text), "\n", "\r\n") }
	for _, form := range []func([]byte) string{crlf, func(text []byte) string { return string(text) }} {
		if err := f.Root.WriteFile("briefs/plan/editions.sum", []byte(form(one.Text())), 0o644); err != nil {
			t.Fatal(err)
		}
		if folded, err := f.Seal("plan", one, two); err != nil || len(folded.Moved) > 0 {
			t.Fatal(folded, err)
		}
		if got := tree(t, f)["briefs/plan/editions.sum"]; got != form(two.Text()) {
			t.Errorf("got %q, want %q", got, form(two.Text()))
		}
	}

	// A file without a group is one to begin with.
	if err := f.Root.WriteFile("briefs/plan/editions.sum", (&seal.File{}).Text(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seal("plan", nil, one); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, tree(t, f)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
