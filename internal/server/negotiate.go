package server

import "strings"

// codingWeight is how welcome a content coding is by the values of
// Accept-Encoding (RFC 9110, 12.5.3), in thousandths: 0 is not acceptable or
// not named.
func codingWeight(accept []string, coding string) int {
	any := 0
	for _, line := range accept {
		for item := range strings.SplitSeq(line, ",") {
			name, parameter, weighted := strings.Cut(item, ";")
			name = strings.Trim(name, " \t")
			named := strings.EqualFold(name, coding) || coding == "gzip" && strings.EqualFold(name, "x-gzip")
			if !named && name != "*" {
				continue
			}
			weight := 1000
			if weighted {
				weight = thousandths(strings.Trim(parameter, " \t"))
			}
			if named {
				return weight
			}
			any = weight
		}
	}
	return any
}

// thousandths reads "q=0.25" as 250. What is no weight counts as 0: a client
// that cannot be understood gets what every client can read.
func thousandths(parameter string) int {
	if len(parameter) < 3 || parameter[0]|0x20 != 'q' || parameter[1] != '=' {
		return 0
	}
	whole, fraction, _ := strings.Cut(parameter[2:], ".")
	if len(fraction) > 3 || whole != "0" && whole != "1" {
		return 0
	}
	n := int(whole[0] - '0')
	for i := range 3 {
		n *= 10
		if i < len(fraction) {
			d := fraction[i]
			if d < '0' || d > '9' {
				return 0
			}
			n += int(d - '0')
		}
	}
	if n > 1000 {
		return 0
	}
	return n
}

// lists says whether the values of If-None-Match or If-Match name an entity
// tag, or are "*". Weak comparison, that of If-None-Match, disregards the mark
// of a weak tag, which caches on the way may have added (RFC 9110, 8.8.3.2).
// What follows a malformed tag in the same value is not read.
func lists(values []string, etag string, weak bool) bool {
	for _, s := range values {
		if strings.Trim(s, " \t") == "*" {
			return true
		}
		for {
			s = strings.TrimLeft(s, " \t,")
			tag, marked := strings.CutPrefix(s, "W/")
			if len(tag) < 2 || tag[0] != '"' {
				break
			}
			end := strings.IndexByte(tag[1:], '"')
			if end < 0 {
				break
			}
			if tag[:end+2] == etag && (weak || !marked) {
				return true
			}
			s = tag[end+2:]
		}
	}
	return false
}
