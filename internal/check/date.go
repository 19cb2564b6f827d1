package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"briefpress/internal/brief"
)

// missingChange looks for later editions that do not say why they exist.
func missingChange(p *Pass) {
	for _, d := range p.Documents() {
		if d.Edition != nil && d.Edition != d.Brief.First() && strings.TrimSpace(d.Edition.Change) == "" {
			p.Key(d, "the edition does not say why it exists", "write change: and what is new since "+d.before().Long(), "change")
		}
	}
}

// before is the date of the edition before.
func (d Document) before() brief.Date {
	return d.Brief.Editions[slices.Index(d.Brief.Editions, d.Edition)-1].Date
}

// dateOrder compares the dates of each edition with one another.
func dateOrder(p *Pass) {
	for _, d := range p.Documents() {
		e := d.Edition
		if e == nil {
			continue
		}
		for i, c := range e.Corrections {
			if c.Date != "" && c.Date < e.Date {
				p.Key(d, fmt.Sprintf("the correction of %s is older than the edition, of %s", c.Date.Long(), e.Date.Long()), "", "corrections", strconv.Itoa(i), "date")
			} else if i > 0 && c.Date != "" && c.Date < e.Corrections[i-1].Date {
				p.Key(d, fmt.Sprintf("the correction of %s stands after that of %s", c.Date.Long(), e.Corrections[i-1].Date.Long()),
					"list corrections from the first to the newest", "corrections", strconv.Itoa(i), "date")
			}
		}
		// What was corrected may rest on newer sources.
		last := e.Date
		for _, c := range e.Corrections {
			last = max(last, c.Date)
		}
		for _, key := range slices.Sorted(maps.Keys(e.Sources)) {
			s := e.Sources[key]
			if s == nil {
				continue
			}
			at := func(name, message string) { p.Key(d, message, "", "sources", key, name) }
			if later(s.Date, last) {
				at("date", fmt.Sprintf("source %q, of %s, is younger than the edition, of %s", key, s.Date.Long(), last.Long()))
			}
			if s.Accessed > last {
				at("accessed", fmt.Sprintf("source %q was read on %s, after the edition of %s", key, s.Accessed.Long(), last.Long()))
			}
			if s.Accessed != "" && later(s.Date, s.Accessed) {
				at("accessed", fmt.Sprintf("source %q was read on %s, before its own date, %s", key, s.Accessed.Long(), s.Date.Long()))
			}
		}
	}
}

// later tells whether all of a year, month or day lies after a day.
func later(p brief.PartialDate, d brief.Date) bool {
	return string(p) > string(d[:min(len(p), len(d))])
}

// futureDate looks for dates after today.
func futureDate(p *Pass) {
	if p.Today == "" {
		return
	}
	for _, d := range p.Documents() {
		e := d.Edition
		if e == nil {
			continue
		}
		if e.Date > p.Today {
			p.Key(d, fmt.Sprintf("the edition is of %s, which is in the future", e.Date.Long()), "set draft: true until then, or publish with --as-of", "published")
		}
		for i, c := range e.Corrections {
			if c.Date > p.Today {
				p.Key(d, fmt.Sprintf("the correction is of %s, which is in the future", c.Date.Long()), "", "corrections", strconv.Itoa(i), "date")
			}
		}
	}
}
