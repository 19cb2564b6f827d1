package site

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
	"briefpress/internal/redline"
)

// redlinePage makes the redline of two editions.
func (s *Site) redlinePage(address string, e *entry, from, to *brief.Edition) (*File, error) {
	words := phrase.For(to.Language)
	r := redline.New(e.brief, from, to)
	i, j := slices.Index(e.brief.Editions, from), slices.Index(e.brief.Editions, to)
	page := RedlinePage{
		Frame:     s.newFrame(address, words.ChangesBetween(string(from.Date), string(to.Date))),
		TextWords: words, EditionsSheet: s.editionsSheet,
		Reference: e.brief.Newest().Reference,
		Brief:     Link{Text: to.Title, Address: s.href(e.address())}, History: s.href(e.history()),
		From: s.comparedEdition(words, e, i), To: s.comparedEdition(words, e, j),
		Percent: words.Percent(strconv.Itoa(r.Percent())),
		Added:   words.WordsAdded(r.Inserted), Removed: words.WordsRemoved(r.Deleted),
	}
	page.TextLang, page.TextDir = s.foreign(to.Language, to.Direction)
	for _, ed := range e.brief.Editions[i+1 : j+1] {
		page.Reasons = append(page.Reasons, Reason{
			Edition: Link{Text: words.Date(string(ed.Date)), Address: s.href(e.dated(ed))}, Note: ed.Change, Corrections: corrections(words, ed)})
	}

	w := &comparer{words: words, page: &page}
	w.fields(r.Fields)
	w.text(r.Rows)
	w.lists(r)
	w.connect()
	if w.code {
		page.CodeSheet = s.codeSheet
	}

	page.WindowTitle = fmt.Sprintf("%s: %s | %s", page.PageTitle, to.Title, s.config.Title)
	page.Description = strings.Join([]string{page.PageTitle + words.FullStop, to.Change}, " ")
	page.NoIndex = from.Draft || to.Draft
	if e.paired(i, j) {
		page.Canonical = s.url(e.compare(from, to))
	}
	page.openGraph("website", page.WindowTitle)
	s.showCard(&page.Frame, cardName(e, to), s.editionCard(e, to), to.Title)
	return s.html(address, "redline.html", &page)
}

func (s *Site) comparedEdition(words *phrase.Phrases, e *entry, i int) ComparedEdition {
	ed := e.brief.Editions[i]
	return ComparedEdition{Date: longDate(words, ed.Date), Address: s.href(e.dated(ed)), Draft: ed.Draft,
		Place: words.EditionOf(i+1, len(e.brief.Editions))}
}

// A comparer makes the parts of the page of a redline.
type comparer struct {
	words   *phrase.Phrases
	page    *RedlinePage
	changes []*ChangeMark // in the order of the page
	code    bool          // there is code
}

// change records that something changed, for the links from one change to the
// next.
func (w *comparer) change(id, name string) *ChangeMark {
	m := &ChangeMark{ID: id, Name: name}
	w.changes = append(w.changes, m)
	return m
}

// connect links each change with the one before it and the one behind.
func (w *comparer) connect() {
	for i, m := range w.changes {
		if i > 0 {
			m.Previous = &Link{Text: w.words.PreviousChange, Address: "#" + w.changes[i-1].ID}
		}
		if i+1 < len(w.changes) {
			m.Next = &Link{Text: w.words.NextChange, Address: "#" + w.changes[i+1].ID}
		}
	}
	if len(w.changes) > 0 {
		w.page.First = "#" + w.changes[0].ID
	}
	w.page.Count = w.words.Number(len(w.changes))
}

// fields shows what changed in the front matter.
func (w *comparer) fields(fields []redline.Field) {
	names := map[string]string{"title": w.words.Title, "summary": w.words.Summary, "authors": w.words.Authors,
		"key-points": w.words.AtAGlance, "spans": w.words.Spans}
	for _, f := range fields {
		if !f.Changed() {
			continue
		}
		made := ComparedField{ID: "field." + f.Name, Name: names[f.Name], List: f.Name != "title" && f.Name != "summary"}
		for _, item := range f.Items {
			made.Items = append(made.Items, markup(item.HTML))
		}
		made.Change = w.change(made.ID, w.words.Edited)
		w.page.Fields = append(w.page.Fields, made)
	}
}

