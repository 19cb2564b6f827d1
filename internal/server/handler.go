package server

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"briefpress/internal/site"
)

// maxTarget is the longest request target answered, in bytes.
const maxTarget = 2048

// Options are those of a handler.
type Options struct {
	// Log receives one record a request, and errors; nil for none.
	Log *slog.Logger
	// HSTS is for how long browsers shall insist on TLS for this host; 0
	// says nothing about it.
	HSTS time.Duration
	// NoStore is for answers that are for one reader only, such as a
	// preview with drafts: nothing is kept by caches, and nothing is opened
	// to other origins.
	NoStore bool
	// Metrics count the requests; nil for none.
	Metrics *Metrics
}

// NewHandler answers requests from files, which is called once a request and
// must be quick. It may be used by several servers at once.
func NewHandler(files func() Files, opts Options) http.Handler {
	return &handler{
		files:   files,
		opts:    opts,
		log:     cmp.Or(opts.Log, slog.New(slog.DiscardHandler)),
		metrics: cmp.Or(opts.Metrics, new(Metrics)),
		fixed:   append(fieldsOf(site.Headers()), field{"Cross-Origin-Resource-Policy", []string{"same-origin"}}),
		hsts:    hstsOf(opts.HSTS),
		open:    fieldsOf(site.OpenHeaders()),
	}
}

type handler struct {
	files   func() Files
	opts    Options
	log     *slog.Logger
	metrics *Metrics
	// fixed are the headers of all answers but 304, hsts that of all, open
	// those of data and assets, and csp is the last policy, kept because it
	// changes only when the site does.
	fixed []field
	hsts  []string // nil for none
	open  []field
	csp   atomic.Pointer[[]string]
}

// An answer is what becomes of a request. A status of 0 means that nothing has
// been written yet.
type answer struct {
	base   string // of the state that answers
	status int
	bytes  int // of the body
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var a answer
	h.metrics.inFlight.Add(1)
	defer h.finish(w, r, time.Now(), &a)
	h.serve(w, r, &a)
}

// finish logs a request, and makes the end of one that panicked. It must be
// deferred as it is, or recover would find nothing.
func (h *handler) finish(w http.ResponseWriter, r *http.Request, start time.Time, a *answer) {
	p := recover()
	if p != nil && p != http.ErrAbortHandler {
		h.log.LogAttrs(r.Context(), slog.LevelError, "panic",
			slog.String("path", loggedPath(r)), slog.String("panic", cut(fmt.Sprint(p), maxLogged)), slog.String("stack", cut(string(debug.Stack()), maxStack)))
		if a.status == 0 {
			h.refuse(w, r, a, http.StatusInternalServerError)
			p = nil
		}
	}
	took := time.Since(start)
	h.metrics.inFlight.Add(-1)
	h.metrics.answered(a, took)
	h.access(r, start.Add(took), took, a)
	if p != nil {
		// The answer has begun: only a broken connection can say that it
		// is not whole.
		panic(http.ErrAbortHandler)
	}
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request, a *answer) {
	files := h.files()
	a.base = files.Base()
	switch {
	case len(r.RequestURI) > maxTarget:
		h.refuse(w, r, a, http.StatusRequestURITooLong)
		return
	case len(r.TransferEncoding) > 0:
		h.refuse(w, r, a, http.StatusBadRequest)
		return
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header()["Allow"] = allowed
		h.refuse(w, r, a, http.StatusMethodNotAllowed)
		return
	case r.ContentLength != 0:
		h.refuse(w, r, a, http.StatusBadRequest)
		return
	}
	csp := h.policy(files.CSP())
	e, err := find(files, r.URL)
	switch {
	case err == nil:
		h.send(w, r, a, e, csp)
	case !errors.Is(err, fs.ErrNotExist):
		h.log.LogAttrs(r.Context(), slog.LevelError, "file", slog.String("path", loggedPath(r)), slog.String("error", cut(err.Error(), maxStack)))
		h.refuse(w, r, a, http.StatusInternalServerError)
	default:
		if status, to := meant(files, r.URL); to != "" {
			h.redirect(w, a, status, to, csp)
		} else if e, err := files.Entry("/404.html"); err == nil && e.status == http.StatusNotFound {
			h.send(w, r, a, e, csp)
		} else {
			h.refuse(w, r, a, http.StatusNotFound)
		}
	}
}

func (h *handler) redirect(w http.ResponseWriter, a *answer, status int, to string, csp []string) {
	hd := w.Header()
	h.common(hd, csp)
	hd["Location"] = []string{to}
	hd["Cache-Control"] = h.cacheControl(site.Revalidate)
	hd["Content-Length"] = zero
	a.status = status
	w.WriteHeader(status)
}

// send writes a file, or 304 or 412 where the conditions of the request say so.
func (h *handler) send(w http.ResponseWriter, r *http.Request, a *answer, e *Entry, csp []string) {
	form := e.choose(r.Header["Accept-Encoding"])
	hd := w.Header()
	if e.varies {
		hd["Vary"] = varyEncoding
	}
	hd["Cache-Control"] = h.cacheControl(e.File.Cache)
	// Conditions are about files that are there (RFC 9110, 13.2.1).
	if e.status == http.StatusOK {
		if m := r.Header["If-Match"]; m != nil && !lists(m, form.etag[0], false) {
			h.refuse(w, r, a, http.StatusPreconditionFailed)
			return
		}
		hd["Etag"] = form.etag
		if lists(r.Header["If-None-Match"], form.etag[0], true) {
			// What has been stored keeps its other headers, which never
			// change. Up to 8 in all, they cost net/http a third of 9.
			h.lasting(hd, csp)
			h.share(hd, e)
			a.status = http.StatusNotModified
			w.WriteHeader(a.status)
			return
		}
	}
	h.common(hd, csp)
	h.share(hd, e)
	if e.location != nil {
		hd["Location"] = e.location
	}
	if form.encoding != nil {
		hd["Content-Encoding"] = form.encoding
	}
	hd["Content-Type"] = e.typ
	hd["Content-Length"] = form.length
	body := form.body
	a.status = e.status
	if e.status == http.StatusOK {
		hd["Accept-Ranges"] = byteRanges
		if p, ok := partOf(r, form.etag[0], len(body)); ok {
			hd["Content-Range"] = p.contentRange(len(body))
			if p.from == p.to {
				delete(hd, "Etag")
				delete(hd, "Content-Encoding")
				h.refuse(w, r, a, http.StatusRequestedRangeNotSatisfiable)
				return
			}
			body = body[p.from:p.to]
			hd["Content-Length"] = []string{strconv.Itoa(len(body))}
			a.status = http.StatusPartialContent
		}
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		a.bytes = writeBody(w, r, body)
	}
}
