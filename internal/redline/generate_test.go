package redline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"briefpress/internal/brief"
)

// A generator writes briefs of all that Markdown of ours has, and edits them.
type generator struct{ *rand.Rand }

// Where it has ‐ a joiner is meant, which is not seen.
var vocabulary = strings.Fields(strings.ReplaceAll(`the of a and to in mission troops NATO Kabul agreement withdraw advisers forces police
	16,000 12,000 2019 2020 3.5% US-led Afghanistan’s support training budget election talks Taliban province district
	minister “quoted” it's e.g. U.S. (ISAF) café naïve 北京 東京都 ประเทศไทย نیروها می‐رود 👩‍🚀 🇩🇪 é rate was is has will be been the the of of
	from by with on at under over between during after before`, "‐", "\u200c"))

func (g *generator) pick(list []string) string { return list[g.IntN(len(list))] }

func (g *generator) word() string {
	w := g.pick(vocabulary)
	switch g.IntN(24) {
	case 0:
		return "*" + w + "*"
	case 1:
		return "**" + w + " " + g.pick(vocabulary) + "**"
	case 2:
		return fmt.Sprintf("[%s %s](https://example.org/%d)", w, g.pick(vocabulary), g.IntN(5))
	case 3:
		return "`" + w + "`"
	case 4:
		return "~~" + w + "~~"
	case 5:
		return "[" + w + " *" + g.pick(vocabulary) + "* x][ref]"
	case 6:
		return w + ","
	}
	return w
}

func (g *generator) sentence() string {
	var words []string
	for range 3 + g.IntN(9) {
		words = append(words, g.word())
	}
	s := strings.Join(words, " ")
	switch g.IntN(12) {
	case 0:
		s += "\n" + g.pick(vocabulary)
	case 1:
		s += "\\\n" + g.pick(vocabulary)
	case 2:
		s += "; " + g.pick(vocabulary) + " -- " + g.pick(vocabulary)
	}
	return s + g.pick([]string{".", ".", ".", "?", "!", ""}) + g.reference()
}

func (g *generator) reference() string {
	switch g.IntN(8) {
	case 0:
		return fmt.Sprintf("[^%d]", g.IntN(6))
	case 1:
		return fmt.Sprintf("[@s%d, p. %d]", g.IntN(4), g.IntN(3))
	}
	return ""
}

func (g *generator) lines(n int) []string {
	var lines []string
	for range n {
		lines = append(lines, g.sentence())
	}
	return lines
}

func (g *generator) chunk() *chunk {
	c := &chunk{kind: g.pick([]string{"paragraph", "paragraph", "paragraph", "paragraph", "heading", "list", "list", "ordered", "loose", "nested", "tasks", "table",
		"definitions", "quotation", "foreign", "callout", "judgement", "figure", "code", "plain", "break"})}
	switch c.kind {
	case "heading":
		c.lines = []string{g.pick(vocabulary) + " " + g.word()}
		c.extra = strings.Repeat("#", 2+g.IntN(3))
	case "table":
		columns := 1 + g.IntN(4)
		for range 1 + g.IntN(5) {
			c.cells = append(c.cells, g.row(columns))
		}
	case "figure":
		c.lines = []string{g.pick(vocabulary), g.pick(vocabulary)}
		c.extra = fmt.Sprint(g.IntN(2))
	case "callout":
		c.extra = g.pick([]string{"NOTE", "NOTE Title here", "WARNING", "WARNING Title here"})
		c.lines = g.lines(1 + g.IntN(3))
	case "judgement":
		c.extra = g.pick([]string{"likely", "unlikely"}) + ", " + g.pick([]string{"low", "high"}) + " confidence"
		c.lines = g.lines(1 + g.IntN(2))
	default:
		c.lines = g.lines(1 + g.IntN(5))
	}
	return c
}

func (g *generator) row(columns int) []string {
	var row []string
	for range columns {
		row = append(row, g.pick([]string{"", g.word(), g.word() + " " + g.word(), g.word() + g.reference()}))
	}
	return row
}

func (g *generator) draft(n int) *draft {
	d := &draft{title: "About " + g.pick(vocabulary), authors: []string{"A", "B"}, points: g.points(3), reference: "https://example.org/ref",
		notes: map[string]string{}, sources: map[string]string{}}
	for i := range 6 {
		d.notes[fmt.Sprint(i)] = g.note()
	}
	for i := range 4 {
		d.sources[fmt.Sprintf("s%d", i)] = "Title " + g.pick(vocabulary)
	}
	for range n {
		d.blocks = append(d.blocks, g.chunk())
	}
	return d
}

func (g *generator) points(n int) []string {
	var points []string
	for range n {
		points = append(points, "Point "+g.pick(vocabulary)+" "+g.pick(vocabulary))
	}
	return points
}

func (g *generator) note() string {
	s := "See " + g.pick(vocabulary) + " " + g.word()
	switch g.IntN(4) {
	case 0:
		s += "\n\n    A second paragraph " + g.word()
	case 1:
		s += " [@s1]"
	}
	return s
}

