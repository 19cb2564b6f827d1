package cite

import (
	"strconv"

	"briefpress/internal/brief"
)

// A Place is what a citation points to within an edition: a numbered block, or
// an item of a list. The zero Place is the edition as a whole.
type Place struct {
	Label brief.Label
	Item  int // from 1; 0 is the block as a whole
}

// ID is the anchor of the place: "p12", "p12.i3"; "" for the whole.
func (p Place) ID() string {
	if p.Item > 0 && p.Label != (brief.Label{}) {
		return p.Label.Item(p.Item)
	}
	return p.Label.ID()
}

// String names the place as Chicago does: "para. 12", "para. 12, item 3",
// "table 2", "fig. 1"; "" for the whole.
func (p Place) String() string { return p.name("table ", "fig. ") }

// apa names the place as APA does.
func (p Place) apa() string { return p.name("Table ", "Figure ") }

func (p Place) name(table, figure string) string {
	if p.Label == (brief.Label{}) {
		return ""
	}
	s := p.Label.Number.String()
	switch p.Label.Series {
	case brief.SeriesTable:
		s = table + s
	case brief.SeriesFigure:
		s = figure + s
	default:
		s = "para. " + s
	}
	if p.Item > 0 {
		s += ", item " + strconv.Itoa(p.Item)
	}
	return s
}
