// Package briefpress holds what a briefpress binary carries in itself: the
// built-in site, its templates and its static files.
//
// Hidden files are never embedded. Templates may begin with an underscore, so
// they are named by a pattern; the other two are whole folders.
package briefpress

import (
	"embed"
	"io/fs"
)

//go:embed content static templates/[^.]*.html
var files embed.FS

// Content is the content of the built-in site, which briefpress init copies.
func Content() fs.FS { return sub("content") }

// Templates are the built-in templates.
func Templates() fs.FS { return sub("templates") }

// Static are the built-in static files.
func Static() fs.FS { return sub("static") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // only an invalid name is an error
	}
	return f
}
