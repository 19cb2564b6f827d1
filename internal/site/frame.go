package site

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"briefpress/internal/phrase"
)

// makeFrame makes what the frames of all pages share.
func (s *Site) makeFrame() Frame {
	f := Frame{
		Lang: s.config.Language, Dir: s.config.Direction, Words: phrase.For(s.config.Language),
		Policy: s.policyElement(), ThemeScript: s.theme, Stylesheet: s.stylesheet, PrintSheet: s.printSheet, ListSheet: s.listSheet, Scripts: s.scripts,
		SiteTitle: s.config.Title, Publisher: s.config.Publisher, Tagline: s.config.Description,
		Home: s.href("/"), Credit: s.config.Credit, Terms: s.config.Terms,
		FeedAddress: s.href("/" + atomName), GlossaryAddress: s.href(glossaryAddress),
	}
	if s.assets["/favicon.svg"] != nil {
		f.Icon = s.href("/favicon.svg")
	}
	f.Contact, f.ContactText = s.contact()
	for _, format := range feedFormats {
		f.Alternates = append(f.Alternates, s.feedLink(format.media, s.config.Title, "/"+format.name))
	}
	return f
}

// contact is the contact's address and what its link says.
func (s *Site) contact() (address, text string) {
	address, _ = contactAddress(s.config.Contact)
	switch u, err := url.Parse(address); {
	case address == "" || err != nil:
		return "", ""
	case u.Scheme == "mailto":
		return address, strings.TrimPrefix(address, "mailto:")
	case u.Scheme != "":
		return address, u.Host
	}
	return s.Base + address, phrase.For(s.config.Language).Contact
}

// newFrame makes the frame of the page at an address.
func (s *Site) newFrame(address, title string) Frame {
	f := s.frame
	f.PageTitle = title
	f.WindowTitle = title + " | " + s.config.Title
	f.AtHome = address == "/"
	if f.AtHome {
		f.WindowTitle = s.config.Title
	}
	f.Navigation = s.navigation(address)
	f.Canonical = s.url(address)
	return f
}

// navigation marks where a page stands in the navigation.
func (s *Site) navigation(address string) []Link {
	var links []Link
	for _, n := range s.config.Navigation {
		l := Link{Text: n.Title, Address: n.Address}
		if strings.HasPrefix(n.Address, "/") {
			l.Address = s.Base + n.Address
			l.Current = n.Address == address
			l.Within = !l.Current && n.Address != "/" && strings.HasSuffix(n.Address, "/") && strings.HasPrefix(address, n.Address)
		}
		if n.Address != "" {
			links = append(links, l)
		}
	}
	return links
}

// defaultNavigation is that of a site which names none.
func (s *Site) defaultNavigation() []NavigationEntry {
	words := phrase.For(s.config.Language)
	entries := []NavigationEntry{{words.Briefs, "/briefs/"}}
	if len(s.topics.bySlug) > 0 {
		entries = append(entries, NavigationEntry{words.Topics, "/topics/"})
	}
	for _, p := range s.pages {
		entries = append(entries, NavigationEntry{p.Title, escape("/" + p.Slug + "/")})
	}
	return entries
}

// checkNavigation completes the navigation, and reports what leads nowhere.
func (l *loader) checkNavigation() {
	s := l.site
	for i, n := range s.config.Navigation {
		u, err := url.Parse(n.Address)
		if err != nil || u.Path == "" || u.Host != "" || s.Has(u.Path) {
			continue
		}
		l.report(s.SettingValueProblem("broken-link", fmt.Sprintf("the navigation leads to %s, where nothing is", n.Address), "",
			"navigation", strconv.Itoa(i), "address"))
	}
	if len(s.config.Navigation) == 0 {
		s.config.Navigation = s.defaultNavigation()
	}
}
