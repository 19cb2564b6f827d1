package browser

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"briefpress"
)

// The budgets of a brief of 1,500 words with 12 notes, a table and a figure, in
// bytes as brotli at its best makes them. Those of the sheet and the scripts are
// the design's. That of the document, 7,200, is not kept yet: maxDocument only
// holds what has been reached, so that it gets no worse. Its words take 4,900,
// its metadata 1,000, citations 300, the lists of sources and acronyms 450.
const (
	maxDocument = 8600
	maxSheet    = 3600 // the style sheet that blocks
	maxScripts  = 2500
)

// TestBudgets weighs the page that the budgets are for.
func TestBudgets(t *testing.T) {
	lib := serve(t, budgetContent(t))
	page := lib.file(t, "/briefs/weighed/")
	words := regexp.MustCompile(`([0-9,]+) words`).FindSubmatch(page)
	if words == nil || len(words[1]) != len("1,500") || words[1][0] != '1' {
		t.Fatalf("the brief has %s words", words)
	}
	for what, want := range map[string]int{`popovertarget="note-`: 12, "<table": 1, "<figure": 1} {
		if n := bytes.Count(page, []byte(what)); n != want {
			t.Errorf("the brief has %s %d times, want %d", what, n, want)
		}
	}
	var sheets, scripts int
	for _, m := range regexp.MustCompile(`<link rel="stylesheet"[^>]*>`).FindAll(page, -1) {
		if !bytes.Contains(m, []byte(`media="print"`)) {
			sheets++
			weigh(t, "the style sheet", lib.file(t, attribute(t, m, "href")), maxSheet)
		}
	}
	if sheets != 1 {
		t.Errorf("%d style sheets block the page", sheets)
	}
	for _, m := range regexp.MustCompile(`<script [^>]*src=[^>]*>`).FindAll(page, -1) {
		if !bytes.Contains(m, []byte("defer")) {
			t.Errorf("%s blocks the page", m)
		}
		scripts += size(lib.file(t, attribute(t, m, "src")))
	}
	if scripts > maxScripts || scripts == 0 {
		t.Errorf("the scripts have %d bytes, at most %d are allowed", scripts, maxScripts)
	}
	t.Logf("scripts: %d bytes", scripts)
	weigh(t, "the document", page, maxDocument)
}

func weigh(t *testing.T, what string, data []byte, limit int) {
	t.Helper()
	n := size(data)
	t.Logf("%s: %d bytes of %d", what, n, limit)
	if n > limit {
		t.Errorf("%s has %d bytes, at most %d are allowed", what, n, limit)
	}
}

func size(data []byte) int {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	w.Write(data)
	w.Close()
	return b.Len()
}

func attribute(t *testing.T, element []byte, name string) string {
	t.Helper()
	m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindSubmatch(element)
	if m == nil {
		t.Fatalf("%s has no %s", element, name)
	}
	return string(m[1])
}

func (lib *library) file(t *testing.T, path string) []byte {
	t.Helper()
	f, err := lib.site.File(path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return f.Body
}

// budgetContent is the built-in content with a brief that is the built-in one
// with its first 12 citations, and the page about the library at its end.
func budgetContent(t *testing.T) fs.FS {
	t.Helper()
	content := briefpress.Content()
	read := func(name string) string {
		data, err := fs.ReadFile(content, name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	files := fstest.MapFS{"site.yaml": {Data: []byte(read("site.yaml"))}}
	text := read("briefs/resolute-support-mission/2020-04-14.md")
	header, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	_, about, _ := strings.Cut(strings.TrimPrefix(read("pages/about.md"), "---\n"), "\n---\n")
	body = regexp.MustCompile(`(?m)^\[\^.*\n`).ReplaceAllString(body, "")
	body = regexp.MustCompile(` ?\[\^[a-z]+\]`).ReplaceAllString(body, "")
	body = regexp.MustCompile(`\] \[@[^\]]*`).ReplaceAllString(body, "") // citations side by side make one note
	n := 0
	body = regexp.MustCompile(`\[@[^\]]*\]`).ReplaceAllStringFunc(body, func(c string) string {
		if n++; n > 12 {
			return ""
		}
		return c
	})
	body += about + "\n![A hub with four spokes](hub-and-spokes.svg \"One hub and four spokes\")\n"
	// What is no longer cited is no source.
	var kept []string
	skip := false
	for line := range strings.Lines(header) {
		if key, ok := strings.CutPrefix(line, "  "); ok && !strings.HasPrefix(key, " ") && strings.HasSuffix(key, ":\n") {
			skip = !strings.Contains(body, "[@"+strings.TrimSuffix(key, ":\n"))
		} else if !strings.HasPrefix(line, " ") {
			skip = false
		}
		if !skip && !strings.HasPrefix(line, "aliases:") && !strings.HasPrefix(line, "  - /") {
			kept = append(kept, line)
		}
	}
	header = regexp.MustCompile(`(?m)^change: .*\n(  .*\n)*`).ReplaceAllString(strings.Join(kept, ""), "")
	files["briefs/weighed/2020-04-14.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\n%s\n---\n%s", header, body)}
	files["briefs/weighed/hub-and-spokes.svg"] = &fstest.MapFile{Data: []byte(read("pages/hub-and-spokes.svg"))}
	for _, name := range []string{"about.md", "editors-guide.md", "hub-and-spokes.svg"} {
		files[path.Join("pages", name)] = &fstest.MapFile{Data: []byte(read("pages/" + name))}
	}
	return files
}
