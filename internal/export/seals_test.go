package export

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/seal"
	"briefpress/internal/site"
)

// A sealedContent is the content of a site of one brief with two editions.
type sealedContent fstest.MapFS

func newSealedContent(t *testing.T) sealedContent {
	c := sealedContent{}
	c.write("site.yaml", "id: example.org,2019\ntitle: A library\npublisher: Example\n")
	c.write("briefs/b/2019-06-07.md", "---\ntitle: One\n---\nA paragraph.\n\n![A plan](plan.png \"Plan\")\n\nAnother, see the [data](data.csv).\n")
	c.write("briefs/b/2020-04-14.md", "---\ntitle: One\nchange: More.\n---\nA paragraph.\n\nThe last.\n")
	c.write("briefs/b/data.csv", "a,b\n")
	c.write("briefs/b/plan.png", "plan\n")
	c.seal(t)
	return c
}

func (c sealedContent) write(name, text string) {
	c[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
}

func (c sealedContent) edit(t *testing.T, name, old, new string) {
	t.Helper()
	text := strings.Replace(string(c[name].Data), old, new, 1)
	if text == string(c[name].Data) {
		t.Fatalf("%q is not in %s", old, name)
	}
	c.write(name, text)
}

// load loads the site, which must have nothing that stops.
func (c sealedContent) load(t *testing.T, base string) *site.Site {
	t.Helper()
	s, problems := site.Load(site.Source{Content: fstest.MapFS(c), Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"), BaseURL: base}, nil)
	for _, p := range append(problems, s.Problems()...) {
		if p.Stops {
			t.Fatal(p)
		}
	}
	return s
}

// seal seals all editions of all briefs.
func (c sealedContent) seal(t *testing.T) {
	t.Helper()
	for _, b := range c.load(t, "").Briefs() {
		f, problems := b.Reseal()
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		c.write("briefs/"+b.Slug+"/"+seal.Name, string(f.Text()))
	}
}

// restamp makes a tree whole again after its files were changed, as one would who
// wants nobody to see that.
func restamp(t *testing.T, out string) {
	t.Helper()
	root, err := os.OpenRoot(out)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	m, err := readManifest(root)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(m); i++ {
		if m[i].sum, err = hash(root, m[i].name); errors.Is(err, os.ErrNotExist) {
			m = append(m[:i], m[i+1:]...)
			i--
		}
	}
	if err := os.WriteFile(filepath.Join(out, ManifestName), m.text(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestVerifySeals(t *testing.T) {
	change := func(name, old, new string) func(*testing.T, string) {
		return func(t *testing.T, out string) {
			name := filepath.Join(out, name)
			text, err := os.ReadFile(name)
			if err != nil || !bytes.Contains(text, []byte(old)) {
				t.Fatalf("%q is not in %s (%v)", old, name, err)
			}
			if err := os.WriteFile(name, bytes.Replace(text, []byte(old), []byte(new), 1), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	const first, second = "briefs/b/2019-06-07/", "briefs/b/2020-04-14/"
	for name, c := range map[string]struct {
		tamper func(*testing.T, string)
		want   string // a line of the error
	}{
		"nothing":        {func(*testing.T, string) {}, ""},
		"a letter":       {change(first+"brief.md", "A paragraph", "A paragroph"), first + "brief.md:4:1: paragraph 1 of this sealed edition was changed"},
		"the title":      {change(second+"brief.md", "title: One", "title: Two"), second + "brief.md:2:1: the front matter of this sealed edition was changed: title"},
		"the status":     {change(second+"brief.md", "title: One", "title: One\nstatus: withdrawn"), ""},
		"a paragraph":    {change(first+"brief.md", "A paragraph.\n\n", ""), first + "brief.md:4:1: paragraph 1 of this sealed edition was removed behind this place"},
		"front matter":   {change(first+"brief.md", "title", "titel"), first + `brief.md:2:1: unknown key "titel"`},
		"a hash":         {change(first+"brief.json", `"hash": "`, `"hash": "0`), first + "brief.json: p1 is not what was sealed"},
		"a number":       {change(first+"brief.json", `"id": "p2"`, `"id": "p3"`), first + "brief.json: it has no p2, which is sealed"},
		"another number": {change(first+"brief.json", `"id": "p2"`, `"id": "p3"`), first + "brief.json: p3 is not sealed"},
		"the digest":     {change(first+"brief.json", `"digest": "`, `"digest": "0`), first + "brief.json: its digest is not that of the seal, which is "},
		"no JSON":        {change(first+"brief.json", "{", "["), first + "brief.json: it is not JSON: "},
		"the seals":      {change("briefs/b/editions.sum", "block p1", "block p9"), "briefs/b/editions.sum:3: the digest is not that of the lines"},
		"an edition": {func(t *testing.T, out string) {
			if err := os.RemoveAll(filepath.Join(out, first)); err != nil {
				t.Fatal(err)
			}
		}, first + "brief.md: missing, and the edition is sealed"},
		"data": {func(t *testing.T, out string) {
			names, _ := filepath.Glob(filepath.Join(out, "assets/data.*.csv"))
			change("assets/"+filepath.Base(names[0]), "a", "b")(t, out)
		}, "briefs/b/2019-06-07: the sealed file data.csv is not in the tree"},
		"other data": {func(t *testing.T, out string) {
			change(first+"index.html", "assets/data.", "assets/date.")(t, out)
		}, first + "index.html: it does not use the sealed file data.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "public")
			r, err := Export(t.Context(), newSealedContent(t).load(t, "https://example.org/sub/"), Options{Out: out})
			if err != nil {
				t.Fatal(err)
			}
			c.tamper(t, out)
			restamp(t, out)
			got, err := Verify(t.Context(), out)
			switch {
			case c.want == "" && (err != nil || got.Files != r.Files):
				t.Errorf("Verify gives %+v, %v", got, err)
			case c.want != "" && (err == nil || got != (Result{}) || !strings.Contains("\n"+err.Error(), "\n"+c.want)):
				t.Errorf("Verify gives %+v and\n%v\nwant the line\n%s", got, err, c.want)
			}
		})
	}
}

// A correction that is recorded and not sealed yet may change the text and the data,
// and no number.
func TestVerifyPending(t *testing.T) {
	c := newSealedContent(t)
	c.edit(t, "briefs/b/2019-06-07.md", "title: One", "title: Two\ncorrections:\n  - {date: 2019-06-20, note: A slip.}")
	c.edit(t, "briefs/b/2019-06-07.md", "plan.png", "map.png")
	c.write("briefs/b/map.png", "map\n")
	delete(c, "briefs/b/plan.png")
	out := filepath.Join(t.TempDir(), "public")
	if _, err := Export(t.Context(), c.load(t, ""), Options{Out: out}); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), out); err != nil {
		t.Errorf("Verify gives %v", err)
	}
	name := filepath.Join(out, "briefs/b/2019-06-07/brief.json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, bytes.Replace(text, []byte(`"id": "f1"`), []byte(`"id": "f2"`), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	restamp(t, out)
	const want = "briefs/b/2019-06-07/brief.json: f2 is not sealed\nbriefs/b/2019-06-07/brief.json: it has no f1, which is sealed"
	if _, err := Verify(t.Context(), out); err == nil || err.Error() != want {
		t.Errorf("with another number, Verify gives %v", err)
	}
}

func TestExportKeepsSeals(t *testing.T) {
	correct := func(t *testing.T, c sealedContent) {
		c.edit(t, "briefs/b/2019-06-07.md", "title: One", "title: One\ncorrections:\n  - {date: 2019-06-20, note: A slip.}")
		c.edit(t, "briefs/b/2019-06-07.md", "Another", "Other")
	}
	rename := func(c sealedContent) {
		for name, f := range c {
			if rest, ok := strings.CutPrefix(name, "briefs/b/"); ok {
				delete(c, name)
				c["briefs/c/"+rest] = f
			}
		}
	}
	for name, c := range map[string]struct {
		change func(*testing.T, sealedContent)
		want   string // why it is refused; "" where it is not
	}{
		"nothing": {func(*testing.T, sealedContent) {}, ""},
		"the status": {func(t *testing.T, c sealedContent) {
			c.edit(t, "briefs/b/2020-04-14.md", "title:", "status: archived\ntitle:")
		}, ""},
		"a correction":       {func(t *testing.T, c sealedContent) { correct(t, c); c.seal(t) }, ""},
		"one not yet sealed": {correct, ""},
		"another edition": {func(t *testing.T, c sealedContent) {
			c.write("briefs/b/2021-01-01.md", "---\ntitle: One\nchange: More.\n---\nNew.\n")
			c.seal(t)
		}, ""},
		"resealed": {func(t *testing.T, c sealedContent) {
			c.edit(t, "briefs/b/2019-06-07.md", "Another", "Other")
			delete(c, "briefs/b/editions.sum")
			c.seal(t)
		}, "brief b: the edition of 2019-06-07: block p2 is not what was sealed"},
		"an edition gone": {func(t *testing.T, c sealedContent) {
			delete(c, "briefs/b/2019-06-07.md")
			delete(c, "briefs/b/editions.sum")
			c.seal(t)
		}, "brief b: the edition of 2019-06-07 is no longer sealed"},
		"the seals gone": {func(t *testing.T, c sealedContent) { delete(c, "briefs/b/editions.sum") },
			"brief b: it is no longer published, or has no seals"},
		"the brief gone": {func(t *testing.T, c sealedContent) {
			rename(c)
		}, "brief b: it is no longer published, or has no seals"},
		"a draft again, without its seal": {func(t *testing.T, c sealedContent) {
			c.edit(t, "briefs/b/2020-04-14.md", "title:", "draft: true\ntitle:")
			delete(c, "briefs/b/editions.sum")
			c.seal(t)
		}, "brief b: the edition of 2020-04-14 is no longer sealed"},
		"the brief renamed": {func(t *testing.T, c sealedContent) {
			rename(c)
			c.edit(t, "briefs/c/2020-04-14.md", "title:", "aliases: [/briefs/b/]\ntitle:")
		}, ""},
		"renamed and resealed": {func(t *testing.T, c sealedContent) {
			rename(c)
			c.edit(t, "briefs/c/2020-04-14.md", "title: One", "aliases: [/briefs/b/]\ntitle: Two")
			delete(c, "briefs/c/editions.sum")
			c.seal(t)
		}, "brief b: the edition of 2020-04-14: front title is not what was sealed"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "public")
			const base = "https://example.org/base/"
			content := newSealedContent(t)
			if _, err := Export(t.Context(), content.load(t, base), Options{Out: out}); err != nil {
				t.Fatal(err)
			}
			before := look(t, dir)
			c.change(t, content)
			_, err := Export(t.Context(), content.load(t, base), Options{Out: out})
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				_, err = Verify(t.Context(), out)
				if err != nil {
					t.Errorf("Verify gives %v", err)
				}
				return
			}
			refusal, ok := errors.AsType[*Refusal](err)
			if !ok || !strings.Contains(err.Error(), c.want) || !strings.Contains(refusal.Hint, "briefs/b/editions.sum") {
				t.Errorf("Export gives %v, want a refusal: %s", err, c.want)
			}
			if d := cmp.Diff(before, look(t, dir)); d != "" {
				t.Errorf("(-before +after):\n%s", d)
			}
		})
	}
}
