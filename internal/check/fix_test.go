package check

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"briefpress"
	"briefpress/internal/site"
)

const front = "---\ntitle: A\n---\n\n"

// mended mends a site of files and returns its files as they are then, and the
// rules that were mended.
func mended(t *testing.T, files map[string]string) (after map[string]string, rules []string) {
	content := fstest.MapFS{"site.yaml": {Data: []byte(siteYAML)}}
	for name, text := range files {
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}
	src := site.Source{Content: content, Templates: briefpress.Templates(), Static: fstest.MapFS{}}
	mends, err := Mends(src, Options{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	after = map[string]string{}
	for name := range files {
		after[name] = files[name]
	}
	for _, m := range mends {
		if string(m.Was) != files[m.File] {
			t.Errorf("%s was not %q", m.File, m.Was)
		}
		after[m.File] = string(m.Data)
		for _, f := range m.Findings {
			rules = append(rules, fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Rule))
		}
	}
	return after, rules
}

func TestMends(t *testing.T) {
	for _, c := range []struct {
		name, was, want string
		rules           []string
	}{
		{"nothing", "One two, three.  \nfour\n", "One two, three.  \nfour\n", nil},
		{"spaces", "One  two   *three*  four\n", "One two *three* four\n", []string{"5:4 double-space", "5:9 double-space", "5:19 double-space"}},
		{"code points", "Äöü  ü ,\n", "Äöü ü,\n", []string{"5:4 double-space", "5:7 space-before-mark"}},
		{"before a comma", "One  , two   .\n", "One, two.\n", []string{"5:4 space-before-mark", "5:11 space-before-mark"}},
		{"ends of lines", "One \ntwo\t\nthree  \nfour  \n\n- a \n  b \n", "One\ntwo\nthree  \nfour\n\n- a\n  b\n",
			[]string{"5:4 trailing-space", "6:4 trailing-space", "8:5 trailing-space", "10:4 trailing-space", "11:4 trailing-space"}},
		{"marks", "One,, two;; three.. ,. four\n", "One, two; three.. ,. four\n", []string{"5:4 doubled-mark", "5:10 doubled-mark"}},
		{"backslash", "One\\ \ntwo\n", "One\\ \ntwo\n", nil},
		{"code", "`a  b ,`\n\n```text\na  b \n```\n\n    c  d \n", "`a  b ,`\n\n```text\na  b \n```\n\n    c  d \n", nil},
		{"links", "[a  b](</a  b/> \"t  t\")\n", "[a b](</a  b/> \"t  t\")\n", []string{"5:3 double-space"}},
		{"tables", "| a  b | c  |\n|----|---|\n| d   | e  f |\n", "| a b | c  |\n|----|---|\n| d   | e f |\n", []string{"5:4 double-space", "7:10 double-space"}},
		{"what stars mean", "a * , b*\n", "a * , b*\n", nil},
		{"quotations and notes", "> a  b[^1]\n\n[^1]: c  d\n", "> a b[^1]\n\n[^1]: c d\n", []string{"5:4 double-space", "7:8 double-space"}},
		{"ignored", "<!-- briefpress:ignore double-space: a figure of signs -->\na  b\n\nc  d\n",
			"<!-- briefpress:ignore double-space: a figure of signs -->\na  b\n\nc d\n", []string{"8:2 double-space"}},
	} {
		for end, name := range map[string]string{"\n": "", "\r\n": " with CR LF", "\r": " with CR"} {
			ends := strings.NewReplacer("\n", end)
			after, rules := mended(t, map[string]string{"pages/a.md": "\ufeff" + ends.Replace(front+c.was)})
			if want := "\ufeff" + ends.Replace(front+c.want); after["pages/a.md"] != want {
				t.Errorf("%s%s: %q, want %q", c.name, name, after["pages/a.md"], want)
			}
			if diff := gocmp.Diff(c.rules, rules); diff != "" {
				t.Errorf("%s%s (-want +got):\n%s", c.name, name, diff)
			}
		}
	}
}

// TestMendsLeave looks at what must not be touched: sealed editions, what the site
// turns off, and files of which something else is to be mended first.
func TestMendsLeave(t *testing.T) {
	a, err := txtar.ParseFile("testdata/seals.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range a.Files {
		text, _ := takeMarks(f.Name, string(f.Data))
		files[strings.TrimPrefix(f.Name, "content/")] = strings.Replace(text, "First of all.", "First  of all .", 1)
	}
	after, rules := mended(t, files)
	for name, text := range files {
		if sealed := !strings.Contains(name, "2020-03-10"); sealed && after[name] != text {
			t.Errorf("%s is sealed, and was changed", name)
		} else if !sealed && (after[name] == text || len(rules) != 2) {
			t.Errorf("%s is not sealed, and was not mended: %v", name, rules)
		}
	}

	files = map[string]string{"site.yaml": siteYAML + "rules: {double-space: off}\n", "pages/a.md": front + "a  b , c\n"}
	if after, _ := mended(t, files); after["pages/a.md"] != front+"a  b, c\n" {
		t.Errorf("what is off was mended: %q", after["pages/a.md"])
	}
	files = map[string]string{"pages/a.md": "---\ntitel: A\n---\n\na  b\n", "pages/b.md": "---\ntitle: B\n---\n\na\u200b  b\n"}
	if after, rules := mended(t, files); len(rules) > 0 {
		t.Errorf("files that cannot be read were mended: %v, %q", rules, after)
	}
	if after, _ := mended(t, map[string]string{"briefs/a.md": "---\ntitle: A\npublished: 2020-01-01\ndraft: true\n---\n\na  b\n"}); !strings.HasSuffix(after["briefs/a.md"], "\na b\n") {
		t.Errorf("a draft was not mended: %q", after)
	}
}

// fragments are what random texts are made of.
var fragments = strings.Split("word|  | | ,|,,|.. |;;| .|*|**|_|`|``|[|](/a/)|[^1]|[@k]|\n|\n\n|  \n|\\\n|\\| \n|- |1. |> |> [!NOTE]  \n> |# |## |##| ## |```\n|    |~~|\t|\"|'|--|---|...|<b>|<!-- x -->|\n[^1]: |Full Name (FN)|FN|:|\n: |é|\u200c|(|)|&amp;|!|![x](y.svg)", "|")

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(40) {
		b.WriteString(fragments[r.IntN(len(fragments))])
	}
	return b.String()
}

