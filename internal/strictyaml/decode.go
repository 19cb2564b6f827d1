package strictyaml

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// check reports what no document may hold and takes it out of the tree, so that
// what is left has nothing but text, lists, mappings with distinct text keys, and
// nodes without a kind where an alias was.
func (d *decoder) check(n *yaml.Node, depth int) {
	n.Line, n.Column = d.clamp(n.Line, n.Column)
	if n.Kind == yaml.AliasNode {
		d.failSigil(n.Line, n.Column, '*')
		*n = yaml.Node{Line: n.Line, Column: n.Column}
		return
	}
	if n.Anchor != "" {
		d.failSigil(n.Line, n.Column, '&')
	}
	if n.Style&yaml.TaggedStyle != 0 || n.Tag == "!" {
		d.failSigil(n.Line, n.Column, '!')
	}
	if i := strings.IndexFunc(n.Value, func(r rune) bool { return r != '\n' && forbidden(r) }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(n.Value[i:])
		d.fail(n.Line, n.Column, "remove the escape", "character %U is not allowed", r)
	}
	if n.Kind != yaml.ScalarNode && depth > MaxDepth {
		d.fail(n.Line, n.Column, "", "%s", tooDeep)
		n.Content = nil
	}
	if n.Kind != yaml.MappingNode {
		for _, item := range n.Content {
			d.check(item, depth+1)
		}
		return
	}
	first := map[string]int{}
	var kept []*yaml.Node
	for key, value := range pairs(n) {
		merge := key.Tag == "!!merge"
		d.check(key, depth+1)
		if merge {
			d.fail(key.Line, key.Column, "write out the keys it stands for", "merge keys (<<) are not supported")
			continue
		}
		d.check(value, depth+1)
		line, again := first[key.Value]
		switch {
		case key.Kind == 0:
		case key.Kind != yaml.ScalarNode:
			d.fail(key.Line, key.Column, "put it in quotes if it is text", "a key must be text")
		case key.Value == "":
			d.fail(key.Line, key.Column, `write "key: value"`, "a key is missing")
		case again:
			d.fail(key.Line, key.Column, "", "duplicate key %s, first on line %d", quote(key.Value), line)
		default:
			first[key.Value] = key.Line
			kept = append(kept, key, value)
		}
	}
	n.Content = kept
}

// subject names a value in messages: that of a key, or an item of that value.
type subject struct {
	key  string
	item int // from 1; 0 for the value itself
}

func (s subject) String() string {
	switch {
	case s.item > 0:
		return fmt.Sprintf("item %d of %s", s.item, s.key)
	case s.key == "":
		return "the document"
	}
	return s.key
}

// decode sets v, which is addressable, to what n says.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, name subject) {
	if n.Kind == 0 {
		v.SetZero()
		return
	}
	plain := n.Kind == yaml.ScalarNode && n.Style&^yaml.TaggedStyle == 0
	word := plain && strings.EqualFold(n.Value, "null") && v.Kind() != reflect.String
	if plain && (n.Value == "" || n.Value == "~") || word {
		if name.item > 0 {
			d.fail(n.Line, n.Column, "", "%s is empty", name)
		}
		v.SetZero()
		return
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	wrong := func(want, hint string) { d.fail(n.Line, n.Column, hint, "%s must be %s", name, want) }
	scalar := n.Kind == yaml.ScalarNode
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if !scalar {
			wrong("a single value", "")
		} else if err := u.UnmarshalText([]byte(n.Value)); err != nil {
			d.fail(n.Line, n.Column, "", "%v", err)
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		if !scalar {
			wrong("text", textHint(n))
			return
		}
		v.SetString(n.Value)
	case reflect.Bool:
		if !scalar || n.Value != "true" && n.Value != "false" {
			wrong("true or false", boolHint(n, name))
			return
		}
		v.SetBool(n.Value == "true")
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if !scalar || err != nil {
			wrong("a whole number", "")
			return
		}
		v.SetInt(int64(i))
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			wrong("a list", listHint(n, v.Type().Elem(), name))
			return
		}
		list := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
		for i, item := range n.Content {
			d.decode(item, list.Index(i), subject{name.String(), i + 1})
		}
		v.Set(list)
	case reflect.Map:
		if n.Kind != yaml.MappingNode {
			wrong(`lines of "key: value"`, linesHint)
			return
		}
		m := reflect.MakeMap(v.Type())
		for key, value := range pairs(n) {
			e := reflect.New(v.Type().Elem()).Elem()
			d.decode(value, e, subject{key: key.Value})
			m.SetMapIndex(reflect.ValueOf(key.Value).Convert(v.Type().Key()), e)
		}
		v.Set(m)
	case reflect.Struct:
		if n.Kind != yaml.MappingNode {
			wrong(`lines of "key: value"`, linesHint)
			return
		}
		d.decodeStruct(n, v)
	default:
		panic("strictyaml: cannot decode into " + v.Type().String())
	}
}

func (d *decoder) decodeStruct(n *yaml.Node, v reflect.Value) {
	fields := map[string]int{}
	var known []string
	for i := range v.NumField() {
		if key := v.Type().Field(i).Tag.Get("yaml"); key != "" {
			fields[key] = i
			known = append(known, key)
		}
	}
	for key, value := range pairs(n) {
		if i, ok := fields[key.Value]; ok {
			d.decode(value, v.Field(i), subject{key: key.Value})
		} else {
			d.fail(key.Line, key.Column, suggest(key.Value, known), "unknown key %s", quote(key.Value))
		}
	}
}
