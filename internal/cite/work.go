package cite

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"briefpress/internal/brief"
)

// A Work is what is cited: one edition of a brief. What is empty is left out of
// citations.
type Work struct {
	Title   string
	Authors []string // see the package documentation
	// Publisher of the site.
	Publisher string
	Reference string     // number of the brief: "BP-2019-001"
	Language  string     // of the text, BCP 47
	Date      brief.Date // of the edition
	Corrected brief.Date // of its newest correction
	Edition   int        // 1 for the first; named from the second on
	Draft     bool
	// Status is that of the brief; Successor is the title of the brief that
	// takes the place of a superseded one.
	Status    brief.Status
	Successor string
	// URL is the dated address of the edition: absolute, or rooted ("/briefs/…")
	// where the site does not know its own.
	URL     string
	Summary string
	Topics  []string
	// Key names the record, unlike any other of the site: "slug-2020-04-14".
	Key string
}

// Of gives what a brief knows of one of its editions. Publisher, URL and
// Successor are the caller's to add.
func Of(b *brief.Brief, e *brief.Edition) Work {
	newest := b.Newest()
	w := Work{
		Title: e.Title, Authors: e.Authors, Reference: newest.Reference, Language: e.Language,
		Date: e.Date, Edition: slices.Index(b.Editions, e) + 1, Draft: e.Draft, Status: newest.Status,
		Summary: e.Summary, Topics: newest.Topics, Key: b.Slug + "-" + string(e.Date),
	}
	for _, c := range e.Corrections {
		w.Corrected = max(w.Corrected, c.Date)
	}
	return w
}

// kind is what the publisher calls its reports.
const kind = "Brief"

// tidy returns the work with every value on one line and with an address
// that needs no escaping, and with an author where there is one to be had.
func (w Work) tidy() Work {
	for _, s := range []*string{&w.Title, &w.Publisher, &w.Reference, &w.Language, &w.Successor, &w.Summary} {
		*s = clean(*s)
	}
	w.Authors, w.Topics = cleanAll(w.Authors), cleanAll(w.Topics)
	if len(w.Authors) == 0 && w.Publisher != "" {
		w.Authors = []string{w.Publisher}
	}
	w.Key = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.L, unicode.M, unicode.N) || strings.ContainsRune("-_.:", r) {
			return r
		}
		return -1
	}, w.Key)
	w.URL = cleanURL(w.URL)
	return w
}

// at returns the work with the address and the key of a place within it.
func (w Work) at(p Place) Work {
	if id := p.ID(); id != "" {
		w.Key += "-" + id
		if w.URL != "" {
			w.URL += "#" + id
		}
	}
	return w
}

// standing says in lower case what qualifies the text; "" for nothing.
func (w Work) standing() string {
	var parts []string
	if w.Draft {
		parts = append(parts, "draft")
	}
	switch status := cmp.Or(w.Status, brief.StatusCurrent); {
	case status == brief.StatusCurrent:
	case status == brief.StatusSuperseded && w.Successor != "":
		parts = append(parts, "superseded by “"+w.Successor+"”")
	default:
		parts = append(parts, string(status))
	}
	if w.Corrected != "" {
		parts = append(parts, "corrected "+longDate(w.Corrected))
	}
	return strings.Join(parts, "; ")
}

// note is what records say of the standing of the text and of the place.
func (w Work) note(p Place) string {
	parts := slices.DeleteFunc([]string{w.standing(), p.String()}, func(s string) bool { return s == "" })
	return capital(strings.Join(parts, "; "))
}

// edition is "2nd ed."; "" for the first.
func (w Work) edition() string {
	if w.Edition < 2 {
		return ""
	}
	suffix := "th"
	if tens := w.Edition % 100; tens < 11 || tens > 13 {
		switch w.Edition % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s ed.", w.Edition, suffix)
}

// longDate writes a day as both manuals do.
func longDate(d brief.Date) string { return d.Time().Format("January 2, 2006") }

// month is the month of a date that has one; 0 otherwise.
func month(d brief.Date) time.Month {
	if d == "" {
		return 0
	}
	return d.Time().Month()
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// clean puts a text on one line: line breaks, control characters and runs of
// spaces become one space. Spaces that do not break stay as they are.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return r == ' ' || r == '\u2028' || r == '\u2029' || unicode.IsControl(r)
	}), " ")
}

func cleanAll(list []string) []string {
	var out []string
	for _, s := range list {
		if s = clean(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// cleanURL escapes what RFC 3986 has no place for, so that an address means the
// same in TeX, RIS and HTML.
func cleanURL(s string) string {
	const unreserved = "-._~:/?#[]@!$&'()*+,;=%"
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte(unreserved, c) >= 0:
			b.WriteByte(c)
		case c > ' ' && c != 0x7f:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
