package schema

import (
	"bytes"
	"encoding/json"
)

// A node is a schema, of the keywords that are needed here.
type node struct {
	Schema      string `json:"$schema,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`

	Type  any     `json:"type,omitempty"` // a string, or a []string
	Not   *node   `json:"not,omitempty"`
	AnyOf []*node `json:"anyOf,omitempty"`
	Enum  []any   `json:"enum,omitempty"`
	Const string  `json:"const,omitempty"`

	Pattern   string `json:"pattern,omitempty"`
	Message   string `json:"patternErrorMessage,omitempty"`
	Format    string `json:"format,omitempty"`
	MinLength int    `json:"minLength,omitempty"`
	MaxLength *int   `json:"maxLength,omitempty"`

	Minimum int `json:"minimum,omitempty"`
	Maximum int `json:"maximum,omitempty"`

	Items    *node `json:"items,omitempty"`
	MaxItems int   `json:"maxItems,omitempty"`

	Required      []string   `json:"required,omitempty"`
	Properties    properties `json:"properties,omitempty"`
	PropertyNames *node      `json:"propertyNames,omitempty"`
	Others        *node      `json:"-"` // additionalProperties
	Closed        bool       `json:"-"` // additionalProperties: false

	If   *node `json:"if,omitempty"`
	Then *node `json:"then,omitempty"`
}

// MarshalJSON implements json.Marshaler.
func (n *node) MarshalJSON() ([]byte, error) {
	type plain node
	var others any
	if n.Closed {
		others = false
	} else if n.Others != nil {
		others = n.Others
	}
	return encode(struct {
		*plain
		AdditionalProperties any `json:"additionalProperties,omitempty"`
	}{(*plain)(n), others})
}

// encode writes JSON in which "<" is "<": nobody sets it into a page.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// properties are in the order in which editors propose them.
type properties []property

type property struct {
	key string
	*node
}

// MarshalJSON implements json.Marshaler.
func (p properties) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, property := range p {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := encode(property.key)
		if err != nil {
			return nil, err
		}
		value, err := encode(property.node)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, key...), ':'), value...)
	}
	return append(b, '}'), nil
}
