package phrase

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Digits writes the digits 0 to 9 of a text in those of the language, and
// leaves all else: "12a", "2019".
func (p *Phrases) Digits(s string) string {
	digits := []rune(p.digits)
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return digits[r-'0']
		}
		return r
	}, s)
}

// Number writes a number with its thousands apart: "1,217".
func (p *Phrases) Number(n int) string {
	s := strconv.Itoa(n)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + p.group + s[i:]
	}
	return p.Digits(s)
}

// ordinal writes a number that names one of a row, without thousands apart.
func (p *Phrases) ordinal(n int) string { return p.Digits(strconv.Itoa(n)) }

// Words is the length of a text: "1 word", "1,217 words".
func (p *Phrases) Words(n int) string { return p.count(n, p.words) }

// Minutes is a time: "1 minute", "6 minutes".
func (p *Phrases) Minutes(n int) string { return p.count(n, p.minutes) }

// CountEditions is how many editions there are: "1 edition", "2 editions".
func (p *Phrases) CountEditions(n int) string { return p.count(n, p.editions) }

// CountBriefs is how many briefs there are: "1 brief", "2 briefs".
func (p *Phrases) CountBriefs(n int) string { return p.count(n, p.briefs) }

func (p *Phrases) count(n int, of noun) string {
	if n == 1 {
		return p.Number(n) + " " + of.one
	}
	return p.Number(n) + " " + of.other
}

// Date writes a day, a month or a year, given as "2019-06-07", "2019-06" or
// "2019": "7 June 2019", "June 2019", "2019". Anything else it leaves as it is.
func (p *Phrases) Date(date string) string {
	layouts := []string{"2006", "2006-01", time.DateOnly}
	i := slices.IndexFunc(layouts, func(l string) bool { return len(l) == len(date) })
	if i < 0 {
		return date
	}
	t, err := time.Parse(layouts[i], date)
	if err != nil {
		return date
	}
	parts := []string{strconv.Itoa(t.Day()), p.months[t.Month()-1], date[:4]}
	return p.Digits(strings.Join(parts[2-i:], " "))
}
