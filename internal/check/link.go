package check

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"

	"briefpress/internal/strictyaml"
)

// brokenLink looks up where the links of the text lead. Pictures are looked
// for when the text is parsed.
func brokenLink(p *Pass) {
	there := remember(p.Site.Has)
	paths := sync.OnceValue(p.Site.Paths)
	meant := remember(func(address string) string { return nearestAddress(paths(), address) })
	for l := range p.links {
		if there(l.path) {
			continue
		}
		hint := "link to a brief by the path of its folder, such as ../other-brief/, and to a page by its address, such as /about/"
		if there(l.path + "/") {
			hint = "write it with a slash at its end"
		} else if strings.HasSuffix(l.dest, "/") || strings.HasSuffix(l.dest, ".md") {
			hint = cmp.Or(meant(l.path), hint)
		}
		p.At(l.Document, l.offset, fmt.Sprintf("there is nothing at %q", l.dest), hint)
	}
}

// remember makes a function that asks another once for each value: many links lead
// to one place.
func remember[K comparable, V any](ask func(K) V) func(K) V {
	known := map[K]V{}
	return func(key K) V {
		answer, ok := known[key]
		if !ok {
			answer = ask(key)
			known[key] = answer
		}
		return answer
	}
}

// nearestAddress hints at the path in the same folder that was probably meant, if
// there is one.
func nearestAddress(paths []string, address string) string {
	folder, name := path.Split(strings.TrimSuffix(address, "/"))
	best := strictyaml.Nearest(name, func(yield func(string) bool) {
		for _, other := range paths {
			rest, below := strings.CutPrefix(other, folder)
			if n, page := strings.CutSuffix(rest, "/"); below && page && n != "" && !strings.Contains(n, "/") && !yield(n) {
				return
			}
		}
	})
	if best != "" {
		return fmt.Sprintf("did you mean %q?", folder+best+"/")
	}
	return ""
}

// numbered are the anchors that count, such as p12 and y2020. They are near to
// one another, and what is meant is none of them.
var numbered = regexp.MustCompile(`^[a-z][0-9]`)

// brokenFragment looks for the parts of pages that links lead to, among the ids
// of the page as readers get it.
func brokenFragment(p *Pass) {
	type part struct{ path, name string }
	hint := remember(func(missing part) string {
		const hint = "the anchor of a heading is its text in small letters, with hyphens between the words"
		if numbered.MatchString(missing.name) {
			return hint
		}
		return nearest(missing.name, p.target(missing.path).all(), hint)
	})
	for l := range p.links {
		// "#" and "#top" are the top of every page, ":~:" a directive to the browser.
		name, _, _ := strings.Cut(l.fragment, ":~:")
		if name == "" || name == "top" {
			continue
		}
		if target := p.target(l.path); target == "" || target.has(name) {
			continue
		}
		p.At(l.Document, l.offset, fmt.Sprintf("%q leads to no part of the page %s", "#"+name, l.path), hint(part{l.path, name}))
	}
}

// emptyLink looks for links that nobody can see.
func emptyLink(p *Pass) {
	for _, d := range p.Documents() {
		links := d.Body().Links
		for i, l := range links {
			shows := i+1 < len(links) && links[i+1].Picture && links[i+1].Offset == l.Offset+1 // and lacks its words
			if !l.Picture && strings.TrimSpace(l.Text) == "" && !shows {
				p.At(d, l.Offset, fmt.Sprintf("the link to %q has no words", l.Dest), "write between the square brackets where it leads")
			}
		}
	}
}

// vague are the words of links that say nothing of where they lead.
var vague = map[string]bool{"here": true, "click here": true, "this": true, "this link": true, "link": true, "this page": true, "read more": true,
	"more": true, "see here": true, "click": true}

// linkText looks for links that say nothing to those who hear only the links of a page.
func linkText(p *Pass) {
	for _, d := range p.Documents() {
		for _, l := range d.Body().Links {
			if !l.Picture && english(d) && vague[wordsOf(l.Text)] {
				p.At(d, l.Offset, fmt.Sprintf("the words of the link, %q, do not say where it leads", l.Text), "link the words that name what is there")
			}
		}
	}
}

// ownAddress looks for links to the site by its full address, which nobody checks
// and which stay behind when the site moves.
func ownAddress(p *Pass) {
	base := p.Site.BaseURL()
	if base == "" {
		return
	}
	for _, d := range p.Documents() {
		for _, l := range d.Body().Links {
			if rest, own := strings.CutPrefix(l.Dest+"/", base); own {
				p.At(d, l.Offset, "the link to this site has its full address", fmt.Sprintf("write %q, or a path from this file", "/"+strings.TrimSuffix(rest, "/")))
			}
		}
	}
}
