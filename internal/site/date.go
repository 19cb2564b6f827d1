package site

import (
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

// longDate writes a day, month or year as a reader reads it.
func longDate[D brief.Date | brief.PartialDate](words *phrase.Phrases, d D) Date {
	return Date{ISO: string(d), Long: words.Date(string(d))}
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
