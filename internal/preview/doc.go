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
// [site.Site.Problems] and Options.Check, and follow in a state of their own.
// The first load does not wait for bodies to be parsed either, so that a large
// library opens at once. What Stops and is found only then is shown beside the
// site, and keeps later changes from being shown.
//
// Pages are rendered when asked for, and up to 256 files of a site are kept.
//
// # What is added to a site
//
// Pages get a style sheet and two scripts at the end of their body. Aside from
// this they are the bytes that are served and exported; the site value knows
// nothing of it. The site's own Content-Security-Policy allows what is added.
// These addresses exist in the preview alone, from the root of the host:
//
//	/_briefpress/preview.css, preview.js, reconcile.js
//	/_briefpress/state    the state, as JSON
//	/_briefpress/events   the same as an event stream: now, and whenever it changes
//
// A state tells instance, generation, failed (newer content cannot be shown),
// total and problems (the first of them, as [brief.Problem]), and html, the
// overlay. A stream is told of the newest state only when it is slow, and is
// left when it accepts nothing for 10 s. 64 may be open at once.
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
// source line and hint; Escape folds it. Findings are a count in the corner,
// which opens. Both go away by themselves.
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
