package brief

import (
	"strings"
	"testing"
)

// A document has its own language and direction, else the direction of its own
// language, else those of the site.
func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		header              string
		opt                 Options
		language, direction string
	}{
		{"", Options{}, "en", "ltr"},
		{"", Options{Language: "fa"}, "fa", "rtl"},
		{"", Options{Language: "fa", Direction: "ltr"}, "fa", "ltr"},
		{"", Options{Language: "en", Direction: "rtl"}, "en", "rtl"},
		{"language: fa-AF\n", Options{}, "fa-AF", "rtl"},
		{"language: prs\n", Options{Language: "en", Direction: "ltr"}, "prs", "rtl"},
		{"language: en\n", Options{Language: "fa", Direction: "rtl"}, "en", "ltr"},
		{"language: ps\n", Options{}, "ps", "rtl"},
		{"language: fa-Latn\n", Options{}, "fa-Latn", "ltr"},
		{"language: fa\ndirection: ltr\n", Options{}, "fa", "ltr"},
		{"direction: rtl\n", Options{}, "en", "rtl"},
		{"language: fa_AF\n", Options{Language: "en-GB"}, "en-GB", "ltr"}, // no tag, and reported
	} {
		data := []byte("---\ntitle: x\n" + c.header + "---\nText.\n")
		e, problems := ParseEdition(Input{File: "a.md", Slug: "a", Date: "2020-01-02", Data: data}, c.opt)
		p, _ := ParsePage(Input{File: "a.md", Slug: "a", Data: data}, c.opt)
		if e.Language != c.language || e.Direction != c.direction || p.Language != c.language || p.Direction != c.direction {
			t.Errorf("%q in %+v is in %s, %s; its page in %s, %s", c.header, c.opt, e.Language, e.Direction, p.Language, p.Direction)
		}
		if strings.Contains(c.header, "_") != (len(problems) == 1) {
			t.Errorf("%q gives %v", c.header, problems)
		}
	}
}

// What stands in a line is set apart only where its letters would reorder it.
func TestIsolate(t *testing.T) {
	for _, c := range []struct{ text, ltr, rtl string }{
		{"NATO", "NATO", "<bdi>NATO</bdi>"},
		{"ناتو", "<bdi>ناتو</bdi>", "ناتو"},
		{"ناتو NATO", "<bdi>ناتو NATO</bdi>", "<bdi>ناتو NATO</bdi>"},
		{"עברית", "<bdi>עברית</bdi>", "עברית"},
		{"2019 – 20", "2019 – 20", "2019 – 20"},
		{"۲۰۱۹", "۲۰۱۹", "۲۰۱۹"},
		{"A & B", "A &amp; B", "<bdi>A &amp; B</bdi>"},
		{"", "", ""},
	} {
		if ltr, rtl := isolate(c.text, "ltr"), isolate(c.text, "rtl"); ltr != c.ltr || rtl != c.rtl {
			t.Errorf("%q gives %q and %q", c.text, ltr, rtl)
		}
	}
}
