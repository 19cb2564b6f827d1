package site

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"briefpress/internal/brief"
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
	// Changed names what may differ from what the site before was loaded from,
	// as messages print it ("content/briefs/x/2019-06-07.md"): files that were
	// written, came or went, and folders with all that is in them. Nothing else
	// is read again, except where a link leads to it. Nil is anything. The site
	// is the same as without it, as long as it is true.
	Changed []string
}

// A Site is every file of the website. It never changes; its methods may be
// called from several goroutines at once.
type Site struct {
	// Base is the path under which the site stands: "" or "/sub".
	Base string

	origin   string // "https://example.org"; "" when not known
	config   Config
	settings settings
	recipe   *recipe
	ground   *ground
	shelf    *shelf
	standing *standing
	statics
	templates *templates
	assets    map[string]*asset // by address

	entries     []*entry            // by slug
	pages       []*brief.Page       // by slug
	recent      []*entry            // newest change first
	chronicle   []*entry            // by first publication
	versions    map[string][]string // of each original with its translations, itself first, by slug
	dangling    []*entry            // that refer to briefs which are not there
	topics      *groups
	authors     *groups
	all         *group
	fixed       map[string]maker // files at fixed addresses
	aliases     map[string]alias
	aliasFaults bool  // some could not be
	frame       Frame // what all pages share
	problems    []brief.Problem

	apart struct { // in the place of what has the same slug: see Apart
		entry *entry
		page  *brief.Page
	}
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
	documents := slices.Collect(s.documents)
	parallel(documents, func(_ int, d *document) { d.body(false) })
	parallel(s.entries, func(_ int, e *entry) { e.proof(false) })
	return s.known()
}

// Found are the problems that Load found, by place.
func (s *Site) Found() []brief.Problem { return slices.Clone(s.problems) }

// Broken parses the bodies and checks the seals that prev, which may be nil, has
// not. Where a problem of these Stops, or one that was found before in what prev
// has too, it returns all problems known so far, by place; else none.
func (s *Site) Broken(prev *Site) []brief.Problem {
	shelf, pages := &shelf{}, &standing{}
	if prev != nil {
		shelf, pages = prev.shelf, prev.standing
	}
	for old, now := range changes(shelf.parts, s.shelf.parts, (*part).compare) {
		if now == nil || now.entry == nil || old != nil && now.entry == old.entry {
			continue
		}
		for _, d := range now.entry.documents {
			if old == nil || old.entry == nil || !slices.Contains(old.entry.documents, d) {
				d.body(true)
			}
		}
		now.entry.proof(true)
	}
	for _, d := range s.standing.documents {
		if !slices.Contains(pages.documents, d) {
			d.body(true)
		}
	}
	for d := range s.documents {
		if gist := d.gist.Load(); gist != nil && gist.stops {
			return s.known()
		}
	}
	for _, e := range s.entries {
		if proof := e.proved.Load(); proof != nil && proof.stops {
			return s.known()
		}
	}
	return nil
}

// Same tells whether all files and problems are those of another site, as far as
// that is known without making them: what was loaded over it from the same
// content is.
func (s *Site) Same(other *Site) bool {
	return s.ground == other.ground &&
		slices.Equal(s.entries, other.entries) && slices.Equal(s.standing.documents, other.standing.documents) &&
		maps.Equal(s.assets, other.assets) && slices.Equal(s.problems, other.problems)
}

// known are all problems of the content found so far, by place.
func (s *Site) known() []brief.Problem {
	all := slices.Clone(s.problems)
	for d := range s.documents {
		if gist := d.gist.Load(); gist != nil {
			all = append(all, gist.problems...)
		}
	}
	for _, e := range s.entries {
		if proof := e.proved.Load(); proof != nil {
			all = append(all, proof.problems...)
		}
	}
	slices.SortFunc(all, brief.Problem.Compare)
	return slices.Compact(all)
}

// documents yields all that have an address.
func (s *Site) documents(yield func(*document) bool) {
	for _, e := range s.entries {
		for _, d := range e.documents {
			if !yield(d) {
				return
			}
		}
	}
	for _, d := range s.standing.documents {
		if !yield(d) {
			return
		}
	}
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
	if own := s.apart.entry; own != nil && own.brief.Slug == slug {
		return own
	}
	i, found := slices.BinarySearchFunc(s.entries, slug, func(e *entry, slug string) int { return strings.Compare(e.brief.Slug, slug) })
	if !found {
		return nil
	}
	return s.entries[i]
}

// page finds a standing page; nil when there is none.
func (s *Site) page(slug string) *brief.Page {
	if own := s.apart.page; own != nil && own.Slug == slug {
		return own
	}
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

// Textual tells whether files of a media type are text, which becomes much smaller
// when it is compressed. Pictures and fonts are compressed by their own format.
func Textual(media string) bool {
	t, _, _ := strings.Cut(strings.ToLower(media), ";")
	switch t = strings.TrimSpace(t); t {
	case "application/json", "application/xml", "application/javascript", "application/x-bibtex", "application/x-research-info-systems":
		return true
	}
	return strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "+xml") || strings.HasSuffix(t, "+json")
}

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
