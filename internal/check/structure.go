package check

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"briefpress/internal/brief"
)

// maxParagraph is how many words a paragraph has at most.
const maxParagraph = 250

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

// headingEnd looks for titles and headings that end as sentences do.
func headingEnd(p *Pass) {
	const hint = "delete it: a heading is no sentence"
	ends := func(title string) string {
		last := title[max(0, len(title)-1):]
		if strings.ContainsAny(last, ",;:") || last == "." && !strings.HasSuffix(title, "..") && !shortened.MatchString(title) {
			return fmt.Sprintf("%q ends in the mark %q", title, last)
		}
		return ""
	}
	for _, d := range p.Documents() {
		if m := ends(d.title()); m != "" {
			p.Value(d, "the title "+m, hint, "title")
		}
		for s := range sections(d.Body()) {
			if m := ends(s.Title); m != "" {
				p.At(d, s.Offset, "the heading "+m, hint)
			}
		}
	}
}

// shortened is a text whose last word is short for another, and needs its full stop.
var shortened = regexp.MustCompile(`(?:^|[\s.])(?:\pL|[\pL]*\.\pL|Jr|Sr|Inc|Ltd|Co|Corp|St|No|etc|vol|ed|al)\.$`)

// boldHeading looks for paragraphs that are headings but for their marks.
func boldHeading(p *Pass) {
	for _, d := range p.Documents() {
		for _, b := range d.Body().Blocks {
			markup := strings.TrimSpace(string(b.Markup(brief.Label{})))
			inner, opens := strings.CutPrefix(markup, "<p><strong>")
			inner, closes := strings.CutSuffix(inner, "</strong></p>")
			if b.Kind == brief.Paragraph && opens && closes && !strings.Contains(inner, "strong>") && !strings.HasSuffix(b.Text, ".") {
				p.At(d, b.Offset, "the paragraph is bold and nothing else, as if it were a heading", "write it as a heading: contents and screen readers do not know it otherwise")
			}
		}
	}
}

// indentedCode looks for text that its indentation makes a listing.
func indentedCode(p *Pass) {
	for _, d := range p.Documents() {
		for _, b := range d.Body().Blocks {
			source := strings.TrimLeft(string(d.Source[b.Offset:b.End]), " \t")
			if b.Kind == brief.Code && !strings.HasPrefix(source, "```") && !strings.HasPrefix(source, "~~~") {
				p.At(d, b.Offset, "text that is indented by four spaces is set as code", "take the spaces away, or put code between lines of three backticks")
			}
		}
	}
}

// delimiter is the second line of a table.
var delimiter = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|\s*:?-+:?\s*\|\s*$`)

// lostTable looks for lines that were meant as a table and are set as text.
func lostTable(p *Pass) {
	for _, d := range p.Documents() {
		for _, b := range d.Body().Blocks {
			if b.Kind != brief.Paragraph || bytes.IndexByte(d.Source[b.Offset:b.End], '|') < 0 {
				continue
			}
			lines := strings.Split(string(d.Source[b.Offset:b.End]), "\n")
			rows := 0
			for _, line := range lines {
				if line = strings.TrimSpace(line); len(line) > 1 && line[0] == '|' && line[len(line)-1] == '|' {
					rows++
				}
			}
			if slices.ContainsFunc(lines, delimiter.MatchString) || rows == len(lines) && rows > 1 {
				p.At(d, b.Offset, "the lines are no table, and readers see their bars",
					"write the head, then a line such as | --- | --- | with as many columns, then the rows")
			}
		}
	}
}

// longParagraph looks for paragraphs that no number can cite well.
func longParagraph(p *Pass) {
	for _, d := range p.Documents() {
		for _, b := range d.Body().Blocks {
			if n := wordCount(b.Text); b.Kind == brief.Paragraph && n > maxParagraph {
				p.At(d, b.Offset, fmt.Sprintf("the paragraph has %d words", n), fmt.Sprintf("part it where the matter changes; readers cite by paragraphs, and find nothing in one of more than %d words", maxParagraph))
			}
		}
	}
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

// wordsOf is what of a text counts where two are compared: its letters and
// digits in lower case, with single spaces between words.
func wordsOf(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(apostrophes.Replace(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}
