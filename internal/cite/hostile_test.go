package cite

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"briefpress/internal/brief"
)

// hostile are texts that some format has a meaning of its own for.
var hostile = []string{
	"",
	"Plain title",
	"A {balanced} title, }unbalanced{ and {open",
	`Costs: $5, 10 % & more_less #1 ~ ^ C:\temp\new \{x\} \relax`,
	"-- --- `` '' ?` !` ,, << >>",
	`"Quoted" and “curled” and 'single'`,
	"One\nTY  - BOOK\r\nER  - \r\n\r\nTY  - JOUR",
	"}\n}\n@book{x, title={y}}",
	"Tab\there, vertical\vtab, next\u0085line, separators\u2028and\u2029more, NUL\x00",
	"<script>alert(1)</script> <i>x</i> &amp; &#x27;",
	"مأموریت حمایت قاطع ناتو در افغانستان",
	"د ناټو د ټینګ ملاتړ ماموریت (RSM)",
	"面向阿富汗的“坚定支持”任务",
	"Ünïcödé: e\u0301, ß, Ł, ﬁ, 😀, \U0001F1E6\U0001F1EB",
	"  spaces   at   both  ends  ",
	"No\u00a0break",
	"Smith and Jones and others",
	"and",
	"von der Family, Given and Other",
	"Family, Given",
	"Department of A, B, and C",
	", leading comma",
	"trailing comma,",
	"bad\xffbytes",
	"month = jan, @string{x = y}",
	"%comment",
	"\\",
	"{}",
	"_",
}

// same brings texts to one line by its own means.
func same(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return strings.Trim(s, " ")
}

// authorsOf is what a list of authors means, by the rule of the package's
// documentation.
func authorsOf(publisher string, authors ...string) []Name {
	authors = slices.DeleteFunc(slices.Clone(authors), func(s string) bool { return same(s) == "" })
	if len(authors) == 0 && same(publisher) != "" {
		return []Name{{Literal: same(publisher)}}
	}
	var names []Name
	for _, a := range authors {
		a = same(a)
		parts := strings.Split(a, ",")
		if len(parts) == 2 && a != same(publisher) && strings.TrimSpace(parts[0]) != "" && strings.TrimSpace(parts[1]) != "" {
			names = append(names, Name{Family: strings.TrimSpace(parts[0]), Given: strings.TrimSpace(parts[1])})
		} else {
			names = append(names, Name{Literal: a})
		}
	}
	return names
}

// hold holds every form of a citation to what was cited.
func hold(t *testing.T, w Work, p Place) {
	t.Helper()
	want := record{
		key: w.Key, title: same(w.Title), publisher: same(w.Publisher), number: same(w.Reference), date: string(w.Date),
		language: same(w.Language), summary: same(w.Summary), names: authorsOf(w.Publisher, w.Authors...), url: w.URL,
	}
	for _, s := range w.Topics {
		if s = same(s); s != "" {
			want.topics = append(want.topics, s)
		}
	}
	if w.Edition > 1 {
		want.edition = fmt.Sprint(w.Edition)
	}
	var notes []string
	if w.Status == brief.StatusSuperseded {
		notes = append(notes, "Superseded")
		if s := same(w.Successor); s != "" {
			notes[0] += " by “" + s + "”"
		}
	}
	if p.ID() != "" {
		want.key += "-" + p.ID()
		want.url += "#" + p.ID()
		notes = append(notes, p.String())
	}
	want.note = strings.Join(notes, "; ")
	if want.note != "" {
		want.note = strings.ToUpper(want.note[:1]) + want.note[1:]
	}
	differ := func(form string, got record, want record) {
		t.Helper()
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(record{})); diff != "" {
			t.Errorf("%s of %q (-want +got):\n%s", form, w.Title, diff)
		}
	}
	differ("BibTeX", readBibTeX(t, w.BibTeX(p)), want)
	csl := want
	csl.topics = nil // topics with commas run together there
	got := readCSL(t, w.CSL(p))
	if strings.Join(got.topics, ", ") != strings.Join(want.topics, ", ") {
		t.Errorf("keywords of CSL-JSON: %q, want %q", got.topics, want.topics)
	}
	got.topics = nil
	differ("CSL-JSON", got, csl)
	ris := want
	ris.names = slices.Clone(want.names)
	for i, n := range ris.names { // an institution with a comma is one there by luck
		if f, g, ok := strings.Cut(n.Literal, ", "); ok && !strings.Contains(g, ",") {
			ris.names[i] = Name{Family: f, Given: g}
		} else if n.Literal == "" && strings.Contains(n.Given, ",") {
			t.Errorf("a person with two commas: %q", n)
		}
	}
	differ("RIS", readRIS(t, w.RIS(p)), ris)
	schema(t, w.CSL(p))
	for _, text := range []Text{w.Chicago(p), w.APA(p), w.APAInText(p)} {
		holdText(t, w, p, text)
	}
}

