package strictyaml

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

var tooDeep = fmt.Sprintf("nested more than %d levels deep", MaxDepth)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// read cuts src into lines. Characters that may not stand in a document are
// reported, once for a run of them, and replaced one for one, so that the rest
// can still be read and keeps its place.
func (d *decoder) read(src []byte) {
	text := strings.TrimPrefix(string(src), "\ufeff")
	d.lines = strings.Split(lineEnds.Replace(text), "\n")
	for i, line := range d.lines {
		if !strings.ContainsFunc(line, func(r rune) bool { return r == utf8.RuneError || forbidden(r) }) {
			continue // most are
		}
		var clean strings.Builder
		col, run := 0, ""
		for len(line) > 0 {
			r, size := utf8.DecodeRuneInString(line)
			col++
			message, hint := "", ""
			switch {
			case r == utf8.RuneError && size == 1:
				message, hint = "not UTF-8 text", "save the file as UTF-8"
			case forbidden(r):
				message, hint = fmt.Sprintf("character %U is not allowed", r), "delete it"
			}
			if message != "" {
				r = utf8.RuneError
				if message != run {
					d.fail(i+1, col, hint, "%s", message)
				}
			}
			run = message
			clean.WriteRune(r)
			line = line[size:]
		}
		d.lines[i] = clean.String()
	}
}

// forbidden holds for control characters other than tab, line breaks that
// editors do not show as such, byte order marks, and what is no character.
func forbidden(r rune) bool {
	switch {
	case r < ' ':
		return r != '\t'
	case r >= 0x7f && r <= 0x9f, r == 0x2028, r == 0x2029, r == 0xfeff, r == 0xfffe, r == 0xffff:
		return true
	}
	return false
}

// parse returns the document's mapping, or nil if there is none. It reports
// syntax faults; each takes the top-level entry it stands in out of the text.
func (d *decoder) parse() *yaml.Node {
	for work := 0; work < maxWork; {
		text := strings.Join(d.lines, "\n")
		work += len(text) + 1
		root, err := d.load(text)
		if err == nil || err == io.EOF {
			return root
		}
		fault, ok := errors.AsType[*yaml.LoadError](err)
		if !ok {
			fault = &yaml.LoadError{Message: err.Error()}
		}
		e := d.explain(fault)
		d.errs = append(d.errs, e)
		lo, hi := e.Line-1, e.Line
		for lo > 0 && !startsEntry(d.lines[lo]) {
			lo--
		}
		for hi < len(d.lines) && !startsEntry(d.lines[hi]) {
			hi++
		}
		if strings.Join(d.lines[lo:hi], "") == "" {
			return nil // nothing left to take out here
		}
		clear(d.lines[lo:hi])
	}
	return nil
}

// startsEntry guesses whether a line begins a top-level key or a document.
func startsEntry(line string) bool {
	return line != "" && (!strings.ContainsAny(line[:1], " \t-#]}?:,") || strings.HasPrefix(line, "---"))
}

// load returns the mapping that text is, nil if text is empty or something else.
func (d *decoder) load(text string) (*yaml.Node, error) {
	limit := loaderlimits.DepthFunc(func(depth int, _ *loaderlimits.DepthContext) error {
		if depth > MaxDepth {
			return errors.New(tooDeep)
		}
		return nil
	})
	l, err := yaml.NewLoader(strings.NewReader(text), yaml.WithPlugin(loaderlimits.New(limit)))
	if err != nil {
		return nil, err
	}
	var doc, second yaml.Node
	if err := l.Load(&doc); err != nil {
		return nil, err
	}
	switch err := l.Load(&second); {
	case err == nil:
		line, col := d.clamp(second.Line, second.Column)
		hint := ""
		if strings.HasPrefix(d.lines[line-1], "---") {
			hint = `remove the "---"`
		}
		d.fail(line, col, hint, "a second document starts here")
	case err != io.EOF:
		return nil, err
	}
	root := doc.Content[0]
	root.Line, root.Column = d.clamp(root.Line, root.Column)
	switch {
	case root.Kind == yaml.MappingNode:
		return root, nil
	case root.Kind == yaml.ScalarNode && root.Value == "" && root.Style == 0:
		return nil, nil
	}
	e := Error{root.Line, root.Column, `expected lines of "key: value"`, ""}
	if root.Kind == yaml.ScalarNode {
		if tight, ok := d.missingSpace(root.Line); ok {
			e = tight
		}
	}
	d.errs = append(d.errs, e)
	return nil, nil
}

// clamp moves a place that the parser gives past the end of a line or of the
// text back to the end of what is there.
func (d *decoder) clamp(line, col int) (int, int) {
	if line < 1 {
		return 1, 1
	}
	past := false
	for line > len(d.lines) || line > 1 && strings.TrimSpace(d.lines[line-1]) == "" {
		line, past = line-1, true
	}
	end := utf8.RuneCountInString(strings.TrimRight(d.lines[line-1], " \t")) + 1
	if past || col > end {
		col = end
	}
	return line, max(col, 1)
}
