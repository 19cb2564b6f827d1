package server

import (
	"io"
	"net/http"
)

// Admin answers what those who run the server ask, on an address that the
// public does not reach: /healthz says that the process lives (200), and
// /readyz that it can answer the public (200), or why not (503).
func Admin(ready func() error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, text := http.StatusOK, "ok"
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header()["Allow"] = allowed
			status, text = http.StatusMethodNotAllowed, "method not allowed"
		case r.URL.Path == "/healthz":
		case r.URL.Path == "/readyz":
			if err := ready(); err != nil {
				status, text = http.StatusServiceUnavailable, err.Error()
			}
		default:
			status, text = http.StatusNotFound, "not found"
		}
		hd := w.Header()
		hd["Cache-Control"] = noStore
		hd["Content-Type"] = []string{"text/plain; charset=utf-8"}
		hd["X-Content-Type-Options"] = []string{"nosniff"}
		w.WriteHeader(status)
		io.WriteString(w, text+"\n")
	})
}