// schema holds CSL-JSON to what csl-data.json says of the fields we use.
func schema(t *testing.T, data []byte) {
	t.Helper()
	var items []map[string]any
	if err := json.Unmarshal(data, &items); err != nil {
		t.Fatal(err)
	}
	texts := strings.Fields("id type title publisher genre number edition status locator note URL language keyword abstract")
	for key, value := range items[0] {
		_, isText := value.(string)
		switch {
		case slices.Contains(texts, key) && isText:
		case key == "issued":
			if parts := value.(map[string]any)["date-parts"].([]any); len(parts) != 1 || len(parts[0].([]any)) != 3 {
				t.Errorf("issued: %v", value)
			}
		case key == "author":
			for _, name := range value.([]any) {
				for part, s := range name.(map[string]any) {
					if s == "" || part != "family" && part != "given" && part != "literal" {
						t.Errorf("author: %v", name)
					}
				}
			}
		default:
			t.Errorf("CSL-JSON has no %s like %v", key, value)
		}
	}
}

// holdText holds that the HTML says what the plain text says, in the elements
// that are promised, and that both name the title and the address.
func holdText(t *testing.T, w Work, p Place, text Text) {
	t.Helper()
	if strings.ContainsAny(text.Plain, "\r\n\v\f\u0085\u2028\u2029\x00") {
		t.Errorf("a line break: %q", text.Plain)
	}
	z := html.NewTokenizer(strings.NewReader(string(text.HTML)))
	var said, element strings.Builder
	inside := ""
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case html.TextToken:
			said.WriteString(token.Data)
			element.WriteString(token.Data)
		case html.StartTagToken:
			if inside != "" {
				t.Fatalf("%s within %s: %s", token.Data, inside, text.HTML)
			}
			inside = token.Data
			element.Reset()
			for _, a := range token.Attr {
				switch inside + " " + a.Key {
				case "cite lang":
				case "cite dir":
					if a.Val != "auto" {
						t.Errorf("direction %q", a.Val)
					}
				case "span class":
					if a.Val != "locator" {
						t.Errorf("class %q", a.Val)
					}
				case "a href":
					want := w.URL
					if p.ID() != "" {
						want += "#" + p.ID()
					}
					if a.Val != want {
						t.Errorf("a link to %q, want %q", a.Val, want)
					}
				default:
					t.Errorf("an attribute %s of %s: %s", a.Key, inside, text.HTML)
				}
			}
		case html.EndTagToken:
			switch {
			case token.Data != inside:
				t.Errorf("%s ends in %s: %s", inside, token.Data, text.HTML)
			case inside == "cite" && element.String() != same(w.Title):
				t.Errorf("the title is %q", element.String())
			case inside == "span" && !strings.EqualFold(strings.TrimPrefix(element.String(), "Figure "), strings.TrimPrefix(p.String(), "fig. ")):
				t.Errorf("the place is %q", element.String())
			}
			inside = ""
		default:
			t.Errorf("a %v: %s", kind, text.HTML)
		}
	}
	if said.String() != text.Plain {
		t.Errorf("the HTML says %q, the text %q", said.String(), text.Plain)
	}
}

// hostileWork has texts in every place.
func hostileWork(title, author, other string) Work {
	return Work{
		Title: title, Authors: []string{author, "House", other, other + ", " + author}, Publisher: "House", Reference: other, Language: "fa",
		Date: "2020-04-14", Edition: 3, Status: brief.StatusSuperseded, Successor: other, URL: base + "/briefs/b/2020-04-14/",
		Summary: title + "\n" + other, Topics: []string{author, other}, Key: "b-2020-04-14",
	}
}

