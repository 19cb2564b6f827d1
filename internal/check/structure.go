package check

import (
	"fmt"
	"iter"
	"strings"
	"unicode"

	"briefpress/internal/brief"
)

// sections yields the headings of a text in the order of reading.
func sections(b *brief.Body) iter.Seq[*brief.Section] {
	return func(yield func(*brief.Section) bool) {
		var walk func([]*brief.Section) bool
		walk = func(list []*brief.Section) bool {
			for _, s := range list {
				if s.Level > 0 && !yield(s) || !walk(s.Sections) {
					return false
				}
			}
			return true
		}
		walk(b.Sections)
	}
}

// skippedLevel compares the level of each heading with that of the one before;
// the title of the document is the first.
func skippedLevel(p *Pass) {
	for _, d := range p.Documents() {
		before := 1
		for s := range sections(d.Body()) {
			if s.Level > before+1 {
				p.At(d, s.Offset, fmt.Sprintf("the heading is of level %d and follows one of level %d", s.Level, before),
					fmt.Sprintf("write %s, or add the heading between", strings.Repeat("#", before+1)))
			}
			before = s.Level
		}
	}
}

// emptySection looks for headings with nothing under them.
func emptySection(p *Pass) {
	for _, d := range p.Documents() {
		for s := range sections(d.Body()) {
			if len(s.Blocks) == 0 && len(s.Sections) == 0 {
				p.At(d, s.Offset, fmt.Sprintf("nothing stands under the heading %q", s.Title), "write the section, or delete the heading")
			}
		}
	}
}

// missingAlt looks for pictures without words. Those that are not there are
// reported as such.
func missingAlt(p *Pass) {
	for _, d := range p.Documents() {
		for _, l := range d.Body().Links {
			if l.Picture && strings.TrimSpace(l.Text) == "" {
				p.At(d, l.Offset, fmt.Sprintf("the picture %q has no words for those who cannot see it", l.Dest),
					fmt.Sprintf("say what it shows: ![A map of …](%s)", l.Dest))
			}
		}
	}
}

// acronymConflict compares what the text, the front matter and site.yaml say
// about one acronym.
func acronymConflict(p *Pass) {
	conflict := func(short, here, where, there string) (message, hint string) {
		return fmt.Sprintf("%s is %q here and %q in %s", short, here, there, where), "keep one of the two"
	}
	shared := p.Site.Config().Acronyms
	for _, d := range p.Documents() {
		own := map[string]string{}
		if d.Edition != nil {
			own = d.Edition.Acronyms
		}
		for short, expansion := range own {
			if there, known := shared[short]; known && wordsOf(there) != wordsOf(expansion) {
				message, hint := conflict(short, expansion, "site.yaml", there)
				p.Key(d, message, hint, "acronyms", short)
			}
		}
		for _, a := range d.Body().Acronyms {
			if a.Offset < 0 {
				continue // not introduced by the text
			}
			there, where := own[a.Short], "the front matter"
			if there == "" {
				there, where = shared[a.Short], "site.yaml"
			}
			if there != "" && wordsOf(there) != wordsOf(a.Expansion) {
				message, hint := conflict(a.Short, a.Expansion, where, there)
				p.At(d, a.Offset, message, hint)
			}
		}
	}
}

// wordsOf is what of a text counts where two are compared: its letters and
// digits in lower case, with single spaces between words.
func wordsOf(s string) string {
	apostrophes := strings.NewReplacer("'", "", "’", "")
	return strings.Join(strings.FieldsFunc(strings.ToLower(apostrophes.Replace(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}
