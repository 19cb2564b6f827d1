// Package browser tests the built-in site where readers meet it: in a real
// browser. It holds no part of the program; only tests import it.
//
// # What is held
//
// The tests serve the built-in site as the public gets it, and open one page
// of every kind, and every standing page, in Chromium. They hold what each
// page promises its readers:
//
//   - no sideways scrolling at 320, 768 and 1280 pixels, nor at 320 pixels with
//     letters of twice the size;
//   - silence: no error on the console, nothing that the content security
//     policy had to stop, no issue found by the browser;
//   - nothing moves while the page loads: a cumulative layout shift below 0.01;
//   - few requests: the document, the style sheet, the script, the icon and the
//     pictures of the text, each once, and none to another host;
//   - a first view (document and style sheet, compressed) within 14 KiB, which
//     is what a server sends before it first waits for an answer;
//   - the keyboard: the skip link comes first and leads to the text;
//   - without JavaScript: text, contents and notes, all of them, on narrow
//     screens and wide ones;
//   - targets of 24 pixels and more; a paragraph that was linked to is in sight
//     and marked; the colours follow the reader's system, or the choice that
//     was made and remembered; paper gets the notes and no navigation.
//
// A site written from right to left, in testdata, is held to be the mirror
// image.
//
// # The audit
//
// With the build tag "audit", checkers made by others look at the same pages:
// axe-core at every width in both colour schemes, the Nu HTML checker at every
// address that answers with a page, stubs of redirects included, and
// Lighthouse at the most important pages. They need Node.js with npm, and Java
// for the Nu checker. Fixed versions of the checkers are installed below the
// user's cache directory, never into the repository.
//
// # For other tests
//
// [Chromium] finds and starts the browser, and [Open] gives a [Tab] in it,
// which listens from the first moment. Without a browser a test is skipped; in
// CI (the environment variable CI is "true") it fails. With the build tag "audit"
// there is [Axe] for them, too.
package browser
