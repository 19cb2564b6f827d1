package site

import (
	"briefpress/internal/brief"
	"briefpress/internal/cite"
)

// An editionFile is a file beside the page of an edition.
type editionFile struct {
	name   string // "brief.json"
	format string // what readers call it
	media  string
	record bool // a record for reference managers
	make   func(*Site, *entry, *brief.Edition) ([]byte, error)
}

var editionFiles = []editionFile{
	{"brief.json", "JSON", "application/json", false, (*Site).briefJSON},
	{"brief.md", "Markdown", "text/markdown; charset=utf-8", false, func(_ *Site, e *entry, ed *brief.Edition) ([]byte, error) {
		return e.document(ed).input.Data, nil
	}},
	{"brief.txt", "Text", "text/plain; charset=utf-8", false, func(s *Site, e *entry, ed *brief.Edition) ([]byte, error) {
		return s.plainText(e, ed), nil
	}},
	{"brief.bib", "BibTeX", "application/x-bibtex; charset=utf-8", true, record(cite.Work.BibTeX)},
	{"brief.ris", "RIS", "application/x-research-info-systems; charset=utf-8", true, record(cite.Work.RIS)},
	{"brief.csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", true, record(cite.Work.CSL)},
}

// record makes the file of a record.
func record(of func(cite.Work, cite.Place) []byte) func(*Site, *entry, *brief.Edition) ([]byte, error) {
	return func(s *Site, e *entry, ed *brief.Edition) ([]byte, error) {
		return of(s.work(e, ed), cite.Place{}), nil
	}
}

// editionFile finds what makes a file of an edition; nil for none.
func (s *Site) editionFile(e *entry, ed *brief.Edition, name string) maker {
	if name == "" {
		return func(p string) (*File, error) { return s.briefPage(p, e, ed) }
	}
	for _, f := range editionFiles {
		if f.name == name {
			return func(p string) (*File, error) {
				body, err := f.make(s, e, ed)
				return s.data(p, f.media, body), err
			}
		}
	}
	return nil
}