// TestMendsKeep mends random texts: no rule finds more than before, what readers
// read stays, and a second time there is nothing left.
func TestMendsKeep(t *testing.T) {
	n := 12
	if testing.Short() {
		n = 5
	}
	some := false
	for seed := range n {
		r := rand.New(rand.NewPCG(uint64(seed), 5))
		files := map[string]string{}
		for i := range 20 {
			files[fmt.Sprintf("pages/p%d.md", i)] = front + randomText(r) + "\n| a  b |\n| --- |\n| " + strings.ReplaceAll(randomText(r), "\n", " ") + " |\n"
		}
		after, rules := mended(t, files)
		some = some || len(rules) > 0
		before, now := statesOf(t, files), statesOf(t, after)
		for file, s := range before {
			if !s.covers(now[file]) {
				t.Errorf("%q became %q\n%v\n%v", files[strings.TrimPrefix(file, "content/")], after[strings.TrimPrefix(file, "content/")], s, now[file])
			}
		}
		if again, rules := mended(t, after); len(rules) > 0 {
			for name, text := range again {
				if text != after[name] {
					t.Errorf("%q became %q and then %q", files[name], after[name], text)
				}
			}
		}
	}
	if !some {
		t.Error("nothing was ever mended")
	}
}

func statesOf(t *testing.T, files map[string]string) map[string]state {
	content := fstest.MapFS{"site.yaml": {Data: []byte(siteYAML)}}
	for name, text := range files {
		content[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, _ := site.Load(site.Source{Content: content, Templates: briefpress.Templates(), Static: fstest.MapFS{}}, nil)
	return states(s, Run(s, Options{Today: today}))
}

// TestCovers wants no finding more, and no other text.
func TestCovers(t *testing.T) {
	before := state{map[string]int{"a": 1, "b": 1}, "text"}
	for _, c := range []struct {
		now  state
		want bool
	}{
		{before, true},
		{state{map[string]int{"a": 1}, "text"}, true},
		{state{nil, "text"}, true},
		{state{map[string]int{"a": 2}, "text"}, false},
		{state{map[string]int{"a": 1, "c": 1}, "text"}, false},
		{state{nil, "other"}, false},
	} {
		if got := before.covers(c.now); got != c.want {
			t.Errorf("%v covers %v: %v", before, c.now, got)
		}
	}
}

// TestPatched holds the folder with other bytes to the interfaces of package fs.
func TestPatched(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/a.md", []byte("was"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := patched{os.DirFS(dir), map[string][]byte{"a.md": []byte("longer")}}
	data, err := fs.ReadFile(p, "a.md")
	info, err2 := fs.Stat(p, "a.md")
	entries, err3 := fs.ReadDir(p, ".")
	if string(data) != "longer" || err != nil || err2 != nil || info.Size() != 6 || info.Mode() != 0o600 || err3 != nil || len(entries) != 1 {
		t.Errorf("%q %v, %v %v, %v %v", data, err, info, err2, entries, err3)
	}
	if _, err := fs.ReadFile(p, "b.md"); err == nil {
		t.Error("a file that is not there can be read")
	}
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "a.md" }) {
		t.Error("the file is not listed")
	}
}
