package check

import (
	"cmp"
	"fmt"
	"slices"

	"briefpress/internal/brief"
)

// sources are those of a document.
func (d Document) sources() map[string]*brief.Source {
	if d.Edition != nil {
		return d.Edition.Sources
	}
	return d.Page.Sources
}

// duplicateSource looks for two records of one source.
func duplicateSource(p *Pass) {
	for _, d := range p.Documents() {
		sources := d.sources()
		first := map[string]string{}
		for _, key := range d.Keys("sources") {
			s := sources[key]
			if s == nil {
				continue
			}
			what := cmp.Or(s.URL, fmt.Sprintf("%s %s %s %s", wordsOf(s.Author), wordsOf(s.Title), wordsOf(s.Publisher), s.Date))
			if before, known := first[what]; known {
				p.Key(d, fmt.Sprintf("the sources %q and %q are one", before, key), fmt.Sprintf("keep one, and cite it by one key: [@%s]", before), "sources", key)
			} else {
				first[what] = key
			}
		}
	}
}

// sourceAccess looks for days on which nobody can have read a source.
func sourceAccess(p *Pass) {
	for _, d := range p.Documents() {
		sources := d.sources()
		for _, key := range d.Keys("sources") {
			if s := sources[key]; s != nil && s.Accessed != "" && s.URL == "" {
				p.Key(d, fmt.Sprintf("source %q was read on a day, and has no address", key), "add its url, or delete accessed: readers do not see it", "sources", key, "accessed")
			}
		}
	}
}

// repeatedItem looks for what a list of the front matter has twice.
func repeatedItem(p *Pass) {
	for _, d := range p.Documents() {
		if d.Edition == nil {
			continue
		}
		e := d.Edition
		for _, list := range []struct {
			key   string
			items []string
		}{{"authors", e.Authors}, {"key-points", e.KeyPoints}, {"topics", e.Topics}, {"places", e.Places}} {
			for i, item := range list.items {
				if slices.Contains(list.items[:i], item) {
					p.Value(d, fmt.Sprintf("%q stands in %s twice", item, list.key), "delete one of the two", list.key, fmt.Sprint(i))
				}
			}
		}
	}
}

// maxKeyPoint is how many words a key point has at most.
const maxKeyPoint = 40

// longKeyPoint looks for key points that are none.
func longKeyPoint(p *Pass) {
	for _, d := range p.Documents() {
		if d.Edition == nil {
			continue
		}
		for i, point := range d.Edition.KeyPoints {
			if n := wordCount(point); n > maxKeyPoint {
				p.Value(d, fmt.Sprintf("the key point has %d words", n), fmt.Sprintf("say one thing, in at most %d words; the text has the rest", maxKeyPoint), "key-points", fmt.Sprint(i))
			}
		}
	}
}
