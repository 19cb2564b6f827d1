package site

import (
	"html/template"

	"briefpress/internal/phrase"
)

// pages pairs each page template with the struct it is executed with.
var pages = []struct {
	Name string
	Data any
}{
	{"home.html", &HomePage{Frame: blank}},
	{"briefs.html", &BriefsPage{Frame: blank}},
	{"topics.html", &TopicsPage{Frame: blank}},
	{"topic.html", &TopicPage{Frame: blank}},
	{"author.html", &AuthorPage{Frame: blank}},
	{"redline.html", &RedlinePage{Frame: blank, TextWords: blank.Words}},
	{"history.html", &HistoryPage{Frame: blank, TextWords: blank.Words}},
	{"brief.html", &BriefPage{Frame: blank, Text: Text{TextWords: blank.Words}}},
	{"glossary.html", &GlossaryPage{Frame: blank}},
	{"page.html", &StandingPage{Frame: blank, Text: Text{TextWords: blank.Words}}},
	{"notfound.html", &NotFoundPage{Frame: blank}},
	{"redirect.html", &RedirectPage{Frame: blank}},
}

// blank is the frame of a page without content.
var blank = Frame{Words: phrase.For("")}

// A Frame is what every page has around its main part: the head element, the
// header with the navigation, the footer. It is embedded in each page struct,
// so that base.html reads its fields directly: {{.PageTitle}}.
type Frame struct {
	Lang string // of the site: html lang
	Dir  string // of the site: "ltr" or "rtl"
	// Words are those of the site's language, for what is no part of a Text.
	Words *phrase.Phrases

	// Head.

	// Policy is the whole <meta http-equiv="Content-Security-Policy"> element,
	// for hosts that send no headers. It comes right after <meta charset>.
	Policy template.HTML
	// ThemeScript is the whole inline <script> element that sets the theme
	// before anything is painted; "" when there is no static/js/theme.js. It
	// comes before the style sheet.
	ThemeScript template.HTML
	Stylesheet  string      // address of the style sheet that all pages wait for; "" for none
	PrintSheet  string      // address of the sheet for paper, for <link media=print>; "" for none
	Scripts     []string    // addresses, for <script defer src>
	Icon        string      // address of favicon.svg; "" for none
	WindowTitle string      // for <title>: "Page | Site"
	Description string      // for <meta name=description>; may be ""
	Canonical   string      // absolute URL; "" without a known base URL
	NoIndex     bool        // <meta name=robots content=noindex>: drafts, 404
	Meta        []Meta      // OpenGraph, Highwire, Dublin Core
	Alternates  []Alternate // <link rel=alternate>
	// LinkedData is the whole <script type="application/ld+json"> element; may be "".
	LinkedData template.HTML
	// Refresh is the whole <meta http-equiv="refresh"> element of a redirect;
	// "" on every other page.
	Refresh template.HTML

	// Header and footer.

	SiteTitle   string
	Publisher   string // may be ""
	Tagline     string // the site's description; may be ""
	Home        string // address of the home page
	AtHome      bool   // this is the home page
	Navigation  []Link // Current is set on the page itself, Within on what it is part of
	Credit      string // a line of text; may be ""
	Terms       string // a line of text on use of the texts; may be ""
	Contact     string // address: "mailto:...", "https://..." or of a page; may be ""
	ContactText string // what the contact link says: the mail address, the host, or "Contact"
	FeedAddress string // address of feed.atom
	// GlossaryAddress is that of the list of acronyms of all briefs.
	GlossaryAddress string

	// PageTitle is the text for the page's h1.
	PageTitle string
	// ListSheet is the address of the style sheet of lists, for pages that have
	// one, before the list; "" for none.
	ListSheet string
}

// A Meta is a <meta> element with name, or with property where Name is "".
type Meta struct {
	Name     string // Highwire: "citation_title"; Dublin Core: "DC.title"
	Property string // OpenGraph: "og:title"
	Content  string
}

