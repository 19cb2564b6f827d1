package schema

import "briefpress/internal/brief"

// An about says of a key what it is for, and what its value must be like.
type about struct {
	doc      string            // for editors; whole sentences
	required bool              // it must be there
	want     func(*node) *node // narrows the schema of the type; nil leaves it
}

// keys are all, by the name of the struct and their own.
var keys = map[string]about{
	"Header title":       {doc: "What readers see first, everywhere. Plain text, as all of the front matter.", required: true, want: filled},
	"Header summary":     {doc: "What the brief says, in one or two sentences: for lists, feeds and search."},
	"Header authors":     {doc: "Who answers for the text. Each author has a page, so write names alike in all briefs."},
	"Header published":   {doc: "The day of the edition, such as 2019-06-07. For a brief of one file: an edition in a folder has its date from the name of its file."},
	"Header change":      {doc: "Why this edition exists, for those who know the one before. Required from the second edition on."},
	"Header corrections": {doc: "Small changes to an edition that was published. More than that is a new edition."},
	"Header key-points":  {doc: "The findings, a sentence each and five at most, above the text.", want: keyPoints},
	"Header sources":     {doc: "What the text rests on: by a short key, as it is cited in [@key] or [@key, p. 3].", want: cited},
	"Header acronyms":    {doc: "Short forms in the text with their long forms, besides those of site.yaml."},
	"Header spans":       {doc: "Periods for the strip above the text, by what was known on the day of the edition."},
	"Header language":    {doc: "The language of the text, such as en, en-GB or fa-AF, where it is not that of the site.", want: like(languagePattern, languageMessage)},
	"Header direction":   {doc: "The direction of writing, where it is not that of the language.", want: oneOf("ltr", "rtl")},
	"Header draft":       {doc: "true keeps the edition from readers: preview and check alone see it."},
	"Header status": {doc: "The standing of the brief, from its newest edition: current unless it says otherwise; archived, a record that is no longer revised; withdrawn, no longer stood by; superseded, another takes its place.",
		want: oneOf(string(brief.StatusCurrent), string(brief.StatusArchived), string(brief.StatusWithdrawn), string(brief.StatusSuperseded))},
	"Header status-note":    {doc: "Why the brief has this status, for readers."},
	"Header successor":      {doc: "The slug of the brief that takes the place of a superseded one."},
	"Header topics":         {doc: "What the brief is about. Each topic has a page, so write them alike in all briefs."},
	"Header places":         {doc: "The places that the brief is about."},
	"Header reference":      {doc: "The number under which the brief is filed, such as BP-2019-001."},
	"Header aliases":        {doc: "Former addresses, from the root and with a slash at the end, such as /old/address/. They lead here for ever.", want: aliases},
	"Header translation-of": {doc: "The slug of the brief that this one is a translation of."},

	"Correction date": {doc: "The day of the correction.", required: true, want: filled},
	"Correction note": {doc: "What was wrong, and what it says now.", required: true, want: filled},

	"Span label": {doc: "What lasted, in a word or two.", required: true, want: filled},
	"Span from":  {doc: "The year, month or day it began.", required: true, want: filled},
	"Span to":    {doc: "The year, month or day it ended. Left out while it lasts."},

	"Source author":      {doc: "Who wrote it, a person or a body."},
	"Source title":       {doc: "The title of the work.", required: true, want: filled},
	"Source publisher":   {doc: "Who published it, or the work that it is part of."},
	"Source date":        {doc: "When it appeared: a year, a month or a day."},
	"Source url":         {doc: "Where it is on the web.", want: like(urlPattern, urlMessage)},
	"Source accessed":    {doc: "The day on which it was there."},
	"Source archive-url": {doc: "Where a copy is kept that does not change.", want: like(urlPattern, urlMessage)},

	"Config id": {doc: "Who names things here, and since when: a domain or mail address that was yours, a comma, and a year or day on which it was, such as example.org,2019. Feed entries are named by it, so choose it once and leave it.",
		required: true, want: both(like(idPattern, "write a domain and a year in which it was yours, such as example.org,2019"), filled)},
	"Config title":       {doc: "The name of the site.", required: true, want: filled},
	"Config publisher":   {doc: "Who publishes the briefs, in citations and feeds."},
	"Config description": {doc: "What the site is, in a sentence or two: for its first page and for search engines."},
	"Config language":    {doc: "The language of pages that name no other, such as en, en-GB or fa-AF: en unless it says otherwise.", want: like(languagePattern, languageMessage)},
	"Config direction":   {doc: "The direction of writing of pages that name no other: ltr unless it says otherwise.", want: oneOf("ltr", "rtl")},
	"Config base-url": {doc: "Where the site stands on the web, such as https://example.org/briefs/. The flag --base-url comes before it.",
		want: both(like(basePattern, "write where the site stands, such as https://example.org/briefs/"), refusing(`/\.{1,2}(/|$)`))},
	"Config navigation": {doc: "The links at the head of every page. Without it they are the briefs, the topics and the standing pages."},
	"Config credit":     {doc: "Who made the site, at the foot of every page."},
	"Config terms":      {doc: "Under which terms the texts may be used."},
	"Config contact":    {doc: "Where readers write to: a mail address, a URL, or a page such as /contact/.", want: like(contactPattern, "write a mail address, a URL, or the address of a page such as /contact/")},
	"Config acronyms":   {doc: "Short forms with their long forms that every page may use without explaining them."},
	"Config allow-bidi": {doc: "true admits invisible characters that reorder text. The direction of a text needs none: see direction."},
	"Config rules":      {doc: "How much the findings of a rule of check weigh here: error, warning, advice or off.", want: ruleLevels},

	"NavigationEntry title": {doc: "The words of the link.", required: true, want: filled},
	"NavigationEntry address": {doc: "Where it leads: an address of the site, such as /about/, or a URL.", required: true,
		want: both(like(addressPattern, "write an address of the site, such as /about/, or a URL"), filled)},
}

const (
	languageMessage = "write a language tag, such as en, en-GB or fa-AF"
	urlMessage      = "begin it with https://"
)

func keyPoints(n *node) *node {
	n.MaxItems = 5
	return n
}

func cited(n *node) *node {
	n.PropertyNames = &node{Pattern: citationPattern, Message: "use letters, digits and hyphens"}
	return n
}

func aliases(n *node) *node {
	n.Items = refusing(`/\.{1,2}/`)(some(like(aliasPattern, "write it from the root and with a final slash, such as /old/address/")(nil)))
	return n
}
