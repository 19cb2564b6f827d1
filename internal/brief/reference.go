package brief

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A referenceNode is a place in the text that refers to a note: [^label], or
// a citation, [@key, locator], which makes a note of its own.
type referenceNode struct {
	ast.BaseInline
	written text.Segment // with its brackets
	label   string       // of a note
	key     string       // of a citation
	locator string

	// Set when the document is built:
	note *Note
	id   string // anchor of this place
	show bool   // the note itself stands here, in the line
	html HTML   // of a citation within a note, instead of a reference
	text string // the same as plain text
}

var kindReference = ast.NewNodeKind("Reference")

func (n *referenceNode) Kind() ast.NodeKind { return kindReference }
func (n *referenceNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"label": n.label, "key": n.key}, nil)
}

// referenceParser reads [^label] and [@key, locator]. A link reference
// definition of the same label makes the latter a link; so does an address or a
// second label behind it, unless that is a reference too.
type referenceParser struct{}

func (referenceParser) Trigger() []byte { return []byte{'['} }

func (referenceParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 4 || line[1] != '^' && line[1] != '@' {
		return nil
	}
	const limit = 300
	end := bytes.IndexByte(line[:min(len(line), limit)], ']')
	if end < 3 || bytes.IndexByte(line[2:end], '[') >= 0 {
		return nil
	}
	inside := string(line[2:end])
	n := &referenceNode{written: segment.WithStop(segment.Start - segment.Padding + end + 1)}
	if line[1] == '^' {
		if util.IsBlank(line[2:end]) || bytes.ContainsAny(line[2:end], " \t") {
			return nil
		}
		n.label = inside
	} else {
		if after := line[end+1:]; len(after) > 1 && (after[0] == '(' || after[0] == '[' && after[1] != '@' && after[1] != '^') {
			return nil
		}
		if _, ok := pc.Reference(util.ToLinkReference(line[1:end])); ok {
			return nil
		}
		if n.key, n.locator = citation(inside); n.key == "" {
			return nil
		}
	}
	block.Advance(end + 1)
	return n
}
