package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"briefpress/internal/site"
)

// compressAbove is the size in bytes up to which a compressed form would not
// save a packet.
const compressAbove = 1024

// An Entry is a file of the site made ready to be sent: with validators and,
// where asked for, compressed forms. It never changes.
type Entry struct {
	File *site.File

	// forms are those of one file, the most welcome first and the
	// uncompressed one last.
	forms    []form
	varies   bool
	status   int
	typ      []string
	location []string
}

// A form is a file in one encoding. Header values are kept as net/http wants
// them, so that an answer allocates none.
type form struct {
	coding string // "identity" where there is none
	body   []byte
	// Values of Content-Encoding (nil for none), ETag and Content-Length.
	encoding, etag, length []string
}

// A Compression is how much is done to make files of text types smaller.
type Compression uint8

// The compressions. Fingerprinted files, which every reader loads and which
// seldom change, are at best with Quick, too.
const (
	Uncompressed Compression = iota
	Quick
	Best
)

// NewEntry makes a file ready to be sent. With a compression, files of text
// types above 1 KiB get the compressed forms that are smaller.
func NewEntry(f *site.File, c Compression) *Entry {
	e := &Entry{File: f, status: f.Status, typ: []string{f.Type}}
	if f.Kind == site.Redirect {
		e.location = []string{f.Location}
		if e.status/100 != 3 {
			e.status = http.StatusMovedPermanently
		}
	}
	if c != Uncompressed && compressible(f.Type) {
		e.varies = true
		if len(f.Body) > compressAbove {
			best := c == Best || f.Cache == site.Immutable
			e.add("br", deflate(f.Body, brotliWriters[best]))
			e.add("gzip", deflate(f.Body, gzipWriters[best]))
		}
	}
	e.add("identity", f.Body)
	return e
}

// A compressor is a writer that can be used for one file after another. Making
// one takes longer than compressing a page, hence the pools.
type compressor interface {
	io.WriteCloser
	Reset(io.Writer)
}

// The compressors at best (true) and quick ones. For a page the best level of
// brotli takes 50 times as long to save a seventh, and that of gzip 4 times as
// long to save a thirtieth: a library of 10,000 briefs would start after many
// minutes.
var (
	brotliWriters = map[bool]*sync.Pool{true: brotliPool(brotli.BestCompression), false: brotliPool(5)}
	gzipWriters   = map[bool]*sync.Pool{true: gzipPool(gzip.BestCompression), false: gzipPool(6)}
)

func brotliPool(level int) *sync.Pool {
	return &sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, level) }}
}

func gzipPool(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, level) // fails for unknown levels only
		return w
	}}
}

func deflate(body []byte, pool *sync.Pool) []byte {
	var b bytes.Buffer
	w := pool.Get().(compressor)
	defer pool.Put(w)
	w.Reset(&b)
	// A bytes.Buffer does not fail, and so these writers do not.
	w.Write(body)
	w.Close()
	return bytes.Clone(b.Bytes()) // without spare room, which would be kept as long as the site
}

func (e *Entry) add(coding string, body []byte) {
	form := form{coding: coding, body: body, length: []string{strconv.Itoa(len(body))}}
	if coding != "identity" {
		if len(body) >= len(e.File.Body) {
			return
		}
		form.encoding = []string{coding}
	}
	// The coding is part of what is hashed: a strong validator must differ
	// where headers that describe the bytes differ.
	h := sha256.New()
	io.WriteString(h, coding+"\x00"+e.File.Type+"\x00")
	h.Write(body)
	form.etag = []string{`"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16]) + `"`}
	e.forms = append(e.forms, form)
}

// compressible says whether files of a media type are text. What is compressed
// by its own format (pictures, fonts, archives) is not.
func compressible(mediaType string) bool {
	t, _, _ := strings.Cut(mediaType, ";")
	t = strings.ToLower(strings.TrimSpace(t))
	switch t {
	case "application/json", "application/xml", "application/javascript", "application/x-research-info-systems":
		return true
	}
	return strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "+xml") || strings.HasSuffix(t, "+json")
}

// choose gives the form that a request asks for, by its Accept-Encoding. It is
// the uncompressed one where no other is welcome.
func (e *Entry) choose(accept []string) *form {
	last := len(e.forms) - 1
	best, weight := &e.forms[last], 0
	if last == 0 {
		return best
	}
	for i := range e.forms {
		if w := codingWeight(accept, e.forms[i].coding); w > weight {
			best, weight = &e.forms[i], w
		}
	}
	return best
}
