package preview

import (
	"html/template"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"

	"briefpress/internal/check"
	"briefpress/internal/site"
)

// told is how many problems of each sort anybody is told of: who has more will not
// read them in a corner of a page.
const told = 100

// A report is what the overlay says.
type report struct {
	Stops    []check.Finding
	Findings group
	Failed   bool // the page shown is not made from the newest content
	Empty    bool // there is no page to show
}

// Errors are the problems that stop.
func (r report) Errors() group { return groupOf(slices.Values(r.Stops), len(r.Stops)) }

// Others are those that do not, where there is no page to show them beside.
func (r report) Others() group {
	if !r.Empty {
		return group{}
	}
	return r.Findings
}

// A finding is one as it is shown.
type finding struct{ check.Finding }

// column is where in the excerpt the problem stands, as a byte offset; -1
// where that is not known.
func (p finding) column() int {
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
func (p finding) Before() string { return p.Excerpt[:max(0, p.column())] }

// At is the character of the problem, which may be the end of the line.
func (p finding) At() string {
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
func (p finding) After() string {
	i := p.column()
	if i < 0 {
		return p.Excerpt
	}
	return p.Excerpt[min(len(p.Excerpt), i+len(p.At())):]
}

// A group is the first of many findings that all stop, or none of which does.
type group struct {
	list  []check.Finding
	total int // of them all
}

func groupOf(all iter.Seq[check.Finding], total int) group {
	g := group{total: total}
	for f := range all {
		if len(g.list) == told {
			break
		}
		g.list = append(g.list, f)
	}
	return g
}

// Shown are those that are shown.
func (g group) Shown() []finding {
	var shown []finding
	for _, f := range g.list {
		f.Message, f.Hint, f.Excerpt = visible(f.Message), visible(f.Hint), visible(f.Excerpt)
		shown = append(shown, finding{f})
	}
	return shown
}

// More is how many are left out.
func (g group) More() int { return g.total - len(g.list) }

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
func (g group) Level() check.Level {
	heaviest := check.Advice
	for _, f := range g.list {
		heaviest = max(heaviest, f.Level)
	}
	return heaviest
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
