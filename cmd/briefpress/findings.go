package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/site"
)

// today is the latest day that it is anywhere on earth, so that no date is taken
// for a future one where it was written.
func today() brief.Date {
	return brief.Date(time.Now().UTC().Add(14 * time.Hour).Format(time.DateOnly))
}

// findings are those of every rule. The checker knows the site before, if any.
func findings(c *check.Checker, s *site.Site) []check.Finding {
	found, _ := c.Check(context.Background(), s, check.Options{Today: today()}) // fails by its context only
	return slices.Collect(found.All())
}

// A verdict is what is wrong with a site that is to be published.
type verdict struct {
	stops    []error        // brief.Problem
	noBase   *brief.Problem // that the base URL is not known; nil where it is
	findings int            // of rules, those that stop aside
	weighty  int            // of these, all but advice
}

// judge looks for everything that is wrong with a site.
func judge(c *check.Checker, s *site.Site) verdict {
	var v verdict
	for _, p := range s.Problems() {
		if p.Rule == "base-url" && !p.Stops {
			v.noBase = &p
		}
	}
	for _, f := range findings(c, s) {
		switch {
		case f.Stops:
			v.stops = append(v.stops, f.Problem)
		case f.Rule != "base-url":
			v.findings++
			if f.Level > check.Advice {
				v.weighty++
			}
		}
	}
	return v
}

// err stops what must not be published: what is wrong or ambiguous, and where
// strict is asked for everything that check fails for.
func (v verdict) err(strict bool) error {
	if len(v.stops) > 0 {
		return errors.Join(append(slices.Clone(v.stops), fmt.Errorf("%s to mend first", plural(len(v.stops), "error")))...)
	}
	if strict && v.weighty > 0 {
		return &hinted{fmt.Errorf("%s, for which --strict stops", plural(v.weighty, "finding")), "run briefpress check"}
	}
	return nil
}

// line counts what does not stop; "" where there is nothing to say.
func (v verdict) line() string {
	if v.findings == 0 {
		return ""
	}
	return plural(v.findings, "finding") + ": run briefpress check"
}