// edit changes a draft at random.
func (g *generator) edit(d *draft) {
	at := func() int { return g.IntN(len(d.blocks) + 1) }
	if len(d.blocks) == 0 {
		d.blocks = append(d.blocks, g.chunk())
	}
	i := g.IntN(len(d.blocks))
	c := d.blocks[i]
	switch g.IntN(16) {
	case 0:
		d.blocks = slices.Insert(d.blocks, at(), g.chunk())
	case 1:
		d.blocks = slices.Delete(d.blocks, i, i+1)
	case 2, 3: // move
		d.blocks = slices.Delete(d.blocks, i, i+1)
		d.blocks = slices.Insert(d.blocks, at(), c)
		g.change(c)
	case 4: // split
		if n := len(c.lines); n > 1 && c.kind != "figure" && c.kind != "heading" {
			rest := *c
			c.lines, rest.lines = c.lines[:n/2:n/2], slices.Clone(c.lines[n/2:])
			d.blocks = slices.Insert(d.blocks, i+1, &rest)
		}
	case 5: // merge
		if i > 0 && d.blocks[i-1].kind == c.kind && len(c.lines) > 0 && c.kind != "figure" && c.kind != "heading" {
			d.blocks[i-1].lines = append(d.blocks[i-1].lines, c.lines...)
			d.blocks = slices.Delete(d.blocks, i, i+1)
		}
	case 6: // a section moves
		end := i + 1
		for end < len(d.blocks) && d.blocks[end].kind != "heading" {
			end++
		}
		section := slices.Clone(d.blocks[i:end])
		d.blocks = slices.Delete(d.blocks, i, end)
		d.blocks = slices.Insert(d.blocks, at(), section...)
	case 7:
		d.notes[fmt.Sprint(g.IntN(6))] = g.note()
		d.sources[fmt.Sprintf("s%d", g.IntN(4))] = "Title " + g.pick(vocabulary)
	case 8:
		d.points, d.title = g.points(g.IntN(5)), "About "+g.pick(vocabulary)
	case 9:
		d.reference = fmt.Sprintf("https://example.org/ref%d", g.IntN(3))
	case 10: // what it is
		c.kind = g.pick([]string{c.kind, "paragraph", "list", "quotation"})
		if len(c.lines) == 0 {
			c.lines = g.lines(2)
		}
		c.cells = nil
	default:
		g.change(c)
	}
}

// change edits what is in a block.
func (g *generator) change(c *chunk) {
	for range 1 + g.IntN(3) {
		switch {
		case len(c.cells) > 0:
			r := g.IntN(len(c.cells))
			switch k := g.IntN(len(c.cells[0])); g.IntN(6) {
			case 0:
				for i := range c.cells {
					c.cells[i] = slices.Insert(c.cells[i], k, g.word())
				}
			case 1:
				if len(c.cells[0]) > 1 {
					for i := range c.cells {
						c.cells[i] = slices.Delete(c.cells[i], k, k+1)
					}
				}
			case 2:
				c.cells[r][k] = g.word()
			case 3:
				if r > 0 {
					c.cells[r], c.cells[1] = c.cells[1], c.cells[r]
				}
			case 4:
				c.cells = append(c.cells, g.row(len(c.cells[0])))
			case 5:
				if r > 0 {
					c.cells = slices.Delete(c.cells, r, r+1)
				}
			}
		case len(c.lines) > 0:
			i := g.IntN(len(c.lines))
			words := strings.Split(c.lines[i], " ")
			k := g.IntN(len(words))
			switch g.IntN(8) {
			case 0:
				words = slices.Insert(words, k, g.word())
			case 1:
				if len(words) > 1 {
					words = slices.Delete(words, k, k+1)
				}
			case 2, 3:
				words[k] = g.word()
			case 4:
				if c.kind != "figure" && c.kind != "heading" {
					c.lines = slices.Insert(c.lines, i, g.sentence())
				}
				continue
			case 5:
				if len(c.lines) > 1 && c.kind != "figure" {
					c.lines = slices.Delete(c.lines, i, i+1)
				}
				continue
			case 6:
				j := g.IntN(len(c.lines))
				c.lines[i], c.lines[j] = c.lines[j], c.lines[i]
				continue
			case 7:
				switch c.kind {
				case "judgement":
					c.extra = g.pick([]string{"likely", "unlikely"}) + ", " + g.pick([]string{"low", "high"}) + " confidence"
				case "callout":
					c.extra = g.pick([]string{"NOTE", "WARNING Title here"})
				case "figure":
					c.extra = fmt.Sprint(g.IntN(2))
				case "list", "loose":
					c.kind = g.pick([]string{"list", "loose"})
				}
			}
			c.lines[i] = strings.Join(words, " ")
		}
	}
}

func edition(t testing.TB, date brief.Date, text string) *brief.Edition {
	t.Helper()
	files := map[string]brief.File{"plan0.svg": {Address: "/plan0.svg", Width: 2, Height: 1}, "plan1.svg": {Address: "/plan1.svg"}}
	e, problems := brief.ParseEdition(brief.Input{File: string(date) + ".md", Slug: "a", Date: date, Data: []byte(text), Files: files},
		brief.Options{Acronyms: map[string]string{"NATO": "North Atlantic Treaty Organization"}})
	for _, p := range append(problems, e.Body().Problems...) {
		if p.Stops {
			t.Fatalf("%+v\n%.2000s", p, text)
		}
	}
	return e
}

// Of any two editions a redline gives both, whatever was done to the text.
func TestSides(t *testing.T) {
	n := uint64(500)
	if testing.Short() {
		n = 100
	}
	for seed := range n {
		g := &generator{rand.New(rand.NewPCG(seed, 7))}
		a := g.draft(1 + g.IntN(14))
		b := a.clone()
		for range 1 + g.IntN(8) {
			g.edit(b)
		}
		textA, textB := a.markdown(), b.markdown()
		from, to := edition(t, "2019-06-07", textA), edition(t, "2020-04-14", textB)
		r := New(newBrief(t, from, to), from, to)
		checkSides(t, r)
		checkValid(t, r)
		if t.Failed() {
			t.Fatalf("seed %d\n%s\n>>>>>>>>>>>>\n%s", seed, textA, textB)
		}
	}
}
