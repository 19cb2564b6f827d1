package cite

import (
	"slices"
	"strings"
)

// APA cites the edition as an entry of a list of references. Such entries have
// no locators: that of a place is a part of [Work.APAInText], and only the
// address leads there.
func (w Work) APA(p Place) Text {
	names := w.Names()
	w = w.tidy().at(p)
	var c composer
	list, and := names, ", & "
	if len(names) > 20 {
		list, and = append(slices.Clone(names[:19]), names[len(names)-1]), ", . . . "
	}
	for i, n := range list {
		switch i {
		case 0:
		case len(list) - 1:
			c.text(and)
		default:
			c.text(", ")
		}
		c.foreign(n.initialed())
	}
	if len(names) > 0 {
		c.stop()
		c.apaDate(w)
		c.text(" ")
		c.apaTitle(w)
	} else {
		c.apaTitle(w)
		c.apaDate(w)
	}
	if !slices.Contains(names, Name{Literal: w.Publisher}) {
		c.sentence(c.foreign, w.Publisher)
	}
	if w.URL != "" {
		c.text(" ")
		c.link(w.URL)
	}
	return c.done()
}

func (c *composer) apaDate(w Work) {
	date := "n.d."
	if w.Date != "" {
		date = w.Date.Time().Format("2006, January 2")
	}
	c.text(" (" + date + ").")
}

func (c *composer) apaTitle(w Work) {
	c.title(w.Title, w.Language)
	var parts []string
	if s := w.edition(); s != "" {
		parts = append(parts, s)
	}
	if w.Reference != "" {
		parts = append(parts, kind+" No. "+w.Reference)
	}
	if len(parts) > 0 {
		c.text(" (")
		c.foreign(strings.Join(parts, ", "))
		c.text(")")
	}
	if s := w.standing(); s != "" {
		c.text(" [")
		c.foreign(capital(s))
		c.text("]")
	}
	c.stop()
}

// APAInText is the citation that stands in the text of who cites, in
// parentheses.
func (w Work) APAInText(p Place) Text {
	names := w.Names()
	w = w.tidy()
	var c composer
	c.text("(")
	switch len(names) {
	case 0:
		c.title(w.Title, w.Language)
	case 1:
		c.foreign(names[0].short())
	case 2:
		c.foreign(names[0].short())
		c.text(" & ")
		c.foreign(names[1].short())
	default:
		c.foreign(names[0].short())
		c.text(" et al.")
	}
	year := w.Date.Year()
	if year == "" {
		year = "n.d."
	}
	c.text(", " + year)
	if p.ID() != "" {
		c.text(", ")
		c.locator(p.apa())
	}
	c.text(")")
	return c.done()
}
