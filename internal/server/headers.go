package server

import (
	"net/http"
	"strconv"
	"time"

	"briefpress/internal/site"
)

// Header values that never change, as net/http wants them; their length is
// their capacity, so that an append elsewhere copies them.
var (
	allowed      = []string{"GET, HEAD"}
	closing      = []string{"close"}
	byteRanges   = []string{"bytes"}
	varyEncoding = []string{"Accept-Encoding"}
	zero         = []string{"0"}
	noStore      = []string{"no-store"}
	revalidate   = []string{"no-cache"}
	immutable    = []string{"public, max-age=31536000, immutable"}
)

func (h *handler) cacheControl(c site.Cache) []string {
	switch {
	case h.opts.NoStore:
		return noStore
	case c == site.Immutable:
		return immutable
	}
	return revalidate
}

// A field is a header that does not depend on the request.
type field struct {
	name  string
	value []string
}

func fieldsOf(headers []site.Header) []field {
	var fields []field
	for _, h := range headers {
		fields = append(fields, field{h.Name, []string{h.Value}})
	}
	return fields
}

func hstsOf(d time.Duration) []string {
	if d <= 0 {
		return nil
	}
	return []string{"max-age=" + strconv.Itoa(int(d.Seconds()))}
}

// common sets the headers that every answer has but a 304.
func (h *handler) common(hd http.Header, csp []string) {
	for _, f := range h.fixed {
		hd[f.name] = f.value
	}
	h.lasting(hd, csp)
}

// lasting sets the headers that browsers shall have anew from each answer: a
// policy that can change while a file does not, and one that runs out.
func (h *handler) lasting(hd http.Header, csp []string) {
	hd["Content-Security-Policy"] = csp
	if h.hsts != nil {
		hd["Strict-Transport-Security"] = h.hsts
	}
}

// share opens data and fingerprinted files to other origins.
func (h *handler) share(hd http.Header, e *Entry) {
	if e.status == http.StatusOK && !h.opts.NoStore && (e.File.Kind == site.Data || e.File.Kind == site.Asset) {
		for _, f := range h.open {
			hd[f.name] = f.value
		}
	}
}

// policy is a Content-Security-Policy as net/http wants it.
func (h *handler) policy(csp string) []string {
	if last := h.csp.Load(); last != nil && (*last)[0] == csp {
		return *last
	}
	value := []string{csp}
	h.csp.Store(&value)
	return value
}
