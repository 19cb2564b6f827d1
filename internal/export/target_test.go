package export

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sandbox is a site in a home directory, the working directory, with all that
// an export must not touch.
func sandbox(t *testing.T) (root string, protect []string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need rights there")
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, root, map[string]string{
		"home/site/content/briefs/a.md": "a",
		"home/site/templates/page.html": "t",
		"home/site/static/css/site.css": "c",
		"home/site/cmd/main.go":         "m",
		"home/notes.txt":                "n",
		"home/full/notes.txt":           "n",
		"home/empty/":                   "",
		"home/hidden/.keep":             "",
		"home/named/" + ManifestName:    "not one of ours\n",
		"home/marked/" + ManifestName:   "",
		"home/file":                     "f",
		"elsewhere/content/briefs/b.md": "b",
	})
	for link, to := range map[string]string{
		"home/to-site": "site", "home/to-content": "site/content", "home/to-root": "/", "home/to-home": ".",
		"home/dangling": "nothing", "home/loop": "loop", "home/to-full": "full", "home/to-inside": "site/content/briefs",
	} {
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("HOME", filepath.Join(root, "home"))
	t.Chdir(filepath.Join(root, "home", "site", "cmd"))
	site := filepath.Join(root, "home", "site")
	protect = []string{site, "../content", filepath.Join(site, "templates"), filepath.Join(site, "static"), filepath.Join(root, "elsewhere", "content"), filepath.Join(site, "missing"), ""}
	return root, protect
}

func TestUnsafeTargets(t *testing.T) {
	root, protect := sandbox(t)
	home := filepath.Join(root, "home")
	before := look(t, root)
	for _, c := range []struct{ out, reason string }{
		{"", "no directory"},
		{"/", "root of the file system"},
		{".", "working directory"},
		{"..", "working directory"},
		{"../cmd/", "working directory"},
		{"../..", "home directory"},
		{home, "home directory"},
		{root, "home directory"},
		{home + "/to-home", "home directory"},
		{home + "/to-root", "root of the file system"},
		{home + "/site", "working directory"},
		{home + "/to-site", "working directory"},
		{"../content", "made of"},
		{"../content/", "made of"},
		{"../content/new", "lies in"},
		{"../content/briefs/deep/new", "lies in"},
		{home + "/to-content", "made of"},
		{home + "/to-content/new", "lies in"},
		{home + "/to-inside", "lies in"},
		{"../templates", "made of"},
		{"../static/css", "lies in"},
		{root + "/elsewhere", "is or holds"},
		{root + "/elsewhere/content/x", "lies in"},
		{home + "/file", "is a file"},
		{home + "/file/x", "cannot be resolved"},
		{home + "/full", "is not empty"},
		{home + "/to-full", "is not empty"},
		{home + "/hidden", "is not empty"},
		{home + "/named", "line 1"},
		{home + "/marked", "is empty"},
		{home + "/dangling", "symbolic link to nothing"},
		{home + "/loop", "cannot be resolved"},
	} {
		_, err := export(t.Context(), newFake(1), "", Options{Out: c.out, Protect: protect})
		r, ok := errors.AsType[*Refusal](err)
		if !ok || !strings.Contains(err.Error(), c.reason) || r.Hint == "" {
			t.Errorf("--out %q gives %v, want a refusal with a hint: %q", c.out, err, c.reason)
		}
		if d := cmp.Diff(before, look(t, root)); d != "" {
			t.Fatalf("--out %q (-before +after):\n%s", c.out, d)
		}
	}
}

func TestSafeTargets(t *testing.T) {
	root, protect := sandbox(t)
	home := filepath.Join(root, "home")
	if err := os.Symlink("site/public", filepath.Join(home, "to-public")); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{"../public", "public", home + "/empty", home + "/new/deep", home + "/content", home + "/site/content-2", home + "/to-public"} {
		before := look(t, root)
		for range 2 {
			if _, err := export(t.Context(), newFake(1), "", Options{Out: out, Protect: protect}); err != nil {
				t.Errorf("--out %q: %v", out, err)
			}
		}
		if _, err := Verify(t.Context(), out); err != nil {
			t.Errorf("--out %q: %v", out, err)
		}
		after := look(t, root)
		for name, what := range before {
			if after[name] != what {
				t.Errorf("--out %q: %s was %s, is %s", out, name, what, after[name])
			}
		}
	}
	// The link still leads there; it is what it leads to that was replaced.
	if to, err := os.Readlink(filepath.Join(home, "to-public")); to != "site/public" {
		t.Errorf("the link is %q, %v", to, err)
	}
}

func TestNoHome(t *testing.T) {
	_, protect := sandbox(t)
	t.Setenv("HOME", "")
	if _, err := export(t.Context(), newFake(1), "", Options{Out: "public", Protect: protect}); err != nil {
		t.Error(err)
	}
}
