package main

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// An overlay is one tree made of two: a file of upper comes before the one of
// that name in lower, and a directory has what both have.
type overlay struct{ upper, lower fs.FS }

// Stat implements fs.StatFS.
func (o overlay) Stat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	info, err := fs.Stat(o.upper, name)
	if errors.Is(err, fs.ErrNotExist) && !o.hidden(name) {
		return fs.Stat(o.lower, name)
	}
	return info, err
}

// Open implements fs.FS.
func (o overlay) Open(name string) (fs.File, error) {
	// What is asked first, since a named pipe must not be opened.
	info, err := o.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		entries, err := o.ReadDir(name)
		return &openDir{name: name, info: info, entries: entries}, err
	}
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) && !o.hidden(name) {
		return o.lower.Open(name)
	}
	return f, err
}

// ReadDir implements fs.ReadDirFS.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	entries := map[string]fs.DirEntry{}
	upper, err := fs.ReadDir(o.upper, name)
	if err != nil && (!errors.Is(err, fs.ErrNotExist) || o.hidden(name)) {
		return nil, err
	}
	// Lower may have nothing of that name, or a file that upper replaces.
	lower, errLower := fs.ReadDir(o.lower, name)
	if err != nil && errLower != nil {
		return nil, errLower
	}
	for _, e := range slices.Concat(lower, upper) {
		entries[e.Name()] = e
	}
	return slices.SortedFunc(maps.Values(entries), func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) }), nil
}

// hidden tells whether upper has a file where name needs a directory, which
// hides everything that lower has below it.
func (o overlay) hidden(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := fs.Stat(o.upper, dir); err == nil {
			return !info.IsDir()
		}
	}
	return false
}

// An openDir is a directory of an overlay that is being read.
type openDir struct {
	name    string
	info    fs.FileInfo
	entries []fs.DirEntry // not read yet
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openDir) Close() error               { return nil }
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: errors.New("is a directory")}
}

// ReadDir implements fs.ReadDirFile.
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(d.entries) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(d.entries) {
		n = len(d.entries)
	}
	read := d.entries[:n]
	d.entries = d.entries[n:]
	return read, nil
}
