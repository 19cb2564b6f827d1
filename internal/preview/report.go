package preview

import (
	"bytes"
	"fmt"
	"html/template"
	"sync"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// A report is what the overlay says.
type report struct {
	Stops, Findings list
	Failed          bool // the page shown is not made from the newest content
	Empty           bool // there is no page to show
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
type list []problem

// Shown are those that are shown: who has more will not read them in a corner
// of a page.
func (l list) Shown() []problem { return l[:min(len(l), told)] }

// More is how many are left out.
func (l list) More() int { return len(l) - len(l.Shown()) }

// Count says how many there are.
func (l list) Count() string {
	noun := "finding"
	if len(l) > 0 && l[0].Stops {
		noun = "error"
	}
	if len(l) == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", len(l), noun)
}

var overlay = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(client, "client/problems.html"))
})

func (r report) execute(name string) []byte {
	var b bytes.Buffer
	if err := overlay().ExecuteTemplate(&b, name, r); err != nil {
		panic(err) // our own template, with our own data
	}
	return b.Bytes()
}

func (r report) html() string { return string(bytes.TrimSpace(r.execute("problems"))) }

// failurePage is a page that holds nothing but the overlay.
func failurePage(r report, status int) *site.File {
	return equip(&site.File{Kind: site.Page, Status: status, Type: "text/html; charset=utf-8", Body: r.execute("page")})
}
