package cite

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/brief"
)

const base = "https://briefpress.example"

// mission reads the committed editions of the built-in brief.
func mission(t *testing.T) *brief.Brief {
	t.Helper()
	const slug = "resolute-support-mission"
	var editions []*brief.Edition
	for _, date := range []brief.Date{"2019-06-07", "2020-04-14"} {
		file := filepath.Join("..", "..", "content", "briefs", slug, string(date)+".md")
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		e, problems := brief.ParseEdition(brief.Input{File: file, Slug: slug, Date: date, Data: data}, brief.Options{Language: "en"})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		editions = append(editions, e)
	}
	b, problems := brief.New(slug, editions, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return b
}

// missionWork is an edition of it, as a site cites it.
func missionWork(t *testing.T, date brief.Date) Work {
	b := mission(t)
	w := Of(b, b.Edition(date))
	w.Publisher = "Briefpress"
	w.URL = base + "/briefs/" + b.Slug + "/" + string(date) + "/"
	return w
}

func paragraph(n int) Place {
	return Place{Label: brief.Label{Series: brief.SeriesText, Number: brief.Number{Whole: n}}}
}

func TestMissionTexts(t *testing.T) {
	old, recent := missionWork(t, "2019-06-07"), missionWork(t, "2020-04-14")
	for _, test := range []struct {
		name, got, want string
	}{
		{"Chicago 2020", recent.Chicago(Place{}).Plain,
			"Briefpress editors. NATO’s Resolute Support Mission in Afghanistan. 2nd ed. BP-2019-001. Briefpress, April 14, 2020. Archived. https://briefpress.example/briefs/resolute-support-mission/2020-04-14/."},
		{"Chicago 2020, paragraph", recent.Chicago(paragraph(12)).Plain,
			"Briefpress editors, NATO’s Resolute Support Mission in Afghanistan, 2nd ed., BP-2019-001 (Briefpress, April 14, 2020; archived), para. 12, https://briefpress.example/briefs/resolute-support-mission/2020-04-14/#p12."},
		{"APA 2020", recent.APA(Place{}).Plain,
			"Briefpress editors. (2020, April 14). NATO’s Resolute Support Mission in Afghanistan (2nd ed., Brief No. BP-2019-001) [Archived]. Briefpress. https://briefpress.example/briefs/resolute-support-mission/2020-04-14/"},
		{"APA 2020, paragraph", recent.APA(paragraph(12)).Plain,
			"Briefpress editors. (2020, April 14). NATO’s Resolute Support Mission in Afghanistan (2nd ed., Brief No. BP-2019-001) [Archived]. Briefpress. https://briefpress.example/briefs/resolute-support-mission/2020-04-14/#p12"},
		{"APA 2020, in the text", recent.APAInText(Place{}).Plain, "(Briefpress editors, 2020)"},
		{"APA 2020, paragraph in the text", recent.APAInText(paragraph(12)).Plain, "(Briefpress editors, 2020, para. 12)"},
		{"Chicago 2019", old.Chicago(Place{}).Plain,
			"Briefpress editors. NATO’s Resolute Support Mission in Afghanistan. BP-2019-001. Briefpress, June 7, 2019. Archived. https://briefpress.example/briefs/resolute-support-mission/2019-06-07/."},
		{"APA 2019", old.APA(Place{}).Plain,
			"Briefpress editors. (2019, June 7). NATO’s Resolute Support Mission in Afghanistan (Brief No. BP-2019-001) [Archived]. Briefpress. https://briefpress.example/briefs/resolute-support-mission/2019-06-07/"},
		{"Chicago 2020, HTML", string(recent.Chicago(paragraph(12)).HTML),
			`Briefpress editors, <cite lang="en">NATO’s Resolute Support Mission in Afghanistan</cite>, 2nd ed., BP-2019-001 (Briefpress, April 14, 2020; archived), <span class="locator">para. 12</span>, <a href="https://briefpress.example/briefs/resolute-support-mission/2020-04-14/#p12">https://briefpress.example/briefs/resolute-support-mission/2020-04-14/#p12</a>.`},
	} {
		if test.got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, test.got, test.want)
		}
	}
}

