// Package schema describes what editors write in YAML as JSON Schema, so that
// their programs complete keys and values, explain them, and mark faults while
// they type.
//
// # One source
//
// Which keys there are, and of which kind, is read from the types that the text
// is decoded into: [brief.Header] and [site.Config]. The keys of a standing page
// are those of an edition that [brief.ParsePage] takes. What each key is for, and
// what its value must be like, is said in keys.go and nowhere else; a key of which
// nothing is said there is a panic, which the tests meet first. The rules of check
// and their levels are those of package check.
//
// # Form
//
// Schemas are of draft 7: it is what every language server for YAML reads, and
// what the most used of them, yaml-language-server, takes for granted, whereas
// later drafts are still read in part. Nothing of a later draft is missed here.
// One keyword is not of the standard, which others pass over as it demands:
// patternErrorMessage, what that server, and editors for JSON, say in the place of
// a regular expression. Patterns are such that ECMAScript and RE2 read them alike.
//
// In YAML `title: 2019` is a number, and `status:` is null, while we take the
// first for text and the second for nothing. Text is therefore a string or whatever
// is neither a list nor a mapping, and nothing whatever is not something else: a
// list of types would have editors propose true, false and null for a title.
//
// # What a schema cannot say
//
// A schema accepts all that parses, but for what nobody writes: the word null as
// a title or as an item of a list, which is null to YAML, and the year 0999, which
// is a number. It does not refuse:
//
//   - what is wrong with the YAML: syntax, keys that are there twice, anchors, tags,
//     a second document, sizes and depths; nor how a number or a truth value is
//     written, such as 0x7E3 or True
//   - control characters, and those that hide
//   - published where the name of the file has the date, and no published where it
//     has none: a schema sees no name
//   - a span that ends before it begins, and days that no month has where a
//     validator does not look at formats
//   - language tags that are well formed and name no language, and the word null
//     where only some words are taken
//   - percent signs and hosts that are wrong within an address
//   - whatever is wrong with what the text says: that is for check
package schema

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/site"
)

// Edition is the schema of the front matter of an edition, as indented JSON.
func Edition() []byte {
	n := object(reflect.TypeFor[brief.Header](), nil)
	n.Title = "Front matter of a brief"
	n.If = &node{Required: []string{"status"}, Properties: properties{{"status", &node{Const: string(brief.StatusSuperseded)}}}}
	n.Then = &node{Required: []string{"successor"}, Properties: properties{{"successor", filled(text())}}}
	return n.text()
}

// Page is the schema of the front matter of a standing page.
func Page() []byte {
	n := object(reflect.TypeFor[brief.Header](), pageTakes)
	n.Title = "Front matter of a standing page"
	return n.text()
}

// Site is the schema of site.yaml.
func Site() []byte {
	n := object(reflect.TypeFor[site.Config](), nil)
	n.Title = "Settings of a site of briefs"
	return n.text()
}

// pageTakes tells whether a page may have a key.
func pageTakes(key string) bool {
	_, problems := brief.ParsePage(brief.Input{File: "page.md", Slug: "page", Data: []byte("---\n" + key + ":\n---\n")}, brief.Options{})
	for _, p := range problems {
		if p.Rule == "unknown-key" {
			return false
		}
	}
	return true
}

// object is the schema of a mapping that is decoded into a struct, of its keys
// for which takes is true; nil takes all.
func object(t reflect.Type, takes func(key string) bool) *node {
	n := &node{Type: "object", Closed: true}
	for f := range t.Fields() {
		key := f.Tag.Get("yaml")
		if key == "" || takes != nil && !takes(key) {
			continue
		}
		about, known := keys[t.Name()+" "+key]
		if !known {
			panic(fmt.Sprintf("schema: nothing is said of %s of %v", key, t))
		}
		value := of(f.Type)
		if about.want != nil {
			value = about.want(value)
		}
		value.Description = about.doc
		n.Properties = append(n.Properties, property{key, value})
		if about.required {
			n.Required = append(n.Required, key)
		}
	}
	return n
}

// of is the schema of a value of a type that strictyaml decodes.
func of(t reflect.Type) *node {
	switch t {
	case reflect.TypeFor[brief.Date]():
		return day()
	case reflect.TypeFor[brief.PartialDate]():
		return partialDate()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		panic(fmt.Sprintf("schema: nothing is said of %v", t))
	}
	switch t.Kind() {
	case reflect.String:
		return text()
	case reflect.Bool:
		return boolean()
	case reflect.Slice:
		return &node{Type: []string{"array", "null"}, Items: some(of(t.Elem()))}
	case reflect.Map:
		return &node{Type: []string{"object", "null"}, PropertyNames: &node{MinLength: 1}, Others: of(t.Elem())}
	case reflect.Pointer:
		return of(t.Elem())
	case reflect.Struct:
		return object(t, nil)
	}
	panic(fmt.Sprintf("schema: cannot describe %v", t))
}

// ruleLevels are the rules of check, each with the levels that it may have.
func ruleLevels(n *node) *node {
	var levels []any
	for level := check.Error; ; level-- {
		levels = append(levels, level.String())
		if level == check.Off {
			break
		}
	}
	n.Others, n.PropertyNames, n.Closed = nil, nil, true
	for _, r := range check.Rules() {
		doc, _, _ := strings.Cut(r.Doc, "\n")
		n.Properties = append(n.Properties, property{r.Name, &node{Description: doc + " Without a setting: " + r.Level.String() + ".", Enum: levels}})
	}
	return n
}

// text writes a whole schema.
func (n *node) text() []byte {
	n.Schema = "http://json-schema.org/draft-07/schema#"
	data, err := json.MarshalIndent(n, "", "  ")
	if err != nil {
		panic(err) // nothing in it can fail
	}
	return append(data, '\n')
}
