package site

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

func TestStrip(t *testing.T) {
	s := makeStrip(phrase.For("en"), []brief.Span{{Label: "ISAF", From: "2001", To: "2014"}, {Label: "RSM", From: "2015-01-01"}, {Label: "Peak", From: "2010-06", To: "2010-06"}}, "2020-04-14")
	var got strings.Builder
	for _, b := range s.Bars {
		fmt.Fprintln(&got, b.Label, b.X, b.Width, b.Y, b.Period, b.Open, b.TextX, b.TextEnd, b.TextY)
	}
	for _, tick := range s.Ticks {
		fmt.Fprint(&got, tick.X, " ", tick.Label, "; ")
	}
	// The axis runs from 2001 to 2021, so that a year is 5 %.
	const want = `ISAF 0% 70% 24 2001 to 2014 false 0% false 16
RSM 70% 26.4% 64 since 1 January 2015 true 96.4% true 56
Peak 47.1% 0.5% 104 June 2010 false 47.1% false 96
0% 2001; 20% 2005; 45% 2010; 70% 2015; 95% 2020; `
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &got, want)
	}
	if s.Axis != 120 || s.Height != 144 || s.Desc != "ISAF: 2001 to 2014. RSM: since 1 January 2015. Peak: June 2010." {
		t.Errorf("%+v", s)
	}
	if makeStrip(phrase.For("en"), nil, "2020-01-01") != nil {
		t.Error("a strip of nothing")
	}
}

// FuzzStrip holds that every strip stays within its drawing and its rules.
func FuzzStrip(f *testing.F) {
	f.Add("2001", "2014", "2015-01-01", "", "2020-04-14")
	f.Add("0001", "9999-12-31", "2015-02", "2015-02-28", "9999-12-31")
	f.Add("2030", "", "2020", "", "2010-01-01")
	f.Fuzz(func(t *testing.T, a, b, c, d, at string) {
		var spans []brief.Span
		for _, pair := range [][2]string{{a, b}, {c, d}} {
			var from, to brief.PartialDate
			if from.UnmarshalText([]byte(pair[0])) != nil || pair[1] != "" && (to.UnmarshalText([]byte(pair[1])) != nil || to < from) {
				continue
			}
			spans = append(spans, brief.Span{Label: "L", From: from, To: to})
		}
		date, err := brief.ParseDate(at)
		if err != nil || len(spans) == 0 {
			return
		}
		s := makeStrip(phrase.For("en"), spans, date)
		number := func(s string) float64 {
			n, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
			if err != nil || n < 0 || n > 100 {
				t.Errorf("%q is no share", s)
			}
			return n
		}
		for _, b := range s.Bars {
			if number(b.X)+number(b.Width) > 100.6 || number(b.Width) < .5 {
				t.Errorf("%+v", b)
			}
			number(b.TextX)
		}
		last := -100.
		for _, tick := range s.Ticks {
			if x := number(tick.X); x < last+7.8 {
				t.Errorf("ticks stand too close: %+v", s.Ticks)
			} else {
				last = x
			}
		}
		if len(s.Ticks) == 0 || len(s.Ticks) > 8 {
			t.Errorf("%d ticks", len(s.Ticks))
		}
	})
}
