//go:build audit

package cite

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parsers are the packages of npm that read the records, in fixed versions.
var parsers = []string{
	"@citation-js/core@0.8.2", "@citation-js/plugin-bibtex@0.8.2", "@citation-js/plugin-ris@0.8.2", "@citation-js/plugin-csl@0.8.2",
	"biblatex-csl-converter@3.6.0",
}

// nodeModules is the folder of the parsers, which are installed below the user's
// cache directory when they are not there.
func nodeModules(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(cache, "briefpress", "npm", "citations-"+strings.NewReplacer("/", "-", "@", "").Replace(strings.Join(parsers, "+")))
	if _, err := os.Stat(filepath.Join(home, "whole")); err == nil {
		return home
	}
	// What is half there, from an installation that was stopped, is made anew.
	if err := os.RemoveAll(home); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(home, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "npm", append([]string{"install", "--prefix", home, "--no-audit", "--no-fund", "--ignore-scripts"}, parsers...)...)
	cmd.Dir = home
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm (of Node.js 20 or newer) cannot install the parsers: %v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(home, "whole"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return home
}

// A parsed item is what a parser understood, in CSL-JSON.
type parsedItem struct {
	ID                                                                              string
	Type, Title, Publisher, Number, Edition, Note, URL, Language, Abstract, Keyword string
	Author                                                                          []Name
	Issued                                                                          struct {
		Parts [][]int `json:"date-parts"`
	}
}

// TestAuditCitations has parsers of others read every record, of the built-in
// brief and of hostile texts, and holds every field to what was cited; what a
// citation processor makes of CSL-JSON has the parts of our APA.
func TestAuditCitations(t *testing.T) {
	home := nodeModules(t)
	type input struct {
		BibTeX, RIS, CSL, Number string
		work                     Work
		place                    Place
	}
	var inputs []input
	add := func(w Work, p Place) {
		inputs = append(inputs, input{string(w.BibTeX(p)), string(w.RIS(p)), string(w.CSL(p)), p.Label.Number.String(), w, p})
	}
	for _, p := range []Place{{}, paragraph(12)} {
		add(missionWork(t, "2019-06-07"), p)
		add(missionWork(t, "2020-04-14"), p)
		for i, title := range hostile {
			if same(title) != "" {
				add(hostileWork(title, hostile[(i+5)%len(hostile)], hostile[(i+9)%len(hostile)]), p)
			}
		}
	}
	data, err := json.Marshal(inputs)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "records.json")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "testdata/parse.mjs", home, file)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var results []struct {
		BibTeX, RIS, CSL parsedItem
		APA, InText      string
		Second           struct {
			parsedItem
			Errors []any
			Date   string
		}
	}
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatal(err)
	}
	if len(results) != len(inputs) {
		t.Fatalf("%d results of %d records", len(results), len(inputs))
	}
	for i, in := range inputs {
		r, want := results[i], expected(in.work, in.place)
		for form, got := range map[string]parsedItem{"BibTeX": r.BibTeX, "RIS": r.RIS, "CSL-JSON": r.CSL} {
			want := want
			want.Author = slices.Clone(want.Author)
			got.Keyword = strings.ReplaceAll(got.Keyword, ", ", ",")
			if form == "BibTeX" {
				want = spaced(t, want) // there a space is a space
			}
			for j, n := range want.Author {
				switch {
				case n.Literal == "" || j >= len(got.Author):
				case form == "RIS" && strings.Contains(n.Literal, ","): // see Work.RIS
					want.Author[j] = got.Author[j]
				case form != "CSL-JSON" && got.Author[j].Given == "": // of one part, whichever
					want.Author[j] = Name{Family: n.Literal + n.Family}
					got.Author[j] = Name{Family: got.Author[j].Literal + got.Author[j].Family}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s of %q (-want +got):\n%s", form, in.work.Title, diff)
			}
		}
		if len(r.Second.Errors) > 0 {
			t.Errorf("the second parser: %v of %s", r.Second.Errors, in.BibTeX)
		}
		// The second parser does not know these commands of TeX, looks for
		// biblatex's keys within braces too, and does not take a brace for a name.
		if strings.Contains(in.BibTeX, `\textbrace`) || strings.Contains(in.BibTeX, `\textasciicircum`) {
			continue
		}
		want.ID, want.Type, want.Edition, want.Language, want.Keyword, want.Issued.Parts = "", "", "", "", "", nil
		if slices.ContainsFunc(want.Author, func(n Name) bool { return strings.ContainsAny(n.Family+n.Given, "={") }) {
			want.Author, r.Second.Author = nil, nil
		}
		if diff := cmp.Diff(spaced(t, want), spaced(t, r.Second.parsedItem)); diff != "" || r.Second.Date != string(in.work.Date) {
			t.Errorf("BibTeX of %q, second parser (-want +got):\n%s", in.work.Title, diff)
		}
	}
	// Their APA has the year only, and orders number and edition the other way.
	const theirs = "Briefpress editors. (2020). NATO’s Resolute Support Mission in Afghanistan (Brief BP-2019-001; 2nd ed.). Briefpress. https://briefpress.example/briefs/resolute-support-mission/2020-04-14/ (Archived)"
	if got := results[1].APA; got != theirs {
		t.Errorf("APA of a citation processor: %s", got)
	}
	for i, in := range inputs {
		if strings.HasPrefix(in.work.Key, "resolute") {
			if got, want := in.work.APAInText(in.place).Plain, results[i].InText; got != want {
				t.Errorf("APA in the text: %s, of a citation processor: %s", got, want)
			}
		}
	}
}

// spaced is an item with ordinary spaces only.
func spaced(t *testing.T, item parsedItem) parsedItem {
	data, err := json.Marshal(item)
	if err == nil {
		item = parsedItem{}
		err = json.Unmarshal([]byte(strings.ReplaceAll(string(data), "\u00a0", " ")), &item)
	}
	if err != nil {
		t.Fatal(err)
	}
	return item
}

// expected is what a parser should understand.
func expected(w Work, p Place) parsedItem {
	item := parsedItem{ID: w.Key, Type: "report", Title: same(w.Title), Publisher: same(w.Publisher), Number: same(w.Reference),
		Note: w.tidy().note(p), URL: w.URL, Language: same(w.Language), Abstract: same(w.Summary), Author: authorsOf(w.Publisher, w.Authors...)}
	if p.ID() != "" {
		item.ID += "-" + p.ID()
		item.URL += "#" + p.ID()
	}
	if w.Edition > 1 {
		item.Edition = string(rune('0' + w.Edition))
	}
	day := w.Date.Time()
	item.Issued.Parts = [][]int{{day.Year(), int(day.Month()), day.Day()}}
	var topics []string
	for _, s := range w.Topics {
		if s = same(s); s != "" {
			topics = append(topics, strings.ReplaceAll(s, ", ", ","))
		}
	}
	item.Keyword = strings.Join(topics, ",")
	return item
}