func TestMissionRecords(t *testing.T) {
	w := missionWork(t, "2020-04-14")
	w.Summary = "As of April 2020."
	for _, test := range []struct{ name, got, want string }{
		{"BibTeX", string(w.BibTeX(paragraph(12))), `@techreport{resolute-support-mission-2020-04-14-p12,
  author      = {{Briefpress editors}},
  title       = {{NATO’s Resolute Support Mission in Afghanistan}},
  institution = {Briefpress},
  type        = {Brief},
  number      = {BP-2019-001},
  edition     = {2},
  date        = {2020-04-14},
  year        = {2020},
  month       = apr,
  note        = {Archived; para. 12},
  url         = {https://briefpress.example/briefs/resolute-support-mission/2020-04-14/#p12},
  language    = {en},
  keywords    = {Security assistance, NATO operations},
  abstract    = {As of April 2020.},
}
`},
		{"RIS", string(w.RIS(Place{})), strings.ReplaceAll(`TY  - RPRT
ID  - resolute-support-mission-2020-04-14
AU  - Briefpress editors
TI  - NATO’s Resolute Support Mission in Afghanistan
PB  - Briefpress
SN  - BP-2019-001
ET  - 2
PY  - 2020
DA  - 2020/04/14
N1  - Archived
UR  - https://briefpress.example/briefs/resolute-support-mission/2020-04-14/
LA  - en
KW  - Security assistance
KW  - NATO operations
AB  - As of April 2020.
ER  - 
`, "\n", "\r\n")},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	var got []map[string]any
	if err := json.Unmarshal(w.CSL(paragraph(12)), &got); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{{
		"id": "resolute-support-mission-2020-04-14-p12", "type": "report", "title": "NATO’s Resolute Support Mission in Afghanistan",
		"author": []any{map[string]any{"literal": "Briefpress editors"}}, "publisher": "Briefpress", "genre": "Brief",
		"number": "BP-2019-001", "edition": "2", "issued": map[string]any{"date-parts": []any{[]any{2020., 4., 14.}}},
		"status": "archived", "locator": "para. 12", "note": "Archived; para. 12",
		"URL": w.URL + "#p12", "language": "en", "keyword": "Security assistance, NATO operations", "abstract": "As of April 2020.",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("CSL-JSON (-want +got):\n%s", diff)
	}
}

// A work is cited with what it has, and with nothing else.
func TestTexts(t *testing.T) {
	people := func(n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprintf("F%c, Given Mid", 'A'+i))
		}
		return list
	}
	plain := Work{Title: "Title", Publisher: "House", Date: "2021-05-03", URL: "/b/"}
	with := func(change func(*Work)) Work { w := plain; change(&w); return w }
	authors := func(list ...string) Work { return with(func(w *Work) { w.Authors = list }) }
	for _, test := range []struct {
		name               string
		w                  Work
		entry, note        string
		apa, text, records string // records: what they note
	}{
		{"publisher as the author", plain,
			"House. Title. House, May 3, 2021. /b/.", "House, Title (House, May 3, 2021), para. 1, /b/#p1.",
			"House. (2021, May 3). Title. /b/", "(House, 2021, para. 1)", "Para. 1"},
		{"author is the publisher", authors("House"),
			"House. Title. House, May 3, 2021. /b/.", "House, Title (House, May 3, 2021), para. 1, /b/#p1.",
			"House. (2021, May 3). Title. /b/", "(House, 2021, para. 1)", "Para. 1"},
		{"publisher with a comma", with(func(w *Work) { w.Publisher, w.Authors = "Ministry, Kabul", []string{"Ministry, Kabul"} }),
			"Ministry, Kabul. Title. Ministry, Kabul, May 3, 2021. /b/.", "Ministry, Kabul, Title (Ministry, Kabul, May 3, 2021), para. 1, /b/#p1.",
			"Ministry, Kabul. (2021, May 3). Title. /b/", "(Ministry, Kabul, 2021, para. 1)", "Para. 1"},
		{"no one", with(func(w *Work) { w.Publisher = "" }),
			"Title. May 3, 2021. /b/.", "Title (May 3, 2021), para. 1, /b/#p1.",
			"Title. (2021, May 3). /b/", "(Title, 2021, para. 1)", "Para. 1"},
		{"title only", Work{Title: "Title"},
			"Title. n.d.", "Title (n.d.), para. 1.", "Title. (n.d.).", "(Title, n.d., para. 1)", "Para. 1"},
		{"one person", authors("Brooke-Holland, Louisa Jane-Mary"),
			"Brooke-Holland, Louisa Jane-Mary. Title. House, May 3, 2021. /b/.", "Louisa Jane-Mary Brooke-Holland, Title (House, May 3, 2021), para. 1, /b/#p1.",
			"Brooke-Holland, L. J.-M. (2021, May 3). Title. House. /b/", "(Brooke-Holland, 2021, para. 1)", "Para. 1"},
		{"initials and particles", authors("Beethoven, L.v. van"),
			"Beethoven, L.v. van. Title. House, May 3, 2021. /b/.", "L.v. van Beethoven, Title (House, May 3, 2021), para. 1, /b/#p1.",
			"Beethoven, L. v. van. (2021, May 3). Title. House. /b/", "(Beethoven, 2021, para. 1)", "Para. 1"},
		{"two people", authors("Ng, Ada", "Roe, Bo"),
			"Ng, Ada, and Bo Roe. Title. House, May 3, 2021. /b/.", "Ada Ng and Bo Roe, Title (House, May 3, 2021), para. 1, /b/#p1.",
			"Ng, A., & Roe, B. (2021, May 3). Title. House. /b/", "(Ng & Roe, 2021, para. 1)", "Para. 1"},
		{"two institutions", authors("Agency", "Board Inc."),
			"Agency and Board Inc. Title. House, May 3, 2021. /b/.", "Agency and Board Inc., Title (House, May 3, 2021), para. 1, /b/#p1.",
			"Agency, & Board Inc. (2021, May 3). Title. House. /b/", "(Agency & Board Inc., 2021, para. 1)", "Para. 1"},
		{"an institution of many commas", authors("Office of A, B, and C", "Ng, Ada", "House"),
			"Office of A, B, and C, Ada Ng, and House. Title. House, May 3, 2021. /b/.", "Office of A, B, and C et al., Title (House, May 3, 2021), para. 1, /b/#p1.",
			"Office of A, B, and C, Ng, A., & House. (2021, May 3). Title. /b/", "(Office of A, B, and C et al., 2021, para. 1)", "Para. 1"},
		{"six people", authors(people(6)...),
			"FA, Given Mid, Given Mid FB, Given Mid FC, Given Mid FD, Given Mid FE, and Given Mid FF. Title. House, May 3, 2021. /b/.", "Given Mid FA et al., Title (House, May 3, 2021), para. 1, /b/#p1.",
			"FA, G. M., FB, G. M., FC, G. M., FD, G. M., FE, G. M., & FF, G. M. (2021, May 3). Title. House. /b/", "(FA et al., 2021, para. 1)", "Para. 1"},
		{"seven people", authors(people(7)...),
			"FA, Given Mid, Given Mid FB, Given Mid FC, et al. Title. House, May 3, 2021. /b/.", "Given Mid FA et al., Title (House, May 3, 2021), para. 1, /b/#p1.",
			"FA, G. M., FB, G. M., FC, G. M., FD, G. M., FE, G. M., FF, G. M., & FG, G. M. (2021, May 3). Title. House. /b/", "(FA et al., 2021, para. 1)", "Para. 1"},
		{"twenty-one people", authors(people(21)...),
			"FA, Given Mid, Given Mid FB, Given Mid FC, et al. Title. House, May 3, 2021. /b/.", "Given Mid FA et al., Title (House, May 3, 2021), para. 1, /b/#p1.",
			"FA, G. M., FB, G. M., FC, G. M., FD, G. M., FE, G. M., FF, G. M., FG, G. M., FH, G. M., FI, G. M., FJ, G. M., FK, G. M., FL, G. M., FM, G. M., FN, G. M., FO, G. M., FP, G. M., FQ, G. M., FR, G. M., FS, G. M., . . . FU, G. M. (2021, May 3). Title. House. /b/",
			"(FA et al., 2021, para. 1)", "Para. 1"},
		{"a question, later edition", with(func(w *Work) { w.Title, w.Edition = "Who “won?”", 11 }),
			"House. Who “won?” 11th ed. House, May 3, 2021. /b/.", "House, Who “won?”, 11th ed. (House, May 3, 2021), para. 1, /b/#p1.",
			"House. (2021, May 3). Who “won?” (11th ed.). /b/", "(House, 2021, para. 1)", "Para. 1"},
		{"withdrawn", with(func(w *Work) { w.Status = brief.StatusWithdrawn }),
			"House. Title. House, May 3, 2021. Withdrawn. /b/.", "House, Title (House, May 3, 2021; withdrawn), para. 1, /b/#p1.",
			"House. (2021, May 3). Title [Withdrawn]. /b/", "(House, 2021, para. 1)", "Withdrawn; para. 1"},
		{"superseded", with(func(w *Work) { w.Status, w.Successor = brief.StatusSuperseded, "Next?" }),
			"House. Title. House, May 3, 2021. Superseded by “Next?” /b/.", "House, Title (House, May 3, 2021; superseded by “Next?”), para. 1, /b/#p1.",
			"House. (2021, May 3). Title [Superseded by “Next?”]. /b/", "(House, 2021, para. 1)", "Superseded by “Next?”; para. 1"},
		{"superseded, corrected draft", with(func(w *Work) { w.Status, w.Corrected, w.Draft = brief.StatusSuperseded, "2021-06-10", true }),
			"House. Title. House, May 3, 2021. Draft; superseded; corrected June 10, 2021. /b/.", "House, Title (House, May 3, 2021; draft; superseded; corrected June 10, 2021), para. 1, /b/#p1.",
			"House. (2021, May 3). Title [Draft; superseded; corrected June 10, 2021]. /b/", "(House, 2021, para. 1)", "Draft; superseded; corrected June 10, 2021; para. 1"},
		{"current", with(func(w *Work) { w.Status = brief.StatusCurrent }),
			"House. Title. House, May 3, 2021. /b/.", "House, Title (House, May 3, 2021), para. 1, /b/#p1.",
			"House. (2021, May 3). Title. /b/", "(House, 2021, para. 1)", "Para. 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, form := range []struct{ name, got, want string }{
				{"Chicago", test.w.Chicago(Place{}).Plain, test.entry},
				{"Chicago, paragraph", test.w.Chicago(paragraph(1)).Plain, test.note},
				{"APA", test.w.APA(Place{}).Plain, test.apa},
				{"APA, paragraph", test.w.APAInText(paragraph(1)).Plain, test.text},
				{"BibTeX's note", readBibTeX(t, test.w.BibTeX(paragraph(1))).note, test.records},
				{"RIS's note", readRIS(t, test.w.RIS(paragraph(1))).note, test.records},
				{"CSL-JSON's note", readCSL(t, test.w.CSL(paragraph(1))).note, test.records},
			} {
				if form.got != form.want {
					t.Errorf("%s:\n got %s\nwant %s", form.name, form.got, form.want)
				}
			}
		})
	}
}

