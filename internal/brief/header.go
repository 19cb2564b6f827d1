package brief

// A Header is the front matter of an edition.
//
// Texts are plain text, not Markdown; straight quotes, "--" and "..." are set
// as they are in the body.
type Header struct {
	// Of this edition.
	Title       string             `yaml:"title"`
	Summary     string             `yaml:"summary"`
	Authors     []string           `yaml:"authors"`
	Published   Date               `yaml:"published"` // briefs of one file only
	Change      string             `yaml:"change"`    // why this edition exists
	Corrections []Correction       `yaml:"corrections"`
	KeyPoints   []string           `yaml:"key-points"` // at most five
	Sources     map[string]*Source `yaml:"sources"`
	Acronyms    map[string]string  `yaml:"acronyms"` // short form to expansion
	Spans       []Span             `yaml:"spans"`
	Language    string             `yaml:"language"`  // BCP 47; "" is the site's
	Direction   string             `yaml:"direction"` // "ltr", "rtl"; "" is that of Language, or the site's
	Draft       bool               `yaml:"draft"`

	// Of the brief as a whole; read from its newest edition.
	Status        Status   `yaml:"status"`
	StatusNote    string   `yaml:"status-note"`
	Successor     string   `yaml:"successor"` // slug of the brief that takes its place
	Topics        []string `yaml:"topics"`
	Places        []string `yaml:"places"`
	Reference     string   `yaml:"reference"` // "BP-2019-001"
	Aliases       []string `yaml:"aliases"`   // former addresses, "/old/address/"
	TranslationOf string   `yaml:"translation-of"`
}

// A pageHeader is the front matter of a standing page.
type pageHeader struct {
	Title     string             `yaml:"title"`
	Summary   string             `yaml:"summary"`
	Sources   map[string]*Source `yaml:"sources"`
	Acronyms  map[string]string  `yaml:"acronyms"`
	Language  string             `yaml:"language"`
	Direction string             `yaml:"direction"`
	Aliases   []string           `yaml:"aliases"`
}

// A Correction is a recorded small change to a published edition.
type Correction struct {
	Date Date   `yaml:"date"`
	Note string `yaml:"note"`
}

// A Span is a period for the duration strip. To is "" while it lasts.
type Span struct {
	Label string      `yaml:"label"`
	From  PartialDate `yaml:"from"`
	To    PartialDate `yaml:"to"`
}

// A Source is a bibliographic record that notes and citations point to.
type Source struct {
	Author     string      `yaml:"author"`
	Title      string      `yaml:"title"`
	Publisher  string      `yaml:"publisher"`
	Date       PartialDate `yaml:"date"`
	URL        string      `yaml:"url"`
	Accessed   Date        `yaml:"accessed"`
	ArchiveURL string      `yaml:"archive-url"`
}

// Status is the standing of a brief.
type Status string

// The standings of a brief; the zero Status is StatusCurrent.
const (
	StatusCurrent    Status = "current"
	StatusArchived   Status = "archived"   // kept as a record, no longer revised
	StatusWithdrawn  Status = "withdrawn"  // no longer stood by
	StatusSuperseded Status = "superseded" // another brief takes its place
)
