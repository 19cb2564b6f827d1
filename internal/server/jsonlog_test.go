package server

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// FuzzJSONLog holds that a record is what slog makes of it.
func FuzzJSONLog(f *testing.F) {
	f.Add("request", "path", "/briefs/x/", int64(200), 0, int64(1_600_000_000), int64(123_000_000))
	f.Add("request", "agent", "a \"quoted\" \\ one", int64(-1), 4, int64(0), int64(0))
	f.Add("", "", "\x00\x1f\x7f\x80\u2028é\xff<&>", int64(1<<62), -8, int64(-1<<40), int64(999_999_999))
	f.Add("line\n", "k\"ey", "", int64(0), 1, int64(1<<38), int64(1))
	f.Fuzz(func(t *testing.T, msg, key, value string, n int64, level int, sec, nsec int64) {
		for name, attrs := range map[string][]slog.Attr{
			"none":   nil,
			"all":    {slog.String(key, value), slog.Int64("n", n), slog.Duration("d", time.Duration(n)), slog.String("last", "x")},
			"nested": {slog.Group(key, slog.String("a", value)), slog.Group("none")},
			"other":  {slog.String("first", "x"), slog.Bool("b", n > 0), slog.Any("error", errors.New(value)), {}},
		} {
			r := slog.NewRecord(time.Unix(sec, nsec).UTC(), slog.Level(level), msg, 0)
			if n == 0 {
				r.Time = time.Time{}
			}
			r.AddAttrs(attrs...)
			var got, want bytes.Buffer
			err1, err2 := JSONLog(&got).Handle(t.Context(), r), slog.NewJSONHandler(&want, nil).Handle(t.Context(), r)
			if got.String() != want.String() || err1 != nil || err2 != nil {
				t.Errorf("%s: %v, %v\n%s%s", name, err1, err2, got.String(), want.String())
			}
		}
	})
}

func TestJSONLog(t *testing.T) {
	var all strings.Builder
	log := slog.New(JSONLog(&all))
	log.Debug("not at this level")
	log.With("a", 1).WithGroup("g").Info("with more", "b", 2)
	if _, ok := appendPlain(nil, slog.NewRecord(time.Now(), 0, "request", 0)); !ok {
		t.Error("a record of a request is not plain")
	}
	if got := all.String(); strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, `"msg":"with more","a":1,"g":{"b":2}}`+"\n") {
		t.Error(got)
	}
}
