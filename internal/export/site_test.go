package export

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"briefpress/internal/site"
)

// TestBuiltInSite exports the site in this repository, and finds each of its
// files as the site gives it.
func TestBuiltInSite(t *testing.T) {
	for _, base := range []string{"", "https://example.org/library/"} {
		s, problems := site.Load(site.Source{
			Content: os.DirFS("../../content"), Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"),
			BaseURL: base,
		}, nil)
		for _, p := range problems {
			if p.Stops {
				t.Fatal(p)
			}
		}
		out := filepath.Join(t.TempDir(), "public")
		r, err := Export(t.Context(), s, Options{Out: out, Protect: []string{"../../content", "../../templates", "../../static"}})
		if err != nil {
			t.Fatal(err)
		}
		if r.Files != len(s.Paths())+4 {
			t.Errorf("%d files for %d addresses, want 4 more", r.Files, len(s.Paths()))
		}
		for _, p := range s.Paths() {
			f, err := s.File(p)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(out, filepath.FromSlash(p))
			if strings.HasSuffix(p, "/") {
				name = filepath.Join(name, "index.html")
			}
			if body, err := os.ReadFile(name); err != nil || !bytes.Equal(body, f.Body) {
				t.Errorf("%s is not what the site gives at %s (%v)", name, p, err)
			}
		}
		again, err := Export(t.Context(), s, Options{Out: out})
		if err != nil || again.Digest != r.Digest || again.Changed != 0 || again.Removed != 0 {
			t.Errorf("again: %+v, %v; first: %+v", again, err, r)
		}
		for _, rules := range []string{headersName, redirectsName} {
			text, _ := os.ReadFile(filepath.Join(out, rules))
			for line := range strings.Lines(string(text)) {
				if strings.HasPrefix(line, "/") && !strings.HasPrefix(line, s.Base+"/") {
					t.Errorf("%s has a rule outside of %q: %s", rules, s.Base, line)
				}
			}
			t.Logf("%s:\n%s", rules, text)
		}
	}
}
