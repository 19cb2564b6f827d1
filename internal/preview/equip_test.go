package preview

import (
	"testing"

	"briefpress/internal/site"
)

func TestEquip(t *testing.T) {
	for body, before := range map[string]string{
		"<body>x</body></html>":                  "<body>x",
		"<body><pre>&lt;/body></pre></body>":     "<body><pre>&lt;/body></pre>",
		"no end":                                 "no end",
		"<!-- </body> --><p>x</p></body></html>": "<!-- </body> --><p>x</p>",
	} {
		f := &site.File{Kind: site.Page, Type: "text/html; charset=utf-8", Body: []byte(body)}
		got := string(equip(f).Body)
		if want := before + string(additions()) + body[len(before):]; got != want {
			t.Errorf("equip(%q) = %q", body, got)
		}
		if string(f.Body) != body {
			t.Errorf("the file itself was changed: %q", f.Body)
		}
	}
	for _, f := range []*site.File{{Kind: site.Data, Type: "application/atom+xml"}, {Kind: site.Asset, Type: "text/html"}, {Kind: site.Redirect}} {
		f.Body = []byte("<html><body></body></html>")
		if equip(f) != f {
			t.Errorf("%+v was equipped", f)
		}
	}
}
