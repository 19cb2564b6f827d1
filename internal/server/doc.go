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
// # New content
//
// [Serve] looks at the site anew when it is asked to (ServeOptions.Reload: a
// signal, a watcher). The new snapshot is made beside the one that is served, on
// half of the processors, and takes its place at once; no request waits or
// fails. Files that are the same keep their compressed forms, so that a reload
// costs rendering and what has changed. In all that a site has, a snapshot
// equals that of a fresh start: copies of a server behind one address, given the
// same content, send the same tags. Fingerprinted files that are gone stay for
// an hour, up to 64 MiB of them, since pages of before name them.
//
// Content that cannot be loaded, has problems that stop, is refused by
// ServeOptions.Check, or makes a template fail or panic, changes nothing: the
// snapshot of before stays, byte for byte, and the log, /readyz and a metric
// say what is wrong until there is good content.
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
// Each encoding (br, zstd, gzip, none) of each file has a strong ETag made from
// the bytes sent. If-None-Match and If-Match are evaluated against the encoding
// that the request selects. There is no Last-Modified, since a page changes
// when a template does; a condition on a date is ignored, as RFC 9110 asks.
//
// One range of bytes is served, of the encoding that the request selects: 206,
// or 416 where it begins beyond the end. If-Range must be the tag of that
// encoding. Several ranges, other units and what is malformed get the whole
// file, as RFC 9110 allows: nobody who reads text needs them, and they are how
// a small request is made to cost much.
//
// Accept-Encoding is obeyed with its weights; among equals the smallest form
// wins. Where a client forbids everything that
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
// On each answer: the site's Content-Security-Policy and, only when asked for,
// Strict-Transport-Security. On each but a 304, which leaves what never changes
// to the answer that was stored: X-Content-Type-Options,
// Cross-Origin-Opener-Policy: same-origin, Permissions-Policy, and
// Referrer-Policy: same-origin, since what an analyst reads is no business of
// the sources linked.
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
// connection for 60 s; 16 KiB of headers. A handshake of TLS within 5 s. In
// HTTP/2, 100 streams at a time; a connection that is silent for 30 s is asked
// for a sign of life, and given up 15 s later. Connections are capped at 80 % of
// the descriptor limit. At the cap, the connection that has been without a
// request longest gives way to a new one, so that idle clients keep nobody
// out.
//
// A connection of plain HTTP that has been idle for a second leaves net/http,
// which keeps 19 KB for it, and comes back as a new one when the client goes on.
// 10,000 of them take 90 MB, with all that the process needs.
//
// # Speed
//
// A compressed page, with all headers, the log and the metrics, takes about as
// much of the processor as with a bare net/http handler that writes one preloaded
// page, some 25 µs: TestPeers measures it. An answer is written by one call of
// the system where net/http would make two, which saves 6 µs; garbage is collected
// a fifth as often, which saves 2.5; a record of the log is written without slog's
// detours, which saves 2.
//
// What is left is the network of the system, and net/http: the goroutine that
// watches the connection, eight deadlines, the map of headers. A server that reads
// requests with http.ReadRequest, and writes what it has assembled ahead, reached
// 0.92 of nginx in place of half of it. It would have to look after connections
// itself, which is where net/http has years of mending.
//
// # TLS
//
// With ServeOptions.TLSCert and TLSKey: TLS 1.2 and 1.3 with the suites of
// crypto/tls, and HTTP/2. The files are read every 10 s and at each reload; a
// new pair is used from the next handshake on. One that cannot be used, or of
// which only one file has come, changes nothing, and is reported when it is
// still so at the next look. Without them plain HTTP is spoken, for a proxy.
//
// # Sockets
//
// [Activated] takes a listening socket from a supervisor (LISTEN_FDS and
// LISTEN_PID, as systemd passes them): a server can then answer at port 443
// without privileges, and be restarted while the kernel keeps clients waiting.
//
// # Administration
//
// On ServeOptions.AdminAddr, for those who run the server:
//
//	/healthz  200: the process lives
//	/readyz   200: the public can be answered. 503 while loading or stopping.
//	          The first line is "ok", "loading" or "stopping"; after "ok" there
//	          is what is wrong with newer content or a newer certificate. That
//	          is no 503: the copies of a server would all leave their balancer
//	          for one mistake of an editor.
//	/metrics  in the text format of Prometheus
//
// The metrics are a dozen counters, two gauges and one histogram, kept in atomics
// and written by hand in sixty lines. The client library of Prometheus would add
// a dozen modules to the program for this, and a lookup to each request. They are
// those of the public address: requests by class of status, bytes of bodies,
// requests in flight, their durations, connections open, accepted and shed,
// reloads good and bad, records of the log lost; the digest, number of files and
// time of the content served, and whether newer content is refused; the end of
// the certificate. What net/http refuses by itself is not counted as a request.
//
// # Stopping
//
// When the context ends, [Run] stops accepting, ends event streams through
// RunOptions.OnShutdown, lets requests in flight finish, and cuts off what
// remains after 4 s; with the log and the probes a process is gone within 5 s.
//
// # Log
//
// One record a request: method, path, status, bytes (of the body), duration,
// remote, user agent. The query is left out: what is searched for is private.
// Values are cut at fixed lengths, and hold no control characters. A panic while
// answering is logged with its stack and answered with 500; the process lives.
// Any handler of slog will do; [JSONLog] is the quick one for programs. A
// [LogQueue] gathers records for 20 ms and writes them together; where the log
// stalls, up to 4 MiB wait, then records are dropped and counted. No request
// waits.
package server
