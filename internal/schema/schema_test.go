package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/site"
	"briefpress/internal/strictyaml"
)

// A kind is one of the three that are described.
type kind struct {
	name   string
	schema *jsonschema.Schema
	// parse gives what keeps a file from being published that a schema may know of.
	parse func(file string, data []byte) []string
	// yaml is the part of the file that is YAML.
	yaml func(data []byte) []byte
}

// kinds are those of editions, pages and settings.
func kinds(t *testing.T) map[string]*kind {
	t.Helper()
	all := map[string]*kind{
		"edition": {parse: parseEdition, yaml: front},
		"page":    {parse: parsePage, yaml: front},
		"site":    {parse: parseSite, yaml: func(data []byte) []byte { return data }},
	}
	for name, data := range map[string][]byte{"edition": Edition(), "page": Page(), "site": Site()} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		c.AssertFormat()
		if err := c.AddResource(name+".json", doc); err != nil {
			t.Fatal(err)
		}
		// Compile holds it against the schema of schemas first.
		if all[name].schema, err = c.Compile(name + ".json"); err != nil {
			t.Fatal(err)
		}
		all[name].name = name
	}
	return all
}

func parseEdition(file string, data []byte) []string {
	// Texts of which no name says otherwise have the date where they need one.
	date, err := brief.ParseDate(strings.TrimSuffix(path.Base(file), ".md"))
	if err != nil && !bytes.Contains(data, []byte("\npublished:")) {
		date = "2020-04-14"
	}
	_, problems := brief.ParseEdition(brief.Input{File: file, Slug: "slug", Date: date, Data: data}, brief.Options{})
	return messages(problems)
}

func parsePage(file string, data []byte) []string {
	_, problems := brief.ParsePage(brief.Input{File: file, Slug: "slug", Data: data}, brief.Options{})
	return messages(problems)
}

func parseSite(_ string, data []byte) []string {
	_, problems := site.Load(site.Source{Content: fstest.MapFS{"site.yaml": {Data: data}}, Templates: fstest.MapFS{}, Static: fstest.MapFS{}}, nil)
	all := messages(slices.DeleteFunc(problems, func(p brief.Problem) bool { return p.File != "content/site.yaml" }))
	// What check says of the levels of its rules.
	var c site.Config
	strictyaml.Decode(data, &c)
	for name, value := range c.Rules {
		var level check.Level
		if err := level.UnmarshalText([]byte(value)); err != nil || !slices.ContainsFunc(check.Rules(), func(r check.Rule) bool { return r.Name == name }) {
			all = append(all, "there is no such rule, or level: "+name)
		}
	}
	return all
}

func messages(problems []brief.Problem) (all []string) {
	for _, p := range problems {
		if p.Stops && slices.Contains([]string{"front-matter", "unknown-key", "site", "base-url"}, p.Rule) {
			all = append(all, p.Message)
		}
	}
	return all
}

// front is the front matter of a text; nil where there is none.
func front(data []byte) []byte {
	m := regexp.MustCompile(`(?s)^(?:\x{FEFF})?---[ \t]*\r?\n(.*?)(?:^|\n)---[ \t]*(?:\r?\n|$)`).FindSubmatch(data)
	if m == nil {
		return nil
	}
	return m[1]
}

// instance is a document as programs that read JSON Schema see it, by the core
// schema of YAML 1.2.
func instance(data []byte) (any, error) {
	var n yaml.Node
	if err := yaml.Unmarshal(data, &n); err != nil {
		return nil, err
	}
	if n.Kind == 0 {
		return nil, nil
	}
	return value(n.Content[0])
}

