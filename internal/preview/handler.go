package preview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	// maxStreams is how many streams of events may be open at once.
	maxStreams = 64
	// beat is how often a stream says that it lives.
	beat = 15 * time.Second
	// writeWithin is how long a client may take to accept an event.
	writeWithin = 10 * time.Second
)

// ServeHTTP answers what the preview adds to a site, and leaves the rest to
// package server.
func (p *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, "/_briefpress/") {
		p.pages.ServeHTTP(w, r)
		return
	}
	h := w.Header()
	private(h)
	if !readOnly(w, r) {
		return
	}
	switch r.URL.Path {
	case "/_briefpress/state":
		h.Set("Content-Type", "application/json")
		w.Write(p.now.Load().whole())
	case "/_briefpress/events":
		p.events(w, r)
	default:
		data, ok := assets()[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		mediaType := "text/javascript; charset=utf-8"
		if strings.HasSuffix(r.URL.Path, ".css") {
			mediaType = "text/css; charset=utf-8"
		}
		h.Set("Content-Type", mediaType)
		w.Write(data)
	}
}

// private are the headers of what the preview adds to a site.
func private(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Cache-Control", "no-store")
}

// readOnly refuses whatever is no reading.
func readOnly(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	http.Error(w, "this can be read, and nothing else", http.StatusMethodNotAllowed)
	return false
}

// events tells a client of each state, from the present one on, until either
// side ends. A client that is slow is told of the newest state only; one that
// accepts nothing is left. Most often the page of the client is what has changed:
// to have it told spares asking for it.
func (p *preview) events(w http.ResponseWriter, r *http.Request) {
	if p.streams.Add(1) > maxStreams {
		p.streams.Add(-1)
		http.Error(w, "too many streams are open", http.StatusServiceUnavailable)
		return
	}
	defer p.streams.Add(-1)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	control := http.NewResponseController(w)
	// The limit on reading a request would end the stream.
	if control.SetReadDeadline(time.Time{}) != nil {
		return
	}
	send := func(event string) bool {
		if control.SetWriteDeadline(time.Now().Add(writeWithin)) != nil {
			return false
		}
		if _, err := fmt.Fprint(w, event); err != nil {
			return false
		}
		return control.Flush() == nil
	}
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	if !send("retry: 500\n\n") {
		return
	}
	var last []byte // of the client's page, as it was told
	for {
		s := p.now.Load()
		event := fmt.Sprintf("data: %s\n", s.told)
		if body := s.page(r.URL.Query().Get("page")); body != nil {
			told := "true"
			if !bytes.Equal(body, last) {
				told, last = quoted(body), body
			}
			event += "data: " + told + "\n"
		}
		if !send(event + "\n") {
			return
		}
		for waiting := true; waiting; {
			select {
			case <-s.replaced:
				waiting = false
			case <-ticker.C:
				if !send(":\n\n") {
					return
				}
			case <-r.Context().Done():
				return
			case <-p.ctx.Done():
				return
			}
		}
	}
}

// quoted is a text as JSON, in one line.
func quoted(text []byte) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // for no HTML: a third of the bytes would be escapes
	if err := e.Encode(string(text)); err != nil {
		panic(err) // a string
	}
	return strings.TrimSpace(b.String())
}
