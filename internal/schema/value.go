package schema

// Patterns, each as package brief or site has it.
const (
	dayPattern      = `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`
	monthPattern    = `^[0-9]{4}(-(0[1-9]|1[0-2]))?$`
	languagePattern = `^([A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)?$`
	urlPattern      = `^([Hh][Tt][Tt][Pp][Ss]?://[^/?#]+.*)?$`
	aliasPattern    = `^(/[\p{L}\p{M}\p{N}_~.-]+)+/$`
	citationPattern = `^[\p{L}\p{N}][\p{L}\p{N}_.:/-]*$`
	idPattern       = `^(([A-Za-z0-9._-]+@)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(:[A-Za-z0-9._~-]+)?)$`
	basePattern     = `^([Hh][Tt][Tt][Pp][Ss]?://[^/?#@]+(/*[A-Za-z0-9._~%-]+)?(/[A-Za-z0-9._~%-]+)*/*)?$`
	addressPattern  = `^([Hh][Tt][Tt][Pp][Ss]?://[^/?#]+.*|/([^/\\][^\\]*)?)$`
	contactPattern  = `^(([Mm][Aa][Ii][Ll][Tt][Oo]:)?[^ <>"?&:/@]+@[^ <>"?&:/]+|[Hh][Tt][Tt][Pp][Ss]?://[^/?#]+.*|/([^/\\][^\\]*)?)?$`
)

// text is any text, and nothing. It is written as a string, so that editors take
// it for one, or whatever else a text looks like to YAML.
func text() *node {
	return anyOf(&node{Type: "string"}, not("string", "array", "object"))
}

// like is text that is like a pattern, and nothing; message says what it is to be.
func like(pattern, message string) func(*node) *node {
	return func(*node) *node {
		return anyOf(&node{Type: "string", Pattern: pattern, Message: message}, nothing())
	}
}

// day is a [brief.Date].
func day() *node { return anyOf(calendarDay("write a day, such as 2019-06-07"), nothing()) }

func calendarDay(message string) *node {
	return &node{Type: "string", Format: "date", Pattern: dayPattern, Message: message}
}

// partialDate is a [brief.PartialDate]. A year is a number to YAML.
func partialDate() *node {
	const message = "write a year, a month or a day: 2019, 2019-06 or 2019-06-07"
	return anyOf(&node{Type: "string", Pattern: monthPattern, Message: message}, calendarDay(message),
		&node{Type: "integer", Minimum: 1000, Maximum: 9999}, nothing())
}

// boolean is true or false, which may stand in quotes, and nothing.
func boolean() *node {
	return anyOf(&node{Type: "boolean"}, &node{Type: "string", Pattern: "^(true|false)$"}, nothing())
}

// oneOf is one of some words, or nothing, which may be written "".
func oneOf(words ...string) func(*node) *node {
	return func(*node) *node {
		n, empty := &node{}, 0
		for _, w := range words {
			n.Enum = append(n.Enum, w)
		}
		return anyOf(n, &node{Type: "string", MaxLength: &empty}, nothing())
	}
}

func anyOf(nodes ...*node) *node { return &node{AnyOf: nodes} }

func not(types ...string) *node { return &node{Not: &node{Type: types}} }

// nothing is null. It is not called so, since editors would propose to write it.
func nothing() *node { return not("string", "array", "object", "boolean", "number") }

// some is a value that is not nothing, though text may be empty.
func some(n *node) *node {
	if n.AnyOf == nil {
		return n
	}
	var nodes []*node
	for _, n := range n.AnyOf {
		if n.Not != nil && n.Type == nil {
			types := append([]string{"null"}, n.Not.Type.([]string)...)
			if len(types) == 6 { // all that there are
				continue
			}
			n = not(types...)
		}
		nodes = append(nodes, n)
	}
	if len(nodes) == 1 {
		return nodes[0]
	}
	return anyOf(nodes...)
}

// filled is a value that may not be left out, nor be empty.
func filled(n *node) *node {
	n = some(n)
	first := n
	if n.AnyOf != nil {
		first = n.AnyOf[0]
	}
	first.MinLength = 1
	return n
}

// refusing narrows to text that is not like a pattern.
func refusing(pattern string) func(*node) *node {
	return func(n *node) *node {
		first := n
		if n.AnyOf != nil {
			first = n.AnyOf[0]
		}
		first.Not = &node{Pattern: pattern}
		return n
	}
}

// both narrows by one, then by the other.
func both(first, second func(*node) *node) func(*node) *node {
	return func(n *node) *node { return second(first(n)) }
}