// An Alternate is a <link rel="alternate">: {{.Attribute}} href="{{.Address}}".
type Alternate struct {
	// Attribute is the whole attribute that says what is there:
	// type="application/atom+xml", or hreflang="fa" for a translation.
	Attribute template.HTMLAttr
	Address   string
}

// A Link is a text with an address.
type Link struct {
	Text    string
	Address string
	Current bool // the page itself: aria-current="page"
	Within  bool // the page lies below this address
}

// A Date is a day as machines and as people write it; the zero Date is none.
type Date struct {
	ISO  string // "2019-06-07", for <time datetime>
	Long string // "7 June 2019"
}

// An Item is a brief in a list.
type Item struct {
	Words       *phrase.Phrases // of the site
	Title       string
	Address     string
	Summary     string // may be ""
	Reference   string // "BP-2019-001"; may be ""
	Lang, Dir   string // of the brief; both "" when they are the site's
	Published   Date   // of the first edition
	Updated     Date   // of the newest edition or correction; the zero Date when equal to Published
	Editions    int    // how many
	Authors     []Link
	Topics      []Link
	Status      string // "archived", "withdrawn", "superseded"; "" while current
	StatusLabel string // "Archived"; "" while current
	Draft       bool   // the newest edition is a draft
}

// A Change is a published edition in the list of what is new.
type Change struct {
	Title   string // of the edition
	Address string // of the edition
	Date    Date
	Note    string // why the edition exists; "" for a first edition
	First   bool   // the brief is new
	Draft   bool
	Redline *Link // with the edition published before; nil for the first
}

// A HomePage is the front page: template home.html. Its PageTitle is the
// site's title, its Tagline says what this library is.
type HomePage struct {
	Frame
	Newest  []Item   // the newest briefs, by date of the last change, at most ten
	Changes []Change // the newest editions of all briefs, at most ten
	Total   int      // of all briefs
	All     string   // address of the list of all briefs
	Topics  []TopicItem
}

// A BriefsPage lists all briefs: template briefs.html.
type BriefsPage struct {
	Frame
	Listing
	Total int // of all briefs
}

// A Listing lists briefs by year, or those of one year of a long list.
type Listing struct {
	All   *Link      // of a year, the whole list; of a topic, that of all topics; else nil
	Years []Year     // newest first; of a long list not all of them
	Pages []YearLink // every year, newest first; empty while the list is on one page
	Feed  string     // address of the feed of a topic or author; else ""
}

// A YearLink leads to the page of a year of a long list.
type YearLink struct {
	Year    string // "2020"
	Address string
	Count   int    // of briefs last changed in it
	ID      string // anchor, "y2020", where the year is in no list of this page; else ""
	Current bool   // it is this page: aria-current="page"
}

// A Year is a year with the briefs last changed in it.
type Year struct {
	Year  string // "2020"
	ID    string // anchor: "y2020"
	Items []Item // newest first
}

// A TopicsPage lists all topics: template topics.html.
type TopicsPage struct {
	Frame
	Topics []TopicItem // by name
}

// A TopicItem is a topic in a list.
type TopicItem struct {
	Name    string
	Address string
	Count   int // of briefs
}

// A TopicPage lists the briefs of a topic: template topic.html.
type TopicPage struct {
	Frame
	Listing
}

// An AuthorPage lists the briefs of an author: template author.html.
type AuthorPage struct {
	Frame
	Listing
}

// A Text is the body of a brief or of a standing page.
type Text struct {
	// TextLang and TextDir are for the article element; both "" when they are
	// the site's.
	TextLang, TextDir string
	// TextWords are those of the text's language, for what is inside the article.
	TextWords *phrase.Phrases
	// Contents is the tree of headings; empty where a list of contents would
	// not help (fewer than three headings).
	Contents []Entry
	// Sections in order. The first has no title where there is text before
	// the first heading.
	Sections []Section
	Notes    []Note
	Sources  []SourceItem
	Acronyms []Acronym
	// CodeSheet is the address of the style sheet of code, for right before the
	// sections; "" where there is no code in them.
	CodeSheet string
}

