package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTampering(t *testing.T) {
	edit := func(name string, change func(path string) error) func(*testing.T, string) {
		return func(t *testing.T, out string) {
			if err := change(filepath.Join(out, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	flip := func(p string) error {
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		b[len(b)/2] ^= 1
		return os.WriteFile(p, b, 0o644)
	}
	link := func(p string) error { return errors.Join(os.Remove(p), os.Symlink("404.html", p)) }
	for name, c := range map[string]struct {
		tamper func(t *testing.T, out string)
		want   string
	}{
		"one byte":            {edit("briefs/b3/index.html", flip), "briefs/b3/index.html: changed"},
		"one byte of headers": {edit("_headers", flip), "_headers: changed"},
		"one byte more":       {edit(".nojekyll", func(p string) error { return os.WriteFile(p, []byte{0}, 0o644) }), ".nojekyll: changed"},
		"removed":             {edit("404.html", os.Remove), "404.html: missing"},
		"removed directory": {edit("briefs/b3", os.RemoveAll),
			"briefs/b3/2019-06-07/index.html: missing\nbriefs/b3/index.html: missing"},
		"added":             {edit("CNAME", func(p string) error { return os.WriteFile(p, nil, 0o644) }), "CNAME: added"},
		"added dotfile":     {edit("briefs/.DS_Store", func(p string) error { return os.WriteFile(p, nil, 0o644) }), "briefs/.DS_Store: added"},
		"added directory":   {edit("new", func(p string) error { return os.Mkdir(p, 0o755) }), "new: added"},
		"link for a file":   {edit("feed.atom", link), "feed.atom: is a symbolic link, not a file"},
		"link added":        {edit("x", func(p string) error { return os.Symlink("/", p) }), "x: is a symbolic link, not a file"},
		"directory instead": {edit("feed.atom", func(p string) error { return errors.Join(os.Remove(p), os.Mkdir(p, 0o755)) }), "feed.atom: is a directory, not a file"},
		"renamed": {edit("404.html", func(p string) error { return os.Rename(p, p+"x") }),
			"404.html: missing\n404.htmlx: added"},
		"several": {func(t *testing.T, out string) {
			edit("index.html", flip)(t, out)
			edit("404.html", os.Remove)(t, out)
			edit("a", func(p string) error { return os.WriteFile(p, nil, 0o644) })(t, out)
		}, "404.html: missing\na: added\nindex.html: changed"},
		"no manifest":        {edit(ManifestName, os.Remove), "not an export: it has no briefpress.sum"},
		"manifest is a link": {edit(ManifestName, link), "not an export: its briefpress.sum is a symbolic link"},
		"manifest cut": {edit(ManifestName, func(p string) error { return os.Truncate(p, 100) }),
			"not an export: its briefpress.sum: line 2: is no line of a manifest"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "public")
			mustExport(t, newFake(1), out)
			c.tamper(t, out)
			r, err := Verify(t.Context(), out)
			got := ""
			if err != nil {
				got = strings.TrimPrefix(err.Error(), out+": ")
			}
			if got != c.want || r != (Result{}) {
				t.Errorf("Verify gives %+v and\n%s\nwant\n%s", r, got, c.want)
			}
			before := look(t, dir)
			_, err = export(t.Context(), newFake(2), "", Options{Out: out})
			refusal, ok := errors.AsType[*Refusal](err)
			if !ok || refusal.Hint == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Export over it gives %v, want a refusal that names the files", err)
			}
			if d := cmp.Diff(before, look(t, dir)); d != "" {
				t.Errorf("(-before +after):\n%s", d)
			}
		})
	}
}

func TestVerifyNothing(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Join(dir, "missing")} {
		if _, err := Verify(t.Context(), d); err == nil || !strings.Contains(err.Error(), d) {
			t.Errorf("Verify of %s gives %v, want an error that names it", d, err)
		}
	}
}

func TestVerifyIsCancelled(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	mustExport(t, newFake(1), out)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Verify(ctx, out); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestManifestForm(t *testing.T) {
	const a, b = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
	for text, want := range map[string]string{
		"":                                 "is empty",
		a + "  a\n" + b + " *b/c\n":        "",
		a + "  a":                          "line 1: is no line of a manifest",
		"\n":                               "line 1: is no line of a manifest",
		a + "  \n":                         "line 1: is no line of a manifest",
		"# comment\n":                      "line 1: is no line of a manifest",
		a + " -a\n":                        "line 1: is no line of a manifest",
		a[1:] + "   a\n":                   "line 1: has no SHA-256 in lower-case hexadecimal",
		strings.ToUpper(a) + "  a\n":       "line 1: has no SHA-256 in lower-case hexadecimal",
		a + "  b\n" + a + "  a\n":          "line 2: is out of order",
		a + "  a\n" + a + "  a\n":          "line 2: is out of order",
		a + "  " + ManifestName + "\n":     "line 1: names the manifest itself",
		a + "  ../a\n":                     `line 1: "../a" is no local name`,
		a + "  /a\n":                       `line 1: "/a" is no local name`,
		a + "  a//b\n":                     `line 1: "a//b" is no local name`,
		a + "  a\r\n":                      `line 1: "a\r" has the character '\r', which not every system can keep`,
		a + "  a\n" + b + "  b\n" + "\n":   "line 3: is no line of a manifest",
		a + "  \xff\n":                     `line 1: "\xff" is not UTF-8`,
		a + "  a\n" + a + "  a/\n":         `line 2: "a/" is no local name`,
		a + "  .\n":                        `line 1: "." is no local name`,
		"g" + a[1:] + "  a\n":              "line 1: has no SHA-256 in lower-case hexadecimal",
		a + " *" + ManifestName + "\n":     "line 1: names the manifest itself",
		a + "  a\n" + a + "  b\n\n":        "line 3: is no line of a manifest",
		a + "  " + "con.txt\n":             `line 1: "con.txt" is the name of a device on Windows`,
		a + "  assets/site.0001.css\n":     "",
		"\ufeff" + a + "  a\n":             "line 1: is no line of a manifest",
		a + "  a b c\n" + a + "  über/ß\n": "",
	} {
		m, err := parseManifest([]byte(text))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
		if err == nil && string(m.text()) != text {
			t.Errorf("%q comes back as %q", text, m.text())
		}
	}
}

// What is read as a manifest is one, to the byte.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(strings.Repeat("0", 64) + "  a\n" + strings.Repeat("f", 64) + " *b/c\n"))
	f.Add([]byte(strings.Repeat("0", 64) + "  ..\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := parseManifest(text)
		if err != nil {
			return
		}
		if string(m.text()) != string(text) {
			t.Errorf("%q comes back as %q", text, m.text())
		}
		for _, e := range m {
			if !filepath.IsLocal(e.name) {
				t.Errorf("%q is not local", e.name)
			}
		}
	})
}
