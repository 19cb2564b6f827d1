package brief

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/seal"
)

const sealedText = `---
title: A "plain" title
summary: >-
  What it is
  about.
authors: [One, Two]
change: Why it exists.
key-points:
  - First
  - Second
sources:
  nato-2016:
    title: A source
    url: https://example.org/one
  un-2014:
    title: Another
acronyms:
  XY: Ex Why
  ZZ: Zed Zed
spans:
  - {label: RSM, from: 2015, to: 2021}
status: current
topics: [NATO]
---
A first paragraph about XY with a
note[^1] and a [link][goal].

## Strength

Text that cites[@nato-2016, p. 3] a source.

![Numbers](plan.svg "Plan")

| a | b |
|---|---|
| 1 | 2 |

- item, see the [data](table.csv)
- another

` + "```go\nx := 1\n```" + `

## Last

A last paragraph.

[^1]: The text of a
    note, after [@un-2014].
[goal]: https://example.org/goal
`

var sealedFiles = map[string]File{
	"plan.svg": {Address: "/assets/plan.1.svg", Sum: sumOf([]byte("plan"))}, "table.csv": {Address: "/assets/table.1.csv", Sum: sumOf([]byte("table"))},
	"unused.csv": {Address: "/assets/unused.1.csv", Sum: sumOf([]byte("unused"))},
}

// sealable parses an edition of a brief "b".
func sealable(t *testing.T, date Date, text string, files map[string]File, opt Options) *Edition {
	t.Helper()
	e, problems := ParseEdition(Input{File: "b/" + string(date) + ".md", Slug: "b", Date: date, Data: []byte(text), Files: files}, opt)
	for _, p := range slices.Concat(problems, e.Body().Problems) {
		if p.Stops {
			t.Fatal(p)
		}
	}
	return e
}

// brief1 is a brief of one edition, with the seals of another state of it.
func brief1(t *testing.T, text string, files map[string]File, seals *seal.File) *Brief {
	t.Helper()
	b, problems := New("b", []*Edition{sealable(t, "2019-06-07", text, files, Options{})}, seals)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return b
}

// sealAll seals all editions of a brief, corrections included.
func sealAll(t *testing.T, b *Brief) *seal.File {
	t.Helper()
	f, problems := b.Reseal()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return f
}

// The form of what is hashed must not change under seals that were published: where
// this fails, a reader of both forms is needed, and a new version of the file.
func TestSealForm(t *testing.T) {
	f := sealAll(t, brief1(t, sealedText, sealedFiles, nil))
	want, err := os.ReadFile("testdata/editions.sum")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(f.Text())); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	// As the documentation says, and anyone can compute.
	e := f.Edition("2019-06-07")
	for _, c := range []struct {
		kind       seal.Kind
		name, text string
	}{
		{seal.Front, "title", `A "plain" title`},
		{seal.Front, "authors", "3:One,3:Two,"},
		{seal.Front, "acronyms", "2:XY,6:Ex Why,2:ZZ,7:Zed Zed,"},
		{seal.Front, "spans", "40:4:from,4:2015,5:label,3:RSM,2:to,4:2021,,"},
		{seal.Front, "sources un-2014", "5:title,7:Another,"},
		{seal.Body, "", sealedText[strings.Index(sealedText, "A first"):]},
		{seal.Block, "p4", "9:paragraph,17:A last paragraph.,"},
		{seal.Part, "h2", "9:heading 2,7:## Last,"},
		{seal.Block, "p2", "9:paragraph,43:Text that cites[@nato-2016, p. 3] a source.,100:3:key,9:nato-2016,7:locator,4:p. 3,6:source,52:5:title,8:A source,3:url,23:https://example.org/one,,,"},
	} {
		if got := e.Line(c.kind, c.name); got != sumOf([]byte(c.text)) {
			t.Errorf("%s %s is not the hash of %q", c.kind, c.name, c.text)
		}
	}
}