// The manual names twenty authors, and of more nineteen and the last.
func TestManyAuthors(t *testing.T) {
	for n := 1; n < 30; n++ {
		var w Work
		for i := range n {
			w.Authors = append(w.Authors, fmt.Sprintf("F%d, G", i))
		}
		got := w.APA(Place{}).Plain
		if named := strings.Count(got, ", G."); named != min(n, 20) || !strings.Contains(got, fmt.Sprintf("F%d, G.", n-1)) ||
			strings.Contains(got, "&") != (1 < n && n <= 20) || strings.Contains(got, ". . .") != (n > 20) {
			t.Errorf("%d authors: %s", n, got)
		}
	}
}

func TestPlace(t *testing.T) {
	label := func(s brief.Series, whole, suffix int) brief.Label {
		return brief.Label{Series: s, Number: brief.Number{Whole: whole, Suffix: suffix}}
	}
	for _, test := range []struct {
		p                Place
		id, chicago, apa string
	}{
		{Place{}, "", "", ""},
		{Place{Item: 3}, "", "", ""},
		{Place{Label: label(brief.SeriesText, 12, 0)}, "p12", "para. 12", "para. 12"},
		{Place{Label: label(brief.SeriesText, 12, 27)}, "p12aa", "para. 12aa", "para. 12aa"},
		{Place{Label: label(brief.SeriesText, 12, 1), Item: 3}, "p12a.i3", "para. 12a, item 3", "para. 12a, item 3"},
		{Place{Label: label(brief.SeriesTable, 2, 0)}, "t2", "table 2", "Table 2"},
		{Place{Label: label(brief.SeriesFigure, 1, 0)}, "f1", "fig. 1", "Figure 1"},
	} {
		if got := [3]string{test.p.ID(), test.p.String(), test.p.apa()}; got != [3]string{test.id, test.chicago, test.apa} {
			t.Errorf("%+v: %q", test.p, got)
		}
	}
}

