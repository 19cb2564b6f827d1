package author

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"briefpress/internal/brief"
)

var update = flag.Bool("update", false, "write what the cases give")

// folder makes a content folder of files.
func folder(t *testing.T, files map[string]string) Folder {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(data), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return Folder{root, "content"}
}

// tree is every file of a folder, hidden ones included; empty folders, too.
func tree(t *testing.T, f Folder) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(f.Root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if entries, err := fs.ReadDir(f.Root.FS(), name); err == nil && len(entries) == 0 {
				files[name+"/"] = ""
			}
			return nil
		}
		data, err := f.Root.ReadFile(name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// do runs the command of a case: "revise SLUG DATE" or "fold SLUG".
func do(f Folder, command string) error {
	words := strings.Fields(command)
	if words[0] == "fold" {
		_, err := f.Fold(words[1])
		return err
	}
	_, err := f.Revise(words[1], brief.Date(words[2]))
	return err
}

// errorText is an error with its hint.
func errorText(err error) string {
	text := err.Error() + "\n"
	if r, ok := errors.AsType[*Refusal](err); ok && r.Hint != "" {
		text += "hint: " + r.Hint + "\n"
	}
	return text
}

// TestCases runs the command in the first line of each archive on the files
// under "in". Those under "out" are what has changed and is new; a file "gone"
// lists those that are gone, and "error" is what is said when all is as it was.
// The same must be so with any other end of lines, and with a byte order mark.
func TestCases(t *testing.T) {
	names, _ := filepath.Glob("testdata/revise/*.txtar")
	if len(names) == 0 {
		t.Fatal("no cases")
	}
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		command, _, _ := strings.Cut(string(a.Comment), "\n")
		in, want := map[string]string{}, map[string]string{}
		for _, file := range a.Files {
			if n, ok := strings.CutPrefix(file.Name, "in/"); ok {
				in[n] = string(file.Data)
			} else {
				want[file.Name] = string(file.Data)
			}
		}
		for _, form := range []struct{ name, mark, end string }{{"plain", "", "\n"}, {"crlf", "", "\r\n"}, {"cr", "", "\r"}, {"mark", "\uFEFF", "\n"}} {
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+form.name, func(t *testing.T) {
				written := map[string]string{}
				for n, data := range in {
					if strings.HasSuffix(n, ".md") {
						data = form.mark + strings.ReplaceAll(data, "\n", form.end)
					}
					written[n] = data
				}
				f := folder(t, written)
				got := map[string]string{}
				if err := do(f, command); err != nil {
					got["error"] = errorText(err)
				}
				after := tree(t, f)
				for n, data := range after {
					if before, there := written[n]; there && before == data {
						continue
					}
					if strings.HasSuffix(n, ".md") {
						plain, marked := strings.CutPrefix(data, form.mark)
						if plain = strings.ReplaceAll(plain, form.end, "\n"); !marked || strings.Contains(plain, "\r") {
							t.Errorf("%s has not the form of the files that were there: %q", n, data)
						}
						data = plain
					}
					got["out/"+n] = data
				}
				for n := range written {
					if _, there := after[n]; !there {
						got["gone"] += n + "\n"
					}
				}
				got["gone"] = sortLines(got["gone"])
				if got["gone"] == "" {
					delete(got, "gone")
				}
				if *update && form.name == "plain" {
					write(t, name, a, got)
					want = got
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			})
		}
	}
}

func sortLines(s string) string {
	lines := strings.Fields(s)
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(slices.Sorted(slices.Values(lines)), "\n") + "\n"
}

func write(t *testing.T, name string, a *txtar.Archive, got map[string]string) {
	b := &txtar.Archive{Comment: a.Comment}
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, "in/") {
			b.Files = append(b.Files, f)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(got)) {
		b.Files = append(b.Files, txtar.File{Name: n, Data: []byte(got[n])})
	}
	if err := os.WriteFile(name, txtar.Format(b), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRevisionsParse publishes one revision after the other.
func TestRevisionsParse(t *testing.T) {
	f := folder(t, map[string]string{"briefs/plan.md": "---\ntitle: Plan\npublished: 2019-01-01\n---\n\nText.\n"})
	for year := 2020; year < 2025; year++ {
		r, err := f.Revise("plan", brief.Date(fmt.Sprintf("%d-01-01", year)))
		if err != nil {
			t.Fatal(err)
		}
		data, err := f.Root.ReadFile(r.File)
		if err != nil {
			t.Fatal(err)
		}
		// As an editor does who publishes it.
		text := strings.Replace(strings.Replace(string(data), "draft: true\n", "", 1), `change: ""`, "change: |\n  News:\n\n  # all of them", 1)
		if err := f.Root.WriteFile(r.File, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files := tree(t, f)
	if len(files) != 6 {
		t.Errorf("%d files, want 6: %v", len(files), files)
	}
	if got, want := files["briefs/plan/2024-01-01.md"], "---\ntitle: Plan\nchange: |\n  News:\n\n  # all of them\n---\n\nText.\n"; got != want {
		t.Errorf("the last: %q, want %q", got, want)
	}
}
