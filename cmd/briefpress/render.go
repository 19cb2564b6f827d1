package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"briefpress"
	"briefpress/internal/brief"
	"briefpress/internal/site"
)

func renderCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "render FILE|-",
		Short: "Print one edition as HTML or JSON",
		Long: `render prints one edition, for scripts: as a fragment of HTML with the anchors of
its headings and paragraphs and its notes at the end, or as JSON in the form of
the brief.json that the site has for every edition. Pictures beside the file are
found; in HTML their addresses are as written.

An edition has its date from the name of its file, else, and on standard input,
from published in its front matter. Nothing but the file is read: acronyms and
settings of site.yaml are not known.`,
		Example: "  briefpress render content/briefs/plan/2020-04-14.md\n  briefpress render --format json - < plan.md",
		Args:    named("a file, or - for standard input"),
	}
	cmd.Flags().StringVar(&format, "format", "html", "`form` of the result: html or json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if format != "html" && format != "json" {
			return misuse(cmd, fmt.Errorf("there is no format %q: it is html or json", format))
		}
		in, err := readEdition(args[0], cmd.InOrStdin())
		if err != nil {
			return err
		}
		e, err := parse(in)
		if err != nil {
			return err
		}
		result := fragment(in.Slug, e)
		if format == "json" {
			if result, err = asJSON(in, e); err != nil {
				return err
			}
		}
		_, err = cmd.OutOrStdout().Write(result)
		return err
	}
	return cmd
}

// beginsWithLetter keeps slugs from those of four digits, which years have.
var beginsWithLetter = regexp.MustCompile(`^\pL`)

// readEdition reads a file and what its name says of it.
func readEdition(name string, stdin io.Reader) (brief.Input, error) {
	in := brief.Input{File: name, Slug: "brief"}
	r := stdin
	if name != "-" {
		info, err := os.Stat(name)
		if err == nil && !info.Mode().IsRegular() {
			err = fmt.Errorf("%s is not a regular file", name)
		}
		if err != nil {
			return in, err
		}
		f, err := os.Open(name)
		if err != nil {
			return in, err
		}
		defer f.Close()
		r = f
		abs, err := filepath.Abs(name)
		if err != nil {
			return in, err
		}
		slug := strings.TrimSuffix(filepath.Base(abs), ".md")
		if date, err := brief.ParseDate(slug); err == nil {
			in.Date, slug = date, filepath.Base(filepath.Dir(abs))
		}
		if slugFor(slug) == slug && beginsWithLetter.MatchString(slug) {
			in.Slug = slug
		}
	}
	var err error
	// One byte more shows that there is more than is read.
	in.Data, err = io.ReadAll(io.LimitReader(r, brief.MaxSource+1))
	return in, err
}

// parse reads an edition with the pictures that it names, and stops for what
// would keep it from being published.
func parse(in brief.Input) (*brief.Edition, error) {
	e, problems := brief.ParseEdition(in, brief.Options{})
	stops := stopping(problems)
	if len(stops) == 0 {
		stops = stopping(e.Body().Problems)
	}
	if len(stops) > 0 {
		return nil, errors.Join(stops...)
	}
	in.Files = map[string]brief.File{}
	for _, name := range beside(in, e) {
		in.Files[name] = brief.File{Address: (&url.URL{Path: name}).String()}
	}
	if len(in.Files) > 0 {
		e, _ = brief.ParseEdition(in, brief.Options{})
	}
	return e, nil
}

func stopping(problems []brief.Problem) (stops []error) {
	for _, p := range problems {
		if p.Stops {
			stops = append(stops, p)
		}
	}
	return stops
}

// beside are the files beside an edition that its text names.
func beside(in brief.Input, e *brief.Edition) (names []string) {
	for _, l := range e.Body().Links {
		u, err := url.Parse(l.Dest)
		if err != nil || u.Scheme != "" || u.Host != "" || in.File == "-" {
			continue
		}
		name := path.Clean(u.Path)
		if strings.Contains(name, "/") || strings.HasPrefix(name, ".") || path.Ext(name) == ".md" {
			continue
		}
		if info, err := os.Stat(filepath.Join(filepath.Dir(in.File), name)); err == nil && info.Mode().IsRegular() {
			names = append(names, name)
		}
	}
	return names
}

// fragment writes an edition as HTML that can be set into a page. Its headings
// begin at the level after that of the title.
func fragment(slug string, e *brief.Edition) []byte {
	b, _ := brief.New(slug, []*brief.Edition{e}, nil)
	body := e.Body()
	labels := map[*brief.Block]brief.Label{}
	for i, l := range b.Labels(e) {
		labels[body.Blocks[i]] = l
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "<article lang=%q dir=%q>\n<h1>%s</h1>\n", html.EscapeString(e.Language), html.EscapeString(e.Direction), html.EscapeString(e.Title))
	if e.Summary != "" {
		fmt.Fprintf(&out, "<p>%s</p>\n", html.EscapeString(e.Summary))
	}
	var write func([]*brief.Section)
	write = func(sections []*brief.Section) {
		for _, s := range sections {
			if s.Level > 0 {
				fmt.Fprintf(&out, "<h%d id=%q>%s</h%d>\n", s.Level, html.EscapeString(s.ID), s.HTML, s.Level)
			}
			for _, block := range s.Blocks {
				l := labels[block]
				if id := l.ID(); id != "" {
					fmt.Fprintf(&out, "<div id=%q>\n%s</div>\n", id, block.Markup(l))
				} else {
					out.WriteString(string(block.Markup(l)))
				}
			}
			write(s.Sections)
		}
	}
	write(body.Sections)
	if len(body.Notes) > 0 {
		out.WriteString("<h2>Notes</h2>\n<ol>\n")
		for _, n := range body.Notes {
			fmt.Fprintf(&out, "<li id=\"endnote-%d\">%s</li>\n", n.Number, n.HTML)
		}
		out.WriteString("</ol>\n")
	}
	out.WriteString("</article>\n")
	return out.Bytes()
}

// asJSON makes brief.json of an edition as a site makes it that has this edition
// alone. The content of that site is an archive in memory.
func asJSON(in brief.Input, e *brief.Edition) ([]byte, error) {
	dir := path.Join("briefs", in.Slug)
	file := path.Join(dir, string(e.Date)+".md")
	if in.Date == "" {
		dir, file = "briefs", dir+".md"
	}
	settings, err := json.Marshal(map[string]string{"id": "example.org,2000", "title": e.Title})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"site.yaml": settings, file: in.Data}
	for _, name := range beside(in, e) {
		if files[path.Join(dir, name)], err = os.ReadFile(filepath.Join(filepath.Dir(in.File), name)); err != nil {
			return nil, err
		}
	}
	content, err := inMemory(files)
	if err != nil {
		return nil, err
	}
	s, problems := site.Load(site.Source{Content: content, Templates: briefpress.Templates(), Static: briefpress.Static(),
		ContentName: filepath.ToSlash(filepath.Dir(in.File)), Drafts: true}, nil)
	if stops := stopping(problems); len(stops) > 0 {
		return nil, errors.Join(stops...)
	}
	f, err := s.File("/briefs/" + in.Slug + "/" + string(e.Date) + "/brief.json")
	if err != nil {
		return nil, err
	}
	return f.Body, nil
}
