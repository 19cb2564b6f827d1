package preview

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"briefpress/internal/check"
	"briefpress/internal/server"
	"briefpress/internal/site"
)

// A state is what is shown at one time: the files of a site, and what is wrong.
// It never changes. It is the server.Files of the preview.
type state struct {
	generation uint64
	files      *files          // of the last good site; nil where there was none
	failed     bool            // there is newer content, which cannot be shown
	stops      []check.Finding // that stop, by place
	found      check.Findings  // others
	message    message
	told       []byte        // the message as one line of JSON
	failure    *server.Entry // the page shown where there is no site
	replaced   chan struct{} // closed once there is a newer state
}

func newState(f *files, failed bool, found check.Findings) *state {
	s := &state{files: f, failed: failed}
	s.stops, s.found = found.Parted()
	return s
}

// A message is what clients are told of a state.
type message struct {
	Instance   string `json:"instance"`
	Generation uint64 `json:"generation"`
	Failed     bool   `json:"failed"`
	Total      int    `json:"total"`
	HTML       string `json:"html"` // those problems that stop, for the eye
}

func (s *state) report() report {
	return report{Failed: s.failed, Empty: s.files == nil, Stops: s.stops, Findings: groupOf(s.found.All(), s.found.Len())}
}

// describe makes what clients are told.
func (s *state) describe(instance string) {
	r := s.report()
	s.message = message{instance, s.generation, s.failed, len(s.stops) + s.found.Len(), r.html()}
	s.told = line(s.message)
	if s.files == nil {
		s.failure = server.NewEntry(failurePage(r, 503), server.Uncompressed)
	}
}

// whole is the message with the first of the problems, those that stop before
// others, as one line of JSON.
func (s *state) whole() []byte {
	r := s.report()
	return line(struct {
		message
		Problems []check.Finding `json:"problems"`
	}{s.message, append(append([]check.Finding{}, r.Errors().list...), r.Findings.list...)})
}

// line is a value of strings and numbers as one line of JSON.
func line(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return data
}

// Entry implements [server.Files].
func (s *state) Entry(path string) (*server.Entry, error) {
	if s.files == nil {
		return s.failure, nil
	}
	return s.files.Entry(path)
}

// page is the body of a page that is whole, at an address with the base; nil for
// anything else.
func (s *state) page(address string) []byte {
	path, err := url.PathUnescape(address)
	if err != nil || s.files == nil || !strings.HasPrefix(path, s.Base()+"/") {
		return nil
	}
	e, err := s.Entry(strings.TrimPrefix(path, s.Base()))
	if err != nil || e.File.Kind != site.Page || e.File.Status != http.StatusOK {
		return nil
	}
	return e.File.Body
}

// Base implements [server.Files].
func (s *state) Base() string {
	if s.files == nil {
		return ""
	}
	return s.files.site.Base
}

// CSP implements [server.Files]. The site's own policy allows the preview's
// script, style sheet and stream: they come from the same origin.
func (s *state) CSP() string {
	if s.files == nil {
		return new(site.Site).CSP()
	}
	return s.files.site.CSP()
}
