package site

import (
	"briefpress/internal/brief"
	"briefpress/internal/cite"
)

// An editionJSON is brief.json: an edition as data. The package documentation
// describes it.
type editionJSON struct {
	Schema    string               `json:"schema"`
	ID        string               `json:"id"`
	URL       string               `json:"url,omitempty"`
	Slug      string               `json:"slug"`
	Date      string               `json:"date"`
	Title     string               `json:"title"`
	Summary   string               `json:"summary,omitempty"`
	Language  string               `json:"language"`
	Direction string               `json:"direction"`
	Authors   []string             `json:"authors"`
	Reference string               `json:"reference,omitempty"`
	Status    string               `json:"status"`
	Note      string               `json:"statusNote,omitempty"`
	Successor string               `json:"successor,omitempty"`
	Topics    []string             `json:"topics"`
	Places    []string             `json:"places"`
	Published string               `json:"published"`
	Updated   string               `json:"updated"`
	Draft     bool                 `json:"draft,omitempty"`
	Change    string               `json:"change,omitempty"`
	Words     int                  `json:"words"`
	KeyPoints []string             `json:"keyPoints"`
	Spans     []spanJSON           `json:"spans"`
	Sections  []sectionJSON        `json:"sections"`
	Notes     []noteJSON           `json:"notes"`
	Sources   map[string]sourceOut `json:"sources"`
	Acronyms  map[string]string    `json:"acronyms"`
	Corrected []changeJSON         `json:"corrections"`
	Seal      *sealJSON            `json:"seal"`
	Removed   []removedJSON        `json:"removed"`
	Editions  []changeJSON         `json:"editions"`
	Citations citationsJSON        `json:"citations"`
}

type sectionJSON struct {
	ID       string        `json:"id,omitempty"`
	Level    int           `json:"level"`
	Title    string        `json:"title,omitempty"`
	Blocks   []blockJSON   `json:"blocks"`
	Sections []sectionJSON `json:"sections"`
}

type blockJSON struct {
	ID         string   `json:"id,omitempty"`
	Number     string   `json:"number,omitempty"`
	Kind       string   `json:"kind"`
	Title      string   `json:"title,omitempty"`
	Likelihood string   `json:"likelihood,omitempty"`
	Confidence string   `json:"confidence,omitempty"`
	Text       string   `json:"text"`
	Items      []string `json:"items,omitempty"`
	HTML       string   `json:"html"`
	Hash       string   `json:"hash"`
}

type noteJSON struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
	HTML   string `json:"html"`
}

type sourceOut struct {
	Author    string `json:"author,omitempty"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Date      string `json:"date,omitempty"`
	URL       string `json:"url,omitempty"`
	Accessed  string `json:"accessed,omitempty"`
	Archive   string `json:"archiveURL,omitempty"`
}

type spanJSON struct {
	Label string `json:"label"`
	From  string `json:"from"`
	To    string `json:"to,omitempty"`
}

type changeJSON struct {
	Date string `json:"date"`
	URL  string `json:"url,omitempty"`
	Note string `json:"note,omitempty"`
}

type sealJSON struct {
	Digest    string `json:"digest"`
	Corrected string `json:"corrected,omitempty"`
	Pending   bool   `json:"pending,omitempty"`
}

type removedJSON struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Since  string `json:"since"`
	Into   string `json:"into,omitempty"`
}

type citationsJSON struct {
	Chicago string `json:"chicago"`
	APA     string `json:"apa"`
}

const schemaName = "briefpress/brief/1"

// briefJSON makes an edition as data.
func (s *Site) briefJSON(e *entry, ed *brief.Edition) ([]byte, error) {
	newest, body, labels := e.brief.Newest(), ed.Body(), labelsOf(e.brief, ed)
	page := s.href(e.dated(ed))
	out := editionJSON{
		Schema: schemaName, ID: s.editionID(e, ed), URL: s.url(e.dated(ed)), Slug: e.brief.Slug, Date: string(ed.Date),
		Title: ed.Title, Summary: ed.Summary, Language: ed.Language, Direction: ed.Direction, Authors: list(ed.Authors),
		Reference: newest.Reference, Status: string(status(e.brief)), Note: newest.StatusNote, Successor: newest.Successor,
		Topics: list(newest.Topics), Places: list(newest.Places), Published: string(e.brief.Published()), Updated: string(editionUpdated(ed)),
		Draft: ed.Draft, Change: ed.Change, Words: body.Words, KeyPoints: list(ed.KeyPoints), Spans: []spanJSON{},
		Notes: []noteJSON{}, Sources: map[string]sourceOut{}, Acronyms: map[string]string{}, Corrected: []changeJSON{}, Removed: []removedJSON{},
	}
	if seal := e.brief.Sealed(ed); seal != nil {
		out.Seal = &sealJSON{seal.Digest, string(seal.Corrected), seal.Pending}
	}
	for _, l := range e.brief.LivesAt(ed) {
		if l.Gone != nil {
			out.Removed = append(out.Removed, removedJSON{l.Label.ID(), l.Label.Number.String(), string(l.Gone.Date), l.Into.ID()})
		}
	}
	for _, sp := range ed.Spans {
		out.Spans = append(out.Spans, spanJSON{sp.Label, string(sp.From), string(sp.To)})
	}
	var sections func([]*brief.Section) []sectionJSON
	sections = func(in []*brief.Section) []sectionJSON {
		made := []sectionJSON{}
		for _, sec := range in {
			m := sectionJSON{ID: sec.ID, Level: sec.Level, Title: sec.Title, Blocks: []blockJSON{}, Sections: sections(sec.Sections)}
			for _, b := range sec.Blocks {
				l := labels[b]
				block := blockJSON{ID: l.ID(), Number: l.Number.String(), Kind: string(b.Kind), Title: b.Title, Likelihood: b.Likelihood,
					Confidence: b.Confidence, Text: b.Text, HTML: simplify(string(b.Markup(l)), s.origin, page), Hash: b.Hash}
				for _, i := range b.Items {
					block.Items = append(block.Items, i.Text)
				}
				m.Blocks = append(m.Blocks, block)
			}
			made = append(made, m)
		}
		return made
	}
	out.Sections = sections(body.Sections)
	for _, n := range body.Notes {
		out.Notes = append(out.Notes, noteJSON{n.Number, n.Text, simplify(string(n.HTML), s.origin, page)})
	}
	for key, src := range ed.Sources {
		if src != nil {
			out.Sources[key] = sourceOut{src.Author, src.Title, src.Publisher, string(src.Date), src.URL, string(src.Accessed), src.ArchiveURL}
		}
	}
	for _, a := range body.Acronyms {
		out.Acronyms[a.Short] = a.Expansion
	}
	for _, c := range ed.Corrections {
		out.Corrected = append(out.Corrected, changeJSON{Date: string(c.Date), Note: c.Note})
	}
	for _, other := range e.brief.Editions {
		out.Editions = append(out.Editions, changeJSON{string(other.Date), s.url(e.dated(other)), other.Change})
	}
	w := s.work(e, ed)
	out.Citations = citationsJSON{w.Chicago(cite.Place{}).Plain, w.APA(cite.Place{}).Plain}
	return encodeJSON(out)
}

// list is a list that is written as [] where it is empty.
func list(s []string) []string { return append([]string{}, s...) }
