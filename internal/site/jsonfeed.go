package site

import (
	"bytes"
	"encoding/json"
)

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url,omitempty"`
	FeedURL     string       `json:"feed_url,omitempty"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language"`
	Authors     []jsonAuthor `json:"authors"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID            string       `json:"id"`
	URL           string       `json:"url,omitempty"`
	Title         string       `json:"title"`
	Summary       string       `json:"summary,omitempty"`
	ContentHTML   string       `json:"content_html"`
	DatePublished string       `json:"date_published"`
	DateModified  string       `json:"date_modified"`
	Authors       []jsonAuthor `json:"authors,omitempty"`
	Tags          []string     `json:"tags,omitempty"`
	Language      string       `json:"language"`
}

// jsonFeed writes a feed by version 1.1 of jsonfeed.org, with the same entries
// as in Atom. Without a known base URL it has no addresses.
func (s *Site) jsonFeed(f *feed, address string) ([]byte, error) {
	out := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.title, HomePageURL: s.url(f.page), FeedURL: s.url(address),
		Description: f.description, Language: f.language, Authors: []jsonAuthor{{s.publisher()}}, Items: make([]jsonItem, len(f.editions)),
	}
	parallel(f.editions, func(i int, d dated) {
		ed := d.edition
		item := jsonItem{
			ID: s.editionID(d.entry, ed), URL: s.url(d.entry.dated(ed)), Title: ed.Title, Summary: summaryOf(ed), ContentHTML: s.feedContent(d),
			DatePublished: stamp(ed.Date), DateModified: stamp(editionUpdated(ed)), Tags: d.entry.brief.Newest().Topics, Language: ed.Language,
		}
		for _, a := range ed.Authors {
			item.Authors = append(item.Authors, jsonAuthor{a})
		}
		out.Items[i] = item
	})
	return encodeJSON(out)
}

// encodeJSON writes JSON that people may read. HTML in it keeps its characters:
// it is never a part of a page.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return b.Bytes(), err
}
