package check

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

func finding(line, column int, excerpt string) Finding {
	return Finding{brief.Problem{Position: brief.Position{File: "a.md", Line: line, Column: column},
		Rule: "raw-html", Message: "wrong", Hint: "mend it", Excerpt: excerpt}, Warning}
}

func TestWriteText(t *testing.T) {
	long := strings.Repeat("x", 150)
	for _, c := range []struct {
		name string
		in   Finding
		want string
	}{
		{"place", finding(3, 5, "See <b>"), "a.md:3:5: wrong [warning raw-html]\n  | See <b>\n  |     ^\nhint: mend it\n"},
		{"code points", finding(3, 5, "äöü <b>"), "a.md:3:5: wrong [warning raw-html]\n  | äöü <b>\n  |     ^\nhint: mend it\n"},
		{"tabs", finding(3, 4, "\tä\t<b>"), "a.md:3:4: wrong [warning raw-html]\n  | \tä\t<b>\n  | \t \t^\nhint: mend it\n"},
		{"end of the line", finding(3, 3, "ab"), "a.md:3:3: wrong [warning raw-html]\n  | ab\n  |   ^\nhint: mend it\n"},
		{"cut after", finding(3, 2, long), "a.md:3:2: wrong [warning raw-html]\n  | " + long[:100] + "…\n  |  ^\nhint: mend it\n"},
		{"cut on both sides", finding(3, 91, long[:90]+"y"+long[:90]), "a.md:3:91: wrong [warning raw-html]\n  | …" + long[:40] + "y" + long[:59] + "…\n  | " + strings.Repeat(" ", 41) + "^\nhint: mend it\n"},
		{"cut before", finding(3, 151, long), "a.md:3:151: wrong [warning raw-html]\n  | …" + long[:100] + "\n  | " + strings.Repeat(" ", 101) + "^\nhint: mend it\n"},
		{"just too long", finding(3, 42, long[:101]), "a.md:3:42: wrong [warning raw-html]\n  | …" + long[:100] + "\n  | " + strings.Repeat(" ", 41) + "^\nhint: mend it\n"},
		{"just short enough", finding(3, 100, long[:100]), "a.md:3:100: wrong [warning raw-html]\n  | " + long[:100] + "\n  | " + strings.Repeat(" ", 99) + "^\nhint: mend it\n"},
		{"beyond what is known", finding(3, 900, long), "a.md:3:900: wrong [warning raw-html]\nhint: mend it\n"},
		{"whole file", finding(0, 0, ""), "a.md: wrong [warning raw-html]\nhint: mend it\n"},
		{"terminal commands", finding(3, 3, "\x1b]0;x\a \u202e"), "a.md:3:3: wrong [warning raw-html]\n  | \ufffd]0;x\ufffd \ufffd\n  |   ^\nhint: mend it\n"},
	} {
		var b strings.Builder
		if err := WriteText(&b, []Finding{c.in}, false); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(c.want, b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	var b strings.Builder
	WriteText(&b, []Finding{finding(1, 1, "x")}, true)
	if want := "\x1b[1ma.md:1:1\x1b[0m: wrong \x1b[33m[warning raw-html]\x1b[0m\n  | x\n  | \x1b[33m^\x1b[0m\n\x1b[1mhint:\x1b[0m mend it\n"; b.String() != want {
		t.Errorf("in colour: %q, want %q", b.String(), want)
	}
}

// TestLongParagraph finds the place of what stands late in a paragraph that is
// one line, as most are.
func TestLongParagraph(t *testing.T) {
	a := txtar.Parse([]byte("-- content/pages/a.md --\n---\ntitle: A\n---\n\n" + strings.Repeat("Äpfel und Birnen. ", 90) + "See <b>, and more. " + strings.Repeat("Mehr. ", 99)))
	s, opts, _ := load(t, a, site.Source{})
	var b strings.Builder
	WriteText(&b, slices.DeleteFunc(Run(s, opts), func(f Finding) bool { return f.Rule != "raw-html" }), false)
	lines := strings.Split(b.String(), "\n")
	if len(lines) < 3 || !strings.HasPrefix(lines[0], "content/pages/a.md:5:1625: ") {
		t.Fatal(b.String())
	}
	text, caret := []rune(lines[1]), []rune(lines[2])
	if at := len(caret) - 1; caret[at] != '^' || !strings.HasPrefix(string(text[at:]), "<b>, and more.") {
		t.Error(b.String())
	}
	if n := len(text); n < 100 || n > 110 || text[4] != '…' || text[n-1] != '…' {
		t.Errorf("%d characters: %s", n, lines[1])
	}
}

func TestWriteJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, []Finding{finding(3, 5, "a <b>")}); err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"schema": "briefpress/check/1", "findings": []any{map[string]any{
		"file": "a.md", "line": 3., "column": 5., "rule": "raw-html", "level": "warning", "message": "wrong", "hint": "mend it", "excerpt": "a <b>"}}}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	WriteJSON(&b, nil)
	if !strings.Contains(b.String(), `"findings": []`) {
		t.Errorf("no findings are not an empty list: %s", b.String())
	}
}

func TestWriteRules(t *testing.T) {
	var b strings.Builder
	if err := WriteRules(&b); err != nil {
		t.Fatal(err)
	}
	for _, r := range Rules() {
		if !strings.Contains("\n"+b.String(), "\n"+r.Name+" ("+r.Level.String()+")\n    ") {
			t.Errorf("%s is not explained", r.Name)
		}
	}
	for line := range strings.Lines(b.String()) {
		if n := len([]rune(line)); n > 80 && strings.Contains(strings.TrimSpace(line), " ") {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
}