// An Entry is a line of the list of contents.
type Entry struct {
	Address string // "#background"
	Title   template.HTML
	Entries []Entry
}

// A Section is a heading and what is under it.
type Section struct {
	ID    string        // anchor; "" where there is no title
	Level int           // of the heading element: 2 to 6; 0 where there is no title
	Title template.HTML // with inline markup
	Name  string        // the title as plain text
	Link  string        // what the link to it is called: "Link to the section Background"
	// Own is a second anchor, made from the title, where ID is one that the
	// section has from an earlier edition; else "". Links in the text use it.
	Own      string
	Blocks   []Block
	Sections []Section
}

// A Block is what carries a number: a paragraph, list, table, figure ...
type Block struct {
	// ID is the anchor of the element around HTML: "p12", "t2", "f1"; "" for
	// what is not numbered (code listings, breaks).
	ID     string
	Number string // "12", "12a"; "" for what is not numbered
	// Label names the block: "Paragraph 12", "Table 2", "Figure 1"; "" as above.
	Label string
	// Kind is "paragraph", "list", "definitions", "quotation", "callout",
	// "judgement", "table", "figure", "code" or "break".
	Kind string
	// Wide is set for what may run over the margin: tables, figures, code.
	Wide bool
	// Mark says what another edition has otherwise, and leads to the redline;
	// nil where nothing differs.
	Mark *Link
	// Merged are numbers of blocks that came into this one: further anchors.
	Merged []GoneNumber
	HTML   template.HTML
}

// A Note is an end note.
type Note struct {
	ID     string // anchor: "endnote-1"; "note-1" is the note in the text
	Number int
	HTML   template.HTML // phrasing content when Inline, else whole paragraphs
	Inline bool
	Refs   []Ref // the places that refer to it
}

// A Ref leads back from a note or a source to the text.
type Ref struct {
	Address string // "#ref-1"
	Label   string // "Back to reference 1", "Back to reference 1b"
	Mark    string // "↩" or, where there are several, "a", "b"
}

// A SourceItem is a record of the list of sources.
type SourceItem struct {
	ID        string // anchor: "source-nato-2019"
	Author    string
	Title     string
	Publisher string
	Date      Date // ISO may be a year or a month: Long "2016", "February 2016"
	URL       string
	Accessed  Date
	Archive   string // URL of an archived copy
	// Uses lead back to the places that cite it, each once: "4" to "#ref-4",
	// "4b" to "#ref-4b", with the labels "Note 4", "Note 4b"; empty where the
	// text does not cite it.
	Uses []Ref
}

// An Acronym is a line of the list of acronyms.
type Acronym struct {
	ID        string // anchor: "acr-list-RSM"
	Short     string
	Expansion string
}

// A GlossaryPage lists the acronyms of the newest editions of all briefs:
// template glossary.html.
type GlossaryPage struct {
	Frame
	Letters []Letter // in alphabetical order
	Total   int      // of acronyms
}

// A Letter groups the acronyms that begin with it.
type Letter struct {
	Letter string // "N"
	ID     string // anchor: "letter-N"
	Terms  []Term
}

// A Term is an acronym, listed once whatever briefs say about it.
type Term struct {
	ID       string // anchor: "acr-list-RSM"
	Short    string
	Meanings []Meaning // at least one; several are in conflict
}

// A Meaning is an expansion of an acronym with the briefs that give it.
type Meaning struct {
	Text      string
	Lang, Dir string // both "" when they are the site's
	Briefs    []Link // to their lists of acronyms, by title
}

// A StandingPage is a page such as "about": template page.html.
type StandingPage struct {
	Frame
	Text
	Summary string
}

// A NotFoundPage is what answers for addresses that do not exist: template
// notfound.html. It is served at any address, so that nothing in it may be
// relative.
type NotFoundPage struct {
	Frame
	All    Link // the list of all briefs
	Newest []Item
}

// A RedirectPage is the stub for hosts that cannot redirect: template
// redirect.html. Its frame has Refresh.
type RedirectPage struct {
	Frame
	Target string // address that the page has moved to
}
