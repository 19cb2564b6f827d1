package site

import "html/template"

// pages pairs each page template with the struct it is executed with.
var pages = []struct {
	Name string
	Data any
}{
	{"home.html", &HomePage{}},
	{"briefs.html", &BriefsPage{}},
	{"topics.html", &TopicsPage{}},
	{"topic.html", &TopicPage{}},
	{"author.html", &AuthorPage{}},
	{"brief.html", &BriefPage{}},
	{"page.html", &StandingPage{}},
	{"notfound.html", &NotFoundPage{}},
	{"redirect.html", &RedirectPage{}},
}

// A Frame is what every page has around its main part: the head element, the
// header with the navigation, the footer. It is embedded in each page struct,
// so that base.html reads its fields directly: {{.PageTitle}}.
type Frame struct {
	Lang string // of the site: html lang
	Dir  string // of the site: "ltr" or "rtl"

	// Head.

	// Policy is the whole <meta http-equiv="Content-Security-Policy"> element,
	// for hosts that send no headers. It comes right after <meta charset>.
	Policy template.HTML
	// ThemeScript is the whole inline <script> element that sets the theme
	// before anything is painted; "" when there is no static/js/theme.js. It
	// comes before the style sheet.
	ThemeScript template.HTML
	Stylesheet  string      // address of the one style sheet; "" for none
	Scripts     []string    // addresses, for <script defer src>
	Icon        string      // address of favicon.svg; "" for none
	WindowTitle string      // for <title>: "Page | Site"
	Description string      // for <meta name=description>; may be ""
	Canonical   string      // absolute URL; "" without a known base URL
	NoIndex     bool        // <meta name=robots content=noindex>: drafts, 404
	Meta        []Meta      // OpenGraph and Highwire
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

	// PageTitle is the text for the page's h1.
	PageTitle string
}

// A Meta is a <meta> element with name, or with property where Name is "".
type Meta struct {
	Name     string // Highwire: "citation_title"
	Property string // OpenGraph: "og:title"
	Content  string
}

// An Alternate is a <link rel="alternate">.
type Alternate struct {
	Type    string // "application/atom+xml"
	Title   string
	Address string
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

// A BriefsPage lists all briefs, by year, or those of one year of a long list:
// template briefs.html.
type BriefsPage struct {
	Frame
	Years []Year     // newest first; of a long list not all of them
	Pages []YearLink // every year, newest first; empty while the list is on one page
	All   *Link      // the list of all briefs; nil on that list itself
	Total int        // of all briefs
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
	All   Link // the list of all topics
	Items []Item
}

// An AuthorPage lists the briefs of an author: template author.html.
type AuthorPage struct {
	Frame
	Items []Item
}

// A Text is the body of a brief or of a standing page.
type Text struct {
	// TextLang and TextDir are for the article element; both "" when they are
	// the site's.
	TextLang, TextDir string
	// Contents is the tree of headings; empty where a list of contents would
	// not help (fewer than three headings).
	Contents []Entry
	// Sections in order. The first has no title where there is text before
	// the first heading.
	Sections []Section
	Notes    []Note
	Sources  []SourceItem
	Acronyms []Acronym
}

// An Entry is a line of the list of contents.
type Entry struct {
	Address string // "#background"
	Title   template.HTML
	Entries []Entry
}

// A Section is a heading and what is under it.
type Section struct {
	ID       string        // anchor; "" where there is no title
	Level    int           // of the heading element: 2 to 6; 0 where there is no title
	Title    template.HTML // with inline markup
	Name     string        // the title as plain text, for labels
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
	HTML template.HTML
}

// A Note is an end note.
type Note struct {
	ID     string // anchor: "endnote-1"; "note-1" is the note in the text
	Number int
	HTML   template.HTML // phrasing content when Inline, else whole paragraphs
	Inline bool
	Refs   []Ref // the places that refer to it
}

// A Ref leads back from a note to the text.
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
}

// An Acronym is a line of the list of acronyms.
type Acronym struct {
	ID        string // anchor: "acr-list-rsm"
	Short     string
	Expansion string
}

// A BriefPage is an edition of a brief: template brief.html, for the newest
// edition at the brief's own address and for every edition at its dated one.
// PageTitle is the title of the edition.
type BriefPage struct {
	Frame
	Text
	Summary   string
	Draft     bool    // this edition is not published
	Status    *Notice // archived, withdrawn or superseded; nil while current
	Older     *Older  // on editions that are not the newest
	Docket    Docket
	KeyPoints []string // at most five
	Strip     *Strip   // the duration strip; nil without spans
	// Editions of the brief, newest first; always at least one. Their list has
	// the anchor "editions", which Docket.UpdatedAddress leads to.
	Editions    []EditionItem
	Corrections []Correction // of this edition, newest first
	Formats     []Link       // this edition as data and as source
	// Permanent is the dated address of this edition, absolute where the base
	// URL is known; print shows it.
	Permanent string
}

// A Docket is the record under the title.
type Docket struct {
	Reference      string // may be ""
	Published      Date   // first edition
	Updated        Date   // newest edition or correction
	UpdatedAddress string // "#editions"
	Edition        Date   // of the edition shown
	EditionNumber  string // "2 of 2"
	EditionAddress string // permanent address of the edition shown
	Words          string // "1,240 words"
	Minutes        string // "6 minutes"
	Authors        []Link
	Topics         []Link
	Places         []string
	StatusLabel    string // "Current", "Archived" ...
}

// A Notice says that a brief is archived, withdrawn or superseded.
type Notice struct {
	Status    string // "archived", "withdrawn", "superseded"
	Label     string // "Archived"
	Meaning   string // "This brief is kept as a record and is no longer revised."
	Note      string // the editors' reason; may be ""
	Successor *Link  // the brief that takes its place
}

// An Older says that a newer edition exists.
type Older struct {
	Newest  Date
	Address string // of the newest edition
}

// A Strip is the duration strip: spans of time on one axis. Positions along the
// axis are percentages of its width ("37.5%"), so that text keeps its size on
// any screen; positions down are pixels.
type Strip struct {
	Height int // 40 for each bar, and 24 for the years under them
	Axis   int // y of the axis: 40 for each bar
	Bars   []Bar
	Ticks  []Tick
	Title  string // "Duration: International Security Assistance Force, Resolute Support Mission"
	Desc   string // all spans as sentences
}

// A Bar is one span of a strip: its text with a bar under it, 40 pixels high together.
type Bar struct {
	X, Width string // "0%", "74.3%"; Width is at least "0.5%"
	Y        int    // top of the bar, 40*i + 24; the template draws it 8 high
	Label    string // "ISAF"
	From, To string // "2001", "28 December 2014"; To is "" while it lasts
	Period   string // "2001 to 28 December 2014", "since 2015"
	Open     bool   // lasts at the date of the edition
	TextX    string // where the text is drawn: at the start of the bar ...
	TextEnd  bool   // ... or, where the bar begins beyond the middle, ending at its end
	TextY    int    // baseline of the text: 40*i + 16
}

// A Tick is a year on the axis of a strip: at most eight, none closer than 8 % to the next.
type Tick struct {
	X     string // "12.5%"
	Label string // "2015"
}

// An EditionItem is an edition in the list of editions.
type EditionItem struct {
	Date    Date
	Address string
	Title   string
	Change  string // why it exists; "" for the first
	First   bool
	Newest  bool
	Shown   bool // the edition of this page
	Draft   bool
}

// A Correction is a recorded small change.
type Correction struct {
	Date Date
	Note string
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
