package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"briefpress/internal/site"
)

// acronymConflict compares what the text, the front matter and site.yaml say
// about one acronym.
func acronymConflict(p *Pass) {
	conflict := func(short, here, where, there string) (message, hint string) {
		return fmt.Sprintf("%s is %q here and %q in %s", short, here, there, where), "keep one of the two"
	}
	shared := p.Site.Config().Acronyms
	for _, d := range p.Documents() {
		own := map[string]string{}
		if d.Edition != nil {
			own = d.Edition.Acronyms
		}
		for short, expansion := range own {
			if there, known := shared[short]; known && wordsOf(there) != wordsOf(expansion) {
				message, hint := conflict(short, expansion, "site.yaml", there)
				p.Key(d, message, hint, "acronyms", short)
			}
		}
		for _, a := range d.Body().Acronyms {
			if a.Offset < 0 {
				continue // not introduced by the text
			}
			there, where := own[a.Short], "the front matter"
			if there == "" {
				there, where = shared[a.Short], "site.yaml"
			}
			if there != "" && wordsOf(there) != wordsOf(a.Expansion) {
				message, hint := conflict(a.Short, a.Expansion, where, there)
				p.At(d, a.Offset, message, hint)
			}
		}
	}
}

// unusedAcronym looks for acronyms that the front matter explains and nothing uses.
func unusedAcronym(p *Pass) {
	for _, d := range p.Documents() {
		used := map[string]bool{}
		for _, a := range d.Body().Acronyms {
			used[a.Short] = true
		}
		for _, short := range d.Keys("acronyms") {
			if used[short] {
				continue
			}
			word := regexp.MustCompile(`(?:^|[^\pL\pN])` + regexp.QuoteMeta(short) + `s?(?:$|[^\pL\pN])`)
			if !slices.ContainsFunc(d.said(), word.MatchString) {
				p.Key(d, fmt.Sprintf("the acronym %s is explained and not used", short), "use it, or delete it", "acronyms", short)
			}
		}
	}
}

// said are the texts of the front matter that readers see.
func (d Document) said() []string {
	if d.Edition == nil {
		return []string{d.Page.Title, d.Page.Summary}
	}
	e := d.Edition
	return append([]string{e.Title, e.Summary, e.Change, e.StatusNote}, e.KeyPoints...)
}

// An explained is an acronym where a document explains it.
type explained struct {
	Document
	short, expansion string
	at               int    // offset in the text; -1 in the front matter
	key              string // the language and the short form
	bare             string // the expansion without what is spelling
}

// explainedIn are the acronyms that a document explains, in an order that may
// change, if it is a page or the newest edition of a brief. as is the document of
// the site, which d has the text of.
func explainedIn(s *site.Site, d, as Document) []explained {
	if !d.current() {
		return nil
	}
	at := map[string]int{}
	expansions := map[string]string{}
	if d.Edition != nil {
		maps.Copy(expansions, d.Edition.Acronyms)
		for short := range expansions {
			at[short] = -1
		}
	}
	for _, a := range d.Body().Acronyms {
		if a.Offset >= 0 {
			expansions[a.Short], at[a.Short] = a.Expansion, a.Offset
		}
	}
	var all []explained
	for short, expansion := range expansions {
		// That it differs from site.yaml is a conflict.
		if _, shared := s.Config().Acronyms[short]; !shared {
			all = append(all, explained{as, short, expansion, at[short], as.language() + " " + short, bare(expansion)})
		}
	}
	return all
}

// acronymElsewhere looks for acronyms that other documents of the language explain
// in other words. What most of them say is taken for right, or what the first says.
func acronymElsewhere(p *Pass) {
	uses := func(yield func(explained) bool) {
		for _, l := range p.found {
			for _, u := range l.acronyms {
				if !yield(u) {
					return
				}
			}
		}
	}
	count := map[string]map[string]int{} // of expansions, by the key of the acronym
	for u := range uses {
		if count[u.key] == nil {
			count[u.key] = map[string]int{}
		}
		count[u.key][u.bare]++
	}
	most := map[string]explained{} // of those that are explained in several ways
	for u := range uses {
		ways := count[u.key]
		if by, known := most[u.key]; len(ways) > 1 && (!known || ways[u.bare] > ways[by.bare]) {
			most[u.key] = u
		}
	}
	for u := range uses {
		if by, several := most[u.key]; several && u.bare != by.bare {
			message := fmt.Sprintf("%s is %q here and %q in %s", u.short, u.expansion, by.expansion, by.File)
			const hint = "write both alike where they are one; where they are two, say so in the text"
			if u.at >= 0 {
				p.At(u.Document, u.at, message, hint)
			} else {
				p.Key(u.Document, message, hint, "acronyms", u.short)
			}
		}
	}
}

// bare is what is left of an expansion without what is spelling: letter case,
// hyphens, and the plural.
func bare(expansion string) string {
	words := strings.Fields(wordsOf(expansion))
	for i := range words {
		words[i] = strings.TrimSuffix(words[i], "s")
	}
	return strings.Join(words, " ")
}
