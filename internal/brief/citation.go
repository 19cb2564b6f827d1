package brief

import (
	"html"
	"regexp"
	"strings"
	"time"
)

// citationForm is what stands between "[@" and "]": a key, and behind a comma
// where in the source.
var citationForm = regexp.MustCompile(`^([\p{L}\p{N}][\p{L}\p{N}_.:/-]*)(?:\s*,\s*(.+))?$`)

// citation reads the inside of a citation; the key is "" where it is none.
func citation(inside string) (key, locator string) {
	m := citationForm.FindStringSubmatch(strings.TrimRight(inside, " "))
	if m == nil {
		return "", ""
	}
	return m[1], strings.TrimSpace(m[2])
}

// Reference writes the source out as a bibliography does, in HTML and as plain
// text: author, title, publisher, date, and where in it.
func (s *Source) Reference(locator string) (HTML, string) {
	var parts, texts []string
	add := func(markup, text string) {
		if text != "" {
			parts = append(parts, markup)
			texts = append(texts, text)
		}
	}
	add(html.EscapeString(s.Author), s.Author)
	title := "<cite>" + html.EscapeString(s.Title) + "</cite>"
	if s.URL != "" {
		title = `<a href="` + html.EscapeString(s.URL) + `">` + title + `</a>`
	}
	add(title, s.Title)
	if s.Publisher != s.Author {
		add(html.EscapeString(s.Publisher), s.Publisher)
	}
	add(html.EscapeString(s.Date.Long()), s.Date.Long())
	add(html.EscapeString(locator), locator)
	if s.ArchiveURL != "" {
		parts = append(parts, `<a href="`+html.EscapeString(s.ArchiveURL)+`">archived copy</a>`)
	}
	if s.Accessed != "" && s.URL != "" {
		add("accessed "+s.Accessed.Long(), "accessed "+s.Accessed.Long())
	}
	return HTML(sentence(strings.Join(parts, ", "))), sentence(strings.Join(texts, ", "))
}

// sentence ends a text with a full stop, where it has no end yet.
func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

// Long writes the day as "7 June 2019".
func (d Date) Long() string { return PartialDate(d).Long() }

// Long writes the date as "7 June 2019", "June 2019" or "2019".
func (d PartialDate) Long() string {
	for in, out := range map[string]string{time.DateOnly: "2 January 2006", "2006-01": "January 2006"} {
		if t, err := time.Parse(in, string(d)); err == nil {
			return t.Format(out)
		}
	}
	return string(d)
}
