// Package server answers the public with a site, over HTTP, from memory.
//
// # What is served
//
// A request never reaches a disk. Its path is looked up as it stands in a
// fixed set of addresses (Files), so that nothing can be named that the site
// did not make. [NewSnapshot] renders and compresses every file of a site
// before the first request; what is served is byte for byte what is exported.
// A new state of the site is another Files, which the handler asks for once a
// request: each answer comes from one state.
//
// # Requests
//
// GET and HEAD are answered; anything else is 405 with Allow. A request with a
// body is 400 where it is GET or HEAD, and so is any request with
// Transfer-Encoding, since a read-only server needs no body and two lengths
// are how requests are smuggled. A request target above 2 KiB is 414. In all
// of these the connection is closed. What net/http refuses by itself (two
// Hosts, an unreadable request line, headers above the limit: 400 and 431) is
// a line of plain text from there, without our headers.
//
// Paths match exactly, letter case included, after percent-decoding; a path
// with an encoded slash is never found. There are three
// redirects, all to addresses of this site and without the query, on which no
// address depends: "/briefs/x" to "/briefs/x/" and "/briefs/x/index.html" to
// "/briefs/x/" (301) where the latter exist, and "/" to the base of a site
// under a sub-path (302, as the root belongs to somebody else). Addresses
// outside the base are not found.
//
// # Answers
//
// Each encoding (br, gzip, none) of each file has a strong ETag made from the
// bytes sent. If-None-Match and If-Match are evaluated against the encoding
// that the request selects. There is no Last-Modified, since a page changes
// when a template does; a condition on a date is ignored, as RFC 9110 asks.
// Ranges are not served (Accept-Ranges: none).
//
// Accept-Encoding is obeyed with its weights; among equals the smaller form
// wins, in the order br, gzip, none. Where a client forbids everything that
// there is, identity included, it is sent the file uncompressed: RFC 9110
// allows this, and a page is of more use than a 406. All files of a
// compressible type carry Vary: Accept-Encoding.
//
// Fingerprinted files, and all files of a small site, are compressed as far as
// can be; pages of a large one less, so that it starts soon.
//
// Fingerprinted files are "public, max-age=31536000, immutable"; all else is
// "no-cache": kept, but asked for each time.
//
// 404 is the site's own page. Other refusals are small pages made here, which
// need nothing of the site, so that they work when the site does not; their
// only style is named by hash in a policy of their own.
//
// # Security headers
//
// On each answer: the site's Content-Security-Policy, X-Content-Type-Options,
// Cross-Origin-Opener-Policy: same-origin, Permissions-Policy, and
// Referrer-Policy: same-origin, since what an analyst reads is no business of
// the sources linked. Strict-Transport-Security only when asked for.
//
// Pages and redirects are Cross-Origin-Resource-Policy: same-origin. Data and
// fingerprinted files are for researchers' notebooks and feed readers in
// browsers as well: cross-origin, with Access-Control-Allow-Origin: *. That
// gives away nothing: there are no cookies and everything is public.
// Options.NoStore takes this back for the preview, which is not public.
//
// # Limits
//
// Headers within 5 s, a request within 10 s, an answer within 30 s, an idle
// connection for 60 s; 16 KiB of headers. Connections are capped at 80 % of
// the descriptor limit. At the cap, the connection that has been without a
// request longest gives way to a new one, so that idle clients keep nobody
// out.
//
// # Stopping
//
// When the context ends, [Run] stops accepting, ends event streams through
// RunOptions.OnShutdown, lets requests in flight finish, and cuts off what
// remains after 4.5 s, so that a process is gone within 5 s.
//
// # Log
//
// One record a request: method, path, status, bytes (of the body), duration,
// remote, user agent. The query is left out: what is searched for is private.
// Values are cut at fixed lengths, and hold no control characters. A panic while
// answering is logged with its stack and answered with 500; the process lives. [Serve] puts a bounded queue
// before the log: where the log stalls, records are dropped and counted, and
// no request waits.
package server
