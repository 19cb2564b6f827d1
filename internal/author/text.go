package author

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefpress/internal/brief"
	"briefpress/internal/strictyaml"
)

// A text is the file of an edition, as lines with their ends.
type text struct {
	head []string // the front matter, without the lines that bound it
	top  string   // the line before the front matter
	rest string   // from the line after it on
	eol  string   // the end of lines that are added
}

// errForm is front matter that is valid and yet cannot be edited as lines.
var errForm = errors.New("the front matter is not one key a line")

// line is a line with its end, as package brief counts lines.
var line = regexp.MustCompile(`[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$`)

// readText takes a file apart that package brief has read without a fault.
func readText(data []byte) (*text, error) {
	lines := line.FindAllString(string(data), -1)
	for i := 1; i < len(lines); i++ {
		if strings.TrimRight(lines[i], " \t\r\n") == "---" {
			end := strings.TrimRight(lines[0], "\r\n")
			return &text{top: lines[0], head: lines[1:i:i], rest: strings.Join(lines[i:], ""), eol: lines[0][len(end):]}, nil
		}
	}
	return nil, errForm
}

func (t *text) String() string { return t.top + strings.Join(t.head, "") + t.rest }

// An entry is a key of the front matter with its value: lines from up to to.
type entry struct {
	key      string
	from, to int
	indent   string
	value    string // what stands behind the colon in the first line
}

// entries are those of the front matter in order. Comments and empty lines
// between two entries belong to neither.
func (t *text) entries() ([]entry, error) {
	// What precedes makes the numbers of lines those of head, from 1.
	places, faults := strictyaml.Decode([]byte(strings.Join(t.head, "")), new(brief.Header))
	if len(faults) > 0 {
		return nil, errForm
	}
	var all []entry
	for _, key := range places.Keys() {
		number, column := places.Key(key)
		e := entry{key: key, from: number - 1, to: len(t.head)}
		runes := []rune(t.head[e.from])
		e.indent = string(runes[:column-1])
		name, value, found := strings.Cut(string(runes[column-1:]), ":")
		if !found || strings.TrimLeft(e.indent, " ") != "" || strings.Trim(name, `"' `) != key {
			return nil, errForm
		}
		e.value = value
		if n := len(all); n > 0 {
			if all[n-1].from >= e.from {
				return nil, errForm
			}
			all[n-1].to = e.from
		}
		all = append(all, e)
	}
	for i := range all {
		for e := &all[i]; e.to > e.from+1; e.to-- {
			last := strings.TrimSpace(t.head[e.to-1])
			indented := len(t.head[e.to-1]) - len(strings.TrimLeft(t.head[e.to-1], " "))
			if last != "" && (last[0] != '#' || indented > len(e.indent)) {
				break
			}
		}
	}
	return all, nil
}

// set writes the value of a key in one line: in the place of the one that it
// has, else behind the last of the keys that there is. A comment behind the value
// stays.
func (t *text) set(key, value string, behind ...string) error {
	all, err := t.entries()
	if err != nil {
		return err
	}
	find := func(key string) int { return slices.IndexFunc(all, func(e entry) bool { return e.key == key }) }
	if i := find(key); i >= 0 {
		e := all[i]
		written := e.indent + key + ": " + value
		if c := comment(e.value); c != "" {
			written += " " + c
		}
		t.head = slices.Replace(t.head, e.from, e.to, written+t.eol)
		return nil
	}
	for _, b := range behind {
		if i := find(b); i >= 0 {
			t.head = slices.Insert(t.head, all[i].to, all[i].indent+key+": "+value+t.eol)
			return nil
		}
	}
	return errForm
}

// drop deletes a key with its value. A comment behind the value stays.
func (t *text) drop(key string) error {
	all, err := t.entries()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(e entry) bool { return e.key == key })
	if i < 0 {
		return nil
	}
	e := all[i]
	var kept []string
	if c := comment(e.value); c != "" {
		kept = []string{e.indent + c + t.eol}
	}
	t.head = slices.Replace(t.head, e.from, e.to, kept...)
	return nil
}

// quotedValue is a value whose first line may have a # that begins no comment.
var (
	quotedValue = regexp.MustCompile(`^[ \t]*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')`)
	hashSign    = regexp.MustCompile(`[ \t](#[^\r\n]*)`)
)

// comment is that behind the value of a key, in the line of the key; "" where
// there is none.
func comment(value string) string {
	if q := quotedValue.FindString(value); q != "" {
		value = value[len(q):]
	} else if v := strings.TrimLeft(value, " \t"); v != "" && strings.Contains(`"'[{`, v[:1]) {
		return "" // the value goes on in the next line, or has values of its own
	}
	m := hashSign.FindStringSubmatch(value)
	if m == nil {
		return ""
	}
	return strings.TrimRight(m[1], " \t")
}

// redate writes a later date for an earlier one in the name of a file wherever
// the body refers to that file.
func (t *text) redate(name, from, to string) {
	date := regexp.MustCompile(strings.ReplaceAll(from, "-", `(?:\\?-|%2[Dd])`))
	var b strings.Builder
	at := 0
	for _, m := range mentions(t.rest, name) {
		b.WriteString(t.rest[at:m[0]])
		b.WriteString(date.ReplaceAllLiteralString(t.rest[m[0]:m[1]], to))
		at = m[1]
	}
	t.rest = b.String() + t.rest[at:]
}

// mentions are the places where a text names a file beside it: plainly, or as an
// address in Markdown writes it. A name within a longer one, or at the end of an
// address elsewhere, is none.
func mentions(s, name string) [][]int {
	var pattern strings.Builder
	for _, r := range name {
		plain := regexp.QuoteMeta(string(r))
		switch {
		case r == '&':
			plain = `\\?&(?:amp;)?`
		case r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r):
			plain = `\\?` + plain
		}
		escaped := ""
		for _, c := range []byte(string(r)) {
			escaped += fmt.Sprintf("%%%02x", c)
		}
		fmt.Fprintf(&pattern, "(?:%s|(?i:%s))", plain, escaped)
	}
	return slices.DeleteFunc(regexp.MustCompile(pattern.String()).FindAllStringIndex(s, -1), func(m []int) bool {
		before, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(s[:m[0]], "./"))
		return within.MatchString(string(before)) || continued.MatchString(s[m[1]:])
	})
}

// within is what a name goes on from, and continued what it goes on with.
var (
	within    = regexp.MustCompile(`[\pL\pN./_%~+@&=?-]`)
	continued = regexp.MustCompile(`^(?:[\pL\pN/_%~+@-]|\.[\pL\pN])`)
)
