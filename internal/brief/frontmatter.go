package brief

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"briefpress/internal/phrase"
	"briefpress/internal/strictyaml"
)

// A front is the front matter of a document while it is read.
type front struct {
	doc      *Document
	opt      Options
	problems []Problem
	// whole is set when all of the front matter could be decoded, so that
	// what is missing is missing.
	whole bool
}

// open normalises the text of a document and decodes its front matter into a
// header.
func (d *Document) open(in Input, opt Options, header any) *front {
	f := &front{doc: d, opt: opt}
	d.front = &strictyaml.Positions{}
	d.File = in.File
	d.written = map[string]Source{}
	d.lines = sync.OnceValue(func() lineIndex { return newLineIndex(d.Source) })
	if len(in.Data) > MaxSource {
		f.problems = append(f.problems, TooLarge(in.File, int64(len(in.Data))))
		return f
	}
	d.Source = normalise(in.Data)
	if f.problems = d.unreadable(opt.AllowBidi); len(f.problems) > 0 {
		d.start = len(d.Source)
		return f
	}
	yaml, start, found, closed := frontMatter(d.Source)
	d.start = start
	switch {
	case !found:
		f.report(Position{in.File, 1, 1}, "front-matter", "the file has no front matter", `begin it with a line "---", then "title: …", then a line "---"`)
		return f
	case !closed:
		f.report(Position{in.File, 1, 1}, "front-matter", "the front matter is never closed", `end it with a line "---"`)
		return f
	}
	var faults []strictyaml.Error
	d.front, faults = strictyaml.Decode(yaml, header)
	for _, e := range faults {
		rule := "front-matter"
		if strings.HasPrefix(e.Message, "unknown key") {
			rule = "unknown-key"
		}
		f.report(Position{in.File, e.Line, e.Column}, rule, e.Message, e.Hint)
	}
	f.whole = len(faults) == 0
	return f
}

// TooLarge is the problem of a file that is above [MaxSource].
func TooLarge(file string, size int64) Problem {
	return Problem{Position: Position{File: file}, Rule: "limit", Stops: true,
		Message: fmt.Sprintf("the file has %d bytes; at most %d are read", size, MaxSource), Hint: "split the brief"}
}

func (f *front) report(p Position, rule, message, hint string) {
	problem := f.doc.HeaderProblem(p, rule, message, hint)
	problem.Stops = true
	f.problems = append(f.problems, problem)
}

// faulty tells whether something is known to be wrong with the value of a key, so
// that what it lacks for that is not reported as well.
func (f *front) faulty(key ...string) bool {
	at := f.doc.Value(key...)
	return slices.ContainsFunc(f.problems, func(p Problem) bool { return p.Position == at })
}

// sorted are the problems found, by place.
func (f *front) sorted() []Problem {
	slices.SortFunc(f.problems, Problem.Compare)
	return f.problems
}

// aliasForm is a former address: rooted, ending in a slash, of plain segments.
var aliasForm = regexp.MustCompile(`^(/[\p{L}\p{M}\p{N}_~.-]+)+/$`)

