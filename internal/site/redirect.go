package site

import (
	"fmt"
	"html"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"briefpress/internal/brief"
)

// An alias leads from a former address, and everything under it, to a brief or
// a page.
type alias struct {
	target string // "/briefs/resolute-support-mission/"
	file   string // that declares it, as messages print it
}

// loadAliases collects the aliases of briefs and pages.
func (l *loader) loadAliases() {
	s := l.site
	s.aliases = map[string]alias{}
	folded := map[string]alias{}
	add := func(d *brief.Document, i int, target, p string) {
		at := d.Value("aliases", strconv.Itoa(i))
		if slices.ContainsFunc(s.documents[d.File].problems, func(p brief.Problem) bool { return p.Position == at }) {
			return // not of the form of an address
		}
		message, hint := "", "an alias is an address that nothing has now"
		// Our own addresses are in lower case.
		own := strings.ToLower(norm.NFC.String(p))
		if err := checkAlias(p); err != nil {
			message, hint = err.Error(), ""
		} else if s.direct(own) != nil {
			message = "it is the address of " + s.owner(own)
		} else if keeps(own) {
			message = "the site keeps it for itself"
		} else if other, taken := folded[fold(p)]; taken && other.target == target {
			return
		} else if taken {
			message, hint = "it is an alias of "+other.file+" too", "keep one of them"
		}
		if message != "" {
			l.stopAt(d, at, "alias", fmt.Sprintf("the alias %q cannot be: %s", p, message), hint)
			return
		}
		a := alias{target, d.File}
		s.aliases[p], folded[fold(p)] = a, a
	}
	for _, e := range s.entries {
		ed := e.brief.Newest()
		for i, p := range ed.Aliases {
			add(&ed.Document, i, e.address(), p)
		}
	}
	for _, page := range s.pages {
		for i, p := range page.Aliases {
			add(&page.Document, i, "/"+page.Slug+"/", p)
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
