package site

import (
	"fmt"
	"strings"
	"time"

	"briefpress/internal/brief"
)

// longDate writes a day, month or year as a reader reads it.
func longDate[D brief.Date | brief.PartialDate](d D) Date {
	return Date{ISO: string(d), Long: brief.PartialDate(d).Long()}
}

// partialTime is the first instant of a year, month or day.
func partialTime(d brief.PartialDate) time.Time {
	t, _ := time.Parse(time.DateOnly[:min(len(d), len(time.DateOnly))], string(d))
	return t
}

// partialEnd is the last day of a year, month or day.
func partialEnd(d brief.PartialDate) time.Time {
	t := partialTime(d)
	switch len(d) {
	case len("2006"):
		return t.AddDate(1, 0, -1)
	case len("2006-01"):
		return t.AddDate(0, 1, -1)
	}
	return t
}

// stamp is the instant that feeds give a day: midnight UTC.
func stamp(d brief.Date) string { return d.Time().UTC().Format(time.RFC3339) }

// count writes a number with its noun: "1 word", "1,240 words".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}

// thousands writes a number with a comma between thousands.
func thousands(n int) string {
	s := fmt.Sprint(n)
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return strings.Join(append([]string{s}, parts...), ",")
}