// How a text is set down, and what the brief stands for, is not sealed.
func TestSealIsIndependent(t *testing.T) {
	seals := sealAll(t, brief1(t, sealedText, sealedFiles, nil))
	replace := func(pairs ...string) string {
		text := strings.NewReplacer(pairs...).Replace(sealedText)
		if text == sealedText {
			t.Fatalf("%q changes nothing", pairs)
		}
		return text
	}
	for name, text := range map[string]string{
		"quoting":        replace(`A "plain" title`, `'A "plain" title'`, "Why it exists.", `"Why it exists."`),
		"folding":        replace(">-\n  What it is\n  about.", "What it is about."),
		"lists":          replace("[One, Two]", "\n  - One\n  - Two", "{label: RSM, from: 2015, to: 2021}", "to: 2021\n    from: 2015\n    label: RSM"),
		"order of keys":  replace("  XY: Ex Why\n  ZZ: Zed Zed\n", "  ZZ: Zed Zed\n  XY: Ex Why\n", "    title: A source\n    url: https://example.org/one\n", "    url: https://example.org/one\n    title: A source\n"),
		"an empty key":   replace("change:", "language:\nchange:"),
		"standing":       replace("status: current", "status: withdrawn\nstatus-note: Wrong.", "topics: [NATO]", "topics: [UN]\nplaces: [Kabul]\nreference: BP-1\naliases: [/old/]\ntranslation-of: x"),
		"CR LF":          strings.ReplaceAll(sealedText, "\n", "\r\n"),
		"BOM":            "\uFEFF" + sealedText,
		"no end of line": strings.TrimSuffix(sealedText, "\n"),
	} {
		if got := brief1(t, text, sealedFiles, seals).SealProblems(); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	for _, opt := range []Options{{Language: "fa-AF", Base: "/sub"}, {Acronyms: map[string]string{"RSM": "Resolute Support Mission"}}} {
		b, _ := New("b", []*Edition{sealable(t, "2019-06-07", sealedText, sealedFiles, opt)}, seals)
		if got := b.SealProblems(); len(got) > 0 {
			t.Errorf("with %v: %v", opt, got)
		}
	}
	files := map[string]File{"plan.svg": sealedFiles["plan.svg"], "table.csv": sealedFiles["table.csv"], "unused.csv": {Address: "/x.csv", Sum: sumOf(nil)}}
	if got := brief1(t, sealedText, files, seals).SealProblems(); len(got) > 0 {
		t.Errorf("another file that is not used: %v", got)
	}
}

// placesOf writes problems without their hints, and marks those that stop.
func placesOf(problems []Problem) string {
	var s strings.Builder
	for _, p := range problems {
		stops := ""
		if p.Stops {
			stops = "!"
		}
		fmt.Fprintf(&s, "%s:%d:%d%s %s\n", p.Rule, p.Line, p.Column, stops, p.Message)
	}
	return s.String()
}

func TestBrokenSeals(t *testing.T) {
	seals := sealAll(t, brief1(t, sealedText, sealedFiles, nil))
	other := func(name string) map[string]File {
		files := map[string]File{}
		for n, f := range sealedFiles {
			files[n] = f
		}
		files[name] = File{Address: "/other", Sum: sumOf([]byte("other"))}
		return files
	}
	const of = " of this sealed edition was "
	front := func(place, what string) string {
		return "seal:" + place + "! the front matter of this sealed edition was changed: " + what + "\n"
	}
	for _, c := range []struct {
		name, old, new string
		files          map[string]File
		want           string
	}{
		{"a letter", "A last", "A lost", nil, "seal:47:1! paragraph 4" + of + "changed\n"},
		{"a letter of a list", "another\n", "other\n", nil, "seal:38:1! paragraph 3" + of + "changed\n"},
		{"a note", "The text", "A text", nil, "seal:25:1! paragraph 1" + of + "changed\n"},
		{"the goal of a link", "/goal\n", "/gaol\n", nil, "seal:25:1! paragraph 1" + of + "changed\n"},
		{"a locator", "p. 3", "p. 4", nil, "seal:30:1! paragraph 2" + of + "changed\n"},
		{"a cell", "| 2 |", "| 3 |", nil, "seal:34:1! table 1" + of + "changed\n"},
		{"a caption", `"Plan"`, `"Plans"`, nil, "seal:32:1! figure 1" + of + "changed\n"},
		{"code", "x := 1", "x := 2", nil, "seal:41:1! a code listing" + of + "changed or added\n"},
		{"a heading", "## Last", "## Lost", nil, "seal:45:1! a heading" + of + "changed or added\n"},
		{"a heading more", "## Last\n", "## More\n\n## Last\n", nil, "seal:45:1! a heading" + of + "changed or added\n"},
		{"a heading less", "## Last\n", "", nil, "seal:25:1! a heading" + of + "taken away\n"},
		{"a comment", "A last", "<!-- briefpress:ignore raw-html: x -->\n\nA last", nil,
			"seal:25:1! the text of this sealed edition was changed in what no block says: white space, comments, the place of a heading\n"},
		{"a paragraph more", "A last", "New.\n\nA last", nil, "seal:47:1! a numbered block was added to this sealed edition\n"},
		{"a paragraph less", "Text that cites[@nato-2016, p. 3] a source.\n", "", nil,
			"seal:25:1! paragraph 2 of this sealed edition was removed behind this place\n"},
		{"a paragraph moved", "A last paragraph.", "", nil, ""},
		{"the title", `A "plain"`, `A "plane"`, nil, front("2:1", "title")},
		{"the summary", "  about.", "  about", nil, front("3:1", "summary")},
		{"an author", "Two]", "Too]", nil, front("6:1", "authors")},
		{"the change note", "exists.", "exist.", nil, front("7:1", "change")},
		{"a key point", "- Second", "- Secund", nil, front("8:1", "key-points")},
		{"a source", "A source", "The source", nil, front("12:3", "sources nato-2016")},
		{"an acronym", "Zed Zed", "Zed", nil, front("17:1", "acronyms")},
		{"a span", "2021", "2020", nil, front("20:1", "spans")},
		{"a key less", "change: Why it exists.\n", "", nil, front("1:1", "change is gone")},
		{"a key more", "change:", "language: en-GB\nchange:", nil, front("7:1", "language")},
		{"a file", "", "", other("table.csv"), "seal:38:17! the file table.csv, which this sealed edition uses, was changed\n"},
		{"a picture", "", "", other("plan.svg"), "seal:32:1! the file plan.svg, which this sealed edition uses, was changed\n"},
		{"several", `A "plain"`, `A "plane"`, other("table.csv"), front("2:1", "title") + "seal:38:17! the file table.csv, which this sealed edition uses, was changed\n"},
	} {
		text := strings.Replace(sealedText, c.old, c.new, 1)
		if c.name == "a paragraph moved" {
			text = strings.Replace(text, "\nText that", "\nA last paragraph.\n\nText that", 1)
			c.want = "seal:30:1! paragraph 4 of this sealed edition was moved\n"
		}
		files := c.files
		if files == nil {
			files = sealedFiles
		}
		b := brief1(t, text, files, seals)
		got := b.SealProblems()
		if d := cmp.Diff(c.want, placesOf(got)); d != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, d)
		}
		for _, p := range got {
			if p.Hint == "" || p.File != "b/2019-06-07.md" || p.Excerpt != strings.Split(text, "\n")[p.Line-1] {
				t.Errorf("%s: %+v", c.name, p)
			}
		}
		if f, problems := b.Reseal(); f != seals || len(problems) == 0 {
			t.Errorf("%s: what is broken is sealed anew", c.name)
		}
		// A recorded correction lets all pass but what changes the numbers.
		text = strings.Replace(text, "status:", "corrections:\n  - {date: 2019-06-20, note: A slip.}\nstatus:", 1)
		b = brief1(t, text, files, seals)
		numbered := regexp.MustCompile(`moved|a numbered block was added|removed behind`).MatchString(c.want)
		for _, p := range b.SealProblems() {
			if p.Rule == "unsealed" != !p.Stops || p.Stops && !numbered {
				t.Errorf("%s, corrected: %v", c.name, p)
			}
		}
		if numbered {
			if f, _ := b.Reseal(); f != seals {
				t.Errorf("%s, corrected, is sealed", c.name)
			}
			continue
		}
		if s := b.Sealed(b.First()); !s.Pending || s.Corrected != "" || s.Digest != seals.Edition("2019-06-07").Digest {
			t.Errorf("%s, corrected: the seal is %+v", c.name, s)
		}
		more := sealAll(t, b)
		if err := more.Extends(seals); err != nil || !bytes.HasPrefix(more.Text(), seals.Text()) {
			t.Errorf("%s, corrected, is no extension of the seals: %v", c.name, err)
		}
		b = brief1(t, text, files, more)
		if got := b.SealProblems(); len(got) > 0 {
			t.Errorf("%s, corrected and sealed: %v", c.name, got)
		}
		if s := b.Sealed(b.First()); s.Pending || s.Corrected != "2019-06-20" || s.Digest != more.Edition("2019-06-07").Digest {
			t.Errorf("%s, corrected and sealed: the seal is %+v", c.name, s)
		}
	}
}

