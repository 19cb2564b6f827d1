package server

import (
	"bytes"
	"net/http"
	"strconv"
)

// newAdmin answers those who run the server, on an address that the public does
// not reach: see the package doc. Ready says what is to be known of a server
// that can answer the public, or why it cannot.
func newAdmin(ready func() (string, error), expose func(exposition)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, contentType := http.StatusOK, "text/plain; charset=utf-8"
		var body bytes.Buffer
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header()["Allow"] = allowed
			status = http.StatusMethodNotAllowed
			body.WriteString("method not allowed\n")
		case r.URL.Path == "/healthz":
			body.WriteString("ok\n")
		case r.URL.Path == "/readyz":
			text, err := ready()
			if err != nil {
				status, text = http.StatusServiceUnavailable, err.Error()
			}
			body.WriteString(text + "\n")
		case r.URL.Path == "/metrics":
			contentType = "text/plain; version=0.0.4; charset=utf-8"
			expose(exposition{&body})
		default:
			status = http.StatusNotFound
			body.WriteString("not found\n")
		}
		hd := w.Header()
		hd["Cache-Control"] = noStore
		hd["Content-Type"] = []string{contentType}
		hd["Content-Length"] = []string{strconv.Itoa(body.Len())}
		hd["X-Content-Type-Options"] = []string{"nosniff"}
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			w.Write(body.Bytes())
		}
	})
}
