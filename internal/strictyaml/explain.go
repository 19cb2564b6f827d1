package strictyaml

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// explain turns a fault of the parser into an error: its place is where the
// writer should look, its words say what to change.
func (d *decoder) explain(f *yaml.LoadError) Error {
	line, col := d.clamp(f.Mark.Line, f.Mark.Column)
	before, after := d.split(line, col)
	next := ""
	if r := []rune(after); len(r) > 0 {
		next = string(r[0])
	}
	at := func(hint, format string, args ...any) Error {
		return Error{line, col, fmt.Sprintf(format, args...), hint}
	}
	// began moves an error to where the faulty construct began.
	began := func(e Error) Error {
		if f.ContextMark.Line > 0 {
			e.Line, e.Column = d.clamp(f.ContextMark.Line, f.ContextMark.Column)
		}
		return e
	}
	inQuotes := quotesHint
	if text := strings.TrimSpace(after); len(text) <= maxHint && !strings.ContainsAny(text, ",]}") {
		inQuotes += ": " + doubleQuoted(text)
	}
	message, context := f.Message, f.ContextMsg
	has := func(s string) bool { return strings.Contains(message, s) }
	switch {
	case message == tooDeep:
		return at("", "%s", tooDeep)
	case has("tab character"), next == "\t" && has("cannot start any token"):
		return at("indent with spaces", "a tab is used for indentation")
	case has("cannot start any token"):
		return at(inQuotes, "text cannot begin with %q", next)
	case has("unknown anchor"):
		return sigil(line, col, '*')
	case context == "while scanning an alias":
		return began(sigil(line, col, '*'))
	case context == "while scanning an anchor":
		return began(sigil(line, col, '&'))
	case context == "while scanning a tag", context == "while parsing a tag", has("undefined tag handle"):
		return began(sigil(line, col, '!'))
	case has("directive"), strings.HasSuffix(context, "directive"), has("incompatible YAML document"):
		return began(at("", `lines that begin with "%%" are not supported`))
	case context == "while scanning a quoted scalar":
		switch {
		case has("end of stream"), has("document indicator"):
			return began(at("close it, or write the text without quotes", "this quote is not closed"))
		case has("unknown escape"):
			return at(`write \\ for a backslash, or use single quotes`, "unknown escape %s in double quotes", quote(firstRunes(after, 2)))
		}
		col = max(1, utf8.RuneCountInString(before[:strings.LastIndexByte(before, '\\')+1]))
		return at(`write \\ for a backslash, or use single quotes`, "this escape is not a character")
	case context == "while scanning a block scalar":
		return began(at("start the text on the next line", `only a number, "+" or "-" may follow "|" or ">" here`))
	case has("mapping values are not allowed"):
		return d.strayColon(line, col)
	case has("could not find expected ':'"):
		e := began(at("indent the line if it goes on with the text above it", `expected "key: value"`))
		if tight, ok := d.missingSpace(e.Line); ok {
			return tight
		}
		return e
	case has("<document start>"):
		return at("", `expected "key: value"`)
	case has("document-end marker"):
		return at("", `nothing may follow "..." on its line`)
	case has("without preceding whitespace"):
		return at("", `a space is missing before "#"`)
	case has("block sequence entries are not allowed"):
		return at(`write each "- item" on a line of its own, or [item, item], or put the text in quotes`, "a list cannot begin here")
	case has("mapping keys are not allowed"):
		return at(inQuotes, `text cannot begin with "? "`)
	case has("'-' indicator"):
		return at(`start it with "- ", or check its indentation`, "this line does not fit the list above it")
	case has("did not find expected ',' or"):
		bracket, kind := "]", "list"
		if strings.HasSuffix(message, "'}'") {
			bracket, kind = "}", "mapping"
		}
		if after == "" || startsEntry(d.lines[line-1]) && line != f.ContextMark.Line {
			return began(at(fmt.Sprintf("add %q at its end", bracket), "this %s is not closed", kind))
		}
		if next == ":" {
			return d.strayColon(line, col)
		}
		return at("", `expected "," or %q`, bracket)
	case has("node content"):
		switch {
		case next == "":
			return at("", `a "]" or "}" is missing`)
		case context == "while parsing a flow node":
			return at("", "a value is missing before %q", next)
		}
		return at(inQuotes, "text cannot begin with %q", next)
	case has("did not find expected key"):
		switch last := lastByte(strings.TrimRight(before, " ")); {
		case last == `"` || last == "'":
			return at(`a quote within quotes is written \" or ''; or a quote further up is not closed`, "text after a closing quote")
		case last == "]" || last == "}":
			return at(quotesHint, "text after %q", last)
		case strings.HasPrefix(after, "- "):
			return at("indent the items of a list alike, under a key without another value", "a list item does not fit here")
		}
		return at("indent the keys that belong together alike", "the indentation fits none of the lines above")
	}
	return at("", "cannot be read as YAML: %s", message)
}

// strayColon explains a ": " at a place where no key can end.
func (d *decoder) strayColon(line, col int) Error {
	before, after := d.split(line, col)
	if strings.Contains(before, ": ") {
		hint := quotesHint
		if m := keyed.FindStringSubmatch(before); m != nil && len(m[0]+after) <= maxHint {
			hint = fmt.Sprintf("write `%s: %s`", m[1], doubleQuoted(strings.TrimSpace(m[2]+after)))
		}
		return Error{line, col, `text with ": " in it must be in quotes`, hint}
	}
	for above := line - 1; above >= 1; above-- {
		if e, ok := d.missingSpace(above); ok {
			return e
		}
		if strings.TrimSpace(d.lines[above-1]) != "" {
			break
		}
	}
	return Error{line, col, "this key is indented too far, or the line above has a value already",
		"indent the keys that belong together alike"}
}

var (
	keyed = regexp.MustCompile(`^[\s-]*([^\s:"'#\[\]{},]+):\s+([^\[{].*)$`)
	tight = regexp.MustCompile(`^[\s-]*[A-Za-z][\w-]*:`)
)

// missingSpace finds "key:value" on a line.
func (d *decoder) missingSpace(line int) (Error, bool) {
	text := d.lines[line-1]
	key := tight.FindString(text)
	value := text[len(key):]
	if key == "" || strings.TrimSpace(value) == "" || strings.HasPrefix(value, "//") || strings.ContainsAny(value[:1], " \t") {
		return Error{}, false
	}
	hint := fmt.Sprintf("write `%s %s`", strings.TrimLeft(key, " -\t"), value)
	if len(hint) > maxHint {
		hint = ""
	}
	return Error{line, len(key), "a space is missing after the colon", hint}, true
}

func (d *decoder) failSigil(line, col int, c rune) {
	d.errs = append(d.errs, sigil(line, col, c))
}

// sigil is the error for a character that begins something YAML has and a
// document here may not.
func sigil(line, col int, c rune) Error {
	name := map[rune]string{'&': "anchors", '*': "aliases", '!': "tags"}[c]
	return Error{line, col, fmt.Sprintf("%s (%c) are not supported", name, c),
		fmt.Sprintf("put the text in quotes if it begins with \"%c\"", c)}
}

// split returns the line before and from a column.
func (d *decoder) split(line, col int) (before, after string) {
	r := []rune(d.lines[line-1])
	col = min(col-1, len(r))
	return string(r[:col]), string(r[col:])
}

func firstRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

func lastByte(s string) string { return s[max(0, len(s)-1):] }
