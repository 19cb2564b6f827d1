package server

import (
	"net/http"
	"strconv"
	"strings"
)

// A part is what a request wants of a form: bytes from up to but not including
// to.
type part struct{ from, to int }

// partOf reads the Range of a request for a form of size bytes (RFC 9110, 14).
// Where ok is false the whole form is to be sent: there is no range, or it is
// malformed, in another unit, one of several, or about another form than this.
// A part with from == to cannot be satisfied.
func partOf(r *http.Request, etag string, size int) (p part, ok bool) {
	values := r.Header["Range"]
	if len(values) != 1 || r.Method != http.MethodGet {
		return part{}, false
	}
	// A date can be true of none of our files, since they have none; a weak
	// tag may not be trusted with bytes.
	if only := r.Header["If-Range"]; only != nil && (len(only) != 1 || strings.Trim(only[0], " \t") != etag) {
		return part{}, false
	}
	unit, ranges, _ := strings.Cut(values[0], "=")
	first, last, dashed := strings.Cut(strings.Trim(ranges, " \t"), "-")
	if !strings.EqualFold(unit, "bytes") || !dashed {
		return part{}, false
	}
	from, begins := position(first)
	to, ends := position(last)
	length := int64(size)
	switch {
	case first == "" && ends:
		if size == 0 && to > 0 {
			return part{}, false // the last bytes of nothing are all of it
		}
		from, to = length-min(to, length), length
	case begins && last == "":
		from, to = min(from, length), length
	case begins && ends && from <= to:
		from, to = min(from, length), min(to+1, length)
	default:
		return part{}, false
	}
	return part{int(from), int(to)}, true
}

// position reads a number of bytes: digits and nothing else. Those beyond any
// file are all one.
func position(s string) (n int64, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = min(10*n+int64(c-'0'), 1<<59)
	}
	return n, s != ""
}

// contentRange is the field of a part of size bytes, or of one that there is
// not.
func (p part) contentRange(size int) []string {
	if p.from == p.to {
		return []string{"bytes */" + strconv.Itoa(size)}
	}
	return []string{"bytes " + strconv.Itoa(p.from) + "-" + strconv.Itoa(p.to-1) + "/" + strconv.Itoa(size)}
}
