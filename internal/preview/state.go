package preview

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/server"
	"briefpress/internal/site"
)

// told is how many problems of each sort clients are told of.
const told = 100

// A state is what is shown at one time: the files of a site, and what is wrong.
// It never changes. It is the server.Files of the preview.
type state struct {
	generation uint64
	files      *files          // of the last good site; nil where there was none
	failed     bool            // there is newer content, which cannot be shown
	stops      []brief.Problem // that stop, by place
	found      []brief.Problem // others, by place; shared by states, since they may be very many
	message    []byte          // what clients are told, as one line of JSON
	failure    *server.Entry   // the page shown where there is no site
	replaced   chan struct{}   // closed once there is a newer state
}

// newState is a state with problems in any order.
func newState(f *files, failed bool, problems []brief.Problem) *state {
	s := &state{files: f, failed: failed}
	for _, p := range slices.Compact(slices.SortedFunc(slices.Values(problems), brief.Problem.Compare)) {
		if p.Stops {
			s.stops = append(s.stops, p)
		} else {
			s.found = append(s.found, p)
		}
	}
	return s
}

// equal compares what may be long, and is most often the same.
func equal(a, b []brief.Problem) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

// describe makes what clients are told.
func (s *state) describe(instance string) {
	r := report{Failed: s.failed, Empty: s.files == nil, Stops: s.stops, Findings: s.found, level: s.level}
	message, err := json.Marshal(struct {
		Instance   string          `json:"instance"`
		Generation uint64          `json:"generation"`
		Failed     bool            `json:"failed"`
		Total      int             `json:"total"`
		Problems   []brief.Problem `json:"problems"` // the first of them, those that stop before others
		HTML       string          `json:"html"`     // those that stop, for the eye
	}{instance, s.generation, s.failed, len(s.stops) + len(s.found), append(append([]brief.Problem{}, first(s.stops)...), first(s.found)...), r.html()})
	if err != nil {
		panic(err) // strings and numbers only
	}
	s.message = message
	if s.files == nil {
		s.failure = server.NewEntry(failurePage(r, 503), server.Uncompressed)
	}
}

// first are as many as are told.
func first(problems []brief.Problem) []brief.Problem { return problems[:min(told, len(problems))] }

// level is the level of a problem, as check prints it.
func (s *state) level(p brief.Problem) string {
	if p.Stops || s.files == nil || s.files.p == nil || s.files.p.opts.Level == nil {
		return levelOf(p)
	}
	return s.files.p.opts.Level(p)
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