func TestSealedCorrections(t *testing.T) {
	record := func(corrections string) string {
		return strings.Replace(sealedText, "status:", "corrections:\n"+corrections+"status:", 1)
	}
	const one = "  - {date: 2019-06-20, note: A slip.}\n"
	seals := sealAll(t, brief1(t, record(one), sealedFiles, nil))
	for _, c := range []struct{ name, text, want string }{
		{"as it was", record(one), ""},
		{"gone", sealedText, "seal:1:1! the correction of 20 June 2019, which is sealed, was changed or taken away\n"},
		{"another note", record("  - {date: 2019-06-20, note: A slap.}\n"),
			"unsealed:23:5 the correction of 20 June 2019 is not sealed\nseal:22:1! the correction of 20 June 2019, which is sealed, was changed or taken away\n"},
		{"a newer one", record(one + "  - {date: 2019-06-20, note: Another.}\n"), "unsealed:24:5 the correction of 20 June 2019 is not sealed\n"},
		{"an older one", record("  - {date: 2019-06-19, note: Before.}\n" + one),
			"seal:23:5! the correction of 19 June 2019 is older than one that is sealed, of 20 June 2019\n"},
		{"twice the same", record(one + one), ""},
	} {
		got := strings.Split(placesOf(brief1(t, c.text, sealedFiles, seals).SealProblems()), "\n")
		want := strings.Split(c.want, "\n")
		slices.Sort(got)
		slices.Sort(want)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, d)
		}
	}
}

