package preview

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"briefpress/internal/brief"
	"briefpress/internal/site"
	"briefpress/internal/watch"
)

const (
	// maxOpen is how many programs that were started to open files may run at
	// once: some editors last as long as their window.
	maxOpen = 32
	// maxNamed is how many of the files that were saved together are looked at
	// for the page to show.
	maxNamed = 16
)

// A desk answers what an editor wants to know of a page beside the page itself,
// and opens the files that pages are written in. The rest is for next.
type desk struct {
	p       *preview
	next    http.Handler
	opening atomic.Int64

	mu    sync.Mutex
	saves int      // so many times were files of the site saved
	named []string // those saved last, as messages print them
}

func newDesk(p *preview) *desk { return &desk{p: p, next: p} }

// note passes changes on, and remembers what they name. The channel that it
// returns ends with changes.
func (d *desk) note(changes <-chan watch.Change) <-chan watch.Change {
	if changes == nil {
		return nil
	}
	passed := make(chan watch.Change)
	go func() {
		defer close(passed)
		for {
			select {
			case <-d.p.ctx.Done():
				return
			case c, ok := <-changes:
				if !ok {
					return
				}
				d.saved(c.Paths)
				select {
				case passed <- c:
				case <-d.p.ctx.Done():
					return
				}
			}
		}
	}()
	return passed
}

func (d *desk) saved(paths []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.saves++
	d.named = nil
	for _, p := range paths[:min(len(paths), maxNamed)] {
		if name := named(d.p.opts.Folders, p); name != "" {
			d.named = append(d.named, name)
		}
	}
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/_briefpress/source":
		private(w.Header())
		if !readOnly(w, r) {
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(d.source(r.URL.Query().Get("page"), nearby(r)))
	case "/_briefpress/open":
		private(w.Header())
		if status, err := d.open(r); err != nil {
			if status == http.StatusMethodNotAllowed {
				w.Header().Set("Allow", "POST")
			}
			http.Error(w, err.Error(), status)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		d.next.ServeHTTP(w, r)
	}
}

// A source is what is told of a page.
type source struct {
	State  string       `json:"state"`  // the state it is of, as the browser names it
	File   string       `json:"file"`   // that the text is written in; "" for a page without
	Copies string       `json:"copies"` // why this client may open no files; "" where it may
	Places []site.Place `json:"places"` // of the text
	Saved  saved        `json:"saved"`
	Desk   string       `json:"desk"` // HTML of the author's strip
	Pins   string       `json:"pins"` // HTML of the pins; data-place is an index of Places
}

// A saved is what was saved last.
type saved struct {
	Count int    `json:"count"`          // of saves until then
	Page  string `json:"page,omitempty"` // where it is read, with the base; "" for nowhere
}

// source tells of the page at an address. It says nothing that the page, or
// those it leads to, do not say: its texts, findings about them, and the names
// of their files.
func (d *desk) source(address string, near bool) []byte {
	s := d.p.now.Load()
	answer := source{State: fmt.Sprintf("%s.%d", d.p.instance, s.generation), Places: []site.Place{}}
	var w *site.Writing
	if s.files != nil {
		address = strings.TrimPrefix(address, s.Base())
		w = s.files.site.Writing(address)
		answer.Saved = d.page(s, w, address)
	}
	strip := newStrip(s, w, d.today())
	strip.Editor, strip.Near = d.p.opts.Editor, near
	answer.Copies = strip.Copies()
	if w != nil {
		answer.File, answer.Places = w.Document.File, append(answer.Places, w.Places...)
	}
	answer.Desk, answer.Pins = execute("desk", strip), execute("pins", strip)
	return line(answer)
}

func (d *desk) today() brief.Date {
	if d.p.opts.Today == nil {
		return ""
	}
	return d.p.opts.Today()
}

// page tells where what was saved last is read: on the page shown where that
// can be, else on the first that there is.
func (d *desk) page(s *state, shown *site.Writing, address string) saved {
	d.mu.Lock()
	defer d.mu.Unlock()
	to := ""
	if shown != nil && slices.Contains(d.named, shown.Document.File) {
		to = address
	}
	for _, name := range d.named {
		if to == "" {
			to = s.files.site.PageOf(name)
		}
	}
	if to != "" {
		to = s.Base() + to
	}
	return saved{d.saves, to}
}

// open opens the place of a file that a request names. Only a page of the
// preview asks so, on the machine that the preview runs on: guard keeps other
// sites out of everything, and a program is started for nobody else.
func (d *desk) open(r *http.Request) (status int, err error) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed, fmt.Errorf("files are opened by POST")
	case r.Header.Get("Origin") != "http://"+r.Host:
		return http.StatusForbidden, fmt.Errorf("only pages of the preview open files")
	case !nearby(r):
		return http.StatusForbidden, fmt.Errorf("files are opened on the machine of the preview only")
	case mediaType != "application/json":
		return http.StatusUnsupportedMediaType, fmt.Errorf("a place is named in JSON")
	case len(d.p.opts.Editor) == 0:
		return http.StatusNotImplemented, fmt.Errorf("no editor is known: set %s, such as %s, and start the preview again", EditorVariable, EditorExample)
	}
	var place brief.Position
	if err := json.NewDecoder(io.LimitReader(r.Body, 4<<10)).Decode(&place); err != nil {
		return http.StatusBadRequest, fmt.Errorf("reading the place: %w", err)
	}
	file, err := locate(d.p.opts.Folders, place.File)
	if err != nil {
		return http.StatusNotFound, err
	}
	if d.opening.Add(1) > maxOpen {
		d.opening.Add(-1)
		return http.StatusTooManyRequests, fmt.Errorf("%d files that were opened from here are open still", maxOpen)
	}
	args := d.p.opts.Editor.at(file, place.Line, place.Column)
	err = start(args, func(err error) {
		d.opening.Add(-1)
		if err != nil {
			d.p.log.Warn("the editor failed", "command", args[0], "error", err)
		}
	})
	if err != nil {
		return http.StatusBadGateway, fmt.Errorf("opening %s: %w", place.File, err)
	}
	return 0, nil
}

// nearby tells whether a request comes from the machine that the preview runs
// on: over a loopback address, or from the very address that it reached, which
// no other machine has.
func nearby(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	if peer.Addr().Unmap().IsLoopback() {
		return true
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && local.AddrPort().Addr().Unmap() == peer.Addr().Unmap()
}
