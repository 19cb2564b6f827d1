package site

import "slices"

// maxRelated bounds the briefs that a brief leads on to.
const maxRelated = 4

// neighbours are the briefs first published before and after one.
func (s *Site) neighbours(e *entry) (prev, next *Link) {
	i, _ := slices.BinarySearchFunc(s.chronicle, e, chronological)
	link := func(i int) *Link {
		if i < 0 || i >= len(s.chronicle) {
			return nil
		}
		return &Link{Text: s.chronicle[i].brief.Newest().Title, Address: s.href(s.chronicle[i].address())}
	}
	return link(i - 1), link(i + 1)
}

// related are other briefs that share topics with one: those that share most
// first, and of these those that changed last. A topic may have very many briefs,
// of which few are wanted.
func (s *Site) related(e *entry) []Item {
	var lists [][]*entry // newest first
	counted := map[string]bool{}
	for _, topic := range e.brief.Newest().Topics {
		slug := slugify(topic)
		if g := s.topics.find(slug); g != nil && !counted[slug] {
			counted[slug] = true
			lists = append(lists, g.entries)
		}
	}
	sharing := make([][]*entry, len(lists)+1) // by the number of topics
	for len(lists) > 0 && len(sharing[len(lists)]) < maxRelated {
		var next *entry
		for _, l := range lists {
			if len(l) > 0 && (next == nil || l[0] != next && newestFirst(l[0], next) < 0) {
				next = l[0]
			}
		}
		if next == nil {
			break
		}
		n := 0
		for i, l := range lists {
			if len(l) > 0 && l[0] == next {
				lists[i] = l[1:]
				n++
			}
		}
		if next.brief.Slug != e.brief.Slug && len(sharing[n]) < maxRelated {
			sharing[n] = append(sharing[n], next)
		}
	}
	slices.Reverse(sharing)
	closest := slices.Concat(sharing...)
	return s.items(closest[:min(len(closest), maxRelated)])
}

// original follows translations to the brief that all are translations of.
// Briefs that are said to be translations of each other have no original: each
// stands alone.
func (s *Site) original(e *entry) *entry {
	seen := map[*entry]bool{}
	for at := e; ; {
		seen[at] = true
		next := s.entry(at.original())
		switch {
		case next == nil:
			return at
		case seen[next]:
			return e
		}
		at = next
	}
}

// translations are the briefs that say the same in other languages, one for
// each language, the original before its translations; this one among them.
// There are none where that would be this one alone.
func (s *Site) translations(e *entry) []*entry {
	// Whoever looks at a brief must find it, whatever else is in its language.
	var made []*entry
	for _, slug := range s.versions[s.original(e).brief.Slug] {
		other := s.entry(slug)
		if other == e || other.brief.Newest().Language != e.brief.Newest().Language && !slices.ContainsFunc(made, func(m *entry) bool {
			return m.brief.Newest().Language == other.brief.Newest().Language
		}) {
			made = append(made, other)
		}
	}
	if len(made) < 2 {
		return nil
	}
	return made
}

// groupVersions groups those that are translations with their originals, which
// come first, by the slugs of these.
func (s *Site) groupVersions() map[string][]string {
	groups := map[string][]string{}
	for _, e := range s.entries {
		if e.original() == "" {
			continue
		}
		if original := s.original(e); original != e {
			slug := original.brief.Slug
			if groups[slug] == nil {
				groups[slug] = []string{slug}
			}
			groups[slug] = append(groups[slug], e.brief.Slug)
		}
	}
	return groups
}

// translationItems are the translations of a brief for readers, without itself.
func (s *Site) translationItems(e *entry) []Translation {
	var items []Translation
	original := s.original(e)
	for _, other := range s.translations(e) {
		if ed := other.brief.Newest(); other != e {
			items = append(items, Translation{
				Title: ed.Title, Address: s.href(other.address()), Lang: ed.Language, Dir: ed.Direction, Original: other == original,
			})
		}
	}
	return items
}

// foreign is the language and direction of a text where they are not the
// site's; "" otherwise.
func (s *Site) foreign(language, direction string) (lang, dir string) {
	if language != s.config.Language {
		lang = language
	}
	if direction != s.config.Direction {
		dir = direction
	}
	return lang, dir
}