// What is published and not sealed is told, where the brief has seals at all.
func TestUnsealed(t *testing.T) {
	first := sealable(t, "2019-06-07", sealedText, sealedFiles, Options{})
	second := sealable(t, "2020-04-14", sealedText, sealedFiles, Options{})
	draft := sealable(t, "2021-01-01", strings.Replace(sealedText, "status:", "draft: true\nstatus:", 1), sealedFiles, Options{})
	b, _ := New("b", []*Edition{first, second, draft}, nil)
	if got := b.SealProblems(); len(got) > 0 || b.Sealed(first) != nil {
		t.Errorf("a brief without seals has %v", got)
	}
	all := sealAll(t, b)
	if got := all.Dates(); !slices.Equal(got, []string{"2019-06-07", "2020-04-14"}) {
		t.Errorf("sealed are %v", got)
	}
	b, _ = New("b", []*Edition{first, second, draft}, all.Only(func(d string) bool { return d < "2020" }))
	if got, want := placesOf(b.SealProblems()), "unsealed:1:1 the edition of 14 April 2020 is published and not sealed\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The numbers of a seal win over what an alignment would give.
func TestSealedNumbersWin(t *testing.T) {
	text := func(paragraphs ...string) string {
		return "---\ntitle: T\n---\n" + strings.Join(paragraphs, "\n\n") + "\n"
	}
	first := sealable(t, "2019-06-07", text("One alpha beta.", "Two gamma delta.", "Three epsilon zeta."), nil, Options{})
	second := sealable(t, "2020-04-14", text("One alpha beta.", "New words here.", "Three epsilon zeta."), nil, Options{})
	third := sealable(t, "2021-01-01", text("One alpha beta.", "More of it.", "New words here.", "Three epsilon zeta."), nil, Options{})
	b, _ := New("b", []*Edition{first, second, third}, nil)
	if got := numbersOf(b, third); got != "p1 p1b p1a p3" {
		t.Fatalf("by alignment the third edition has %s", got)
	}
	seals := sealAll(t, b).Only(func(d string) bool { return d == "2019-06-07" })
	lines := b.Seal(second)
	for i, l := range lines {
		switch l.Name {
		case "p1a":
			lines[i].Name = "p7c"
		case "p3":
			lines[i].Name = "p2"
		}
	}
	seals, err := seals.With("2020-04-14", lines)
	if err != nil {
		t.Fatal(err)
	}
	b, _ = New("b", []*Edition{first, second, third}, seals)
	if got, want := numbersOf(b, second), "p1 p7c p2"; got != want {
		t.Errorf("the sealed edition has %s, want %s", got, want)
	}
	// Later editions go on from what is sealed.
	if got, want := numbersOf(b, third), "p1 p1a p7c p2"; got != want {
		t.Errorf("the edition after it has %s, want %s", got, want)
	}
	if got := b.SealProblems(); len(got) != 1 || got[0].Rule != "unsealed" {
		t.Errorf("the problems are %v", got)
	}
	// Numbers in seals of editions that are not there are not given again.
	b, _ = New("b", []*Edition{first, third}, seals)
	if got, want := numbersOf(b, third), "p1 p1a p1b p3"; got != want {
		t.Errorf("without the sealed edition the one after it has %s, want %s", got, want)
	}
	seals, err = seals.With("2022-01-01", []seal.Line{{Kind: seal.Body, Hash: sumOf(nil)}, {Kind: seal.Block, Name: "p1d", Hash: sumOf(nil)}})
	if err != nil {
		t.Fatal(err)
	}
	b, _ = New("b", []*Edition{first, third}, seals)
	if got, want := numbersOf(b, third), "p1 p1e p1f p3"; got != want {
		t.Errorf("with p1d sealed elsewhere it has %s, want %s", got, want)
	}
}

// A seal and its edition go in pairs as far as they go, in order, each once.
func TestPairing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var lines []seal.Line
		var blocks []*Block
		kinds := map[Series]Kind{SeriesText: List, SeriesTable: Table, SeriesFigure: Figure}
		count := map[Series]int{}
		for range r.IntN(10) {
			s := []Series{SeriesText, SeriesText, SeriesTable, SeriesFigure}[r.IntN(4)]
			count[s]++
			hash := sumOf([]byte{byte(r.IntN(5))})
			if r.IntN(4) > 0 {
				lines = append(lines, seal.Line{Kind: seal.Block, Name: Label{s, Number{Whole: count[s]}}.ID(), Hash: hash})
			}
			if r.IntN(8) == 0 {
				hash = sumOf([]byte("edited"))
			}
			if r.IntN(4) > 0 {
				blocks = append(blocks, &Block{Kind: kinds[s], Hash: hash})
			}
		}
		blocks = append(blocks, &Block{Kind: Code})
		p := pairSealed(lines, blocks)
		var all []Label
		last := map[Series]Label{}
		for i, l := range p.labels {
			switch s := series(blocks[i].Kind); {
			case l == (Label{}):
				if slices.Contains(p.extra, i) != (s != "") {
					t.Fatalf("block %d has no number, and extra are %v", i, p.extra)
				}
			case l.Series != s || l.Compare(last[s]) <= 0 && last[s] != (Label{}):
				t.Fatalf("block %d has %s behind %s", i, l.ID(), last[s].ID())
			default:
				last[s] = l
				all = append(all, l)
			}
		}
		all = append(all, p.missing...)
		slices.SortFunc(all, Label.Compare)
		var want []Label
		for _, l := range lines {
			want = append(want, labelOf(l))
		}
		slices.SortFunc(want, Label.Compare)
		if !slices.Equal(all, want) {
			t.Fatalf("%v are given or missing, of %v", all, want)
		}
		if len(p.missing) == 0 && len(p.extra) == 0 && len(want) != len(blocks)-1 {
			t.Fatal("all pair, and they are not as many")
		}
	}
}