func value(n *yaml.Node) (any, error) {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if _, again := m[key]; again {
				return nil, fmt.Errorf("duplicate key %q", key)
			}
			v, err := value(n.Content[i+1])
			if err != nil {
				return nil, err
			}
			m[key] = v
		}
		return m, nil
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			v, err := value(item)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.ScalarNode:
		switch n.ShortTag() {
		case "!!null":
			return nil, nil
		case "!!bool":
			return strconv.ParseBool(strings.ToLower(n.Value))
		case "!!int", "!!float":
			if i, err := strconv.ParseInt(strings.TrimLeft(n.Value, "0"), 10, 64); err == nil {
				return json.Number(strconv.FormatInt(i, 10)), nil
			}
			f, err := strconv.ParseFloat(n.Value, 64)
			return json.Number(strconv.FormatFloat(f, 'g', -1, 64)), err
		}
		return n.Value, nil
	}
	return nil, fmt.Errorf("a node of kind %d", n.Kind)
}

// unsaid are the faults that a schema does not know of, and why.
var unsaid = []struct{ message, why string }{
	{`^the brief has no date$|has its date from the name of its file$`, "a schema sees no file name"},
	{`^the span ends before it begins$`, "values are not compared with one another"},
	{`is not a language tag$`, "the tag is well formed, and names no language"},
	{`"null"`, "to YAML it is nothing"},
	{`^item \d+ of .* is empty$`, "to YAML it is null, as the text null is"},
	{`is not an address of the web$|is not an address$|is not a URL$|navigation ".*" is not an address`, "what is wrong with an address behind its host"},
}

// reason is why a schema does not know of any of the faults; "" where it should.
func reason(faults []string) string {
	why := ""
	for _, f := range faults {
		i := slices.IndexFunc(unsaid, func(u struct{ message, why string }) bool { return regexp.MustCompile(u.message).MatchString(f) })
		if i < 0 {
			return ""
		}
		why = unsaid[i].why
	}
	return why
}

// agree holds parser and schema against one another, and reports whether the file
// parses, and whether the schema knew.
func (k *kind) agree(t *testing.T, file string, data []byte) (parsed, knew bool) {
	t.Helper()
	faults := k.parse(file, data)
	doc, err := instance(k.yaml(data))
	if err != nil {
		if len(faults) == 0 {
			t.Errorf("%s: parsed, and is no YAML: %v\n%s", file, err, data)
		}
		return false, true // editors see that without a schema
	}
	invalid := k.schema.Validate(doc)
	switch {
	case len(faults) == 0 && invalid != nil:
		t.Errorf("%s parses as %s; the schema refuses it: %#v\n%s", file, k.name, invalid, k.yaml(data))
	case len(faults) > 0 && invalid == nil && reason(faults) == "":
		t.Errorf("%s: the schema of %s knows nothing of %q\n%s", file, k.name, faults, k.yaml(data))
	case len(faults) > 0 && invalid == nil:
		t.Logf("%s: %q: %s", file, faults, reason(faults))
	}
	return len(faults) == 0, invalid != nil
}

