package cite

import (
	"html"
	"strings"
	"unicode/utf8"

	"briefpress/internal/brief"
)

// A Text is a citation for readers, as plain text and as HTML of phrasing
// content. In the HTML the title is a cite element, the address is a link, and
// the name of a place is in <span class="locator">.
type Text struct {
	Plain string
	HTML  brief.HTML
}

// A composer writes a Text.
type composer struct{ plain, html strings.Builder }

func (c *composer) done() Text { return Text{c.plain.String(), brief.HTML(c.html.String())} }

// text writes words of ours, which are English.
func (c *composer) text(s string) { c.wrap("", s, "") }

// foreign writes words of others, which may run in another direction.
func (c *composer) foreign(s string) {
	if leftToRight(s) {
		c.text(s)
	} else {
		c.wrap("<bdi>", s, "</bdi>")
	}
}

func (c *composer) title(s, language string) {
	open := "<cite"
	if language != "" {
		open += ` lang="` + html.EscapeString(language) + `"`
	}
	if !leftToRight(s) {
		open += ` dir="auto"`
	}
	c.wrap(open+">", s, "</cite>")
}

func (c *composer) locator(s string) { c.wrap(`<span class="locator">`, s, "</span>") }

func (c *composer) link(url string) {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") ||
		strings.HasPrefix(url, "/") && !strings.HasPrefix(url, "//") {
		c.wrap(`<a href="`+html.EscapeString(url)+`">`, url, "</a>")
	} else {
		c.text(url)
	}
}

func (c *composer) wrap(open, s, close string) {
	c.plain.WriteString(s)
	c.html.WriteString(open + html.EscapeString(s) + close)
}

// stop ends a sentence, unless what was written ends one.
func (c *composer) stop() {
	if s := strings.TrimRight(c.plain.String(), "”’\"'»"); s != "" {
		if r, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(".?!…؟。？！", r) {
			return
		}
	}
	c.text(".")
}

// sentence writes a part of its own, after a space.
func (c *composer) sentence(write func(string), s string) {
	if s == "" {
		return
	}
	c.gap(" ")
	write(s)
	c.stop()
}

// gap writes what stands between this part and an earlier one.
func (c *composer) gap(s string) {
	if c.plain.Len() > 0 {
		c.text(s)
	}
}

// leftToRight tells whether a text has no letter of a script that is written
// from right to left.
func leftToRight(s string) bool {
	for _, r := range s {
		if 0x0590 <= r && r <= 0x08FF || 0xFB1D <= r && r <= 0xFDFF || 0xFE70 <= r && r <= 0xFEFF || 0x10800 <= r && r <= 0x10FFF || 0x1E800 <= r && r <= 0x1EFFF {
			return false
		}
	}
	return true
}
