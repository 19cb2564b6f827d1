package site

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"maps"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
)

const (
	baseTemplate = "base.html"
	maxTemplate  = 1 << 20
)

// templates are the parsed templates, with what they were parsed from.
type templates struct {
	name    string                        // of the folder, as messages print it
	sources map[string]string             // by file name
	pages   map[string]*template.Template // by file name; those that failed are missing
	// problems of parsing, and of trying each template with a page without content.
	problems []brief.Problem
	found    []brief.Problem // of reading them
	linked   bool            // has links
}

// loadTemplates parses the templates, or takes them over from the site before.
func (l *loader) loadTemplates() {
	old := l.prev.templates
	if l.hint.all || l.hint.templates || old.linked {
		l.site.templates = l.fork().readTemplates(old)
	} else {
		l.site.templates = old
	}
	l.report(l.site.templates.found...)
	l.report(l.site.templates.problems...)
}

func (l *loader) readTemplates(old *templates) *templates {
	t := &templates{name: l.templates.name, sources: map[string]string{}, pages: map[string]*template.Template{}}
	files, _ := l.list(l.templates, ".")
	for _, name := range files {
		if path.Ext(name) == ".html" {
			if data, ok := l.read(l.templates, name, maxTemplate); ok {
				t.sources[name] = string(data)
			}
		}
	}
	if old != nil && old.name == t.name && maps.Equal(old.sources, t.sources) {
		t.pages, t.problems = old.pages, old.problems
	} else {
		t.parse()
	}
	t.found, t.linked = l.problems, len(l.links) > 0
	return t
}

// parse makes the template of each page, and tries it with a page without
// content: what html/template finds wrong it finds when a template is used.
func (t *templates) parse() {
	report := func(name string, err error) { t.problems = append(t.problems, t.problem(name, err)) }
	common, whole := template.New("site"), true
	for _, name := range sortedKeys(t.sources) {
		if name == baseTemplate || strings.HasPrefix(name, "_") {
			if _, err := common.New(name).Parse(t.sources[name]); err != nil {
				report(name, err)
				whole = false
			}
		}
	}
	if common.Lookup(baseTemplate) == nil && whole {
		report(baseTemplate, errors.New("the template does not exist"))
		whole = false
	}
	for _, page := range pages {
		own, err := t.page(common, page.Name)
		if err == nil && whole {
			err = own.Execute(io.Discard, page.Data)
		}
		if err != nil {
			report(page.Name, err)
		} else if whole {
			t.pages[page.Name] = own
		}
	}
	slices.SortFunc(t.problems, brief.Problem.Compare)
	t.problems = slices.Compact(t.problems)
}

// page puts together what all pages share and a page's own file.
func (t *templates) page(common *template.Template, name string) (*template.Template, error) {
	source, found := t.sources[name]
	if !found {
		return nil, errors.New("the template does not exist")
	}
	own, err := common.Clone()
	if err != nil {
		return nil, err
	}
	if _, err := own.New(name).Parse(source); err != nil {
		return nil, err
	}
	if own.Lookup("main") == nil {
		return nil, errors.New(`the template does not define "main"`)
	}
	return own.Lookup(baseTemplate), nil
}

// templateError is how the template packages write their errors.
var templateError = regexp.MustCompile(`^(?:html/)?template: ?([^:"]+):(\d+)(?::(\d+))?: (?s:(.*))$`)

// problem turns the error of a template into a problem at its place.
func (t *templates) problem(name string, err error) brief.Problem {
	p := brief.Problem{Position: brief.Position{File: path.Join(t.name, name)}, Rule: "template", Message: err.Error(), Stops: true}
	m := templateError.FindStringSubmatch(p.Message)
	if m == nil {
		p.Message = strings.TrimPrefix(strings.TrimPrefix(p.Message, "html/"), "template: ")
		return p
	}
	p.File, p.Message = path.Join(t.name, m[1]), m[4]
	p.Line, _ = strconv.Atoi(m[2])
	if m[3] != "" {
		p.Column, _ = strconv.Atoi(m[3])
		p.Column++ // counted from 0 there
	}
	p.Excerpt = lineOf([]byte(t.sources[m[1]]), p.Line)
	return p
}

// html makes a page. The page struct must be that of the template.
func (s *Site) html(address, name string, page any) (*File, error) {
	t := s.templates.pages[name]
	if t == nil {
		return nil, s.templates.failure(name)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return nil, s.templates.problem(name, err)
	}
	return &File{Path: address, Kind: Page, Status: http.StatusOK, Type: "text/html; charset=utf-8", Body: b.Bytes()}, nil
}

// failure is why a page's template could not be made: its own problem, or one
// of the files that all pages share.
func (t *templates) failure(name string) brief.Problem {
	own := path.Join(t.name, name)
	for _, p := range t.problems {
		if p.File == own {
			return p
		}
	}
	return t.problems[0]
}