func TestHostile(t *testing.T) {
	for i, title := range hostile {
		for j := range 7 { // with texts near and far in the list
			author := hostile[(i+j*j)%len(hostile)]
			w := hostileWork(title, author, hostile[(i+2*j)%len(hostile)])
			hold(t, w, Place{})
			hold(t, w, Place{Label: paragraph(12).Label, Item: 2})
			w.Publisher, w.Authors = author, nil
			hold(t, w, paragraph(i+1))
		}
	}
}

func TestDirection(t *testing.T) {
	w := Work{Title: "مأموریت <ناتو>", Authors: []string{"احمدی, اشرف"}, Publisher: "House", Language: "prs", Date: "2020-04-14", URL: "/b/"}
	const want = `<bdi>احمدی, اشرف</bdi>. <cite lang="prs" dir="auto">مأموریت &lt;ناتو&gt;</cite>. House, April 14, 2020. <a href="/b/">/b/</a>.`
	if got := w.Chicago(Place{}).HTML; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got, want := w.APAInText(paragraph(1)).Plain, "(احمدی, 2020, para. 1)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// An address that is none of the web's is never a link, and none breaks a
// record.
func TestAddresses(t *testing.T) {
	for _, test := range []struct{ url, want string }{
		{"https://e.example/a%20b/?q=1&r=2#x", "https://e.example/a%20b/?q=1&r=2#x"},
		{"/sub/briefs/b/", "/sub/briefs/b/"},
		{"https://e.example/\r\nER  - }{\\\"<>^`|", "https://e.example/ER-%7D%7B%5C%22%3C%3E%5E%60%7C"},
		{"https://e.example/ناتو/", "https://e.example/%D9%86%D8%A7%D8%AA%D9%88/"},
		{"javascript:alert(1)", ""},
		{"//evil.example/", ""},
	} {
		w := Work{Title: "T", Date: "2020-04-14", URL: test.url, Key: "k"}
		got := string(w.Chicago(Place{}).HTML)
		if link := `<a href="` + strings.ReplaceAll(test.want, "&", "&amp;") + `">`; test.want != "" && !strings.Contains(got, link) {
			t.Errorf("%q: no %s in %s", test.url, link, got)
		} else if test.want == "" && strings.Contains(got, "<a") {
			t.Errorf("%q: a link in %s", test.url, got)
		} else if test.want != "" {
			for form, r := range map[string]record{"RIS": readRIS(t, w.RIS(Place{})), "BibTeX": readBibTeX(t, w.BibTeX(Place{})), "CSL-JSON": readCSL(t, w.CSL(Place{}))} {
				if r.url != test.want {
					t.Errorf("%s: %q, want %q", form, r.url, test.want)
				}
			}
		}
	}
}

func TestKey(t *testing.T) {
	w := Work{Key: "a b,{c}\"#%\\=()~'\nمأموریت-2020"}
	if got, want := readBibTeX(t, w.BibTeX(Place{})).key, "abcمأموریت-2020"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func fuzz(f *testing.F, check func(*testing.T, Work, Place)) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+5)%len(hostile)], hostile[(i+9)%len(hostile)], i, i/2)
	}
	f.Fuzz(func(t *testing.T, title, author, other string, number, item int) {
		p := Place{Label: paragraph(max(number, 1)).Label, Item: max(item, 0)}
		check(t, hostileWork(title, author, other), p)
	})
}

// FuzzRecords reads back what was written, whatever was cited.
func FuzzRecords(f *testing.F) { fuzz(f, hold) }

// FuzzFree gives every field whatever it likes: nothing may break a record.
func FuzzFree(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+3)%len(hostile)])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		w := Work{Title: a, Authors: []string{b, a}, Publisher: b, Reference: a, Language: b, Edition: len(a), Successor: b,
			Status: brief.Status("superseded"), URL: a, Summary: b, Topics: []string{a, b}, Key: b}
		readBibTeX(t, w.BibTeX(Place{}))
		readRIS(t, w.RIS(Place{}))
		readCSL(t, w.CSL(Place{}))
		schema(t, w.CSL(Place{}))
	})
}
