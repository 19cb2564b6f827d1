package brief

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"briefpress/internal/phrase"
)

// straight undoes the typographer, which no example of CommonMark knows.
var straight = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "…", "...", "–", "--", "—", "---", "«", "<<", "»", ">>")

// Our parser settings read every example of CommonMark 0.31.2 as the
// specification does: rendered by goldmark's own renderer, all are the same
// but for quotes, dashes and ellipses.
func TestCommonMarkParser(t *testing.T) {
	reference := goldmark.New(goldmark.WithParser(markdown(phrase.For("en")).Parser()), goldmark.WithRendererOptions(ghtml.WithUnsafe()))
	for _, x := range commonMark(t) {
		var got bytes.Buffer
		if err := reference.Convert([]byte(x.Markdown), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(canonical(t, x.HTML), canonical(t, got.String())); diff != "" {
			t.Errorf("example %d (%s) %q (-want +got):\n%s", x.Example, x.Section, x.Markdown, diff)
		}
	}
}

// Our renderer gives the HTML of the specification too, but for the examples
// with raw HTML, which is shown as text, and for the frame of code listings.
func TestCommonMarkRenderer(t *testing.T) {
	frame := strings.NewReplacer(`<figure class="code">`, "", "</figure>", "", `<pre tabindex="0"><code class="chroma">`, "<pre><code>")
	label := regexp.MustCompile(`<figcaption>(.*?)</figcaption><pre><code>`)
	span := regexp.MustCompile(`</?span[^>]*>`)
	var raw []int
	for _, x := range commonMark(t) {
		src := []byte(x.Markdown)
		doc := markdown(phrase.For("en")).Parser().Parse(text.NewReader(src))
		var out bytes.Buffer
		if err := markdown(phrase.For("en")).Renderer().Render(&out, src, doc); err != nil {
			t.Fatal(err)
		}
		got := span.ReplaceAllString(label.ReplaceAllString(frame.Replace(out.String()), `<pre><code class="language-$1">`), "")
		same := cmp.Equal(canonical(t, x.HTML), canonical(t, got))
		hasRaw := len(descendants(doc, ast.KindRawHTML))+len(descendants(doc, ast.KindHTMLBlock)) > 0
		if hasRaw {
			raw = append(raw, x.Example)
		}
		if same == hasRaw {
			t.Errorf("example %d (%s) %q: raw HTML %v, the same as the specification %v\n got %q\nwant %q",
				x.Example, x.Section, x.Markdown, hasRaw, same, canonical(t, got), canonical(t, x.HTML))
		}
	}
	t.Logf("%d examples have raw HTML, which is shown as text: %v", len(raw), raw)
}

// canonical parses HTML and writes it in one form.
func canonical(t *testing.T, s string) string {
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		html.Render(&b, n)
	}
	return regexp.MustCompile(`\s+`).ReplaceAllString(straight.Replace(strings.NewReplacer("&#34;", `"`, "&#39;", "'").Replace(b.String())), " ")
}

type example struct {
	Markdown, HTML, Section string
	Example                 int
}

// commonMark reads the examples where goldmark keeps them, in its module.
func commonMark(t *testing.T) []example {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal("finding goldmark: ", err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) < 600 {
		t.Fatalf("%d examples", len(examples))
	}
	return examples
}
