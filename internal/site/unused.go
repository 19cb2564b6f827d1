package site

import (
	"bytes"
	"net/url"
	"path"
)

// Unused are the files beside texts that none of these names, as messages print
// them. Texts count whether they are shown or not.
func (s *Site) Unused() []string {
	var files []string
	add := func(documents []*document, assets []*asset) {
		for _, a := range assets {
			name := path.Base(a.file)
			if !named(documents, name) && !named(documents, url.PathEscape(name)) {
				files = append(files, path.Join(s.recipe.content, a.file))
			}
		}
	}
	var single []*document
	for _, p := range s.shelf.parts {
		if !p.dir {
			single = append(single, p.documents...)
		} else if p.entry != nil {
			add(p.documents, p.assets)
		}
	}
	add(single, s.shelf.assets)
	add(s.standing.documents, s.standing.assets)
	return files
}

func named(documents []*document, name string) bool {
	for _, d := range documents {
		if bytes.Contains(d.input.Data, []byte(name)) {
			return true
		}
	}
	return false
}
