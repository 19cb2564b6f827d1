package redline

import (
	"fmt"
	"slices"
	"strings"
)

// A draft is a brief before it is written as Markdown.
type draft struct {
	title     string
	points    []string
	authors   []string
	blocks    []*chunk
	notes     map[string]string
	sources   map[string]string // key to title
	reference string            // what the reference definition [ref] leads to
}

// A chunk is a heading or a block: its kind, and the texts in it.
type chunk struct {
	kind  string
	lines []string   // sentences, items, lines of code
	cells [][]string // of a table, the head first
	extra string
}

func (d *draft) clone() *draft {
	e := *d
	e.points, e.authors = slices.Clone(d.points), slices.Clone(d.authors)
	e.blocks = nil
	for _, b := range d.blocks {
		c := *b
		c.lines = slices.Clone(b.lines)
		c.cells = nil
		for _, row := range b.cells {
			c.cells = append(c.cells, slices.Clone(row))
		}
		e.blocks = append(e.blocks, &c)
	}
	e.notes, e.sources = map[string]string{}, map[string]string{}
	for k, v := range d.notes {
		e.notes[k] = v
	}
	for k, v := range d.sources {
		e.sources[k] = v
	}
	return &e
}

// markdown writes a draft.
func (d *draft) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\nchange: c\nauthors: [%s]\nkey-points:\n", d.title, strings.Join(d.authors, ", "))
	for _, p := range d.points {
		fmt.Fprintf(&b, "  - %q\n", p)
	}
	b.WriteString("sources:\n")
	for i := range len(d.sources) {
		fmt.Fprintf(&b, "  s%d:\n    title: %q\n    url: https://example.org/s%d\n", i, d.sources[fmt.Sprintf("s%d", i)], i)
	}
	b.WriteString("---\n")
	for _, c := range d.blocks {
		indent := func(first, rest string, s string) {
			b.WriteString(first + strings.ReplaceAll(s, "\n", "\n"+rest) + "\n")
		}
		switch c.kind {
		case "paragraph":
			b.WriteString(strings.Join(c.lines, " ") + "\n")
		case "heading":
			b.WriteString(c.extra + " " + strings.Join(c.lines, " ") + "\n")
		case "list", "loose":
			for _, l := range c.lines {
				indent("- ", "  ", l)
				if c.kind == "loose" {
					b.WriteByte('\n')
				}
			}
		case "tasks":
			for i, l := range c.lines {
				indent([]string{"- [ ] ", "- [x] "}[i%2], "  ", l)
			}
		case "ordered":
			for i, l := range c.lines {
				indent(fmt.Sprintf("%d. ", i+1), "   ", l)
			}
		case "nested":
			for i, l := range c.lines {
				if i%2 == 0 {
					indent("- ", "  ", l)
				} else {
					indent("  - ", "    ", l)
				}
			}
		case "definitions":
			for i, l := range c.lines {
				if i%3 == 0 {
					b.WriteString("\nTerm " + strings.Fields(l)[0] + "\n")
				}
				indent(": ", "  ", l)
			}
		case "quotation", "foreign":
			if c.kind == "foreign" {
				b.WriteString("> [!QUOTE] fa-AF\n")
			}
			for i, l := range c.lines {
				if i == len(c.lines)-1 && i > 0 {
					l = "-- " + l
				}
				indent("> ", "> ", l)
				b.WriteString(">\n")
			}
		case "callout", "judgement":
			head := c.extra
			if name, title, found := strings.Cut(head, " "); found && c.kind == "callout" {
				head = name + "] " + title
			} else if c.kind == "judgement" {
				head = "JUDGEMENT] " + head
			} else {
				head += "]"
			}
			b.WriteString("> [!" + head + "\n")
			for _, l := range c.lines {
				indent("> ", "> ", l)
				b.WriteString(">\n")
			}
		case "figure":
			fmt.Fprintf(&b, "![%s](plan%s.svg %q)\n", c.lines[0], c.extra, strings.Join(c.lines[1:], " "))
		case "code", "plain":
			b.WriteString("```" + map[string]string{"code": "go", "plain": ""}[c.kind] + "\n" + strings.Join(c.lines, "\n") + "\n```\n")
		case "break":
			b.WriteString("***\n")
		case "table":
			b.WriteString("Table: rows of " + fmt.Sprint(len(c.cells)) + "\n\n")
			for i, row := range c.cells {
				b.WriteString("| " + strings.Join(row, " | ") + " |\n")
				if i == 0 {
					b.WriteString("|" + strings.Repeat("---|", len(row)) + "\n")
				}
			}
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "[ref]: %s\n\n", d.reference)
	for i := range len(d.notes) {
		fmt.Fprintf(&b, "[^%d]: %s\n\n", i, d.notes[fmt.Sprint(i)])
	}
	return b.String()
}
