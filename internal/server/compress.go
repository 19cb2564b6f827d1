package server

import (
	"bytes"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"briefpress/internal/site"
)

// compressAbove is the size in bytes up to which a compressed form would not
// save a packet.
const compressAbove = 1024

// maxWindow is the largest window that every decoder of the content coding zstd
// has to support (RFC 9659).
const maxWindow = 8 << 20

// A Compression is how much is done to make files of text types smaller.
type Compression uint8

// The compressions. Fingerprinted files, which every reader loads and which
// seldom change, are at best with Quick, too.
const (
	Uncompressed Compression = iota
	Quick
	Best
)

// of is what is done to one file.
func (c Compression) of(f *site.File) Compression {
	if c == Quick && f.Cache == site.Immutable {
		return Best
	}
	return c
}

// A compressor is a writer that can be used for one file after another. Making
// one takes longer than compressing a page, hence the pools.
type compressor interface {
	io.WriteCloser
	Reset(io.Writer)
}

// smallWindow is the logarithm of the window for bodies up to that many bytes.
// For these a larger one saves nothing, and takes 37 MB in place of 6.
const smallWindow = 18

// The compressors of each coding, quick ones and those at best. For a page the
// best level of brotli takes 50 times as long to save a seventh, and that of
// gzip 4 times as long to save a thirtieth: a library of 10,000 briefs would
// start after many minutes.
var compressors = [...][2]*sync.Pool{
	brotliCoding: {brotliPool(5, smallWindow), brotliPool(brotli.BestCompression, smallWindow)},
	zstdCoding:   {zstdPool(zstd.SpeedDefault), zstdPool(zstd.SpeedBestCompression)},
	gzipCoding:   {gzipPool(6), gzipPool(gzip.BestCompression)},
}

// largeBrotli are the compressors for larger bodies.
var largeBrotli = [2]*sync.Pool{brotliPool(5, 0), brotliPool(brotli.BestCompression, 0)}

func brotliPool(level, window int) *sync.Pool {
	return &sync.Pool{New: func() any {
		return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: level, LGWin: window})
	}}
}

// The constructors of gzip and zstd fail for unknown options only.

func gzipPool(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, level)
		return w
	}}
}

func zstdPool(level zstd.EncoderLevel) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, _ := zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithWindowSize(maxWindow), zstd.WithEncoderConcurrency(1))
		return w
	}}
}

// compress gives a file in a coding that is not identity.
func compress(body []byte, to coding, c Compression) []byte {
	pool := compressors[to][c-Quick]
	if to == brotliCoding && len(body) > 1<<smallWindow {
		pool = largeBrotli[c-Quick]
	}
	w := pool.Get().(compressor)
	defer pool.Put(w)
	if z, ok := w.(*zstd.Encoder); ok {
		// At once it knows the size, and makes the window no larger.
		return bytes.Clone(z.EncodeAll(body, nil))
	}
	var b bytes.Buffer
	w.Reset(&b)
	// A bytes.Buffer does not fail, and so these writers do not.
	w.Write(body)
	w.Close()
	return bytes.Clone(b.Bytes()) // without spare room, which would be kept as long as the site
}
