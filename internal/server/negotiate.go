package server

import "strings"

// A coding is a content coding.
type coding uint8

// The codings that we have; identity, which is none, is the last.
const (
	brotliCoding coding = iota
	zstdCoding
	gzipCoding
	identity
)

var codingNames = [...]string{"br", "zstd", "gzip", "identity"}

func (c coding) String() string { return codingNames[c] }

// codingOf is the coding of a name; false where we do not have it.
func codingOf(name string) (coding, bool) {
	for c, known := range codingNames {
		if strings.EqualFold(name, known) {
			return coding(c), true
		}
	}
	return gzipCoding, strings.EqualFold(name, "x-gzip")
}

// weigh says how welcome each coding is by the values of Accept-Encoding (RFC
// 9110, 12.5.3), in thousandths: 0 is not acceptable or not named. Of several
// weights of one coding the first counts.
func weigh(accept []string) (weights [len(codingNames)]int) {
	var named [len(codingNames)]bool
	others := 0
	for _, line := range accept {
		for item := range strings.SplitSeq(line, ",") {
			name, parameter, weighted := strings.Cut(item, ";")
			name = strings.Trim(name, " \t")
			c, known := codingOf(name)
			if !known && name != "*" {
				continue
			}
			weight := 1000
			if weighted {
				weight = thousandths(strings.Trim(parameter, " \t"))
			}
			if !known {
				others = weight
			} else if !named[c] {
				named[c], weights[c] = true, weight
			}
		}
	}
	for c := range weights {
		if !named[c] {
			weights[c] = others
		}
	}
	return weights
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
