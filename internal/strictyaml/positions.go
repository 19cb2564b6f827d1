package strictyaml

import (
	"iter"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// Positions tells where the keys and values of a document stand. A path names
// the keys from the top of the document down; an item of a list is named by its
// index, from "0".
type Positions struct {
	// spots are those of all values, each followed by those of the values in it;
	// that of the document is the first. The nodes of the YAML package would fill
	// the memory where there are many documents.
	spots []spot
}

// A spot is a value and its key, if it has one.
type spot struct {
	key       string
	keyAt, at struct{ line, column int32 }
	kind      yaml.Kind
	end       int32 // behind the last spot of a value in this one
}

// newPositions notes where the values of a tree stand, which may be nil.
func newPositions(root *yaml.Node) *Positions {
	p := &Positions{}
	if root != nil {
		p.spots = make([]spot, 0, values(root))
		p.note(&yaml.Node{}, root)
	}
	return p
}

// values counts those of a tree.
func values(n *yaml.Node) int {
	all := 1
	for i, inner := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			all += values(inner)
		}
	}
	return all
}

func (p *Positions) note(key, value *yaml.Node) {
	var s spot
	s.key, s.kind = key.Value, value.Kind
	s.keyAt.line, s.keyAt.column = int32(key.Line), int32(key.Column)
	s.at.line, s.at.column = int32(value.Line), int32(value.Column)
	i := len(p.spots)
	p.spots = append(p.spots, s)
	if value.Kind == yaml.MappingNode {
		for key, value := range pairs(value) {
			p.note(key, value)
		}
	} else {
		for _, item := range value.Content {
			p.note(&yaml.Node{}, item)
		}
	}
	p.spots[i].end = int32(len(p.spots))
}

// Key returns the place of the key at path, or 0, 0 when it is absent.
func (p *Positions) Key(path ...string) (line, col int) {
	s, _ := p.find(path)
	return int(s.keyAt.line), int(s.keyAt.column)
}

// Value returns the place where the value at path begins (where it would begin,
// if it is empty), or 0, 0 when it is absent.
func (p *Positions) Value(path ...string) (line, col int) {
	s, _ := p.find(path)
	return int(s.at.line), int(s.at.column)
}

// Keys returns the keys of the mapping at path in the order of the document.
func (p *Positions) Keys(path ...string) []string {
	s, i := p.find(path)
	if s.kind != yaml.MappingNode {
		return nil
	}
	var keys []string
	for i := range p.in(i) {
		keys = append(keys, p.spots[i].key)
	}
	return keys
}

// find gives the spot at path and its place among spots; the zero spot where there
// is none.
func (p *Positions) find(path []string) (s spot, i int) {
	if len(p.spots) == 0 {
		return spot{}, 0
	}
	for _, name := range path {
		kind, n, found := p.spots[i].kind, 0, false
		for j := range p.in(i) {
			if found = kind == yaml.MappingNode && p.spots[j].key == name || kind == yaml.SequenceNode && strconv.Itoa(n) == name; found {
				i = j
				break
			}
			n++
		}
		if !found {
			return spot{}, 0
		}
	}
	return p.spots[i], i
}

// in yields the places of the values that stand directly in one.
func (p *Positions) in(i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for j := i + 1; j < int(p.spots[i].end) && yield(j); j = int(p.spots[j].end) {
		}
	}
}

// pairs yields the keys and values of a mapping.
func pairs(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}
