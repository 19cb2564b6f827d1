package site

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"briefpress/internal/brief"
)

// A document is a parsed file and what it was parsed from.
type document struct {
	input    brief.Input
	options  *brief.Options
	edition  *brief.Edition // nil for a page
	page     *brief.Page    // nil for an edition
	problems []brief.Problem

	making sync.Mutex
	gist   atomic.Pointer[gist]
}

// gist is what the site asks of the text of every document.
type gist struct {
	problems []brief.Problem
	stops    bool // one of them does
	acronyms []*brief.Acronym
}

// text is what the document has of either kind.
func (d *document) text() *brief.Document {
	if d.edition != nil {
		return &d.edition.Document
	}
	return &d.page.Document
}

// body tells what the text says. The tree of the text is kept only where it is
// about to be shown: the trees of a large library would fill the memory.
func (d *document) body(shown bool) *gist {
	d.making.Lock()
	defer d.making.Unlock()
	if d.gist.Load() == nil { // as often as it panics
		own := d
		if !shown {
			own = parse(d.input, d.options, d.edition == nil)
		}
		d.learn(own)
	}
	return d.gist.Load()
}

// learn notes what the site asks of the text, from a document that is the same.
func (d *document) learn(own *document) {
	b := own.text().Body()
	d.gist.Store(&gist{b.Problems, slices.ContainsFunc(b.Problems, stops), b.Acronyms})
}

// again is the same document with a tree of its own.
func (d *document) again() *document {
	own := parse(d.input, d.options, d.edition == nil)
	d.making.Lock()
	defer d.making.Unlock()
	if d.gist.Load() == nil {
		d.learn(own)
	}
	return own
}

func stops(p brief.Problem) bool { return p.Stops }

// parse reads an edition, or a page.
func parse(in brief.Input, options *brief.Options, page bool) *document {
	d := &document{input: in, options: options}
	if page {
		d.page, d.problems = brief.ParsePage(in, *options)
	} else {
		d.edition, d.problems = brief.ParseEdition(in, *options)
	}
	return d
}

// document reads and parses a file, or takes the result over from those of the
// site before. in lacks the name of the file and its bytes.
func (l *loader) document(in brief.Input, file string, before []*document) *document {
	data, ok := l.read(l.content, file, brief.MaxSource)
	if !ok {
		return nil
	}
	in.File, in.Data = l.content.file(file), data
	i := slices.IndexFunc(before, func(d *document) bool { return d.input.File == in.File })
	var d *document
	if i >= 0 && sameInput(before[i].input, in) && sameOptions(before[i].options, &l.site.recipe.options) {
		d = before[i]
	} else {
		d = parse(in, &l.site.recipe.options, strings.HasPrefix(file, pagesDir+"/"))
	}
	l.report(d.problems...)
	return d
}

func sameInput(a, b brief.Input) bool {
	return a.File == b.File && a.Slug == b.Slug && a.Date == b.Date && bytes.Equal(a.Data, b.Data) && maps.Equal(a.Files, b.Files)
}

func sameOptions(a, b *brief.Options) bool {
	return a == b || a.Base == b.Base && a.Language == b.Language && a.Direction == b.Direction &&
		a.AllowBidi == b.AllowBidi && maps.Equal(a.Acronyms, b.Acronyms)
}
