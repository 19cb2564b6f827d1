package brief

import (
	"fmt"
	"time"

	"briefpress/internal/phrase"
)

// A Date is a calendar day, written "2006-01-02", without time or zone; ""
// is no date. Dates compare as strings.
type Date string

// ParseDate reads a day that exists in the calendar.
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		if len(s) == len(time.DateOnly) {
			return "", fmt.Errorf("%q is not a day of the calendar", s)
		}
		return "", fmt.Errorf("%q is not a date of the form 2006-01-02", s)
	}
	return Date(s), nil
}

// UnmarshalText implements encoding.TextUnmarshaler with [ParseDate].
func (d *Date) UnmarshalText(text []byte) error {
	p, err := ParseDate(string(text))
	*d = p
	return err
}

// Time is midnight UTC of the day; the zero time for no date.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// Year is the year in four digits; "" for no date.
func (d Date) Year() string {
	if len(d) < 4 {
		return ""
	}
	return string(d[:4])
}

// Long writes the day in English, as messages to editors do: "7 June 2019".
// Pages write dates by package phrase.
func (d Date) Long() string { return PartialDate(d).Long() }

// A PartialDate is a year, a month or a day: "2016", "2016-02", "2016-02-11".
type PartialDate string

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *PartialDate) UnmarshalText(text []byte) error {
	s := string(text)
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			*d = PartialDate(s)
			return nil
		}
	}
	return fmt.Errorf("%q is not a date of the form 2006, 2006-01 or 2006-01-02", s)
}

// Long writes the date as [Date.Long] does: "7 June 2019", "June 2019", "2019".
func (d PartialDate) Long() string { return phrase.For("en").Date(string(d)) }
