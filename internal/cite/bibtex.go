package cite

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// BibTeX is the record of the edition, or of a place within it, for BibTeX and
// biblatex. Its media type is application/x-bibtex.
func (w Work) BibTeX(p Place) []byte {
	var authors []string
	for _, n := range w.Names() {
		authors = append(authors, n.bibTeX())
	}
	w = w.tidy().at(p)
	var b strings.Builder
	fmt.Fprintf(&b, "@techreport{%s,\n", w.Key)
	field := func(name, value string) {
		if value != "" && value != "{}" {
			fmt.Fprintf(&b, "  %-11s = {%s},\n", name, value)
		}
	}
	field("author", strings.Join(authors, " and "))
	field("title", "{"+tex(w.Title)+"}") // the inner braces keep the case of letters
	field("institution", tex(w.Publisher))
	field("type", kind)
	field("number", tex(w.Reference))
	if w.Edition > 1 {
		field("edition", strconv.Itoa(w.Edition))
	}
	field("date", string(w.Date))
	field("year", w.Date.Year()) // BibTeX knows no date
	if m := month(w.Date); m != 0 {
		fmt.Fprintf(&b, "  %-11s = %s,\n", "month", strings.ToLower(m.String()[:3]))
	}
	field("note", tex(w.note(p)))
	field("url", w.URL) // verbatim: it is not TeX
	field("language", tex(w.Language))
	var keywords []string
	for _, t := range w.Topics {
		keywords = append(keywords, group(tex(t), strings.Contains(t, ",")))
	}
	field("keywords", strings.Join(keywords, ", "))
	field("abstract", tex(w.Summary))
	b.WriteString("}\n")
	return []byte(b.String())
}

// bibTeX writes a name so that nothing in it is taken for the end of it, for a
// particle, or for the keys of biblatex ("given=…").
func (n Name) bibTeX() string {
	if n.Literal != "" {
		return "{" + tex(n.Literal) + "}"
	}
	return group(tex(n.Family), strings.ContainsAny(n.Family, " =")) + ", " + group(tex(n.Given), !plainGiven(n.Given))
}

// plainGiven tells whether given names are words and initials alone, which
// BibTeX may take apart.
func plainGiven(s string) bool {
	for word := range strings.FieldsSeq(s) {
		first, _ := utf8.DecodeRuneInString(word)
		if word == "and" || !unicode.IsLetter(first) || strings.ContainsFunc(word, func(r rune) bool {
			return !unicode.In(r, unicode.L, unicode.M) && !strings.ContainsRune(".-'’", r)
		}) {
			return false
		}
	}
	return true
}

// group puts braces around a value where it must not be taken apart.
func group(value string, must bool) string {
	if must {
		return "{" + value + "}"
	}
	return value
}

// texEscapes are the characters that TeX acts on.
var texEscapes = map[rune]string{
	'\\': `\textbackslash{}`, '#': `\#`, '$': `\$`, '%': `\%`, '&': `\&`, '_': `\_`,
	'~': `\textasciitilde{}`, '^': `\textasciicircum{}`,
}

// texLigatures are pairs that TeX's fonts set as another character.
var texLigatures = map[[2]rune]bool{
	{'-', '-'}: true, {'`', '`'}: true, {'\'', '\''}: true, {'?', '`'}: true, {'!', '`'}: true,
	{',', ','}: true, {'<', '<'}: true, {'>', '>'}: true,
}

// tex escapes a text for a field of BibTeX.
func tex(s string) string {
	// Whoever reads the file counts braces, escaped or not.
	open, shut := `\{`, `\}`
	if !balanced(s) {
		open, shut = `\textbraceleft{}`, `\textbraceright{}`
	}
	var b strings.Builder
	var last rune
	for _, r := range s {
		if texLigatures[[2]rune{last, r}] {
			b.WriteString("{}")
		}
		switch escaped, ok := texEscapes[r]; {
		case ok:
			b.WriteString(escaped)
		case r == '{':
			b.WriteString(open)
		case r == '}':
			b.WriteString(shut)
		default:
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

func balanced(s string) bool {
	depth := 0
	for _, r := range s {
		switch r {
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}
