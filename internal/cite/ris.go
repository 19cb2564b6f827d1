package cite

import (
	"strconv"
	"strings"
)

// RIS is the record of the edition, or of a place within it, in the format of
// EndNote, Zotero and others. Its media type is application/x-research-info-systems.
//
// The format has no way to say that a comma is a part of an institution's name:
// its readers may take such a name for a person's. The type of the report is left
// out, since some readers take its field for a DOI.
func (w Work) RIS(p Place) []byte {
	names := w.Names()
	w = w.tidy().at(p)
	var b strings.Builder
	field := func(tag, value string) {
		if value != "" {
			b.WriteString(tag + "  - " + value + "\r\n")
		}
	}
	field("TY", "RPRT")
	field("ID", w.Key)
	for _, n := range names {
		field("AU", n.inverted())
	}
	field("TI", w.Title)
	field("PB", w.Publisher)
	field("SN", w.Reference) // the number of a report
	if w.Edition > 1 {
		field("ET", strconv.Itoa(w.Edition))
	}
	field("PY", w.Date.Year())
	field("DA", strings.ReplaceAll(string(w.Date), "-", "/"))
	field("N1", w.note(p))
	field("UR", w.URL)
	field("LA", w.Language)
	for _, t := range w.Topics {
		field("KW", t)
	}
	field("AB", w.Summary)
	b.WriteString("ER  - \r\n")
	return []byte(b.String())
}
