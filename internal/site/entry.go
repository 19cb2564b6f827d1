package site

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
)

// An entry is a brief with what belongs to it alone, taken over from one site
// to the next as long as its editions are the same values, and its seals.
type entry struct {
	brief     *brief.Brief
	documents []*document // of the editions that were given to brief.New
	problems  []brief.Problem
	percents  sync.Map // of [2]*brief.Edition: see percent

	sums      []byte // editions.sum as it was read; nil for none, and where it has faults
	published []byte // the same for readers; nil for none

	making sync.Mutex
	proved atomic.Pointer[gist]

	// What lists and tables are made by.
	updated, first  brief.Date // Updated and Published of the brief
	topics, authors []mention
	references      []reference
	aliases         []claim
}

// A mention is a topic or an author as an edition names it.
type mention struct {
	slug, name string
	edition    *brief.Edition
	key        string // of the front matter
	item       int    // in the list there
}

// A reference names another brief by its slug.
type reference struct{ key, noun, slug string }

// A claim is an alias that a brief or a page wants to have.
type claim struct {
	address string
	own     string // the same, as an address of ours is written
	folded  string // the same for all that some file system takes for it
	fault   string // why it can be no address at all; "" for nothing
	at      brief.Position
}

// bySlug is the order of briefs by their slugs.
func bySlug(a, b *entry) int { return strings.Compare(a.brief.Slug, b.brief.Slug) }

// entry makes a brief of the editions that may be shown; nil when there are none.
func (l *loader) entry(slug string, documents []*document, seals *seal.File, sums []byte, before *entry) *entry {
	shown := slices.DeleteFunc(slices.Clone(documents), func(d *document) bool {
		e := d.edition
		return e.Date == "" || // a problem of its header
			l.src.AsOf != "" && e.Date > l.src.AsOf || e.Draft && !l.src.Drafts
	})
	if len(shown) == 0 {
		return nil
	}
	e := before
	if e == nil || !slices.Equal(e.documents, shown) || e.brief.Seals() != seals {
		e = newEntry(slug, shown, seals, sums)
	}
	l.report(e.problems...)
	return e
}

func newEntry(slug string, documents []*document, seals *seal.File, sums []byte) *entry {
	e := &entry{documents: documents, sums: sums}
	var editions []*brief.Edition
	for _, d := range documents {
		editions = append(editions, d.edition)
	}
	e.brief, e.problems = brief.New(slug, editions, seals)
	e.published = publishedSeals(e.brief)
	e.updated, e.first = e.brief.Updated(), e.brief.Published()

	newest := e.brief.Newest()
	e.topics = e.mentions(newest, "topics", "topic", newest.Topics)
	for _, ed := range slices.Backward(e.brief.Editions) {
		e.authors = append(e.authors, e.mentions(ed, "authors", "author", ed.Authors)...)
	}
	for _, r := range []reference{{"successor", "successor", newest.Successor}, {"translation-of", "original of the translation", newest.TranslationOf}} {
		if r.slug != "" {
			e.references = append(e.references, r)
		}
	}
	e.aliases = claims(e.document(newest), newest.Aliases)
	return e
}

// proof tells what is wrong with the seals. As for [document.body], the trees of
// the texts are kept only where they are about to be shown.
func (e *entry) proof(shown bool) *gist {
	e.making.Lock()
	defer e.making.Unlock()
	if e.proved.Load() == nil {
		own := e
		if !shown && e.brief.Seals() != nil {
			own = e.parted()
		}
		e.learn(own)
	}
	return e.proved.Load()
}

// learn notes what is wrong with the seals, from an entry that is the same.
func (e *entry) learn(own *entry) {
	problems := own.brief.SealProblems()
	e.proved.Store(&gist{problems: problems, stops: slices.ContainsFunc(problems, stops)})
}

// parted is the same brief with texts of its own.
func (e *entry) parted() *entry {
	var documents []*document
	for _, d := range e.documents {
		documents = append(documents, d.again())
	}
	return newEntry(e.brief.Slug, documents, e.brief.Seals(), e.sums)
}

// again is the same brief with texts of its own.
func (e *entry) again() *entry {
	own := e.parted()
	e.making.Lock()
	defer e.making.Unlock()
	if e.proved.Load() == nil {
		e.learn(own)
	}
	return own
}

// document finds what an edition of the brief was parsed from.
func (e *entry) document(ed *brief.Edition) *document {
	return e.documents[slices.IndexFunc(e.documents, func(d *document) bool { return d.edition == ed })]
}

// mentions are the names in a list of the front matter that make an address.
func (e *entry) mentions(ed *brief.Edition, key, noun string, names []string) []mention {
	var all []mention
	for i, name := range names {
		slug := slugify(name)
		if slug == "" || len(slug) > maxName {
			p := ed.HeaderProblem(ed.Value(key, strconv.Itoa(i)), noun, fmt.Sprintf("the %s %q makes no address", noun, name),
				"it needs letters or digits, and not too many")
			p.Stops = true
			e.problems = append(e.problems, p)
			continue
		}
		all = append(all, mention{slug, name, ed, key, i})
	}
	return all
}

// claims are the aliases that have the form of an address.
func claims(d *document, aliases []string) []claim {
	var all []claim
	for i, p := range aliases {
		at := d.text().Value("aliases", strconv.Itoa(i))
		if slices.ContainsFunc(d.problems, func(p brief.Problem) bool { return p.Position == at }) {
			continue
		}
		c := claim{address: p, own: lower(p), folded: fold(p), at: at}
		if err := checkAlias(p); err != nil {
			c.fault = err.Error()
		}
		all = append(all, c)
	}
	return all
}

// original is the slug of the brief that the entry is a translation of; "" for
// none.
func (e *entry) original() string {
	for _, r := range e.references {
		if r.key == "translation-of" {
			return r.slug
		}
	}
	return ""
}

// newestFirst is the order of briefs by their last change.
func newestFirst(a, b *entry) int {
	return cmp.Or(cmp.Compare(b.updated, a.updated), cmp.Compare(b.first, a.first), bySlug(a, b))
}

// chronological is the order of briefs by their first publication.
func chronological(a, b *entry) int { return cmp.Or(cmp.Compare(a.first, b.first), bySlug(a, b)) }