// Where another version of the program reads the same bytes in another way, nothing
// stops, and the numbers of the seal hold.
func TestReadInAnotherWay(t *testing.T) {
	b := brief1(t, sealedText, sealedFiles, nil)
	change := func(edit func([]seal.Line) []seal.Line) *Brief {
		f, err := (*seal.File)(nil).With("2019-06-07", edit(b.Seal(b.First())))
		if err != nil {
			t.Fatal(err)
		}
		return brief1(t, sealedText, sealedFiles, f)
	}
	at := func(lines []seal.Line, name string) int {
		return slices.IndexFunc(lines, func(l seal.Line) bool { return l.Name == name })
	}
	const reread = "the text is as it was sealed, and this briefpress reads it in another way: "
	for _, c := range []struct {
		name          string
		edit          func([]seal.Line) []seal.Line
		want, numbers string
	}{
		{"another hash", func(l []seal.Line) []seal.Line { l[at(l, "p2")].Hash = sumOf(nil); return l },
			"seal:30:1 " + reread + "paragraph 2 of this sealed edition was changed\n", "p1 p2 f1 t1 p3  p4"},
		{"a block more than then", func(l []seal.Line) []seal.Line { return slices.Delete(l, at(l, "p2"), at(l, "p2")+1) },
			"seal:30:1 " + reread + "a numbered block was added to this sealed edition\n", "p1 p1a f1 t1 p3  p4"},
		{"a block less", func(l []seal.Line) []seal.Line {
			return append(l, seal.Line{Kind: seal.Block, Name: "p5", Hash: sumOf(nil)})
		}, "seal:47:1 " + reread + "paragraph 5 of this sealed edition was removed behind this place\n", "p1 p2 f1 t1 p3  p4"},
	} {
		b := change(c.edit)
		if d := cmp.Diff(c.want, placesOf(b.SealProblems())); d != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, d)
		}
		if got := numbersOf(b, b.First()); got != c.numbers {
			t.Errorf("%s: the numbers are %s, want %s", c.name, got, c.numbers)
		}
	}
}

