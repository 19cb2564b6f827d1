package site

import (
	"bytes"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"briefpress/internal/brief"
	"briefpress/internal/card"
)

// TestCards looks at which picture each page shows, and draws it.
func TestCards(t *testing.T) {
	s := reading(t, "https://example.org/sub/")
	shown := map[string]string{} // by page
	for _, p := range s.Paths() {
		f := file(t, s, p)
		if f.Kind != Page {
			continue
		}
		meta := map[string]string{}
		for _, e := range elements(t, f) {
			meta[e.attr["name"]+e.attr["property"]] = e.attr["content"]
		}
		address := meta["og:image"]
		if p == "/404.html" {
			if address != "" {
				t.Errorf("%s has a card", p)
			}
			continue
		}
		shown[p] = address
		path, ok := strings.CutPrefix(address, "https://example.org/sub")
		if !ok || !s.Has(path) {
			t.Errorf("%s: there is no %q", p, address)
			continue
		}
		if meta["og:image:width"] != "1200" || meta["og:image:height"] != "630" || meta["og:image:alt"] == "" || meta["twitter:card"] != "summary_large_image" {
			t.Errorf("%s: %v", p, meta)
		}
	}
	if shown["/"] == shown["/briefs/blocks/"] || shown["/"] != shown["/glossary/"] || shown["/briefs/blocks/"] != shown["/briefs/blocks/2020-04-14/"] ||
		shown["/briefs/blocks/2020-04-14/"] == shown["/briefs/blocks/2019-06-07/"] {
		t.Errorf("pages show each other's cards: %v", shown)
	}
	name := regexp.MustCompile(`^/assets/(card|card-[^/]+-\d{4}-\d\d-\d\d)\.[0-9a-f]{16}\.png$`)
	n := 0
	for _, p := range s.Paths() {
		if !strings.HasPrefix(p, "/assets/card") {
			continue
		}
		n++
		f := file(t, s, p)
		c, err := png.DecodeConfig(bytes.NewReader(f.Body))
		if err != nil || c.Width != card.Width || c.Height != card.Height {
			t.Errorf("%s: %v %+v", p, err, c)
		}
		if f.Kind != Asset || f.Type != "image/png" || f.Cache != Immutable || !name.MatchString(p) {
			t.Errorf("%s: %v %s", p, f.Kind, f.Type)
		}
	}
	if want := len(s.entries) + 2; n != want { // blocks has two editions, and there is that of the site
		t.Errorf("%d cards, want %d", n, want)
	}
	if s.Has("/assets/card.0123456789abcdef.png") {
		t.Error("there is a card under a wrong hash")
	}
	for p, text := range snapshot(reading(t, ""), nil) {
		if strings.HasPrefix(p, "/assets/card") || strings.Contains(text, "og:image") || strings.Contains(text, "twitter:card") {
			t.Errorf("%s: a card without a base URL", p)
		}
	}
}

// TestDocketOfCards looks at what the cells of a card say.
func TestDocketOfCards(t *testing.T) {
	s := reading(t, "https://example.org/")
	blocks, second := s.entry("blocks"), s.entry("second")
	for _, c := range []struct {
		entry   *entry
		edition *brief.Edition
		status  brief.Status
		draft   bool
		want    [3]card.Entry
	}{
		{blocks, blocks.brief.Newest(), brief.StatusSuperseded, false, [3]card.Entry{
			{Label: "Reference", Value: "T-1"}, {Label: "Edition", Value: "14 April 2020"}, {Label: "Status", Value: "Superseded"}}},
		{blocks, blocks.brief.First(), brief.StatusWithdrawn, false, [3]card.Entry{
			{Label: "Reference", Value: "T-1"}, {Label: "Published", Value: "7 June 2019"}, {Label: "Status", Value: "Withdrawn", Alert: true}}},
		{blocks, blocks.brief.Newest(), brief.StatusCurrent, false, [3]card.Entry{
			{Label: "Reference", Value: "T-1"}, {Label: "Edition", Value: "14 April 2020"}, {Label: "Published", Value: "7 June 2019"}}},
		{second, second.brief.Newest(), brief.StatusCurrent, false, [3]card.Entry{{Label: "Published", Value: "1 January 2020"}}},
		{second, second.brief.Newest(), brief.StatusWithdrawn, true, [3]card.Entry{{Label: "Published", Value: "1 January 2020"}, {Label: "Status", Value: "Draft"}}},
	} {
		c.entry.brief.Newest().Status, c.edition.Draft = c.status, c.draft
		if got := s.editionCard(c.entry, c.edition); got.Docket != c.want || got.Site != "Readers" || got.Title != c.edition.Title {
			t.Errorf("%s: %+v, want %+v", c.edition.Title, got, c.want)
		}
	}
}
