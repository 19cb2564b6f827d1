package server

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
)

// within gives the path of an address without the base; false where it is
// outside, in disguise, or none ("host:80").
func within(base string, u *url.URL) (string, bool) {
	path, ok := strings.CutPrefix(u.Path, base)
	return path, ok && u.Opaque == "" && !hidesSlash(u.RawPath)
}

// find gives the file at exactly this address.
func find(files Files, u *url.URL) (*Entry, error) {
	path, ok := within(files.Base(), u)
	if !ok {
		return nil, fs.ErrNotExist
	}
	return files.Entry(path)
}

// meant guesses where somebody meant to go who came to an address without a
// file, and gives it with the status of the redirect; "" where nobody knows.
// It is always the address of a file, so that no request can make it lead to
// another host.
func meant(files Files, u *url.URL) (status int, location string) {
	base := files.Base()
	path, ok := within(base, u)
	if !ok {
		if u.Path == "/" {
			return http.StatusFound, base + "/"
		}
		return 0, ""
	}
	dir, isIndex := strings.CutSuffix(path, "/index.html")
	if !isIndex {
		dir = path
	}
	e, err := files.Entry(dir + "/")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, ""
	case err == nil && e.location != nil:
		return e.status, e.location[0]
	}
	return http.StatusMovedPermanently, (&url.URL{Path: base + dir + "/"}).EscapedPath()
}

// hidesSlash says whether a path, as it was sent, has a slash in disguise.
// Decoded it could pass for another address, and programs on the way may have
// taken it for this one or the other.
func hidesSlash(raw string) bool {
	return strings.Contains(raw, "%2f") || strings.Contains(raw, "%2F")
}
