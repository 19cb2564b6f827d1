package site

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

const (
	rowHeight = 40 // of a strip, in pixels: a label, and a bar under it
	barTop    = 24 // of a row
	labelBase = 16
	axisSpace = 24 // for the years
	maxTicks  = 8
)

// makeStrip draws the spans of an edition, as they were known at its date; nil
// where there are none to draw.
func makeStrip(words *phrase.Phrases, spans []brief.Span, at brief.Date) *Strip {
	if len(spans) == 0 {
		return nil
	}
	now := at.Time()
	end := func(s brief.Span) time.Time {
		if s.To == "" {
			return later(now, partialTime(s.From))
		}
		return partialEnd(s.To)
	}
	first, last := partialTime(spans[0].From), end(spans[0])
	for _, s := range spans {
		if t := partialTime(s.From); t.Before(first) {
			first = t
		}
		last = later(last, end(s))
	}
	// Whole years, so that both ends of the axis can be named.
	from, to := first.Year(), last.AddDate(0, 0, 1).Year()
	if last.AddDate(0, 0, 1).YearDay() > 1 {
		to++
	}
	newYear := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	start, length := newYear(from).Unix(), float64(newYear(to).Unix()-newYear(from).Unix())
	share := func(t time.Time) float64 { return max(0, min(100, 100*float64(t.Unix()-start)/length)) }

	strip := &Strip{Axis: len(spans) * rowHeight}
	strip.Height = strip.Axis + axisSpace
	var names, sentences []string
	for i, s := range spans {
		x, until := share(partialTime(s.From)), share(end(s).AddDate(0, 0, 1))
		bar := Bar{X: percent(x), Width: percent(max(until-x, .5)), Y: i*rowHeight + barTop, TextY: i*rowHeight + labelBase,
			Label: s.Label, From: words.Date(string(s.From)), To: words.Date(string(s.To)),
			Period: words.Period(string(s.From), string(s.To)), Open: s.To == "", TextX: percent(x)}
		if x > 50 {
			bar.TextX, bar.TextEnd = percent(until), true
		}
		strip.Bars = append(strip.Bars, bar)
		names = append(names, s.Label)
		sentences = append(sentences, s.Label+": "+bar.Period+words.FullStop)
	}
	strip.Title = words.Duration(names)
	strip.Desc = strings.Join(sentences, " ")
	// Ticks stand 8 % apart or more; the first is the year that the axis begins in.
	step := 1
	for _, step = range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000} {
		if 100*step >= 8*(to-from) && (to-from)/step < maxTicks {
			break
		}
	}
	tick := func(y int) {
		strip.Ticks = append(strip.Ticks, Tick{X: percent(share(newYear(y))), Label: words.Digits(strconv.Itoa(y))})
	}
	tick(from)
	for y := (from/step + 1) * step; y < to && len(strip.Ticks) < maxTicks; y += step {
		if 100*(y-from) >= 8*(to-from) {
			tick(y)
		}
	}
	return strip
}

// percent writes a share with one decimal at most.
func percent(x float64) string {
	return cmp.Or(strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0"), "0") + "%"
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
