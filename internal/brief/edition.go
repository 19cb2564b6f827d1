package brief

import (
	"cmp"
	"path"
	"sync"
)

// An Edition is one dated, immutable text of a brief.
type Edition struct {
	Document
	Header
	// Slug of the brief.
	Slug string
	// Date of the edition, from the name of its file or from "published".
	Date Date
}

// A Page is a standing page.
type Page struct {
	Document
	Slug                string
	Title, Summary      string
	Language, Direction string
	Aliases             []string
	Sources             map[string]*Source
}

// ParseEdition reads an edition. It returns what could be read, and every
// problem of the header; those of the body are in [Body.Problems].
func ParseEdition(in Input, opt Options) (*Edition, []Problem) {
	e := &Edition{Slug: in.Slug}
	f := e.open(in, opt, &e.Header)
	f.header(&e.Header, in.Date)
	e.Date = cmp.Or(in.Date, e.Published)
	e.Language, e.Direction = languageOf(e.Language, opt), directionOf(e.Language, e.Direction, opt)
	e.language = e.Language
	e.body = sync.OnceValue(func() *Body {
		b := &builder{doc: &e.Document, opt: opt, files: in.Files, dir: path.Join("briefs", in.Slug), sources: e.Sources,
			language: e.Language, direction: e.Direction}
		return b.parse(opt.Acronyms, e.Acronyms)
	})
	return e, f.sorted()
}

// ParsePage reads a standing page, as [ParseEdition] does an edition.
func ParsePage(in Input, opt Options) (*Page, []Problem) {
	var h pageHeader
	p := &Page{Slug: in.Slug}
	f := p.open(in, opt, &h)
	f.page(&h)
	p.Title, p.Summary, p.Aliases, p.Sources = h.Title, h.Summary, h.Aliases, h.Sources
	p.Language, p.Direction = languageOf(h.Language, opt), directionOf(h.Language, h.Direction, opt)
	p.language = p.Language
	p.body = sync.OnceValue(func() *Body {
		b := &builder{doc: &p.Document, opt: opt, files: in.Files, dir: "pages", sources: h.Sources,
			language: p.Language, direction: p.Direction}
		return b.parse(opt.Acronyms, h.Acronyms)
	})
	return p, f.sorted()
}
