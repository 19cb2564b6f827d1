// Package site makes every file of the website from content, templates and
// static files, as one immutable value.
//
// # One value
//
// [Load] reads a [Source] and returns a [Site] together with the problems it
// found; who calls it decides what these mean. [Site.File] makes any file of
// the website by its address, and [Site.Paths] lists the addresses. Everything
// is a pure function of the source: no clock, no environment, no order of a map
// or a directory reaches the bytes. Headers are read by Load, bodies when a
// file or [Site.Problems] needs them.
//
// Load takes over from the site before it what is unchanged: documents whose
// input and options are equal, briefs whose editions and seals are the same values,
// templates whose text is the same, and of lists and tables all that these briefs
// make up. The result equals that of a clean load. What Source.Changed says cannot
// have changed is not even read, so that an edit of one brief is the work of one.
//
// The trees of texts are kept of pages that were made, and not of those that only
// the glossary or [Site.Problems] has looked at. Who makes all pages only to look at
// them does so piece by piece ([Site.Pieces]), each in a site of its own
// ([Site.Apart]).
//
// # Content
//
//	site.yaml                     settings: see Config
//	briefs/slug/2019-06-07.md     an edition of a brief
//	briefs/slug/editions.sum      the seals of its editions: see package seal
//	briefs/slug/plan.svg          a picture or data file of that brief
//	briefs/slug.md                a brief of one edition, dated by "published"
//	pages/about.md                a standing page, with its pictures beside it
//
// Hidden files, editors' backups, named pipes, devices and links that leave
// the folder are never opened. A link to a file inside it is read; one to a
// folder is not followed. Slugs have lower-case letters of any script, digits
// and single hyphens, at most 200 bytes, and are in Unicode form NFC. A slug of
// four digits, and a page with a name of ours (briefs, topics, authors,
// glossary, search, assets, index, 404), is refused, as are two names that some
// file system takes for one. Drafts, and editions later than Source.AsOf, have
// no address and are in no list; the files of a brief without any other edition
// are not published either.
//
// # Addresses
//
//	/                                  home
//	/briefs/                           all briefs, by the year of their last change
//	/briefs/2019/                      those of a year, where the list is long
//	/briefs/slug/                      the newest edition
//	/briefs/slug/2019-06-07/           that edition, for ever
//	/briefs/slug/2019-06-07/brief.json the edition as data
//	/briefs/slug/2019-06-07/brief.md   the edition as its source
//	/briefs/slug/2019-06-07/brief.txt  the edition as plain text
//	/briefs/slug/2019-06-07/brief.bib  its record for reference managers,
//	                                   and brief.ris, brief.csl.json
//	/briefs/slug/history/              its editions, judgements, and numbers that are gone
//	/briefs/slug/compare/from/to/      the redline of two editions, by their dates
//	/briefs/slug/compare/from/newest/  that of an edition with whatever is newest
//	/briefs/slug/editions.sum          its seals, those of editions that are shown
//	/briefs/slug/feed.atom             its editions, also as feed.json
//	/topics/  /topics/topic/           topics of the newest editions
//	/authors/author/                   authors of all editions
//	/topics/topic/2019/                those of a year, where the list is long,
//	                                   and /authors/author/2019/
//	/topics/topic/feed.atom            editions of its briefs, also as feed.json
//	/authors/author/feed.atom          editions by the author, also as feed.json
//	/glossary/                         the acronyms of the newest editions
//	/page/                             a standing page
//	/assets/name.hash.ext              pictures, data, style sheet, scripts, share cards
//	/favicon.svg                       and favicon.ico, apple-touch-icon.png
//	/feed.atom  /feed.json             the newest editions of all briefs
//	/sitemap.xml                       where the base URL is known
//	/robots.txt  /404.html
//
// There is a redline of all pairs among the first 12 editions of a brief, of each
// edition with the one before it, and of each with the first: no later edition
// takes one away. That with the newest has the address of the pair, where there is
// one, for its canonical.
//
// An alias of a brief or page, and every address under it, redirects to the
// same place under the brief's own address, where there is something; the
// longest alias decides. [Site.Paths] lists each alias and the pages under it.
// A list of more than 200 briefs, be it of all, of a topic or of an author, shows
// the newest year, and the years before it as long as they fit into that number;
// every year then has a page.
//
// Addresses given to and by the methods of Site are without the base path and
// not escaped; those in HTML, and File.Location, are with it and escaped.
//
// Without a known base URL the problem "base-url" is reported, which does not
// stop; canonical addresses, the sitemap and all links of feeds are then left
// out.
//
// # Feeds
//
// Feeds are Atom (RFC 4287) and JSON Feed 1.1, which say the same. A feed has the
// 50 newest published editions, drafts never; one edition is one entry, the same
// in every feed. The summary is the change note; the content has besides it, from
// the second edition on, a link to the redline with the edition published before
// (in Atom also the link "related"), then the corrections, the key points, the
// text, and the notes at its end. What only works on our pages is left out.
//
// An entry is known by the tag URI of its dated address, a feed by that of its
// own, made from the site's id: a rebuild, a move of the site, a correction or a
// change of anything but the slug and the date makes no new entry. A correction
// moves "updated". Days are midnight UTC.
//
// # Editions
//
// Numbers of blocks and anchors of sections last through the editions, as package
// brief makes them. A page of an edition has an anchor for every number that was
// given up to it: on the block, on the block that it was merged into, or in the
// list of those that were removed. A section whose heading changed has the anchor
// of its new title too.
//
// An older edition says at each block that the newest one has otherwise that it
// has, and leads to the redline; the newest one says what it has otherwise than
// the one before it where readers wish it. What other editions say is no part of
// feeds, brief.json and brief.txt.
//
// # Templates
//
// Every page struct of page.go, record.go and comparison.go goes with one template of the same
// noun; the table in page.go pairs them. A page is made by executing
// "base.html", which calls {{template "main" .}}; the page's own file defines
// "main", and may define whatever else base.html or a shared file declares with
// {{block}}. Files whose names begin with "_" are shared: they are parsed for
// every page.
//
// Values are ready: no template computes, compares dates, joins addresses or
// calls a function of ours, the sentences of package phrase aside, which are in
// Frame.Words for what is in the language of the site and in Text.TextWords for
// what is in that of the text. Addresses begin with the base path and go into
// href and src as they are. Optional parts are nil pointers, empty strings or
// empty slices.
//
// A template that does not parse, or fails on a page without content, is a
// problem of Load; one that fails later makes File return a [brief.Problem].
//
// # Metadata
//
// What a page of an edition tells machines is about the edition, as a citation
// is: in OpenGraph, Highwire tags, Dublin Core, JSON-LD and the records for
// reference managers its title, authors, publisher, number, language, dated
// address and dates are the same. Dates are those of the edition and of its
// newest correction; that of the first edition is in JSON-LD the date of the
// work which the edition is an example of. The canonical address, og:url and
// hreflang alone are those of the page. Authors are named by the rule of
// package cite.
//
// Briefs that are translations of one another (translation-of) name each other
// with hreflang on the pages of their newest editions, one for each language;
// the original is x-default.
//
// Where the base URL is known, each edition has a share card, and all other
// pages have one together. A card is named by the hash of what is written on it
// and drawn when it is asked for.
//
// # Plain text
//
// brief.txt is UTF-8 without markup, in the words of the edition's language,
// with a line for each paragraph, however long. A title is underlined with "="
// or, below the second level, with "-". The first line of a numbered block
// begins with its number, "[12]"; tables and figures are named on a line of
// their own. Cells stand between " | ", items of lists and quotations are
// indented by two spaces, listings by four. "[Note 3]" leads to the line of the
// same name at the end, and an address in <…> is that of the link before it.
//
// # Static files
//
// The style sheets static/css/*.css are joined into one: tokens, base, layout
// and components in this order, then all others by name. Apart stand print.css,
// which only paper waits for, code.css, which pages with code have, lists.css, for
// pages that list briefs, and editions.css, for those that compare editions. Scripts
// static/js/*.js are classic, deferred, and stand in every page, in the order
// of their names; static/js/theme.js alone is set into the page. What url(…)
// in a style sheet names must be a file of the static folder.
//
// # brief.json
//
// An edition as data is an object with the members
//
//	schema      "briefpress/brief/1"; a change that breaks readers counts up
//	id          tag URI of the edition
//	url         its permanent address, where the base URL is known
//	slug, date, title, summary, language, direction, authors, reference,
//	status ("current", "archived", "withdrawn", "superseded"), statusNote,
//	successor, topics, places, published, updated, draft, change, words,
//	keyPoints, spans ({label, from, to})
//	sections    tree: {id, level, title, blocks, sections}
//	notes       {number, text, html}
//	sources     by key: {author, title, publisher, date, url, accessed, archiveURL}
//	acronyms    short form to expansion
//	corrections {date, note}, of this edition
//	seal        {digest, corrected, pending}: the digest of its seal, the day of
//	            the last correction sealed, and whether there is a later one;
//	            null where it is not sealed
//	removed     {id, number, since, into}: numbers that editions before it have and
//	            it has not, since which edition, and the id they were merged into
//	editions    {date, url, note}, of the brief, from the first
//	citations   {chicago, apa}: the edition cited, as plain text
//
// A block is {id, number, kind, title, likelihood, confidence, text, items,
// html, hash}: id is its anchor on the page ("p12"), number its durable number,
// text what it says without markup, hash a digest of what it says. HTML in it
// stands by itself: notes are links to the page's end notes, and addresses are
// absolute where the base URL is known.
package site