// A seal may bring a number back.
func TestNumberComesBack(t *testing.T) {
	editions := shortEditions("a b c | a c | a b c")
	b, _ := New("b", editions, nil)
	if got := numbersOf(b, editions[2]); got != "p1 p1a p3" {
		t.Fatalf("by alignment the numbers are %s", got)
	}
	f := sealedUpTo(t, b, 0)
	lines := []seal.Line{{Kind: seal.Body, Hash: sumOf(nil)}}
	for i, block := range editions[2].Body().Blocks {
		lines = append(lines, seal.Line{Kind: seal.Block, Name: []string{"p1", "p2", "p3"}[i], Hash: block.Hash})
	}
	f, err := f.With("2001-01-03", lines)
	if err != nil {
		t.Fatal(err)
	}
	b, _ = New("b", editions, f)
	if got, want := livesOf(b.Lives()), "p1 01-03\np2 01-03\np3 01-03\n"; got != want {
		t.Errorf("the lives are\n%s", got)
	}
	if got, want := livesOf(b.LivesAt(editions[1])), "p1 01-02\np2 01-01 gone 02 now \np3 01-02\n"; got != want {
		t.Errorf("as of the second edition the lives are\n%s", got)
	}
}

// Blocks may say the same in a form that is set down in another way.
func TestHashOfLines(t *testing.T) {
	hash := func(body string) string { return edition(t, document(body)).Body().Blocks[0].Hash }
	one := hash("A text\nof two lines.\n")
	for body, same := range map[string]bool{
		"A text of two lines.\n": true, "A  text\n   of two\nlines.\n": true, "A text  \nof two lines.\n": false,
		"A text\\\nof two lines.\n": false, "A text of too lines.\n": false,
	} {
		if got := hash(body); (got == one) != same {
			t.Errorf("%q: the same: %t", body, got == one)
		}
	}
	if hash("A [link][x].\n\n[x]: https://example.org/a\n") == hash("A [link][x].\n\n[x]: https://example.org/b\n") {
		t.Error("where a link leads is no part of the hash")
	}
	if hash("- a\n- b\n") == hash("- a\n-  b\n\n") && hash("- a\n- b\n") != hash("- a\n- b\n\n") {
		t.Error("white space behind a block is part of its hash")
	}
}
