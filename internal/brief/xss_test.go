package brief

import (
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"
)

// payloads are destinations and texts that would run a script, load from
// elsewhere or leave their attribute, were they let through.
var payloads = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3a;alert(1)",
	"&#106;avascript:alert(1)", "java&#10;script:alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "%6aavascript:alert(1)",
	"vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "blob:https://example.org/x",
	"feed:https://example.org/", "feed:javascript:alert(1)", "view-source:javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/x",
	"//evil.example/x", `\\evil.example\x`, `/\evil.example`, `\/evil.example`, "///evil.example", "https:evil.example", "https:///evil.example",
	"http:javascript:alert(1)", "intent://x#Intent;scheme=javascript;end", "\u0001javascript:alert(1)", "\u00a0javascript:alert(1)", "\u200bjavascript:alert(1)",
	`"onmouseover="alert(1)`, `' onmouseover='alert(1)`, `"><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "`onmouseover=alert(1)",
	`x" style="background:url(//evil.example)`, `x" srcdoc="<script>"`, `</code></pre><script>alert(1)</script>`, `</title><script>alert(1)</script>`,
	`<svg onload=alert(1)>`, `<iframe src=javascript:alert(1)>`, `<math><mtext><style><img src=x onerror=alert(1)>`, `--><script>alert(1)</script>`,
	`<base href=//evil.example>`, `<meta http-equiv=refresh content=0;url=//evil.example>`, `<form action=//evil.example><input>`, `{{.}}`, `<![CDATA[<script>alert(1)</script>]]>`,
}

// places put a payload where a document may hold it.
var places = map[string]string{
	"link":          "[text](%s)",
	"angled link":   "[text](<%s>)",
	"title":         `[text](https://example.org "%s")`,
	"reference":     "[text]\n\n[text]: <%s>",
	"autolink":      "<%s>",
	"picture":       "![alt](%s)",
	"alt":           "![%s](plan.svg)",
	"caption":       `![alt](plan.svg "%s")`,
	"text":          "Text %s here.",
	"block":         "%s",
	"heading":       "## %s",
	"code":          "`%s`",
	"info":          "```%s\ncode\n```",
	"listing":       "```html\n%s\n```",
	"plain listing": "    %s",
	"cell":          "| a | b |\n|---|---|\n| %s | x |",
	"table caption": "Table: %s\n\n| a | b |\n|---|---|\n| c | x |",
	"callout":       "> [!NOTE] %s\n> text",
	"judgement":     "> [!JUDGEMENT] %s\n> text",
	"quotation":     "> text\n>\n> -- %s",
	"note":          "a[^1]\n\n[^1]: %s",
	"label":         "a[^%s]\n\n[^%[1]s]: text",
	"citation":      "[@a, %s]",
	"item":          "- [ ] %s",
	"definition":    "a\n: %s",
	"acronym":       "%s Full Name (FN)",
	"ignore":        "<!-- briefpress:ignore raw-html: %s -->",
}

// headers put a payload into the front matter.
var headers = []string{"title", "summary", "change", "status-note", "reference", "language"}

var allowedElements = strings.Fields(`html head body p em strong code pre a img s br hr ul ol li h1 h2 h3 h4 h5 h6 blockquote footer cite
	figure figcaption table caption thead tbody tr th td div span sup button dl dt dd input`)

var allowedAttributes = strings.Fields(`href title src alt width height loading class id role tabindex aria-label scope start type
	popovertarget popover disabled checked`)

// Whatever stands in a document, its HTML has no script, no handler, no style,
// and no address of a foreign scheme or host.
func TestNothingRuns(t *testing.T) {
	n := 0
	for place, format := range places {
		for _, payload := range payloads {
			n++
			body := fmt.Sprintf(format, payload)
			checkInert(t, place, body, "title: A title\nsources: {a: {title: A, author: B}}\nacronyms: {FN: x}")
		}
	}
	for _, key := range headers {
		for _, payload := range payloads {
			n++
			value := fmt.Sprintf("%q", payload)
			checkInert(t, key, "Text [@a]", "title: x\n"+key+": "+value+"\nsources: {a: {title: "+value+", author: "+value+", publisher: "+value+", url: "+value+"}}\nacronyms: {NATO: "+value+"}")
		}
	}
	t.Logf("%d documents", n)
}

func checkInert(t *testing.T, place, body, header string) {
	t.Helper()
	e, _ := ParseEdition(Input{File: "a.md", Slug: "a", Date: "2020-01-02", Data: []byte("---\n" + header + "\n---\n" + body + "\n\nNATO\n"),
		Files: map[string]File{"plan.svg": {Address: "/assets/plan.svg"}}}, Options{})
	b := e.Body()
	var out strings.Builder
	for _, s := range b.Sections {
		out.WriteString(`<h2 id="` + html.EscapeString(s.ID) + `">` + string(s.HTML) + "</h2>")
	}
	for _, block := range b.Blocks {
		out.WriteString(string(block.Markup(Label{SeriesText, Number{Whole: 1}})))
	}
	for _, n := range b.Notes {
		out.WriteString(string(n.HTML))
	}
	doc, err := xhtml.Parse(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == xhtml.CommentNode || n.Type == xhtml.ElementNode && !slices.Contains(allowedElements, n.Data) {
			t.Errorf("%s %q: element or comment %q in\n%s", place, body, n.Data, out.String())
		}
		for _, a := range n.Attr {
			if !slices.Contains(allowedAttributes, a.Key) {
				t.Errorf("%s %q: attribute %s=%q of %s in\n%s", place, body, a.Key, a.Val, n.Data, out.String())
			}
			if (a.Key == "href" || a.Key == "src") && !allowedAddress(a.Val) {
				t.Errorf("%s %q: address %q in\n%s", place, body, a.Val, out.String())
			}
		}
	}
	for _, l := range b.Links {
		if !allowedAddress(l.Address) {
			t.Errorf("%s %q: link to %q", place, body, l.Address)
		}
	}
}

// allowedAddress reads an address as browsers do: white space and controls
// around and in a scheme do not count, backslashes are slashes.
func allowedAddress(s string) bool {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, `\`, "/"))
	u, err := url.Parse(s)
	if err != nil || strings.HasPrefix(s, "//") {
		return false
	}
	switch u.Scheme {
	case "":
		return u.Host == ""
	case "http", "https":
		return u.Host != "" && u.Host != "evil.example"
	}
	return u.Scheme == "mailto"
}
