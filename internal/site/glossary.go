package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"briefpress/internal/brief"
)

const glossaryAddress = "/glossary/"

// Sweeping tells whether the file at a path (without Base) says something of the
// texts of all briefs, so that all must have been parsed to make it.
func (s *Site) Sweeping(path string) bool { return path == glossaryAddress }

// glossary makes the page of all acronyms.
func (s *Site) glossary(address string) (*File, error) {
	page := GlossaryPage{
		Frame:   s.listFrame(address, s.frame.Words.Glossary, s.config.Description),
		Letters: s.letters(),
	}
	for _, l := range page.Letters {
		page.Total += len(l.Terms)
	}
	return s.html(address, "glossary.html", &page)
}

// letters lists the acronyms that the newest editions use.
func (s *Site) letters() []Letter {
	used := make([][]*brief.Acronym, len(s.entries))
	parallel(s.entries, func(i int, e *entry) { used[i] = e.document(e.brief.Newest()).body(false).acronyms })
	terms := map[string]*Term{}
	for i, e := range s.entries {
		ed := e.brief.Newest()
		for _, a := range used[i] {
			t := terms[a.Short]
			if t == nil {
				t = &Term{Short: a.Short}
				terms[a.Short] = t
			}
			j := slices.IndexFunc(t.Meanings, func(m Meaning) bool { return m.Text == a.Expansion })
			if j < 0 {
				j = len(t.Meanings)
				m := Meaning{Text: a.Expansion}
				if a.Expansion != s.config.Acronyms[a.Short] {
					m.Lang, m.Dir = s.foreign(ed.Language, ed.Direction)
				}
				t.Meanings = append(t.Meanings, m)
			}
			t.Meanings[j].Briefs = append(t.Meanings[j].Briefs, Link{Text: ed.Title, Address: s.href(e.address()) + "#" + escape(acronymID(a.Short))})
		}
	}
	var letters []Letter
	for _, short := range slices.SortedFunc(slices.Values(sortedKeys(terms)), alphabetical) {
		t := terms[short]
		t.ID = acronymID(short)
		for i := range t.Meanings {
			slices.SortStableFunc(t.Meanings[i].Briefs, func(a, b Link) int { return alphabetical(a.Text, b.Text) })
		}
		letter := letterOf(short)
		if n := len(letters); n == 0 || letters[n-1].Letter != letter {
			letters = append(letters, Letter{Letter: letter, ID: "letter-" + letter})
		}
		last := &letters[len(letters)-1]
		last.Terms = append(last.Terms, *t)
	}
	return letters
}

// alphabetical is the order of lists for readers.
func alphabetical(a, b string) int {
	return cmp.Or(strings.Compare(fold(a), fold(b)), strings.Compare(a, b))
}

// letterOf is the letter that a word is listed under.
func letterOf(word string) string {
	r, _ := utf8.DecodeRuneInString(fold(word))
	return strings.ToUpper(string(r))
}
