package site

import (
	"encoding/xml"
	"strings"

	"briefpress/internal/brief"
)

// maxSitemap is how many addresses the protocol allows in one file.
const maxSitemap = 50_000

type urlset struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []location `xml:"url"`
}

type location struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap lists the canonical addresses of all pages. Of a library too large
// for it, the oldest editions are left out.
func (s *Site) sitemap(address string) (*File, error) {
	var set urlset
	add := func(address string, d brief.Date) {
		set.URLs = append(set.URLs, location{s.url(address), string(d)})
	}
	// The lists are as new as what is newest in them.
	latest := func(entries []*entry) brief.Date {
		if len(entries) == 0 {
			return ""
		}
		return entries[0].brief.Updated()
	}
	for _, list := range []string{"/", "/topics/", glossaryAddress} {
		add(list, latest(s.recent))
	}
	for _, p := range s.pages {
		add("/"+p.Slug+"/", "")
	}
	for g := range s.groups {
		add(g.address, latest(g.entries))
	}
	for _, e := range s.recent {
		if !e.brief.Newest().Draft {
			add(e.address(), e.brief.Updated())
		}
	}
	for _, d := range newest(s.recent, maxSitemap, published) {
		if d.edition != d.entry.brief.Newest() {
			add(d.entry.dated(d.edition), editionUpdated(d.edition))
		}
	}
	set.URLs = set.URLs[:min(maxSitemap, len(set.URLs))]
	body, err := encodeXML(set)
	return s.data(address, "application/xml; charset=utf-8", body), err
}

// encodeXML writes a document with its declaration.
func encodeXML(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", " ")
	return append(append([]byte(xml.Header), body...), '\n'), err
}

// robots admits everyone, and names the sitemap where there is one.
func (s *Site) robots(address string) (*File, error) {
	var b strings.Builder
	b.WriteString("User-agent: *\nAllow: /\n")
	if s.origin != "" {
		b.WriteString("\nSitemap: " + s.url("/sitemap.xml") + "\n")
	}
	return s.data(address, "text/plain; charset=utf-8", []byte(b.String())), nil
}
