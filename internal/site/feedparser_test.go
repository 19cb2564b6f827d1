package site

import (
	"bytes"
	"path"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// TestFeedsElsewhere reads all feeds with a parser that is not ours, which must
// find in them what ours finds.
func TestFeedsElsewhere(t *testing.T) {
	for name, src := range map[string]Source{"feeds": feedSource(t), "library": library(t), "built-in": builtIn()} {
		src.BaseURL = "https://example.org/sub/"
		s := load(t, src)
		for _, p := range feedPaths(s) {
			body := file(t, s, p).Body
			got, err := gofeed.NewParser().Parse(bytes.NewReader(body))
			if err != nil {
				t.Errorf("%s: %s: %v", name, p, err)
				continue
			}
			want, kind := readFeed{}, strings.TrimPrefix(path.Ext(p), ".")
			if kind == "atom" {
				want = readAtom(t, body)
			} else {
				want = readJSONFeed(t, body)
			}
			if got.FeedType != kind || got.Title != want.Title || got.Description != want.Description || got.Link != want.Page || got.FeedLink != want.Self ||
				got.Language != want.Language || len(got.Items) != len(want.Entries) {
				t.Errorf("%s: %s: %s %q %q of %s with %d entries", name, p, got.FeedType, got.Title, got.Description, got.Link, len(got.Items))
				continue
			}
			for i, item := range got.Items {
				e := want.Entries[i]
				if item.GUID != e.ID || item.Link != e.URL || item.Title != e.Title || item.Description != e.Summary || item.Content != strings.TrimSpace(e.Content) && item.Content != e.Content ||
					item.PublishedParsed == nil || !item.PublishedParsed.Equal(e.Published) || item.UpdatedParsed == nil || !item.UpdatedParsed.Equal(e.Updated) {
					t.Errorf("%s: %s: %s is read as %+v", name, p, e.ID, item)
				}
				var authors []string
				for _, a := range item.Authors {
					authors = append(authors, a.Name)
				}
				if strings.Join(authors, "|") != strings.Join(e.Authors, "|") || len(item.Categories) != len(e.Topics) {
					t.Errorf("%s: %s: %s is by %q on %q", name, p, e.ID, authors, item.Categories)
				}
			}
		}
	}
}
