package site

import (
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/card"
)

// A Source is everything a site is made of. Nothing else is read: not the
// clock, not the environment.
type Source struct {
	// Content, Templates and Static are the three folders; none is nil.
	Content, Templates, Static fs.FS
	// Names of the three folders as messages print them; "" is "content",
	// "templates", "static".
	ContentName, TemplatesName, StaticName string
	// BaseURL is where the site stands, with a path or without one, such as
	// "https://example.org/briefs/"; "" takes base-url of site.yaml, or none.
	BaseURL string
	// AsOf leaves out editions dated later; "" leaves out none.
	AsOf brief.Date
	// Drafts shows editions marked as drafts.
	Drafts bool
}

// A Site is every file of the website. It never changes; its methods may be
// called from several goroutines at once.
type Site struct {
	// Base is the path under which the site stands: "" or "/sub".
	Base string

	origin        string // "https://example.org"; "" when not known
	config        Config
	options       brief.Options
	documents     map[string]*document // by file, as messages print it
	entries       []*entry             // by slug
	pages         []*brief.Page        // by slug
	recent        []*entry             // newest change first
	chronicle     []*entry             // by first publication
	versions      map[*entry][]*entry  // of each original with its translations, itself first
	topics        *groups
	authors       *groups
	all           *group
	fixed         map[string]maker // files at fixed addresses
	aliases       map[string]alias
	assets        map[string]*asset    // by address
	cards         map[string]card.Card // by address
	stylesheet    string               // address of the joined sheet; "" for none
	printSheet    string               // of the sheets that stand apart; "" for none
	codeSheet     string
	listSheet     string
	editionsSheet string
	scripts       []string
	theme         template.HTML // inline script element
	themeHash     string
	dataImages    bool // a style sheet has pictures in itself
	templates     *templates
	frame         Frame // what all pages share
	problems      []brief.Problem
}

// Config is what site.yaml says, completed with defaults.
func (s *Site) Config() Config { return s.config }

// BaseURL is where the site stands, with a final slash; "" when not known.
func (s *Site) BaseURL() string {
	if s.origin == "" {
		return ""
	}
	return s.origin + s.Base + "/"
}

// Problems parses every body and returns all problems of the content, those of
// Load and of the seals included, by place.
func (s *Site) Problems() []brief.Problem {
	documents := slices.Collect(maps.Values(s.shown()))
	found := make([][]brief.Problem, len(documents))
	parallel(documents, func(i int, d *brief.Document) { found[i] = d.Body().Problems })
	broken := make([][]brief.Problem, len(s.entries))
	parallel(s.entries, func(i int, e *entry) { broken[i] = e.brief.SealProblems() })
	all := slices.Concat(append(append(found, broken...), s.problems)...)
	slices.SortFunc(all, brief.Problem.Compare)
	return slices.Compact(all)
}

// shown are all documents that have an address, by file.
func (s *Site) shown() map[string]*brief.Document {
	documents := map[string]*brief.Document{}
	for _, e := range s.entries {
		for _, ed := range e.brief.Editions {
			documents[ed.File] = &ed.Document
		}
	}
	for _, p := range s.pages {
		documents[p.File] = &p.Document
	}
	return documents
}

// Briefs are all briefs, by slug.
func (s *Site) Briefs() []*brief.Brief {
	briefs := make([]*brief.Brief, len(s.entries))
	for i, e := range s.entries {
		briefs[i] = e.brief
	}
	return briefs
}

// Pages are all standing pages, by slug.
func (s *Site) Pages() []*brief.Page { return slices.Clone(s.pages) }

// entry finds a brief; nil when there is none.
func (s *Site) entry(slug string) *entry {
	i, found := slices.BinarySearchFunc(s.entries, slug, func(e *entry, slug string) int { return strings.Compare(e.brief.Slug, slug) })
	if !found {
		return nil
	}
	return s.entries[i]
}

// page finds a standing page; nil when there is none.
func (s *Site) page(slug string) *brief.Page {
	i, found := slices.BinarySearchFunc(s.pages, slug, func(p *brief.Page, slug string) int { return strings.Compare(p.Slug, slug) })
	if !found {
		return nil
	}
	return s.pages[i]
}

// href is an address as it stands in HTML: under the base, and escaped.
func (s *Site) href(address string) string { return s.Base + escape(address) }

// url is the absolute form of an address; "" when the base URL is not known.
func (s *Site) url(address string) string {
	if s.origin == "" {
		return ""
	}
	return s.origin + s.href(address)
}

// Kind is what sort of file a file is.
type Kind uint8

// The kinds of file.
const (
	Page     Kind = iota // an HTML page
	Data                 // a feed, a sitemap, an edition as data
	Asset                // a fingerprinted file
	Redirect             // leads to Location
)

// Cache is how long others may keep a file without asking again.
type Cache uint8

// The cache classes.
const (
	Revalidate Cache = iota // ask each time
	Immutable               // the address names the content: keep for ever
)

// A File is one file of the website.
type File struct {
	Path     string // address without Base: "/briefs/x/"
	Kind     Kind
	Status   int    // 200, 301 or 404
	Type     string // media type: "text/html; charset=utf-8"
	Location string // of a redirect: an address with Base
	Cache    Cache
	Body     []byte
}
