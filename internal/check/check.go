package check

import (
	"cmp"
	"io/fs"
	"slices"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// A Finding is something that a rule found.
type Finding struct {
	brief.Problem
	Level Level `json:"level"`
}

// Options say how to check.
type Options struct {
	// Today is the day after which dates lie in the future; "" lets every
	// date pass.
	Today brief.Date
	// Content is the folder the site was loaded from, and ContentName what
	// messages call it ("" is "content"): site.yaml in it is read once more
	// to find places in it. Nil leaves findings there without a line.
	Content     fs.FS
	ContentName string
}

func (o Options) contentName() string { return cmp.Or(o.ContentName, "content") }

// Run applies every rule to a site and returns the findings by place. It parses
// every body and makes every page. What the levels and comments of the content
// silence is left out.
func Run(s *site.Site, opts Options) []Finding {
	findings, _ := run(s, opts)
	return findings
}

// run also returns the edits that mend problems.
func run(s *site.Site, opts Options) ([]Finding, map[brief.Problem]edit) {
	settings := readSettings(s, opts)
	problems := slices.Concat(s.Problems(), settings.problems)
	p := &Pass{Site: s, Today: opts.Today, content: opts.Content, contentName: opts.contentName(), documents: documents(s), edits: map[brief.Problem]edit{}}
	p.report = func(problem brief.Problem) { problems = append(problems, problem) }
	for _, r := range Rules() {
		if r.Run != nil {
			p.rule = r
			r.Run(p)
		}
	}
	lookAtTexts(p)
	problems = silence(p, problems)

	stopped := map[string]bool{} // files that advice is not for yet
	for _, problem := range problems {
		stopped[problem.File] = stopped[problem.File] || problem.Stops
	}
	var findings []Finding
	for _, problem := range problems {
		if level := settings.level(problem); level > Advice || level == Advice && !stopped[problem.File] {
			problem.Excerpt = cmp.Or(problem.Excerpt, settings.excerpt(problem))
			findings = append(findings, Finding{problem, level})
		}
	}
	slices.SortFunc(findings, func(a, b Finding) int { return cmp.Or(a.Compare(b.Problem), cmp.Compare(b.Level, a.Level)) })
	// What is found while content is parsed may show again when pages are made.
	return slices.CompactFunc(findings, func(a, b Finding) bool { return a.Compare(b.Problem) == 0 }), p.edits
}

// A Pass is what a rule is given.
type Pass struct {
	Site  *site.Site
	Today brief.Date // see Options

	content     fs.FS  // see Options
	contentName string // likewise, never ""
	documents   []Document
	looks       []style // at texts
	edits       map[brief.Problem]edit
	rule        Rule // that is running
	report      func(brief.Problem)
	pages       map[string]*page // by address; nil until made
}

// A Document is an edition or a standing page.
type Document struct {
	*brief.Document
	Address string         // of its page; for an edition the dated one
	Brief   *brief.Brief   // nil for a page
	Edition *brief.Edition // nil for a page
	Page    *brief.Page    // nil for an edition
}

// Documents are all texts of the site: briefs by slug, from the first edition
// to the newest, then pages by slug.
func (p *Pass) Documents() []Document { return p.documents }

func documents(s *site.Site) []Document {
	var all []Document
	for _, b := range s.Briefs() {
		for _, e := range b.Editions {
			all = append(all, Document{Document: &e.Document, Address: "/briefs/" + b.Slug + "/" + string(e.Date) + "/", Brief: b, Edition: e})
		}
	}
	for _, page := range s.Pages() {
		all = append(all, Document{Document: &page.Document, Address: "/" + page.Slug + "/", Page: page})
	}
	return all
}

// At reports a finding at an offset of a document.
func (p *Pass) At(d Document, offset int, message, hint string) {
	p.report(d.Problem(offset, p.rule.Name, message, hint))
}

// Key reports a finding at a key of a document's front matter, or at the first
// line of the file where the key is absent.
func (p *Pass) Key(d Document, message, hint string, key ...string) {
	p.report(d.HeaderProblem(d.Key(key...), p.rule.Name, message, hint))
}

// Value reports a finding at the value of a key, as [Pass.Key] does at the key.
func (p *Pass) Value(d Document, message, hint string, key ...string) {
	p.report(d.HeaderProblem(d.Document.Value(key...), p.rule.Name, message, hint))
}

// Whole reports a finding of a whole file.
func (p *Pass) Whole(file, message, hint string) {
	p.report(brief.Problem{Position: brief.Position{File: file}, Rule: p.rule.Name, Message: message, Hint: hint})
}
