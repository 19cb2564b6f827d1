package site

import "html/template"

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
	// the anchor "editions".
	Editions []EditionItem
	Redline  *Link // from the edition before this one; nil on the first
	// EditionsSheet is the address of the style sheet of editions, for behind
	// the text; "" where there is nothing to say of other editions.
	EditionsSheet string
	// Marking is what the switch does that shows the marks of blocks; "" where
	// there is none, and where marks always show.
	Marking     string
	Gone        []GoneNumber // numbers that were removed before this edition
	Corrections []Correction // of this edition, newest first
	Formats     []Link       // this edition as data and as source
	// Permanent is the dated address of this edition, absolute where the base
	// URL is known; print shows it.
	Permanent string
	Cite      Cite
	// ShareMail is a mailto: address without a receiver: the title is the
	// subject, the permanent address the letter.
	ShareMail    string
	Translations []Translation // of this brief, and its original; not itself
	// Prev and Next are the briefs first published before and after this one;
	// nil at either end.
	Prev, Next *Link
	Related    []Item // other briefs that share topics, the closest first; at most four
	Colophon   Colophon
}

// A Cite is what readers copy to cite an edition. Its HTML is phrasing content
// in English, from left to right (lang="en" dir="ltr"), with the title as <cite>
// and the dated address as <a>.
type Cite struct {
	Chicago, APA template.HTML // the edition, for a bibliography and a list of references
	// ChicagoPlace, a note, and APAPlace, a citation in the text, cite the first
	// numbered block of the edition, as the patterns from which a script makes
	// the citation of any other: the name of the place is the text of
	// <span class="locator">, its anchor the fragment of the link. Both are ""
	// where nothing is numbered. The two styles name places alike but for tables
	// and figures: "para. 12", "para. 12, item 3", "table 2" and "fig. 1" in
	// Chicago, "Table 2" and "Figure 1" in APA.
	ChicagoPlace, APAPlace template.HTML
	Files                  []Link // the record for reference managers: "BibTeX", "RIS", "CSL-JSON"
}

// A Translation is this brief in another language.
type Translation struct {
	Title     string
	Address   string
	Lang, Dir string // of the title and of what is there; never ""
	Original  bool   // the others are translations of it
}

// A Colophon says what was published when, by whom, on what terms (those of the
// frame), and how to report an error.
type Colophon struct {
	PublishedBy string // publisher of the site; may be ""
	First       Date   // first edition
	Newest      Date   // newest edition
	// ReportError is a mailto: address whose subject names the brief and the
	// edition, or the site's contact address where that is no mail address; ""
	// without a contact.
	ReportError string
}

// A Docket is the record under the title.
type Docket struct {
	Reference      string // may be ""
	Published      Date   // first edition
	Updated        Date   // newest edition or correction
	UpdatedAddress string // of the history
	Corrected      Date   // of the newest correction of the edition shown; zero for none
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
	Redline Link   // from this one to the newest
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