// text shows the headings and blocks. What is unchanged is folded, all but the
// headings above something that changed.
func (w *comparer) text(rows []redline.Row) {
	var folded []redline.Row
	fold := func() {
		if len(folded) == 0 {
			return
		}
		p := Part{Summary: w.summary(folded)}
		for _, r := range folded {
			p.Rows = append(p.Rows, w.row(&r))
		}
		w.page.Parts = append(w.page.Parts, p)
		w.page.Folds = true
		folded = nil
	}
	for i := range rows {
		r := &rows[i]
		changed := r.Changed()
		if !changed && !(r.Level > 0 && changedBelow(rows[i:])) {
			folded = append(folded, *r)
			continue
		}
		fold()
		w.page.Parts = append(w.page.Parts, Part{Row: w.row(r)})
		if r.Level > 0 && changedBelow(rows[i:]) {
			title := r.New
			if title == "" {
				title = r.Old
			}
			w.page.Contents = append(w.page.Contents, Entry{Address: "#" + r.ID, Title: template.HTML(template.HTMLEscapeString(title))})
		}
	}
	fold()
}

// changedBelow tells whether a section, which begins with the first of some
// rows, has a change in it.
func changedBelow(rows []redline.Row) bool {
	for i := range rows {
		if i > 0 && rows[i].Level > 0 && rows[i].Level <= rows[0].Level {
			return false
		}
		if rows[i].Changed() {
			return true
		}
	}
	return false
}

// row makes a heading or a block.
func (w *comparer) row(r *redline.Row) Compared {
	c := Compared{ID: r.ID, Level: r.Level, Kind: string(r.Kind)}
	w.code = w.code || strings.Contains(string(r.HTML), "<code")
	if r.Level > 0 {
		c.Title = markup(r.HTML)
	} else {
		c.HTML = markup(r.HTML)
		labels := r.To
		if len(labels) == 0 || r.Moved == redline.Away {
			labels = r.From
		}
		if numbers := w.numbers(labels); numbers != "" {
			c.Number, c.Label = numbers, nameOf(w.words, labels[0].Series, numbers)
		}
	}
	if !r.Changed() {
		return c
	}
	if len(r.From) > 1 || len(r.To) > 1 {
		for _, l := range slices.Concat(r.From, r.To) {
			if id := l.ID(); id != "" && id != r.ID && r.Moved != redline.Away && !slices.Contains(c.Also, id) {
				c.Also = append(c.Also, id)
			}
		}
	}
	name := changeName(w.words, r.Change, r.Moved == redline.Here)
	switch {
	case r.Moved == redline.Away:
		name = w.words.Moved
	case r.Change == brief.Merged:
		name += " (" + w.numbers(r.From) + ")"
	}
	c.Change = w.change(r.ID, name)
	if r.Other != "" {
		c.Change.Elsewhere = &Link{Text: w.words.OtherPlace, Address: "#" + r.Other}
	}
	return c
}

// numbers are those of some blocks, "7, 8".
func (w *comparer) numbers(labels []brief.Label) string {
	var said []string
	for _, l := range labels {
		if l != (brief.Label{}) {
			said = append(said, w.words.Digits(l.Number.String()))
		}
	}
	return strings.Join(said, w.words.Comma)
}

// summary says what is folded: by the numbers of paragraphs, else by the first
// thing that has a name.
func (w *comparer) summary(rows []redline.Row) string {
	var numbers []string
	name := ""
	for _, r := range rows {
		for _, l := range r.To {
			if l.Series == brief.SeriesText {
				numbers = append(numbers, l.Number.String())
			}
		}
		switch {
		case name != "":
		case r.Level > 0:
			name = r.New
		case len(r.To) > 0 && r.To[0] != (brief.Label{}):
			name = blockName(w.words, r.To[0])
		}
	}
	if len(numbers) > 0 {
		return w.words.Unchanged(numbers[0], numbers[len(numbers)-1])
	}
	if name == "" {
		name = "…"
	}
	return w.words.Unchanged(name, name)
}

// lists shows the notes, which the text leads to, and what changed of sources
// and acronyms.
func (w *comparer) lists(r *redline.Redline) {
	for _, l := range []struct {
		title   string
		entries []redline.Entry
		all     bool
	}{{w.words.Notes, r.Notes, true}, {w.words.Sources, r.Sources, false}, {w.words.Acronyms, r.Acronyms, false}} {
		list := ComparedList{Title: l.title, Numbered: l.all}
		for i := range l.entries {
			entry := &l.entries[i]
			if !entry.Changed() && !l.all {
				continue
			}
			c := Compared{ID: entry.ID, Label: w.words.Digits(entry.Name), HTML: markup(entry.HTML)}
			if entry.Changed() {
				c.Change = w.change(entry.ID, changeName(w.words, entry.Change, entry.Moved == redline.Here))
			}
			list.Entries = append(list.Entries, c)
		}
		if len(list.Entries) > 0 {
			w.page.Lists = append(w.page.Lists, list)
		}
	}
}
