package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
)

// maxExcerpt bounds a line of editions.sum that is quoted; as it should be, a line is
// shorter than that.
const maxExcerpt = 400

// seals reads editions.sum of a brief, or takes it over from the site before; nil
// where no seal in it can be read. Every sealed edition must
// be there for readers. sums are the bytes, where they have no faults.
func (l *loader) seals(slug string, documents []*document, before *entry) (f *seal.File, sums []byte) {
	dir := path.Join(briefsDir, slug)
	name := path.Join(dir, seal.Name)
	data, ok := l.read(l.content, name, seal.MaxSize)
	if !ok {
		return nil, nil
	}
	stop := func(line int, message, hint string) {
		lines := strings.SplitN(string(data), "\n", line+1)
		excerpt := strings.TrimSuffix(lines[min(line, len(lines))-1], "\r")
		l.report(brief.Problem{Position: brief.Position{File: l.content.file(name), Line: line, Column: 1}, Rule: "seal", Message: message, Hint: hint,
			Stops: true, Excerpt: strings.ToValidUTF8(excerpt[:min(len(excerpt), maxExcerpt)], "\uFFFD")})
	}
	if before != nil && before.sums != nil && bytes.Equal(before.sums, data) {
		f, sums = before.brief.Seals(), data
	} else {
		var faults []seal.Error
		if f, faults = seal.Parse(data); len(faults) == 0 {
			sums = data
		}
		for _, e := range faults {
			stop(e.Line, e.Message, "the file only grows, by briefpress seal: put back what was written, as version control has it")
		}
	}
	for _, date := range f.Dates() {
		i := slices.IndexFunc(documents, func(d *document) bool { return string(d.edition.Date) == date })
		_, err := fs.Stat(l.content.fs, path.Join(dir, date+".md"))
		switch {
		case i < 0 && err != nil:
			stop(f.Edition(date).At, fmt.Sprintf("the edition of %s is sealed, and its file %s.md is gone", brief.Date(date).Long(), date),
				"put it back: what was published stays. A brief that is no longer stood by has status: withdrawn")
		case i >= 0 && documents[i].edition.Draft:
			d := &documents[i].edition.Document
			l.stopAt(d, d.Key("draft"), "seal", "the edition is sealed, and a sealed edition is no draft", "delete this key")
		}
	}
	if len(f.Groups()) == 0 {
		return nil, nil
	}
	return f, sums
}

// sealsFile finds what makes the file of a brief's seals: its editions.sum, without
// the groups of editions that are not shown. It is nil for a brief without seals.
func (s *Site) sealsFile(e *entry) maker {
	text := e.published
	if text == nil {
		return nil
	}
	return func(p string) (*File, error) {
		return &File{Path: p, Kind: Data, Status: http.StatusOK, Type: "text/plain; charset=utf-8", Body: text}, nil
	}
}

// publishedSeals is the text of that file.
func publishedSeals(b *brief.Brief) []byte {
	f := b.Seals().Only(func(date string) bool { return b.Edition(brief.Date(date)) != nil })
	if len(f.Groups()) == 0 {
		return nil
	}
	return f.Text()
}
