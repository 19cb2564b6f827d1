package server

import (
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// The longest values logged, in bytes.
const (
	maxLogged = 256
	maxStack  = 8192
)

// access logs an answer, given at a time. The record goes to the handler as it
// is: a slog.Logger would look for where it was called from, and at the clock
// once more, which is a fifth of the time that a record takes.
func (h *handler) access(r *http.Request, at time.Time, took time.Duration, a *answer) {
	level := slog.LevelInfo
	if a.status >= 500 || a.status == 0 {
		level = slog.LevelError
	}
	if !h.log.Enabled(r.Context(), level) {
		return
	}
	agent := cut(r.UserAgent(), maxLogged)
	if !plain(agent) {
		agent = strings.Map(visible, agent)
	}
	record := slog.NewRecord(at, level, "request", 0)
	record.AddAttrs(
		slog.String("method", cut(r.Method, 16)),
		slog.String("path", loggedPath(r)),
		slog.Int("status", a.status),
		slog.Int("bytes", a.bytes),
		slog.Duration("duration", took),
		slog.String("remote", r.RemoteAddr),
		slog.String("agent", agent))
	h.log.Handler().Handle(r.Context(), record) // there is nowhere left to report the failure of a log
}

// loggedPath is the path as it was sent, in ASCII, so that it is harmless in
// any log.
func loggedPath(r *http.Request) string { return cut(r.URL.EscapedPath(), maxLogged) }

// visible replaces characters that could rule a terminal or reorder a line:
// encoding/json escapes some of them only (not U+009B, which is ESC [), and
// other logs may escape none.
func visible(c rune) rune {
	if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u2028' || c == '\u2029' {
		return unicode.ReplacementChar
	}
	return c
}

// cut shortens a value of the log to n bytes or a little less, and marks that
// it did.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	// A character cut in two is dropped, as is anything else that is not
	// UTF-8.
	return strings.ToValidUTF8(s[:n], "") + "…"
}
