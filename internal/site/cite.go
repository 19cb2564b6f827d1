package site

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/cite"
	"briefpress/internal/phrase"
)

// work is an edition as it is cited.
func (s *Site) work(e *entry, ed *brief.Edition) cite.Work {
	w := cite.Of(e.brief, ed)
	w.Publisher = s.config.Publisher
	w.URL = s.permanent(e, ed)
	if next := s.entry(e.brief.Newest().Successor); next != nil {
		w.Successor = next.brief.Newest().Title
	}
	return w
}

// permanent is the dated address of an edition, absolute where the base URL is
// known.
func (s *Site) permanent(e *entry, ed *brief.Edition) string {
	return cmp.Or(s.url(e.dated(ed)), s.href(e.dated(ed)))
}

// cite makes what readers copy to cite an edition.
func (s *Site) cite(e *entry, ed *brief.Edition) Cite {
	w, whole := s.work(e, ed), cite.Place{}
	c := Cite{Chicago: markup(w.Chicago(whole).HTML), APA: markup(w.APA(whole).HTML)}
	labels := e.brief.Labels(ed)
	if i := slices.IndexFunc(labels, func(l brief.Label) bool { return l.ID() != "" }); i >= 0 {
		first := cite.Place{Label: labels[i]}
		c.ChicagoPlace, c.APAPlace = markup(w.Chicago(first).HTML), markup(w.APAInText(first).HTML)
	}
	for _, f := range editionFiles {
		if f.record {
			c.Files = append(c.Files, Link{Text: f.format, Address: s.href(e.dated(ed) + f.name)})
		}
	}
	return c
}

// formats are the edition as data and as text.
func (s *Site) formats(e *entry, ed *brief.Edition) []Link {
	var links []Link
	for _, f := range editionFiles {
		if !f.record {
			links = append(links, Link{Text: f.format, Address: s.href(e.dated(ed) + f.name)})
		}
	}
	return links
}

// uses are the places that cite each source, by its key.
func uses(body *brief.Body, words *phrase.Phrases) map[string][]Ref {
	made := map[string][]Ref{}
	for _, c := range body.Citations {
		if c.Note == nil {
			continue
		}
		for _, id := range c.Note.Refs {
			// Citations side by side share a note, which may name a source twice.
			mark := strings.TrimPrefix(id, "ref-")
			again := strings.TrimPrefix(mark, strconv.Itoa(c.Note.Number)) // "b" where the note is referred to a second time
			use := Ref{Address: "#" + id, Label: words.Note(c.Note.Number) + again, Mark: words.Digits(mark)}
			if !slices.Contains(made[c.Key], use) {
				made[c.Key] = append(made[c.Key], use)
			}
		}
	}
	return made
}

// colophon says who published an edition, when, and how to report an error.
func (s *Site) colophon(e *entry, ed *brief.Edition) Colophon {
	words := s.frame.Words
	c := Colophon{
		PublishedBy: s.config.Publisher, First: longDate(words, e.brief.Published()), Newest: longDate(words, e.brief.Newest().Date),
		ReportError: s.frame.Contact,
	}
	if strings.HasPrefix(c.ReportError, "mailto:") {
		what := cmp.Or(e.brief.Newest().Reference, ed.Title) + words.Comma + words.EditionDated(words.Date(string(ed.Date)))
		c.ReportError += "?subject=" + mailText(words.ErrorIn(what))
	}
	return c
}

// shareMail begins a letter about an edition.
func (s *Site) shareMail(e *entry, ed *brief.Edition) string {
	return "mailto:?subject=" + mailText(ed.Title) + "&body=" + mailText(s.permanent(e, ed))
}

// mailText escapes a text for a mailto: address, where a plus sign is no space.
// An address in it stays readable.
func mailText(text string) string {
	return strings.NewReplacer("+", "%20", "%3A", ":", "%2F", "/", "%2C", ",").Replace(url.QueryEscape(text))
}
