package export

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"briefpress/internal/site"
)

// known are the media types that hosts give by themselves to files that are
// named so.
var known = map[string]string{
	".avif": "image/avif", ".css": "text/css", ".csv": "text/csv", ".gif": "image/gif", ".html": "text/html",
	".ico": "image/x-icon", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".js": "text/javascript",
	".json": "application/json", ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml",
	".txt": "text/plain", ".webp": "image/webp", ".woff2": "font/woff2", ".xml": "application/xml",
}

// headerRules gives the file _headers, in the form that Netlify and Cloudflare
// Pages share. Where several rules match an address, Cloudflare joins the values
// of a header: so no two rules that match the same file name the same header. It
// takes at most 100 rules, so that files of the same depth and name share one,
// with placeholders for the directories in which they differ.
func headerRules(base, csp string, heads []site.File) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s/*\n", escape(base))
	writeHeaders(&b, append([]site.Header{{Name: "Content-Security-Policy", Value: csp}}, site.Headers()...))
	mutable := func(h site.File) bool { return strings.HasPrefix(h.Path, "/"+assets) && h.Cache != site.Immutable }
	if !slices.ContainsFunc(heads, mutable) {
		fmt.Fprintf(&b, "%s/%s*\n", escape(base), assets)
		writeHeaders(&b, append([]site.Header{{Name: "Cache-Control", Value: "public, max-age=31536000, immutable"}}, site.OpenHeaders()...))
	}

	shapes := map[string][]site.File{}
	for _, h := range heads {
		if !strings.HasSuffix(h.Path, "/") {
			shape := fmt.Sprintf("%03d %s", strings.Count(h.Path, "/"), path.Base(h.Path))
			shapes[shape] = append(shapes[shape], h)
		}
	}
	for _, shape := range slices.Sorted(maps.Keys(shapes)) {
		same := shapes[shape]
		if slices.ContainsFunc(same, func(h site.File) bool { return h.Type != same[0].Type }) {
			for _, h := range same {
				typeRule(&b, escape(base+h.Path), h)
			}
			continue
		}
		typeRule(&b, escape(base)+pattern(same), same[0])
	}
	return b.Bytes()
}

// typeRule opens data, and assets at fixed addresses, to other origins, and gives a media type where
// hosts guess another.
func typeRule(b *bytes.Buffer, address string, h site.File) {
	var headers []site.Header
	if media, _, _ := strings.Cut(h.Type, ";"); h.Type != "" && media != known[path.Ext(h.Path)] {
		headers = append(headers, site.Header{Name: "Content-Type", Value: h.Type})
	}
	if h.Kind == site.Data || h.Kind == site.Asset && !strings.HasPrefix(h.Path, "/"+assets) {
		headers = append(headers, site.OpenHeaders()...)
	}
	if len(headers) > 0 {
		fmt.Fprintf(b, "%s\n", address)
		writeHeaders(b, headers)
	}
}

func writeHeaders(b *bytes.Buffer, headers []site.Header) {
	for _, h := range headers {
		fmt.Fprintf(b, "  %s: %s\n", h.Name, h.Value)
	}
}

// pattern matches all of some files of the same depth and name.
func pattern(same []site.File) string {
	parts := strings.Split(same[0].Path, "/")
	for i, part := range parts {
		parts[i] = escape(part)
		if slices.ContainsFunc(same, func(h site.File) bool { return strings.Split(h.Path, "/")[i] != part }) {
			parts[i] = fmt.Sprintf(":part%d", i)
		}
	}
	return strings.Join(parts, "/")
}

// redirectRules gives the file _redirects, for Netlify and Cloudflare Pages. A
// redirect whose whole subtree leads to the same places below its goal becomes one
// rule for the subtree; rules for one address come first, as Cloudflare wants it.
//
// Each rule stands there twice. Netlify redirects from where there is a file, as
// there is our page, only if the status has an exclamation mark; Cloudflare passes
// over such a line and takes the next.
func redirectRules(base string, heads []site.File) ([]byte, error) {
	heads = slices.SortedFunc(slices.Values(heads), func(a, b site.File) int { return strings.Compare(a.Path, b.Path) })
	var single, subtree bytes.Buffer
	for i := 0; i < len(heads); i++ {
		h := heads[i]
		if h.Kind != site.Redirect {
			continue
		}
		if h.Location == "" || strings.ContainsFunc(h.Location, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
			return nil, fmt.Errorf("redirect %s leads to %q, which is no address", h.Path, h.Location)
		}
		from := escape(base + h.Path)
		if n := below(heads[i:]); n > 0 {
			rule(&subtree, from+"*", h.Location+":splat")
			i += n
			continue
		}
		rule(&single, from, h.Location)
	}
	return append(single.Bytes(), subtree.Bytes()...), nil
}

func rule(b *bytes.Buffer, from, to string) {
	fmt.Fprintf(b, "%[1]s %[2]s 301!\n%[1]s %[2]s 301\n", from, to)
}

// below counts the files under the first one, which are those that follow it,
// and gives 0 unless all are redirects to the same names under its goal.
func below(heads []site.File) int {
	top, n := heads[0], 0
	if !strings.HasSuffix(top.Path, "/") || !strings.HasSuffix(top.Location, "/") {
		return 0
	}
	for _, h := range heads[1:] {
		rest, ok := strings.CutPrefix(h.Path, top.Path)
		if !ok {
			break
		}
		if h.Kind != site.Redirect || h.Location != top.Location+(&url.URL{Path: rest}).EscapedPath() {
			return 0
		}
		n++
	}
	return n
}

// escape writes a path as an address in a rule, where a star and a colon have
// meanings of their own.
func escape(p string) string {
	return strings.NewReplacer("*", "%2A", ":", "%3A").Replace((&url.URL{Path: p}).EscapedPath())
}
