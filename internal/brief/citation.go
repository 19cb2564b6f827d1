package brief

import (
	"html"
	"regexp"
	"strings"

	"briefpress/internal/phrase"
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
// text: author, title, publisher, date, and where in it. words and direction are
// those of the document that it stands in.
func (s *Source) Reference(words *phrase.Phrases, direction, locator string) (HTML, string) {
	var parts, texts []string
	add := func(markup, text string) {
		if text != "" {
			parts = append(parts, markup)
			texts = append(texts, text)
		}
	}
	plain := func(text string) { add(isolate(text, direction), text) }
	plain(s.Author)
	title := "<cite>" + isolate(s.Title, direction) + "</cite>"
	if s.URL != "" {
		title = `<a href="` + html.EscapeString(s.URL) + `">` + title + `</a>`
	}
	add(title, s.Title)
	if s.Publisher != s.Author {
		plain(s.Publisher)
	}
	plain(words.Date(string(s.Date)))
	plain(locator)
	if s.ArchiveURL != "" {
		parts = append(parts, `<a href="`+html.EscapeString(s.ArchiveURL)+`">`+words.ArchivedCopyInLine+`</a>`)
	}
	if s.Accessed != "" && s.URL != "" {
		plain(words.Accessed(string(s.Accessed)))
	}
	return HTML(sentence(strings.Join(parts, words.Comma), words)), sentence(strings.Join(texts, words.Comma), words)
}

// sentence ends a text with a full stop, where it has no end yet.
func sentence(s string, words *phrase.Phrases) string {
	for _, end := range []string{".", "?", "!", "؟", words.FullStop} {
		if strings.HasSuffix(s, end) {
			return s
		}
	}
	return s + words.FullStop
}
