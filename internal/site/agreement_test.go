package site

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// A described is what a machine learns about an edition, whatever it reads.
type described struct {
	Title, Date, Publisher, Number, Language, URL string
	Authors                                       []string // "Family, Given" or a name as it is
}

// TestAgreement holds that the meta elements, the linked data and the records
// of every edition say the same.
func TestAgreement(t *testing.T) {
	hostile := library(t)
	q := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	texts := []string{
		`{Braces}, "quotes" & <b>tags</b> \end 100 % $x_1^2$ ~ #1`, `} unbalanced {`, "ISAF -- and -- `` ,, << ' `",
		`خلاصه (RSM)`, "</script><!--", "TY  - X", "two\n  lines", "  spaces   within  ", "a and b and c", "nbsp\u00a0and\u2009thin",
	}
	content := fstest.MapFS{}
	for i, text := range texts {
		content[fmt.Sprintf("briefs/b%d/2020-01-02.md", i)] = &fstest.MapFile{Data: []byte("---\ntitle: " + q("T "+text) + "\nsummary: " + q(text) + "\nreference: " + q("N "+text) +
			"\nauthors: [" + q("Lee, Ann "+strings.ReplaceAll(text, ",", "")) + ", " + q("Sons, Daughters, and "+text) + ", " + q("Desk "+text) + "]\ntopics: [T]\n---\nText.\n")}
		content[fmt.Sprintf("briefs/b%d/2020-02-03.md", i)] = &fstest.MapFile{Data: []byte("---\ntitle: " + q(text) + "\nlanguage: fa-AF\ndirection: rtl\nchange: C.\ncorrections: [{date: 2020-03-04, note: N.}]\n---\nText.\n")}
	}
	content["site.yaml"] = &fstest.MapFile{Data: []byte("id: example.org,2019\ntitle: T\npublisher: " + q("Publisher "+texts[0]) + "\n")}
	hostile.Content = content
	for name, src := range map[string]Source{"built-in": builtIn(), "library": library(t), "hostile": hostile} {
		src.BaseURL = "https://example.org/sub/"
		s := load(t, src)
		n := 0
		for _, e := range s.entries {
			for _, ed := range e.brief.Editions {
				n++
				dated := e.dated(ed)
				want := described{Title: ed.Title, Date: string(ed.Date), Publisher: s.config.Publisher, Number: e.brief.Newest().Reference, Language: ed.Language, URL: s.url(dated)}
				for _, n := range s.work(e, ed).Names() {
					want.Authors = append(want.Authors, inverted(n))
				}
				check := func(what string, got described) {
					t.Helper()
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%s: %s: %s (-want +got):\n%s", name, dated, what, diff)
					}
				}
				check("BibTeX", readBibTeX(t, string(file(t, s, dated+"brief.bib").Body)))
				check("RIS", readRIS(string(file(t, s, dated+"brief.ris").Body)))
				check("CSL-JSON", readCSL(t, file(t, s, dated+"brief.csl.json").Body))
				pages := []string{dated}
				if ed == e.brief.Newest() {
					pages = append(pages, e.address())
				}
				for _, p := range pages {
					all := elements(t, file(t, s, p))
					check("Highwire", readMeta(all, "citation_title", "citation_author", "citation_publication_date", "citation_technical_report_institution",
						"citation_technical_report_number", "citation_language", "citation_public_url"))
					check("JSON-LD", readLinkedData(t, all))
					// These two have no place for everything.
					dc := readMeta(all, "DC.title", "DC.creator", "DC.date", "DC.publisher", "", "DC.language", "DC.identifier")
					dc.Number = want.Number
					check("Dublin Core", dc)
					og := readMeta(all, "og:title", "", "article:published_time", "", "", "", "")
					if og.Title != want.Title || og.Date != want.Date {
						t.Errorf("%s: %s: OpenGraph says %+v", name, p, og)
					}
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: no edition", name)
		}
	}
}

// readMeta reads meta elements by their names.
func readMeta(all []element, title, author, date, publisher, number, language, url string) described {
	var r described
	for _, e := range all {
		if e.name != "meta" {
			continue
		}
		content := e.attr["content"]
		switch e.attr["name"] + e.attr["property"] {
		case "":
		case title:
			r.Title = content
		case author:
			r.Authors = append(r.Authors, content)
		case date:
			r.Date = strings.ReplaceAll(content, "/", "-")
		case publisher:
			r.Publisher = content
		case number:
			r.Number = content
		case language:
			r.Language = content
		case url:
			r.URL = content
		}
	}
	return r
}

func readLinkedData(t *testing.T, all []element) described {
	var r described
	for _, e := range all {
		if e.attr["type"] != "application/ld+json" {
			continue
		}
		var data thing
		if err := json.Unmarshal([]byte(e.text), &data); err != nil {
			t.Fatal(err)
		}
		r = described{Title: data.Name, Date: data.DatePublished, Number: data.ReportNumber, Language: data.InLanguage, URL: data.URL}
		if data.Version != data.DatePublished || data.Identifier != data.ReportNumber {
			t.Errorf("linked data of %s contradicts itself: %+v", data.URL, data)
		}
		if data.Publisher != nil {
			r.Publisher = data.Publisher.Name
		}
		for _, a := range data.Author {
			name := a.Name
			if a.FamilyName != "" {
				name = a.FamilyName + ", " + a.GivenName
				if a.Type != "Person" || a.Name != a.GivenName+" "+a.FamilyName {
					t.Errorf("author %+v", a)
				}
			}
			r.Authors = append(r.Authors, name)
		}
	}
	return r
}

func readCSL(t *testing.T, data []byte) described {
	var items []struct {
		Title, Publisher, Number, Language, URL string
		Author                                  []struct{ Family, Given, Literal string }
		Issued                                  struct {
			Parts [][]int `json:"date-parts"`
		}
	}
	if err := json.Unmarshal(data, &items); err != nil || len(items) != 1 {
		t.Fatalf("%v: %s", err, data)
	}
	i := items[0]
	d := i.Issued.Parts[0]
	r := described{Title: i.Title, Date: fmt.Sprintf("%d-%02d-%02d", d[0], d[1], d[2]), Publisher: i.Publisher, Number: i.Number, Language: i.Language, URL: i.URL}
	for _, a := range i.Author {
		name := a.Literal
		if a.Family != "" {
			name = a.Family + ", " + a.Given
		}
		r.Authors = append(r.Authors, name)
	}
	return r
}

func readRIS(text string) described {
	var r described
	for line := range strings.SplitSeq(text, "\r\n") {
		tag, value, _ := strings.Cut(line, "  - ")
		switch tag {
		case "TI":
			r.Title = value
		case "AU":
			r.Authors = append(r.Authors, value)
		case "DA":
			r.Date = strings.ReplaceAll(value, "/", "-")
		case "PB":
			r.Publisher = value
		case "SN":
			r.Number = value
		case "LA":
			r.Language = value
		case "UR":
			r.URL = value
		}
	}
	return r
}

var bibField = regexp.MustCompile(`(?m)^  (\w+) += \{(.*)\},$`)

func readBibTeX(t *testing.T, text string) described {
	if !strings.HasPrefix(text, "@techreport{") || !strings.HasSuffix(text, "\n}\n") {
		t.Errorf("no record: %s", text)
	}
	field := map[string]string{}
	for _, m := range bibField.FindAllStringSubmatch(text, -1) {
		field[m[1]] = m[2]
	}
	r := described{Title: fromTeX(field["title"]), Date: field["date"], Publisher: fromTeX(field["institution"]), Number: fromTeX(field["number"]),
		Language: fromTeX(field["language"]), URL: field["url"]}
	depth, from, authors := 0, 0, field["author"]+" and "
	for i, c := range authors {
		escaped := i > 0 && authors[i-1] == '\\'
		switch {
		case c == '{' && !escaped:
			depth++
		case c == '}' && !escaped:
			depth--
		case depth == 0 && strings.HasPrefix(authors[i:], " and ") && i >= from:
			r.Authors = append(r.Authors, fromTeX(authors[from:i]))
			from = i + len(" and ")
		}
	}
	return r
}

// fromTeX reads a text as TeX does.
func fromTeX(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		switch c := runes[i]; {
		case c == '{', c == '}':
		case c == '\\' && i+1 < len(runes) && !unicode.IsLetter(runes[i+1]):
			i++
			b.WriteRune(runes[i])
		case c == '\\':
			end := i + 1
			for end < len(runes) && unicode.IsLetter(runes[end]) {
				end++
			}
			b.WriteString(map[string]string{"textbackslash": `\`, "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}"}[string(runes[i+1:end])])
			i = end - 1
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