func TestOrdinals(t *testing.T) {
	want := map[int]string{0: "", 1: "", 2: "2nd ed.", 3: "3rd ed.", 4: "4th ed.", 11: "11th ed.", 12: "12th ed.", 13: "13th ed.", 21: "21st ed.", 111: "111th ed.", 122: "122nd ed."}
	for n, s := range want {
		if got := (Work{Edition: n}).edition(); got != s {
			t.Errorf("edition %d: %q", n, got)
		}
	}
}

// What a brief knows of an edition comes from the edition, and from the newest
// what is said of the brief as a whole.
func TestOf(t *testing.T) {
	parse := func(date brief.Date, header string) *brief.Edition {
		e, problems := brief.ParseEdition(brief.Input{File: string(date) + ".md", Slug: "b", Date: date, Data: []byte("---\n" + header + "---\n\nText.\n")}, brief.Options{})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return e
	}
	first := parse("2019-01-01", "title: Old\nsummary: Then.\nauthors: ['Ng, Ada']\nlanguage: fa\ncorrections:\n  - {date: 2019-03-02, note: A slip.}\n  - {date: 2019-02-02, note: A slip.}\n")
	second := parse("2020-01-01", "title: New\nchange: Facts.\nreference: R-1\nstatus: withdrawn\ntopics: [A, B]\n")
	b, problems := brief.New("b", []*brief.Edition{second, first}, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := Work{Title: "Old", Authors: []string{"Ng, Ada"}, Reference: "R-1", Language: "fa", Date: "2019-01-01", Corrected: "2019-03-02",
		Edition: 1, Status: brief.StatusWithdrawn, Summary: "Then.", Topics: []string{"A", "B"}, Key: "b-2019-01-01"}
	if diff := cmp.Diff(want, Of(b, first)); diff != "" {
		t.Error(diff)
	}
	if w := Of(b, second); w.Edition != 2 || w.Title != "New" || w.Corrected != "" {
		t.Errorf("%+v", w)
	}
}
