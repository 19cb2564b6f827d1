package cite

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// cslItem is an item of CSL-JSON, by its schema csl-data.json.
type cslItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title,omitempty"`
	Author    []cslName `json:"author,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Genre     string    `json:"genre"`
	Number    string    `json:"number,omitempty"`
	Edition   string    `json:"edition,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	Status    string    `json:"status,omitempty"`
	Locator   string    `json:"locator,omitempty"`
	Note      string    `json:"note,omitempty"`
	URL       string    `json:"URL,omitempty"`
	Language  string    `json:"language,omitempty"`
	Keyword   string    `json:"keyword,omitempty"`
	Abstract  string    `json:"abstract,omitempty"`
}

type cslName struct {
	Family  string `json:"family,omitempty"`
	Given   string `json:"given,omitempty"`
	Literal string `json:"literal,omitempty"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

// CSL is the record of the edition, or of a place within it, as CSL-JSON. Its
// media type is application/vnd.citationstyles.csl+json.
func (w Work) CSL(p Place) []byte {
	names := w.Names()
	w = w.tidy().at(p)
	item := cslItem{
		ID: w.Key, Type: "report", Title: w.Title, Publisher: w.Publisher, Genre: kind, Number: w.Reference,
		Status: w.standing(), Locator: p.String(), Note: w.note(p), URL: w.URL, Language: w.Language,
		Keyword: strings.Join(w.Topics, ", "), Abstract: w.Summary,
	}
	for _, n := range names {
		item.Author = append(item.Author, cslName(n))
	}
	if w.Edition > 1 {
		item.Edition = strconv.Itoa(w.Edition)
	}
	if t := w.Date.Time(); w.Date != "" {
		item.Issued = &cslDate{[][]int{{t.Year(), int(t.Month()), t.Day()}}}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it is a file, never a part of a page
	enc.SetIndent("", "  ")
	if err := enc.Encode([]cslItem{item}); err != nil {
		panic(err) // strings and numbers are always encoded
	}
	return b.Bytes()
}
