package check

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// How much of a long line is shown, in characters, and how much of that stands
// before the place.
const (
	shown  = 100
	before = 40
)

// The colours of a terminal.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	cyan   = "\x1b[36m"
	plain  = "\x1b[0m"
)

// WriteText writes findings for people, in the form that the package
// documentation describes; colour is for a terminal.
func WriteText(w io.Writer, findings []Finding, colour bool) error {
	b := bufio.NewWriter(w)
	paint := func(code, text string) string {
		if !colour {
			return text
		}
		return code + text + plain
	}
	for _, f := range findings {
		code := map[Level]string{Error: red, Warning: yellow, Advice: cyan}[f.Level]
		fmt.Fprintf(b, "%s: %s %s\n", paint(bold, visible(f.Position.String())), visible(f.Message), paint(code, fmt.Sprintf("[%s %s]", f.Level, f.Rule)))
		if line, caret, ok := excerpt(f); ok {
			fmt.Fprintf(b, "  | %s\n  | %s\n", line, paint(code, caret))
		}
		if f.Hint != "" {
			fmt.Fprintf(b, "%s %s\n", paint(bold, "hint:"), visible(f.Hint))
		}
	}
	return b.Flush()
}

// excerpt gives the line of the source, cut around the place, and a line with a
// caret under it; ok is false where the place is not in what is known of the line.
func excerpt(f Finding) (line, caret string, ok bool) {
	text := []rune(visible(f.Excerpt))
	at := f.Column - 1
	if strings.TrimSpace(f.Excerpt) == "" || at < 0 || at > len(text) {
		return "", "", false
	}
	from := max(0, min(at-before, len(text)-shown))
	to := min(len(text), from+shown)
	if from > 0 {
		line = "…"
	}
	line += string(text[from:to])
	if to < len(text) {
		line += "…"
	}
	// A tab stays a tab, so that the caret stands where the place is.
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, string(text[from:at]))
	if from > 0 {
		pad = " " + pad
	}
	return line, pad + "^", true
}

// visible replaces what would act on a terminal, or reorder its text, rather
// than show. The joiners belong to words in some scripts.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || r == '\t' || r == '\u200C' || r == '\u200D' {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}

// WriteJSON writes findings as data, in the form that the package documentation
// describes.
func WriteJSON(w io.Writer, findings []Finding) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Schema   string    `json:"schema"`
		Findings []Finding `json:"findings"`
	}{"briefpress/check/1", append([]Finding{}, findings...)})
}

// WriteRules writes the documentation of all rules.
func WriteRules(w io.Writer) error {
	b := bufio.NewWriter(w)
	for i, r := range Rules() {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(b, "%s (%s)\n", r.Name, r.Level)
		for paragraph := range strings.SplitSeq(r.Doc, "\n") {
			wrap(b, paragraph, "    ", 78)
		}
	}
	return b.Flush()
}

// wrap writes a paragraph in lines of at most width characters.
func wrap(w io.Writer, text, indent string, width int) {
	n := 0
	for word := range strings.FieldsSeq(text) {
		l := len([]rune(word))
		switch {
		case n == 0:
			io.WriteString(w, indent)
			n = len(indent)
		case n+1+l > width:
			io.WriteString(w, "\n"+indent)
			n = len(indent)
		default:
			io.WriteString(w, " ")
			n++
		}
		io.WriteString(w, word)
		n += l
	}
	io.WriteString(w, "\n")
}
