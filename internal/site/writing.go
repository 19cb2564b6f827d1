package site

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
)

// A Writing is the file that the text of a page is written in, for who writes
// it. Nothing of it is in the page.
type Writing struct {
	Document *brief.Document
	// Brief and Edition are what is shown; nil for a standing page.
	Brief   *brief.Brief
	Edition *brief.Edition
	// Words that a reader reads, and the minutes that takes, as the page says.
	Words, Minutes int
	// Places are the parts of the text, in the order of the page.
	Places []Place
}

// A Place says where in the file a part of a page is written.
type Place struct {
	// ID is the anchor of the part in the page; "" for what has none.
	ID string `json:"id,omitempty"`
	// Kind and Index find what has no anchor: the Index-th, from 0, of the
	// parts of its kind. Kinds are "title", "summary", "key-point", "strip",
	// "heading", "block", "item", "note", "source" and "acronym".
	Kind  string `json:"kind"`
	Index int    `json:"index"`
	// Line and Column are where it begins, as in brief.Position, and End is its
	// last line.
	Line   int `json:"line"`
	Column int `json:"column"`
	End    int `json:"end"`
}

// Writing finds what the text at an address (without Base) is written in: of
// an edition, a standing page, or the later edition of a redline, in which only
// parts with an anchor are found. It is nil for every other address.
func (s *Site) Writing(address string) *Writing {
	parts := strings.Split(address, "/")
	switch {
	case len(parts) == 3 && parts[0] == "" && parts[2] == "":
		if p := s.page(parts[1]); p != nil {
			w := newWriting(&p.Document)
			w.front(p.Title != "", p.Summary != "", 0, p.Sources)
			w.text(numbering{})
			return &w.Writing
		}
	case len(parts) > 3 && parts[1] == briefsDir && s.direct(address) != nil:
		e := s.entry(parts[2])
		if e == nil {
			return nil
		}
		switch {
		case len(parts) == 4 && parts[3] == "":
			return e.writing(e.brief.Newest())
		case len(parts) == 5 && parts[4] == "":
			if ed := e.brief.Edition(brief.Date(parts[3])); ed != nil {
				return e.writing(ed)
			}
		case len(parts) == 7 && parts[3] == "compare":
			_, to, _ := e.comparison(parts[4], parts[5])
			w := e.writing(to)
			w.Places = slices.DeleteFunc(w.Places, func(p Place) bool { return p.ID == "" })
			return w
		}
	}
	return nil
}

func (e *entry) writing(ed *brief.Edition) *Writing {
	w := newWriting(&ed.Document)
	w.Brief, w.Edition = e.brief, ed
	w.front(ed.Title != "", ed.Summary != "", len(ed.KeyPoints), ed.Sources)
	if len(ed.Spans) > 0 {
		w.key("strip", "", "spans")
	}
	for _, a := range ed.Body().Acronyms {
		switch {
		case a.Offset >= 0:
			w.at("acronym", acronymID(a.Short), a.Offset, a.Offset)
		case ed.Acronyms[a.Short] != "":
			w.key("acronym", acronymID(a.Short), "acronyms", a.Short)
		}
	}
	w.text(numbering{labelsOf(e.brief, ed), e.brief.Anchors(ed)})
	return &w.Writing
}

// A writer gathers the places of a document.
type writer struct {
	Writing
	seen map[string]int // parts of each kind
}

func newWriting(d *brief.Document) *writer {
	words := d.Body().Words
	return &writer{Writing{Document: d, Words: words, Minutes: minutes(words)}, map[string]int{}}
}

// minutes are how long a text takes to read.
func minutes(words int) int { return max(1, (words+wordsPerMinute/2)/wordsPerMinute) }

func (w *writer) add(kind, id string, from, to brief.Position) {
	w.Places = append(w.Places, Place{ID: id, Kind: kind, Index: w.seen[kind], Line: from.Line, Column: from.Column, End: to.Line})
	w.seen[kind]++
}

// at adds a part between two offsets of the source, the end included.
func (w *writer) at(kind, id string, from, to int) {
	w.add(kind, id, w.Document.Position(from), w.Document.Position(to))
}

// key adds a part that is in the front matter.
func (w *writer) key(kind, id string, path ...string) {
	at := w.Document.Value(path...)
	w.add(kind, id, w.Document.Key(path...), at)
}

func (w *writer) front(title, summary bool, keyPoints int, sources map[string]*brief.Source) {
	if title {
		w.key("title", "", "title")
	}
	if summary {
		w.key("summary", "", "summary")
	}
	for i := range keyPoints {
		at := w.Document.Value("key-points", strconv.Itoa(i))
		w.add("key-point", "", at, at)
	}
	for _, key := range sortedKeys(sources) {
		w.key("source", "source-"+key, "sources", key)
	}
}

// text adds the parts of the body.
func (w *writer) text(n numbering) {
	body := w.Document.Body()
	var sections func([]*brief.Section)
	sections = func(list []*brief.Section) {
		for _, sec := range list {
			if sec.ID != "" {
				w.at("heading", n.anchor(sec), sec.Offset, sec.Offset)
			}
			for _, b := range sec.Blocks {
				label := n.labels[b]
				w.at("block", label.ID(), b.Offset, max(b.Offset, b.End-1))
				for i, item := range b.Items {
					if label != (brief.Label{}) {
						w.at("item", label.Item(i+1), item.Offset, item.Offset)
					}
				}
			}
			sections(sec.Sections)
		}
	}
	sections(body.Sections)
	for _, note := range body.Notes {
		w.at("note", note.ID, note.Offset, note.Offset)
	}
}

// PageOf is the address (without Base) of the page that a file of the content,
// named as messages print it, is read on: that of the edition, the newest one
// of the brief for what stands beside its editions; "" where there is none.
func (s *Site) PageOf(file string) string {
	for _, e := range s.entries {
		newest := e.brief.Newest()
		if newest.File == file {
			return e.address()
		}
		if e.document(newest).input.Date == "" || path.Dir(newest.File) != path.Dir(file) {
			continue
		}
		for _, ed := range e.brief.Editions {
			if ed.File == file {
				return e.dated(ed)
			}
		}
		return e.address()
	}
	for _, p := range s.pages {
		if p.File == file {
			return "/" + p.Slug + "/"
		}
	}
	return ""
}
