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

func fixedHeaders(hsts time.Duration) []field {
	fields := append(fieldsOf(site.Headers()), field{"Cross-Origin-Resource-Policy", []string{"same-origin"}})
	if hsts > 0 {
		fields = append(fields, field{"Strict-Transport-Security", []string{"max-age=" + strconv.Itoa(int(hsts.Seconds()))}})
	}
	return fields
}

// common sets the headers that every answer has.
func (h *handler) common(hd http.Header, csp []string) {
	for _, f := range h.fixed {
		hd[f.name] = f.value
	}
	hd["Content-Security-Policy"] = csp
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
