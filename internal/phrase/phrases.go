package phrase

import (
	"strings"

	"golang.org/x/text/language"
)

// A Phrases is the catalogue of one language. It must not be changed.
type Phrases struct {
	// Language is the BCP 47 tag of the words, Name what it calls itself.
	Language, Name string

	// Writing.

	OpenQuote, CloseQuote           string // of a quotation
	OpenInnerQuote, CloseInnerQuote string // of one within another
	Comma, Semicolon                string // between the items of a list, with their space
	FullStop                        string // ends a sentence
	Attribution                     string // before the name under a quotation, with its space

	// The frame of every page.

	Skip           string // the first link: to the text
	Site           string // the name of the navigation
	FeedOfEditions string
	Contact        string
	Terms          string // on what terms the texts may be used
	ReportError    string
	Light, Dark    string // what the switch of colours changes to
	ThemeTitle     string // what that switch does

	// Headings and names.

	Brief, Briefs    string
	Topics, Places   string
	Authors          string
	Contents         string
	Notes            string
	Sources          string
	Acronyms         string
	Glossary         string
	Editions         string
	AtAGlance        string // heading of the key points
	Data             string // opens the table behind a figure
	WhatChanged      string
	RelatedBriefs    string
	OtherLanguages   string // heading of the links to translations
	PermanentAddress string
	Previous, Next   string // brief
	UsedIn           string // before the briefs that use an acronym

	// The docket and the editions.

	Reference            string
	Edition              string
	Published, Updated   string
	Length               string
	Status               string
	Draft, DraftMeaning  string
	OlderEdition         string
	FirstEdition         string
	ThisEdition          string
	CorrectionsToEdition string
	ThisEditionAs        string // before the formats of an edition
	NewBrief             string // instead of a change note
	PublishedOn          Around // a date
	UpdatedOn            Around // a date
	TranslationOf        Around // the title of the original

	// Editions compared, and the history of a brief.

	History              string
	Compare              string // heading of the links to redlines
	From, To             string // in the docket: the editions
	Changed              string // how much of the words
	Changes              string // how many
	OtherPlace           string // a link to where a moved block is or was
	Title, Summary       string // of an edition
	Spans                string // of time
	ChangedSections      string
	FirstChange          string
	NextChange           string
	PreviousChange       string
	ShowAll              string // what the button does that opens all that is unchanged
	NothingChanged       string
	WordByWord           Around // the link to a redline
	New, Removed, Edited string // what became of a block; so are the next
	Moved, MovedHere     string // at its old place, at its new place
	MovedHereEdited      string
	Split, Merged        string
	Corrected            string
	NumbersGone          string // heading of the numbers that are no longer in use
	NumbersGoneMeaning   string
	JudgementLedger      string // heading
	Judgement            string
	MoreLikely           string // how a judgement has moved; so are the next
	LessLikely           string
	MoreConfident        string
	LessConfident        string
	Sealed, NotSealed    string
	SealMeaning          string

	// The standing of a brief.

	Current, Archived, Withdrawn, Superseded             string
	ArchivedMeaning, WithdrawnMeaning, SupersededMeaning string
	See                                                  Around // the successor

	// Citing and sharing.

	CiteThis           string
	Chicago, APA       string // styles of citation
	Copy, Copied       string
	Share, ShareByMail string

	// In the text of a brief.

	ArchivedCopy           string // a link that begins a sentence
	ArchivedCopyInLine     string // the same within a reference
	Likelihood, Confidence string // of a judgement
	ToDo, Done             string // the box of a task

	// Lists, and the pages for what is not there.

	AllBriefs, AllTopics  string
	AllBriefsByYear       string
	NewestBriefs          string
	ByName                string // heading of a list in alphabetical order
	Years                 string // the name of the links to years
	NoBriefs, NoTopics    string
	PageNotFound, Nothing string // title and text of the page for addresses that do not exist
	NotFoundList          Around // the link to all briefs
	PageMoved             string
	MovedTo               Around // the new address

	digits, group string     // ten digits; what stands between thousands
	months        [12]string // in the form that follows a day
	words         noun
	minutes       noun
	editions      noun
	briefs        noun

	callouts    map[string]string // by their name in small letters
	likelihoods map[string]string // by the term as editors write it
	confidences map[string]string

	// Sentences with places; the methods that fill them explain them.

	editionOf, of, editionDated, textOf, newestOf       string
	since, period, duration                             string
	note, backToReference, linkToSection                string
	paragraph, paragraphItem, table, figure, line       string
	tableNamed, accessed, readOn, correction            string
	citeParagraph, errorIn, publishedBy, publishedByOn  string
	allBriefsOf, briefsOfYear, changedIn                string
	topicsOf, briefsOn, briefsBy                        string
	changesBetween, whatChangedSince, changedSince      string
	removedSince, movedSince, markChanges, unchanged    string
	wordsAdded, wordsRemoved, percent, percentChanged   string
	removedIn, mergedIn, readIn, historyOf, correctedOn string
	sealedAs                                            string
}

// An Around is a sentence with a place for a link or another element: what
// stands before it, and what behind.
type Around struct{ Before, After string }

// A noun is what is counted: one of it, and any other number.
type noun struct{ one, other string }

// For finds the words for a text in a language, by its BCP 47 tag: those for
// "fa", "fa-AF" and "prs" are Dari, all others English.
func For(tag string) *Phrases {
	if t, err := parse(tag); err == nil {
		base, _ := t.Base()
		script, _ := t.Script()
		if base.String() == "fa" && script.String() == "Arab" {
			return &dari
		}
	}
	return &english
}

// All are the catalogues, English first.
func All() []*Phrases { return []*Phrases{&english, &dari} }

// Known tells whether a tag is a well-formed BCP 47 tag of subtags that exist.
func Known(tag string) bool {
	_, err := language.Parse(tag)
	return err == nil && !strings.Contains(tag, "_") // which the library takes for a hyphen
}

// Direction of a language by its tag, "rtl" or "ltr", from the script it is
// written in; "ltr" where that is not known.
func Direction(tag string) string {
	if t, err := parse(tag); err == nil {
		switch script, _ := t.Script(); script.String() {
		case "Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi":
			return "rtl"
		}
	}
	return "ltr"
}

// parse reads a tag. Dari has a tag of its own beside that of Persian, of which
// the library knows neither script nor kinship.
func parse(tag string) (language.Tag, error) {
	if rest, ok := strings.CutPrefix(strings.ToLower(tag), "prs"); ok && (rest == "" || rest[0] == '-') {
		tag = "fa" + rest
	}
	return language.All.Parse(tag)
}

// Direction in which the language is written: "ltr" or "rtl".
func (p *Phrases) Direction() string { return Direction(p.Language) }

// Callout is the heading of a callout by its name, such as "note"; "" where
// there is no such callout.
func (p *Phrases) Callout(name string) string { return p.callouts[name] }

// LikelihoodOf is a likelihood in the words of the language; terms that the
// catalogue does not have, it leaves as they are. Those it has are the ones of
// Intelligence Community Directive 203.
func (p *Phrases) LikelihoodOf(term string) string { return translate(p.likelihoods, term) }

// ConfidenceOf is a confidence, "low", "moderate" or "high", in the words of
// the language.
func (p *Phrases) ConfidenceOf(term string) string { return translate(p.confidences, term) }

func translate(terms map[string]string, term string) string {
	if t, ok := terms[strings.ToLower(term)]; ok {
		return t
	}
	return term
}
