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
	anyOrigin    = []string{"*"}
	closing      = []string{"close"}
	crossOrigin  = []string{"cross-origin"}
	noRanges     = []string{"none"}
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

func fixedHeaders(hsts time.Duration) []field {
	fields := []field{
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
		{"Permissions-Policy", []string{"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"}},
		{"Referrer-Policy", []string{"same-origin"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
	}
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
