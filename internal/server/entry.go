package server

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"slices"
	"strconv"

	"briefpress/internal/site"
)

// An Entry is a file of the site made ready to be sent: with validators and,
// where asked for, compressed forms. It never changes.
type Entry struct {
	File *site.File

	// forms are those of one file, the smallest first and the uncompressed
	// one last.
	forms       []form
	compression Compression
	varies      bool
	status      int
	typ         []string
	location    []string
}

// A form is a file in one encoding. Header values are kept as net/http wants
// them, so that an answer allocates none.
type form struct {
	coding coding
	body   []byte
	// Values of Content-Encoding (nil for none), ETag and Content-Length.
	encoding, etag, length []string
}

// NewEntry makes a file ready to be sent. With a compression, files of text
// types above 1 KiB get the compressed forms that are smaller.
func NewEntry(f *site.File, c Compression) *Entry {
	c = c.of(f)
	e := &Entry{File: f, compression: c, status: f.Status, typ: []string{f.Type}}
	if f.Kind == site.Redirect {
		e.location = []string{f.Location}
		if e.status/100 != 3 {
			e.status = http.StatusMovedPermanently
		}
	}
	if c != Uncompressed && site.Textual(f.Type) {
		e.varies = true
		if len(f.Body) > compressAbove {
			for coding := range identity {
				if body := compress(f.Body, coding, c); len(body) < len(f.Body) {
					e.add(coding, body)
				}
			}
			slices.SortStableFunc(e.forms, func(a, b form) int { return cmp.Compare(len(a.body), len(b.body)) })
		}
	}
	e.add(identity, f.Body)
	return e
}

// is says whether NewEntry would make this entry of a file.
func (e *Entry) is(f *site.File, c Compression) bool {
	old := e.File
	return e.compression == c.of(f) && old.Path == f.Path && old.Kind == f.Kind && old.Status == f.Status && old.Type == f.Type &&
		old.Location == f.Location && old.Cache == f.Cache && bytes.Equal(old.Body, f.Body)
}

func (e *Entry) add(c coding, body []byte) {
	form := form{coding: c, body: body, length: []string{strconv.Itoa(len(body))}}
	if c != identity {
		form.encoding = []string{c.String()}
	}
	// The coding is part of what is hashed: a strong validator must differ
	// where headers that describe the bytes differ.
	h := sha256.New()
	io.WriteString(h, c.String()+"\x00"+e.File.Type+"\x00")
	h.Write(body)
	form.etag = []string{`"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16]) + `"`}
	e.forms = append(e.forms, form)
}

// choose gives the form that a request asks for, by its Accept-Encoding. It is
// the uncompressed one where no other is welcome.
func (e *Entry) choose(accept []string) *form {
	best := len(e.forms) - 1
	if best == 0 || len(accept) == 0 {
		return &e.forms[best]
	}
	// Nothing is sent that was not asked for, but the file as it is.
	weights, weight := weigh(accept), 0
	for i := range e.forms {
		if w := weights[e.forms[i].coding]; w > weight {
			best, weight = i, w
		}
	}
	return &e.forms[best]
}
