package site

import (
	"strings"

	"golang.org/x/net/html"
)

// simplify turns HTML of our pages into HTML that stands by itself, in a feed:
// what pops up or stands in the margin is dropped (the notes follow at the
// end), buttons become links to the notes or plain text, tables and pictures
// lose what only our style sheet knows, and addresses become absolute. origin
// may be ""; page is the address of the page that the text is of.
func simplify(src, origin, page string) string {
	var b strings.Builder
	b.Grow(len(src))
	z := html.NewTokenizer(strings.NewReader(src))
	skip := 0           // how deep in what is dropped
	var closes []string // what ends each open button
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if skip == 0 {
				b.Write(z.Raw())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			if skip == 0 && !more && string(name) != "button" {
				b.Write(z.Raw()) // most are so, and quick this way
				continue
			}
			t := html.Token{Type: kind, Data: string(name)}
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				t.Attr = append(t.Attr, html.Attribute{Key: string(key), Val: string(value)})
			}
			void := voidElements[t.Data] || kind == html.SelfClosingTagToken
			switch {
			case skip > 0:
				if !void {
					skip++
				}
			case has(t, "popover"), get(t, "class") == "line":
				skip = 1
			case t.Data == "button":
				end := ""
				if n, ok := strings.CutPrefix(get(t, "popovertarget"), "note-"); ok {
					b.WriteString(`<a href="` + html.EscapeString(origin+page+"#endnote-"+n) + `">`)
					end = "</a>"
				}
				closes = append(closes, end)
			default:
				writeTag(&b, t, origin, page)
			}
		case html.EndTagToken:
			switch name, _ := z.TagName(); {
			case skip > 0:
				skip--
			case string(name) == "button" && len(closes) > 0:
				b.WriteString(closes[len(closes)-1])
				closes = closes[:len(closes)-1]
			default:
				b.Write(z.Raw())
			}
		}
	}
}

var voidElements = map[string]bool{"br": true, "hr": true, "img": true, "input": true, "wbr": true, "col": true}

// writeTag writes a start tag without what belongs to our page alone.
func writeTag(b *strings.Builder, t html.Token, origin, page string) {
	kept := t.Attr[:0]
	for _, a := range t.Attr {
		switch a.Key {
		case "class", "id", "tabindex", "role", "aria-label", "aria-labelledby", "aria-describedby":
			if a.Key == "id" && strings.HasPrefix(a.Val, "endnote-") {
				kept = append(kept, a)
			}
			continue
		case "href", "src":
			switch {
			case strings.HasPrefix(a.Val, "#"):
				a.Val = origin + page + a.Val
			case strings.HasPrefix(a.Val, "/"):
				a.Val = origin + a.Val
			}
		}
		kept = append(kept, a)
	}
	t.Attr = kept
	b.WriteString(t.String())
}

func has(t html.Token, key string) bool {
	for _, a := range t.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func get(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