// Every front matter in the fixtures of the repository is accepted where it
// parses, and refused where it does not for a reason that a schema can say.
func TestFixtures(t *testing.T) {
	all := kinds(t)
	root := "../.."
	accepted, refused, unknown := 0, 0, 0
	look := func(file string, data []byte) {
		k := all["edition"]
		switch {
		case path.Base(file) == "site.yaml":
			k = all["site"]
		case path.Ext(file) != ".md":
			return
		case path.Base(path.Dir(file)) == "pages":
			k = all["page"]
		}
		if k != all["site"] && front(data) == nil || !valid(data) {
			return
		}
		switch parsed, knew := k.agree(t, file, data); {
		case parsed:
			accepted++
		case knew:
			refused++
		default:
			unknown++
		}
	}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && name != root {
			return fs.SkipDir
		}
		if d.IsDir() || !slices.Contains([]string{".md", ".yaml", ".txtar"}, filepath.Ext(name)) {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if filepath.Ext(name) != ".txtar" {
			look(filepath.ToSlash(name), data)
			return nil
		}
		for _, f := range txtar.Parse(data).Files {
			look(filepath.ToSlash(name)+"/"+f.Name, f.Data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d accepted, %d refused, %d with what a schema cannot say", accepted, refused, unknown)
	if accepted < 50 || refused < 10 {
		t.Error("where are the fixtures?")
	}
}

// valid tells whether a file has no control characters, of which schemas know nothing.
func valid(data []byte) bool {
	return !bytes.ContainsFunc(data, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' })
}

// values are of every kind that editors may write behind any key.
var values = strings.Split(strings.TrimSuffix(`

~
null
''
""
text
text: more
'it''s'
2019
2019-06
2019-06-07
'2019-06-07'
2019-13-01
2019-02-30
2019-6-7
02019
0999
20190607
1.5
true
false
'true'
yes
off
error
[]
[a]
[1, a]
[a, '']
[~]
[[a]]
[{a: b}]
{}
{a: b}
{a: }
{a: 1}
{a: [b]}
{'a b': b}
current
archived
withdrawn
superseded
ended
ltr
rtl
up
en
fa-AF
zh-Hant-TW
x-private
qq
x y
no
https://example.org/
HTTPS://EXAMPLE.ORG
https://example.org/a b?c#d
http://[::1]:80/a/b
https://example.org
https://example.org//
https://example.org/a//b
https://example.org/a/../b
https://example.org/a/.
https://user@example.org/
https://example.org/?q
https://example.org/é
ftp://example.org/
https://
https:///a
javascript:alert(1)
//example.org/
/a/
/a
/
/a\b
mailto:a@example.org
a@example.org
a@b/c
a b@c
@
a@
[/a/]
[/a/b.c/]
[/a/../b/]
[/./]
[/../]
[//]
[/a]
[a/]
[/نشانی/]
['/a b/']
[2019]
[a, b, c, d, e]
[a, b, c, d, e, f]
[{date: 2020-01-01, note: x}]
[{date: 2020-01-01, note: 1}]
[{note: x}]
[{date: , note: x}]
[{date: 2020-01-01, note: ''}]
[{date: 2020-01-01, note: x, by: y}]
[{label: a, from: 2015}]
[{label: a, from: 2015, to: }]
[{label: a, from: '2015', to: 2016-02}]
[{label: a, from: 2015, to: 2014}]
[{label: a, from: 2015-13}]
[{label: a}]
[{label: '', from: 2015}]
[{from: 2015}]
[{title: a, address: /a/}]
[{title: a, address: a}]
[{title: a, address: https://example.org/}]
[{title: a}]
[{title: '', address: /a/}]
{k: {title: a}}
{2019: {title: 2019, date: 2019, accessed: 2020-01-01}}
{k: {title: a, author: , url: , archive-url: ''}}
{k: }
{k: {}}
{k: {title: }}
{k: {author: a}}
{k: a}
{'a b': {title: x}}
{a.b:c/d_e-f: {title: x}}
{-a: {title: x}}
{ک: {title: x}}
{k: {title: x, url: 'javascript:1'}}
{k: {title: x, accessed: soon}}
{k: {title: x, accessed: 2019}}
{k: {title: x, date: 2019-13}}
{k: {title: x, isbn: 1}}
{topic: off}
{topic: advice}
example.org,2019
a@example.org,2019-06-07:briefs
example.org
Example.org,2019
{x: {y: {z: 1}}}`, "\n"), "\n")

// With every value behind every key, the schema says what the parser says.
func TestEveryKeyWithEveryValue(t *testing.T) {
	all := kinds(t)
	keysOf := func(schema []byte) (names []string) {
		var s struct{ Properties map[string]any }
		if err := json.Unmarshal(schema, &s); err != nil {
			t.Fatal(err)
		}
		for key := range s.Properties {
			names = append(names, key)
		}
		slices.Sort(names)
		return append(names, "sumary", "Title")
	}
	for _, tt := range []struct {
		kind, file string
		schema     []byte
		base       map[string]string
	}{
		{"edition", "briefs/plan.md", Edition(), map[string]string{"title": "T", "published": "2019-06-07"}},
		{"edition", "briefs/plan/2019-06-07.md", Edition(), map[string]string{"title": "T", "successor": "other"}},
		{"page", "pages/about.md", Page(), map[string]string{"title": "T"}},
		{"site", "content/site.yaml", Site(), map[string]string{"title": "T", "id": "example.org,2019"}},
	} {
		accepted, refused, unknown := 0, 0, 0
		for _, key := range keysOf(tt.schema) {
			for _, v := range values {
				if key == "title" && v == "null" {
					continue // the one text that is refused and parses
				}
				var text strings.Builder
				for k, other := range tt.base {
					if k != key {
						fmt.Fprintf(&text, "%s: %s\n", k, other)
					}
				}
				fmt.Fprintf(&text, "%s: %s\n", key, v)
				data := text.String()
				if tt.kind != "site" {
					data = "---\n" + data + "---\nText.\n"
				}
				switch parsed, knew := all[tt.kind].agree(t, tt.file, []byte(data)); {
				case parsed:
					accepted++
				case knew:
					refused++
				default:
					unknown++
				}
			}
		}
		t.Logf("%s: %d accepted, %d refused, %d with what a schema cannot say", tt.file, accepted, refused, unknown)
	}
}

// So it is within the mappings that stand behind keys.
func TestEveryNestedKeyWithEveryValue(t *testing.T) {
	all := kinds(t)
	for _, tt := range []struct {
		kind, before string // the key goes behind it
		base         map[string]string
		keys         []string
	}{
		{"edition", "sources:\n  k:\n", map[string]string{"title": "x"}, []string{"author", "title", "publisher", "date", "url", "accessed", "archive-url", "titel"}},
		{"page", "sources:\n  k:\n", map[string]string{"title": "x"}, []string{"date", "url", "titel"}},
		{"edition", "spans:\n  -\n", map[string]string{"label": "x", "from": "2015"}, []string{"label", "from", "to", "until"}},
		{"edition", "corrections:\n  -\n", map[string]string{"date": "2020-01-01", "note": "x"}, []string{"date", "note", "by"}},
		{"edition", "acronyms:\n", nil, []string{"RSM"}},
		{"edition", "authors:\n  - Ada\n", nil, []string{""}},
		{"edition", "aliases:\n", nil, []string{""}},
		{"edition", "key-points:\n", nil, []string{""}},
		{"site", "navigation:\n  -\n", map[string]string{"title": "x", "address": "/briefs/"}, []string{"title", "address", "url"}},
		{"site", "acronyms:\n", nil, []string{"RSM"}},
		{"site", "rules:\n", nil, []string{"topic", "topics"}},
	} {
		accepted, refused, unknown := 0, 0, 0
		for _, key := range tt.keys {
			for _, v := range values {
				if v == "0999" || v == "02019" {
					continue // years that are other numbers to YAML
				}
				data := "title: T\nid: example.org,2019\n" + tt.before
				if tt.kind != "site" {
					data = "title: T\n" + tt.before
				}
				if key == "" {
					if v == "~" || v == "null" {
						continue // an item that is the text null, or ~, parses
					}
					data += "  - " + v + "\n"
				} else {
					for k, other := range tt.base {
						if k != key {
							data += "    " + k + ": " + other + "\n"
						}
					}
					if v == "null" && (key == "title" || key == "label" || key == "note") {
						continue
					}
					data += "    " + key + ": " + v + "\n"
				}
				if tt.kind != "site" {
					data = "---\n" + data + "---\nText.\n"
				}
				file := map[string]string{"edition": "briefs/plan/2019-06-07.md", "page": "pages/about.md", "site": "content/site.yaml"}[tt.kind]
				switch parsed, knew := all[tt.kind].agree(t, file, []byte(data)); {
				case parsed:
					accepted++
				case knew:
					refused++
				default:
					unknown++
				}
			}
		}
		t.Logf("%s %q: %d accepted, %d refused, %d with what a schema cannot say", tt.kind, tt.before, accepted, refused, unknown)
	}
}
