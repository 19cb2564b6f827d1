package preview

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFindEditor(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want []string
	}{
		{nil, nil},
		{map[string]string{"EDITOR": "vi"}, nil},
		{map[string]string{"EDITOR": "nano", "VISUAL": "emacs -nw"}, nil},
		{map[string]string{"EDITOR": "code --wait"}, []string{"code", "--wait", "-g", "{file}:{line}:{column}"}},
		{map[string]string{"VISUAL": "vi", "EDITOR": "/usr/bin/subl"}, []string{"/usr/bin/subl", "{file}:{line}:{column}"}},
		{map[string]string{"VISUAL": "kate", "EDITOR": "gedit"}, []string{"kate", "-l", "{line}", "-c", "{column}", "{file}"}},
		{map[string]string{EditorVariable: "code -g {file}:{line}", "EDITOR": "kate"}, []string{"code", "-g", "{file}:{line}"}},
		{map[string]string{EditorVariable: "  ", "EDITOR": "kate"}, []string{"kate", "-l", "{line}", "-c", "{column}", "{file}"}},
		{map[string]string{EditorVariable: "code"}, []string{"code", "-g", "{file}:{line}:{column}"}},
		{map[string]string{EditorVariable: "vi"}, []string{"vi", "{file}"}},
		{map[string]string{EditorVariable: "term -e 'vi \"+{line}\"' {file}"}, []string{"term", "-e", "vi \"+{line}\"", "{file}"}},
		{map[string]string{EditorVariable: `"C:\Program Files\Edit Pad\Code.EXE"`}, []string{`C:\Program Files\Edit Pad\Code.EXE`, "-g", "{file}:{line}:{column}"}},
		{map[string]string{EditorVariable: `x "" a"b c"d {file}`}, []string{"x", "", "ab cd", "{file}"}},
		{map[string]string{"EDITOR": `"broken`}, nil},
	} {
		got, err := FindEditor(func(name string) string { return tt.env[name] })
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%v: %q, %v; want %q", tt.env, got, err, tt.want)
		}
	}
	if _, err := FindEditor(func(string) string { return `code "-g` }); err == nil || !strings.Contains(err.Error(), EditorVariable) {
		t.Errorf("a quote that is never closed: %v", err)
	}
	for name, args := range graphical {
		if program(name) != name || !strings.Contains(strings.Join(args, " "), "{file}") {
			t.Errorf("%s: %q", name, args)
		}
	}
}

// What stands in a name is neither taken apart nor filled in.
func TestPlacesAreFilledInOnce(t *testing.T) {
	e := Editor{"{file}", "-g", "{file}:{line}:{column}", "{line}", "$x"}
	file := `/a b/{line} "$(touch x)"; 'c' {column}`
	want := []string{"{file}", "-g", file + ":7:3", "7", "$x"}
	if got := e.at(file, 7, 3); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := e.at("f", 0, -1); got[2] != "f:1:1" {
		t.Errorf("a place that is not known: %q", got)
	}
}

func FuzzWords(f *testing.F) {
	f.Add(`code -g "{file}:{line}"`)
	f.Add(`'a"b' c"d'e"`)
	f.Fuzz(func(t *testing.T, command string) {
		list, err := words(command)
		if err != nil {
			return
		}
		var again []string
		for _, w := range list {
			if strings.Contains(w, `"`) && strings.Contains(w, "'") {
				return // cannot be quoted in one piece
			}
			quote := `"`
			if strings.Contains(w, `"`) {
				quote = "'"
			}
			again = append(again, quote+w+quote)
		}
		if got, err := words(strings.Join(again, " ")); err != nil || !slices.Equal(got, list) {
			t.Fatalf("%q became %q, and then %q (%v)", command, list, got, err)
		}
	})
}

func TestLocate(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"site/content/briefs/a.md": "a", "site/content/.git/config": "secret", "site/content/b c.csv": "b", "site/own/base.html": "t", "secret.md": "secret",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(data), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"out.md": "../../secret.md", "in.md": "briefs/a.md", "up": "../.."} {
		if err := os.Symlink(to, filepath.Join(dir, "site", "content", link)); err != nil {
			t.Skip(err)
		}
	}
	folders := map[string]string{"x/content": filepath.Join(dir, "site", "content"), "./templates": filepath.Join(dir, "site", "own"), "static": filepath.Join(dir, "none")}
	for file, want := range map[string]string{
		"x/content/briefs/a.md":            "site/content/briefs/a.md",
		"x/content/b c.csv":                "site/content/b c.csv",
		"x/content/in.md":                  "site/content/in.md",
		"templates/base.html":              "site/own/base.html",
		"templates/brief.html":             "", // built in
		"static/x.css":                     "",
		"x/content/out.md":                 "",
		"x/content/up/secret.md":           "",
		"x/content/../../secret.md":        "",
		"x/content/../content/briefs/a.md": "",
		"x/content//briefs/a.md":           "",
		"x/content/.git/config":            "",
		"x/content/briefs":                 "",
		"x/content/":                       "",
		"x/content":                        "",
		"x/contentious/a.md":               "",
		"content/briefs/a.md":              "",
		"x/content/briefs/a.md\x00":        "",
		"x/content/briefs\\a.md":           "",
		filepath.ToSlash(dir) + "/site/content/briefs/a.md": "",
		"/etc/passwd": "",
		"":            "",
	} {
		got, err := locate(folders, file)
		if want != "" {
			want = filepath.Join(dir, filepath.FromSlash(want))
		}
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", file, got, err, want)
		}
	}
	if _, err := locate(folders, "templates/brief.html"); err == nil || !strings.Contains(err.Error(), "not on the disk") {
		t.Errorf("a built-in file: %v", err)
	}
	for file, want := range map[string]string{
		filepath.Join(dir, "site", "content", "briefs", "a.md"): "x/content/briefs/a.md",
		filepath.Join(dir, "site", "own", "base.html"):          "templates/base.html",
		filepath.Join(dir, "secret.md"):                         "",
	} {
		if got := named(folders, file); got != want {
			t.Errorf("%s is named %q, want %q", file, got, want)
		}
	}
	// One folder may lie in another.
	inner := map[string]string{".": filepath.Join(dir, "site"), "content": filepath.Join(dir, "site", "content")}
	if got, err := locate(inner, "content/briefs/a.md"); err != nil || got != filepath.Join(dir, "site", "content", "briefs", "a.md") {
		t.Errorf("a folder in another: %q, %v", got, err)
	}
}
