package strictyaml

import (
	"strconv"

	"go.yaml.in/yaml/v4"
)

// Positions tells where the keys and values of a document stand. A path names
// the keys from the top of the document down; an item of a list is named by its
// index, from "0".
type Positions struct{ root *yaml.Node }

// Key returns the place of the key at path, or 0, 0 when it is absent.
func (p *Positions) Key(path ...string) (line, col int) {
	key, _ := p.find(path)
	return place(key)
}

// Value returns the place where the value at path begins (where it would begin,
// if it is empty), or 0, 0 when it is absent.
func (p *Positions) Value(path ...string) (line, col int) {
	_, value := p.find(path)
	return place(value)
}

// Keys returns the keys of the mapping at path in the order of the document.
func (p *Positions) Keys(path ...string) []string {
	_, value := p.find(path)
	if value == nil || value.Kind != yaml.MappingNode {
		return nil
	}
	var keys []string
	for key := range pairs(value) {
		keys = append(keys, key.Value)
	}
	return keys
}

func (p *Positions) find(path []string) (key, value *yaml.Node) {
	value = p.root
	for _, name := range path {
		parent := value
		key, value = nil, nil
		switch {
		case parent == nil:
		case parent.Kind == yaml.MappingNode:
			for k, v := range pairs(parent) {
				if k.Value == name {
					key, value = k, v
				}
			}
		case parent.Kind == yaml.SequenceNode:
			if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(parent.Content) {
				value = parent.Content[i]
			}
		}
	}
	return key, value
}

func place(n *yaml.Node) (line, col int) {
	if n == nil {
		return 0, 0
	}
	return n.Line, n.Column
}

// pairs yields the keys and values of a mapping.
func pairs(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}
