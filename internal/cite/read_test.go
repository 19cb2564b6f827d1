package cite

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A record is what a reference manager would know after it has read one.
type record struct {
	key, title, publisher, number, edition, date, note, url, language, summary string
	names                                                                      []Name
	topics                                                                     []string
}

// readRIS reads strictly: CR LF, a tag of two characters, TY first and ER last.
func readRIS(t *testing.T, data []byte) record {
	t.Helper()
	body, ok := strings.CutSuffix(string(data), "ER  - \r\n")
	if !ok {
		t.Fatalf("no end of the record: %q", data)
	}
	var r record
	single := map[string]*string{"ID": &r.key, "TI": &r.title, "PB": &r.publisher, "SN": &r.number, "ET": &r.edition,
		"N1": &r.note, "UR": &r.url, "LA": &r.language, "AB": &r.summary, "DA": &r.date, "TY": new(string), "PY": new(string)}
	seen := map[string]bool{}
	for line := range strings.Lines(body) {
		line, ok := strings.CutSuffix(line, "\r\n")
		tag, value, sep := strings.Cut(line, "  - ")
		if !ok || !sep || value == "" || strings.ContainsAny(line, "\r\n\v\f\u0085\u2028\u2029") {
			t.Fatalf("not a line of RIS: %q", line)
		}
		if (tag == "TY") != (len(seen) == 0) {
			t.Fatalf("TY is not the first: %q", data)
		}
		switch field := single[tag]; {
		case tag == "AU":
			// As citation managers do, with the limit that Work.RIS documents.
			if family, given, ok := strings.Cut(value, ", "); ok && !strings.Contains(given, ",") {
				r.names = append(r.names, Name{Family: family, Given: given})
			} else {
				r.names = append(r.names, Name{Literal: value})
			}
		case tag == "KW":
			r.topics = append(r.topics, value)
		case field == nil || seen[tag]:
			t.Fatalf("field %q is unknown or there twice: %q", tag, data)
		default:
			*field = value
		}
		seen[tag] = true
	}
	if *single["TY"] != "RPRT" || *single["PY"] != r.date[:min(4, len(r.date))] {
		t.Fatalf("type or year: %q", data)
	}
	r.date = strings.ReplaceAll(r.date, "/", "-")
	return r
}

func readCSL(t *testing.T, data []byte) record {
	t.Helper()
	var items []struct {
		ID, Type, Title, Publisher, Genre, Number, Edition, Status, Locator, Note, URL, Language, Keyword, Abstract string
		Author                                                                                                      []Name
		Issued                                                                                                      struct {
			Parts [][3]int `json:"date-parts"`
		}
	}
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&items); err != nil || len(items) != 1 || items[0].Type != "report" {
		t.Fatalf("%v: %s", err, data)
	}
	i := items[0]
	r := record{key: i.ID, title: i.Title, publisher: i.Publisher, number: i.Number, edition: i.Edition, note: i.Note, url: i.URL,
		language: i.Language, summary: i.Abstract, names: i.Author}
	if len(i.Issued.Parts) > 0 {
		p := i.Issued.Parts[0]
		r.date = fmt.Sprintf("%04d-%02d-%02d", p[0], p[1], p[2])
	}
	if i.Keyword != "" {
		r.topics = strings.Split(i.Keyword, ", ")
	}
	return r
}

// readBibTeX reads strictly, and as BibTeX does: braces count whether they are
// escaped or not.
func readBibTeX(t *testing.T, data []byte) record {
	t.Helper()
	rest, ok := strings.CutPrefix(string(data), "@techreport{")
	key, rest, ok2 := strings.Cut(rest, ",\n")
	if !ok || !ok2 || strings.ContainsAny(key, " ,{}\"#%~\\=()'") {
		t.Fatalf("not an entry: %s", data)
	}
	fields := map[string]string{}
	for rest != "}\n" {
		name, after, ok := strings.Cut(rest, "= ")
		name = strings.TrimSpace(name)
		if !ok || name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" || fields[name] != "" {
			t.Fatalf("not a field: %q in %s", rest, data)
		}
		if name == "month" {
			fields[name], rest, _ = strings.Cut(after, ",\n")
			continue
		}
		end := braced(after)
		if end < 0 || !strings.HasPrefix(after[end:], ",\n") {
			t.Fatalf("field %s has no end in %s", name, data)
		}
		fields[name], rest = after[1:end-1], after[end+2:]
	}
	text := func(name string) string { return untex(t, fields[name]) }
	r := record{key: key, publisher: text("institution"), number: text("number"), edition: fields["edition"],
		date: fields["date"], note: text("note"), url: fields["url"], language: text("language"), summary: text("abstract")}
	if title := fields["title"]; title != "" {
		if braced(title) != len(title) {
			t.Fatalf("the title is not protected: %s", title)
		}
		r.title = untex(t, title)
	}
	for _, topic := range split(fields["keywords"], ", ") {
		r.topics = append(r.topics, untex(t, topic))
	}
	for _, name := range split(fields["author"], " and ") {
		if parts := split(name, ","); len(parts) == 2 {
			if strings.Contains(untexGroups(parts[0]), " ") || strings.Contains(untexGroups(name), "=") {
				t.Fatalf("a part of a name may be taken for something else: %s", name)
			}
			r.names = append(r.names, Name{Family: untex(t, parts[0]), Given: untex(t, strings.TrimPrefix(parts[1], " "))})
		} else if braced(name) == len(name) {
			r.names = append(r.names, Name{Literal: untex(t, name)})
		} else {
			t.Fatalf("not a name: %s", name)
		}
	}
	months := []string{"", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	if r.date != "" && r.date[:8] != fmt.Sprintf("%s-%02d-", fields["year"], slices.Index(months, fields["month"])) {
		t.Fatalf("date, year and month differ: %s", data)
	}
	return r
}

// braced is the end of the group that s begins with; -1 when it has none.
func braced(s string) int {
	depth := 0
	for i, c := range []byte(s) {
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth <= 0 {
			if c != '}' {
				return -1
			}
			return i + 1
		}
	}
	return -1
}

// split cuts at separators outside of braces.
func split(s, separator string) []string {
	if s == "" {
		return nil
	}
	var parts []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 && i >= from && strings.HasPrefix(s[i:], separator) {
			parts, from = append(parts, s[from:i]), i+len(separator)
		}
	}
	return append(parts, s[from:])
}

// untexGroups drops groups.
func untexGroups(s string) string {
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			return s
		}
		s = s[:i] + s[i+braced(s[i:]):]
	}
}

// untex sets a field as TeX would, and knows no more of TeX than the fields need.
func untex(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	ligatures := []string{"--", "``", "''", "?`", "!`", ",,", "<<", ">>"}
	commands := map[string]string{"textbackslash": `\`, "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}"}
	for s != "" {
		for _, l := range ligatures {
			if strings.HasPrefix(s, l) {
				t.Fatalf("a ligature: %q", s)
			}
		}
		switch c := s[0]; {
		case strings.IndexByte("#$%&_~^", c) >= 0:
			t.Fatalf("TeX would act on %q", s)
		case c == '{' || c == '}':
			s = s[1:]
		case c != '\\':
			b.WriteByte(c)
			s = s[1:]
		case len(s) > 1 && strings.IndexByte("#$%&_{}", s[1]) >= 0:
			b.WriteByte(s[1])
			s = s[2:]
		default:
			name, after, ok := strings.Cut(s[1:], "{}")
			if !ok || commands[name] == "" {
				t.Fatalf("an unknown command: %q", s)
			}
			b.WriteString(commands[name])
			s = after
		}
	}
	return b.String()
}
