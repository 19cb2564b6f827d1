package brief

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ownIDs are anchors that pages have of their own, so that no heading may take
// them: those of numbers, notes and acronyms, and of the parts of a page.
var ownIDs = regexp.MustCompile(`^([ptfc][0-9]+[a-z]*|(note|endnote|ref|acr|source|edition)-.*|main|top|contents|notes|sources|acronyms|editions|glance|cite|menu|theme)$`)

// isWordRune tells what words are made of.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// anchor makes a readable anchor of a heading: the letters and digits of any
// script in lower case, the rest as single hyphens.
func anchor(title string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(norm.NFC.String(title)) {
		switch {
		case isWordRune(r) || unicode.IsMark(r) || r == '_':
			if hyphen && b.Len() > 0 {
				if b.Len() > 60 { // a long title is cut between words
					return b.String()
				}
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		case r == '\'' || r == '’': // the editors’ guide: editors-guide
		default:
			hyphen = true
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

// headingID makes an anchor that no other part of the page has.
func (b *builder) headingID(title string) string {
	base := anchor(title)
	if ownIDs.MatchString(base) {
		base = "section-" + base
	}
	return b.uniqueID(base)
}

// uniqueID takes an anchor, or the next free one with a number behind it.
func (b *builder) uniqueID(base string) string {
	id := base
	for b.body.IDs[id] {
		b.taken[base]++
		id = fmt.Sprintf("%s-%d", base, b.taken[base]+1)
	}
	b.body.IDs[id] = true
	return id
}
