package site

import (
	"fmt"
	"html"
	"html/template"
	"net/http"
	"slices"
	"strings"
)

// An alias leads from a former address, and everything under it, to a brief or
// a page.
type alias struct {
	target string // "/briefs/resolute-support-mission/"
	file   string // that declares it, as messages print it
}

// loadAliases collects the aliases of briefs and pages. Where all pages and all
// aliases are those of the site before, so is what becomes of them.
func (l *loader) loadAliases() {
	s, prev := l.site, l.prev
	same := !l.moved && prev.aliases != nil && !prev.aliasFaults && slices.Equal(s.standing.documents, prev.standing.documents)
	for old, now := range changes(prev.entries, s.entries, bySlug) {
		same = same && old != nil && now != nil && old.brief.Newest().File == now.brief.Newest().File &&
			slices.EqualFunc(old.aliases, now.aliases, func(a, b claim) bool { return a.address == b.address && a.fault == b.fault })
	}
	if same {
		s.aliases = prev.aliases
		return
	}
	s.aliases = map[string]alias{}
	folded := map[string]alias{}
	add := func(d *document, c claim, target string) {
		message, hint := c.fault, ""
		if message == "" {
			hint = "an alias is an address that nothing has now"
			if s.direct(c.own) != nil {
				message = "it is the address of " + s.owner(c.own)
			} else if keeps(c.own) {
				message = "the site keeps it for itself"
			} else if other, taken := folded[c.folded]; taken && other.target == target {
				return
			} else if taken {
				message, hint = "it is an alias of "+other.file+" too", "keep one of them"
			}
		}
		if message != "" {
			s.aliasFaults = true
			l.stopAt(d.text(), c.at, "alias", fmt.Sprintf("the alias %q cannot be: %s", c.address, message), hint)
			return
		}
		a := alias{target, d.input.File}
		s.aliases[c.address], folded[c.folded] = a, a
	}
	for _, e := range s.entries {
		for _, c := range e.aliases {
			add(e.document(e.brief.Newest()), c, e.address())
		}
	}
	for _, page := range s.pages {
		d := s.standing.documents[slices.IndexFunc(s.standing.documents, func(d *document) bool { return d.page == page })]
		for _, c := range claims(d, page.Aliases) {
			add(d, c, "/"+page.Slug+"/")
		}
	}
}

// keeps tells whether an address that nothing has is kept for what may come.
func keeps(address string) bool {
	parts := strings.Split(address, "/")
	switch parts[1] {
	case "assets", "search":
		return true
	case "glossary":
		return len(parts) == 3
	case "briefs":
		return year.MatchString(parts[2])
	case "topics", "authors":
		return len(parts) > 4 && year.MatchString(parts[3])
	}
	return false
}

// owner names what has an address: a file of the content, or the site itself.
func (s *Site) owner(address string) string {
	parts := strings.Split(address+"/", "/")
	if e := s.entry(parts[2]); parts[1] == "briefs" && e != nil {
		return e.brief.Newest().File
	}
	if p := s.page(parts[1]); p != nil {
		return p.File
	}
	return "a page that every site has"
}

// redirect finds where an address that is no longer has gone: the longest
// alias that covers it decides. ok is false where none leads to something.
func (s *Site) redirect(p string) (target string, ok bool) {
	if a, found := s.aliases[p]; found {
		return a.target, true
	}
	for prefix := p; ; {
		i := strings.LastIndexByte(strings.TrimSuffix(prefix, "/"), '/')
		if i <= 0 {
			return "", false
		}
		prefix = p[:i+1]
		if a, found := s.aliases[prefix]; found {
			target = a.target + strings.TrimPrefix(p, prefix)
			return target, s.direct(target) != nil
		}
	}
}

// redirects yields every address that leads elsewhere: each alias, and the
// pages under its target.
func (s *Site) redirects(yield func(string) bool) {
	for p, a := range s.aliases {
		if !yield(p) {
			return
		}
		e := s.entry(strings.TrimSuffix(strings.TrimPrefix(a.target, "/briefs/"), "/"))
		if e == nil || !strings.HasPrefix(a.target, "/briefs/") {
			continue
		}
		for _, address := range e.addresses() {
			under := p + strings.TrimPrefix(address, a.target)
			// A nearer alias, or a file that is there, comes first.
			if _, is := s.aliases[under]; !is && under != p && strings.HasSuffix(under, "/") && s.direct(under) == nil {
				if _, ok := s.redirect(under); ok && !yield(under) {
					return
				}
			}
		}
	}
}

// redirectFile makes the answer for an address that has moved, with a page for
// hosts that cannot redirect.
func (s *Site) redirectFile(p, target string) (*File, error) {
	location := s.href(target)
	page := RedirectPage{Frame: s.newFrame(p, s.frame.Words.PageMoved), Target: location}
	page.NoIndex = true
	page.Canonical = s.url(target)
	page.Refresh = template.HTML(`<meta http-equiv="refresh" content="0; url=` + html.EscapeString(location) + `">`)
	f, err := s.html(p, "redirect.html", &page)
	if err != nil {
		return nil, err
	}
	f.Kind, f.Status, f.Location = Redirect, http.StatusMovedPermanently, location
	return f, nil
}
