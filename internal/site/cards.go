package site

import (
	"net/http"
	"strconv"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/card"
)

// cards yields the address of the picture of each edition, and of that of all
// other pages. Only a site that knows its base URL can tell others where they are.
func (s *Site) cards(yield func(string) bool) {
	if s.origin == "" || !yield(cardAddress("card", s.siteCard())) {
		return
	}
	for _, e := range s.entries {
		for _, ed := range e.brief.Editions {
			if !yield(cardAddress(cardName(e, ed), s.editionCard(e, ed))) {
				return
			}
		}
	}
}

// cardName of an edition, of which card takes the slug and the date.
func cardName(e *entry, ed *brief.Edition) string {
	return "card-" + e.brief.Slug + "-" + string(ed.Date)
}

// cardAddress names a card by what is on it, so that it need not be drawn to be
// named.
func cardAddress(name string, c card.Card) string { return "/assets/" + name + "." + c.Key() + ".png" }

// card finds the card at an address.
func (s *Site) card(address string) (card.Card, bool) {
	name, ok := strings.CutPrefix(address, "/assets/card")
	name, _, dotted := strings.Cut(name, ".")
	if !ok || !dotted || s.origin == "" {
		return card.Card{}, false
	}
	if name == "" {
		c := s.siteCard()
		return c, cardAddress("card", c) == address
	}
	const date = len("-2006-01-02")
	name = strings.TrimPrefix(name, "-")
	if len(name) <= date {
		return card.Card{}, false
	}
	e := s.entry(name[:len(name)-date])
	if e == nil {
		return card.Card{}, false
	}
	ed := e.brief.Edition(brief.Date(name[len(name)-date+1:]))
	if ed == nil {
		return card.Card{}, false
	}
	c := s.editionCard(e, ed)
	return c, cardAddress(cardName(e, ed), c) == address
}

// siteCard is the card of pages that are no edition.
func (s *Site) siteCard() card.Card {
	return card.Card{Site: s.config.Title, Title: s.config.Description}
}

// editionCard is the card of an edition: its docket in three cells.
func (s *Site) editionCard(e *entry, ed *brief.Edition) card.Card {
	words := s.frame.Words
	date := func(d brief.Date) string { return words.Date(string(d)) }
	c := card.Card{Site: s.config.Title, Title: ed.Title}
	var cells []card.Entry
	if r := e.brief.Newest().Reference; r != "" {
		cells = append(cells, card.Entry{Label: words.Reference, Value: r})
	}
	if ed.Date != e.brief.Published() {
		cells = append(cells, card.Entry{Label: words.Edition, Value: date(ed.Date)})
	} else {
		cells = append(cells, card.Entry{Label: words.Published, Value: date(ed.Date)})
	}
	st := status(e.brief)
	standing, _ := statusWords(words, st)
	switch {
	case ed.Draft:
		cells = append(cells, card.Entry{Label: words.Status, Value: words.Draft})
	case st != brief.StatusCurrent:
		cells = append(cells, card.Entry{Label: words.Status, Value: standing, Alert: st == brief.StatusWithdrawn})
	case ed.Date != e.brief.Published():
		cells = append(cells, card.Entry{Label: words.Published, Value: date(e.brief.Published())})
	}
	copy(c.Docket[:], cells)
	return c
}

// cardFile draws a card.
func (s *Site) cardFile(path string, c card.Card) (*File, error) {
	picture, err := c.PNG()
	if err != nil {
		return nil, err
	}
	return &File{Path: path, Kind: Asset, Status: http.StatusOK, Type: "image/png", Cache: Immutable, Body: picture}, nil
}

// showCard tells those who show a preview of a page which picture to show.
func (s *Site) showCard(f *Frame, name string, c card.Card, alt string) {
	if s.origin == "" {
		return
	}
	f.property("og:image", s.url(cardAddress(name, c)))
	f.property("og:image:width", strconv.Itoa(card.Width))
	f.property("og:image:height", strconv.Itoa(card.Height))
	f.property("og:image:alt", alt)
	f.name("twitter:card", "summary_large_image")
}