// header checks the front matter of an edition.
func (f *front) header(h *Header, date Date) {
	words := f.common(h.Title, h.Sources, &h.Language, h.Direction, h.Aliases)
	switch {
	case date != "" && h.Published != "":
		f.report(f.doc.Key("published"), "front-matter", "an edition in a folder has its date from the name of its file", "delete this key")
	case date == "" && h.Published == "" && f.whole:
		f.report(f.doc.Key("published"), "front-matter", "the brief has no date", "write published: and the day, such as 2019-06-07")
	}
	if !slices.Contains([]Status{"", StatusCurrent, StatusArchived, StatusWithdrawn, StatusSuperseded}, h.Status) {
		f.report(f.doc.Value("status"), "front-matter", fmt.Sprintf("%s is not a status", quote(string(h.Status))),
			"a brief is current, archived, withdrawn or superseded")
		h.Status = StatusCurrent
	}
	if h.Status == "" {
		h.Status = StatusCurrent
	}
	if h.Status == StatusSuperseded && h.Successor == "" {
		f.report(f.doc.Key("status"), "front-matter", "the brief is superseded, and no successor is named", "write successor: and the slug of the brief that takes its place")
	}
	if len(h.KeyPoints) > 5 {
		f.report(f.doc.Value("key-points", "5"), "front-matter", fmt.Sprintf("there are %d key points; at most 5 are set", len(h.KeyPoints)), "")
	}
	for i, c := range h.Corrections {
		n := strconv.Itoa(i)
		if c.Date == "" && !f.faulty("corrections", n, "date") || strings.TrimSpace(c.Note) == "" && !f.faulty("corrections", n, "note") {
			f.report(f.doc.Value("corrections", n), "front-matter", "a correction needs its date and a note", "")
		}
	}
	for i, s := range h.Spans {
		n := strconv.Itoa(i)
		at := f.doc.Value("spans", n)
		switch {
		case s.Label == "" && !f.faulty("spans", n, "label") || s.From == "" && !f.faulty("spans", n, "from"):
			f.report(at, "front-matter", "a span needs its label and where it is from", "")
		case s.To != "" && s.To < s.From:
			f.report(at, "front-matter", "the span ends before it begins", "")
		}
	}
	set(words, &h.Title, &h.Summary, &h.Change, &h.StatusNote)
	for i := range h.Authors {
		set(words, &h.Authors[i])
	}
	for i := range h.KeyPoints {
		set(words, &h.KeyPoints[i])
	}
	for i := range h.Corrections {
		set(words, &h.Corrections[i].Note)
	}
	for i := range h.Spans {
		set(words, &h.Spans[i].Label)
	}
	for _, list := range [][]string{h.Topics, h.Places} {
		for i := range list {
			set(words, &list[i])
		}
	}
}

// page checks the front matter of a page.
func (f *front) page(h *pageHeader) {
	words := f.common(h.Title, h.Sources, &h.Language, h.Direction, h.Aliases)
	set(words, &h.Title, &h.Summary)
}

// common checks what editions and pages share. It returns the words of the
// document's language.
func (f *front) common(title string, sources map[string]*Source, language *string, direction string, aliases []string) *phrase.Phrases {
	if title == "" && f.whole {
		f.report(f.doc.Key("title"), "front-matter", "the title is missing", "write title: and what readers see first")
	}
	if *language != "" && !phrase.Known(*language) {
		f.report(f.doc.Value("language"), "front-matter", fmt.Sprintf("%s is not a language tag", quote(*language)), "write a language tag such as en, en-GB or fa-AF")
		*language = ""
	}
	words := phrase.For(languageOf(*language, f.opt))
	if direction != "" && direction != "ltr" && direction != "rtl" {
		f.report(f.doc.Value("direction"), "front-matter", fmt.Sprintf("%s is not a direction", quote(direction)), "write ltr or rtl")
	}
	for i, a := range aliases {
		if !aliasForm.MatchString(a) || strings.Contains(a, "/../") || strings.Contains(a, "/./") {
			f.report(f.doc.Value("aliases", strconv.Itoa(i)), "front-matter", fmt.Sprintf("%s is not an address of this site", quote(a)),
				"write it from the root and with a final slash, such as /old/address/")
		}
	}
	for _, key := range f.doc.front.Keys("sources") {
		s := sources[key]
		if s == nil || s.Title == "" && f.whole {
			f.report(f.doc.Key("sources", key), "front-matter", fmt.Sprintf("source %s has no title", quote(key)), "")
			delete(sources, key)
			continue
		}
		if k, _ := citation(key); k != key {
			f.report(f.doc.Key("sources", key), "front-matter", fmt.Sprintf("source %s cannot be cited by this key", quote(key)), "use letters, digits and hyphens")
			delete(sources, key)
			continue
		}
		f.doc.written[key] = *s
		for name, address := range map[string]*string{"url": &s.URL, "archive-url": &s.ArchiveURL} {
			if u, err := url.Parse(*address); *address != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
				f.report(f.doc.Value("sources", key, name), "front-matter", fmt.Sprintf("%s is not an address of the web", quote(*address)), "begin it with https://")
				*address = ""
			}
		}
		set(words, &s.Author, &s.Title, &s.Publisher)
	}
	return words
}
