// Package preview shows a site to its editor while it is being written: it
// builds the site anew after each change, brings the pages that are open up to
// date in place, and says what is wrong without taking away what was good.
//
// # States
//
// What is shown at one time is one immutable state: the files of the last good
// site, and the problems of the newest content. A change makes a new state,
// which replaces the old one whole: it is published first, and told to the
// browsers after, so that whoever hears of a state finds it. States are numbered
// by generation within an instance (one run of the program).
//
// A site is good when no problem of it Stops, and when the pages that are open
// (those asked for last) can be rendered; after a change of more than texts
// (.md), one page of each kind as well, which is else tried afterwards. While the
// newest content is not good, the last good site stays, byte for byte, and the
// problems are shown over it. Errors of templates and panics are problems like
// others. Where there has been no good site yet, every address answers 503 with
// a page that holds nothing but the problems; a page that turns out to fail when
// it is asked for answers 500 with such a page.
//
// Findings, which stop nothing, are looked for after a site is shown, by
// [site.Site.Problems] and Options.Check, and follow in a state of their own; where
// that takes long, those of the pages that are open come first. A newer site breaks
// the check of an older one off.
// The first load does not wait for bodies to be parsed either, so that a large
// library opens at once. What Stops and is found only then is shown beside the
// site, and keeps later changes from being shown.
//
// Pages are rendered when asked for, and up to 256 files of a site are kept.
//
// # What is added to a site
//
// Pages get a style sheet and scripts at the end of their body. Aside from
// this they are the bytes that are served and exported; the site value knows
// nothing of it. The site's own Content-Security-Policy allows what is added.
// Without scripts, a page of the preview is the page.
// These addresses exist in the preview alone, from the root of the host:
//
//	/_briefpress/preview.css, reconcile.js, desk.js, preview.js
//	/_briefpress/state    the state, as JSON
//	/_briefpress/events   the same without problems as an event stream: now, and
//	                      whenever it changes; with ?page=/briefs/slug/, in a
//	                      second line, that page
//	/_briefpress/source   what there is to say of a page: ?page=/briefs/slug/
//	/_briefpress/open     opens a file at a line in the editor; POST
//
// A state tells instance, generation, failed (newer content cannot be shown),
// total, html (the overlay), and problems (the first of them, as [check.Finding]). A stream is told of the newest state only when it is slow, and is
// left when it accepts nothing for 10 s. 64 may be open at once. Where the page it
// names can be shown, the text of that follows, as JSON, or true where it is as it
// was told before.
//
// The source of a page tells the state that it is of, file and places
// ([site.Place]: which part of the page is written in which lines), saved (how
// often files were saved, and the page that shows what was saved last: of
// several files the one that is looked at, else the first that has one), desk
// and pins (HTML), and why nothing can be opened (copies).
//
// # In the browser
//
// After a new state the page is fetched, and where its text differs, reconciled
// with the open document: what is the same stays the same nodes, wherever it
// moved, with its selection, focus, scroll place and open details; changes that
// scripts of the page have made are left alone. What is being read stays at its
// place on the screen. Changed blocks are outlined for two seconds. Style sheets
// are replaced when the new one has loaded. Only where the scripts of a page
// change is it loaded anew. The number of updates made is in the attribute
// data-preview-updates of the root element, the state shown in
// data-preview-state.
//
// Tabs share one stream, held by the tab that has the lock, since browsers open
// six connections to a host at most. A stream that ends is opened again; until
// then a bar says that the page is no longer up to date.
//
// Problems that stop are an alert at the foot of the page, with place, message,
// level, rule, source line and hint, in the words that check prints; Escape
// folds it. It goes away by itself.
//
// The strip in the corner tells of the page to who writes it: how many findings
// there are, here and elsewhere, and whether it is a draft or scheduled; opened,
// words, minutes, edition, file, and the findings. A part of the page that has
// findings has a pin at its side, which says them on hover, focus or touch. Both
// lie over the page, which stays as it is, and are not printed.
//
// Two switches in the strip are remembered, as is that it is open: "follow"
// scrolls to what has changed, where none of it is in sight; the other opens the
// page of what was saved, in the tab that is in sight.
//
// # From the page to the file
//
// A click with the Alt key on a part of a page, or Alt+Enter where the focus is
// in it, opens the file at its line, as do the places of problems. What is made
// of the front matter and has no place of its own leads to its first line. The
// command is Options.Editor: see [FindEditor]. Without one, or on another
// machine, the place is copied, and the strip says why.
//
// A command is parted once, when it is read, and run without a shell: the place
// is put into each part by itself. Only regular files below Options.Folders are
// opened, by their absolute names; no link leads out. The program gets a session
// of its own and no terminal, is never waited for longer than half a second,
// and outlives the preview. What fails within that time is said over the page,
// later failures in the log. 32 may run at once.
//
// # Who may see it
//
// Drafts are not for everyone. The Host of a request must be a loopback name or
// address with the port of the preview, else the answer is 421: a page of
// another site whose name was made to lead here gets nothing. Requests that
// other origins make, by Origin or Sec-Fetch-Site, are 403, and nothing is
// opened to them by CORS; another site may lead its reader to a page, and
// nothing more.
//
// On an address that other machines reach, the address to open has a token.
// It becomes a cookie (SameSite=Strict), and who has neither gets 403. Hosts
// must be numeric there, or local names.
package preview
