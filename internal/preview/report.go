package preview

import (
	"html/template"
	"slices"
	"strings"
	"sync"
	"unicode"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// A report is what the overlay says.
type report struct {
	Stops, Findings list
	Failed          bool // the page shown is not made from the newest content
	Empty           bool // there is no page to show
	level           func(brief.Problem) string
}

// Errors are the problems that stop.
func (r report) Errors() group { return r.group(r.Stops) }

// Others are those that do not, where there is no page to show them beside.
func (r report) Others() group {
	if !r.Empty {
		return group{}
	}
	return r.group(r.Findings)
}

type problem struct{ brief.Problem }

// column is where in the excerpt the problem stands, as a byte offset; -1
// where that is not known.
func (p problem) column() int {
	if p.Column < 1 {
		return -1
	}
	n := 0
	for i := range p.Excerpt {
		if n++; n == p.Column {
			return i
		}
	}
	return len(p.Excerpt)
}

// Before is the excerpt as far as the problem.
func (p problem) Before() string { return p.Excerpt[:max(0, p.column())] }

// At is the character of the problem, which may be the end of the line.
func (p problem) At() string {
	i := p.column()
	if i < 0 {
		return ""
	}
	for j := range p.Excerpt[i:] {
		if j > 0 {
			return p.Excerpt[i : i+j]
		}
	}
	if i < len(p.Excerpt) {
		return p.Excerpt[i:]
	}
	return " "
}

// After is the rest of the excerpt.
func (p problem) After() string {
	i := p.column()
	if i < 0 {
		return p.Excerpt
	}
	return p.Excerpt[min(len(p.Excerpt), i+len(p.At())):]
}

// A list is problems that all stop, or none of which does.
type list = []brief.Problem

// A group is a list, or the first of it, with the levels of what is in it.
type group struct {
	list  list
	total int                        // of the whole list
	level func(brief.Problem) string // nil: that of levelOf
}

func (r report) group(l list) group { return group{l, len(l), r.level} }

// A finding is a problem as it is shown.
type finding struct {
	problem
	Level string
}

// Shown are those that are shown: who has more will not read them in a corner
// of a page.
func (g group) Shown() []finding {
	var shown []finding
	for _, p := range g.list[:min(len(g.list), told)] {
		level := levelOf(p)
		if g.level != nil {
			level = g.level(p)
		}
		p.Message, p.Hint, p.Excerpt = visible(p.Message), visible(p.Hint), visible(p.Excerpt)
		shown = append(shown, finding{problem{p}, level})
	}
	return shown
}

// More is how many are left out.
func (g group) More() int { return max(0, g.total-told) }

// Any tells whether there are any.
func (g group) Any() bool { return g.total > 0 }

// Count says how many there are.
func (g group) Count() string {
	if len(g.list) > 0 && g.list[0].Stops {
		return count(g.total, "error")
	}
	return count(g.total, "finding")
}

// Level is the heaviest of those shown.
func (g group) Level() string {
	heaviest := 0
	for _, f := range g.Shown() {
		heaviest = max(heaviest, slices.Index(levels, f.Level))
	}
	return levels[heaviest]
}

// levels are the names of levels as check prints them, from the lightest.
var levels = []string{"advice", "warning", "error"}

// levelOf is the level of a problem where nobody knows more of it.
func levelOf(p brief.Problem) string {
	if p.Stops {
		return "error"
	}
	return "warning"
}

// visible shows what would reorder or hide the text around it, as check does.
// The joiners belong to words in some scripts.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || r == '\t' || r == '\u200C' || r == '\u200D' {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}

var overlay = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{"visible": visible}).ParseFS(client, "client/*.html"))
})

// execute makes the HTML of one of our templates, without white space around.
func execute(name string, data any) string {
	var b strings.Builder
	if err := overlay().ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // our own template, with our own data
	}
	return strings.TrimSpace(b.String())
}

func (r report) html() string { return execute("problems", r) }

// failurePage is a page that holds nothing but the overlay.
func failurePage(r report, status int) *site.File {
	return equip(&site.File{Kind: site.Page, Status: status, Type: "text/html; charset=utf-8", Body: []byte(execute("page", r))})
}
