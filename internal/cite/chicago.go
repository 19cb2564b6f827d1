package cite

import "strings"

// Chicago cites the edition as an entry of a bibliography, and a place within it
// as a note.
func (w Work) Chicago(p Place) Text {
	names := w.Names()
	w = w.tidy().at(p)
	if p.ID() == "" {
		return w.chicagoEntry(names)
	}
	return w.chicagoNote(names, p)
}

func (w Work) chicagoEntry(names []Name) Text {
	var c composer
	if len(names) > 0 {
		list, more := names, ""
		if len(names) > 6 {
			list, more = names[:3], ", et al."
		}
		for i, n := range list {
			switch {
			case i == 0:
				c.foreign(n.inverted())
				continue
			case more == "" && i == len(list)-1 && i == 1 && names[0].Literal != "":
				c.text(" and ")
			case more == "" && i == len(list)-1:
				c.text(", and ")
			default:
				c.text(", ")
			}
			c.foreign(n.straight())
		}
		c.text(more)
		c.stop()
	}
	c.sentence(func(s string) { c.title(s, w.Language) }, w.Title)
	c.sentence(c.text, w.edition())
	c.sentence(c.foreign, w.Reference)
	c.sentence(c.foreign, w.publication())
	c.sentence(c.foreign, capital(w.standing()))
	if w.URL != "" {
		c.gap(" ")
		c.link(w.URL)
		c.text(".")
	}
	return c.done()
}

func (w Work) chicagoNote(names []Name, p Place) Text {
	var c composer
	switch len(names) {
	case 0:
	case 1:
		c.foreign(names[0].straight())
	case 2:
		c.foreign(names[0].straight())
		c.text(" and ")
		c.foreign(names[1].straight())
	default:
		c.foreign(names[0].straight())
		c.text(" et al.")
	}
	c.gap(", ")
	c.title(w.Title, w.Language)
	if s := w.edition(); s != "" {
		c.text(", " + s)
	}
	if w.Reference != "" {
		c.text(", ")
		c.foreign(w.Reference)
	}
	c.text(" (")
	c.foreign(w.publication())
	if s := w.standing(); s != "" {
		c.text("; ")
		c.foreign(s)
	}
	c.text("), ")
	c.locator(p.String())
	if w.URL != "" {
		c.text(", ")
		c.link(w.URL)
	}
	c.text(".")
	return c.done()
}

// publication is "Publisher, Month D, YYYY".
func (w Work) publication() string {
	date := "n.d."
	if w.Date != "" {
		date = longDate(w.Date)
	}
	return strings.TrimPrefix(w.Publisher+", "+date, ", ")
}
