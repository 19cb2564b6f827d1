package export

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	kgzip "github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/errgroup"
)

// packedName is the name of the file that says how a tree was compressed.
const packedName = ".precompressed"

// packers says what compressed, in words that change when its bytes may.
const packers = `br  github.com/andybalholm/brotli v1.3.0, level 11
gz  github.com/klauspost/compress v1.20.4, level 9
zst github.com/klauspost/compress v1.20.4, best
`

// packAbove is the size in bytes up to which a smaller form saves no packet.
const packAbove = 1024

// packings are the ends of the names of compressed forms.
var packings = [...]string{".br", ".gz", ".zst"}

// worth tells whether a form of n bytes is enough smaller than its source to be
// looked for at each request: a tenth.
func worth(n, source int) bool { return n <= source-source/10 }

// packedFrom gives the name of the file that a compressed form was made from, if
// the name is that of one.
func packedFrom(name string) (source string, ok bool) {
	for _, ext := range packings {
		if source, ok = strings.CutSuffix(name, ext); ok {
			return source, true
		}
	}
	return name, false
}

// A packer compresses, as far as can be. It may be used by several goroutines at
// once; what it gives depends on no call before.
type packer struct {
	brotli, gzip sync.Pool // making a writer takes longer than compressing a page
	zstd         *zstd.Encoder
}

func newPacker() (*packer, error) {
	// HTTP clients need not read windows above 8 MiB (RFC 9659).
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20),
		zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)))
	return &packer{zstd: z}, err
}

// pack gives the form of a file whose name ends in ext.
func (p *packer) pack(ext string, body []byte) []byte {
	if ext == ".zst" {
		return p.zstd.EncodeAll(body, nil)
	}
	pool, fresh := &p.brotli, func(w io.Writer) compressor { return brotli.NewWriterLevel(w, brotli.BestCompression) }
	if ext == ".gz" {
		pool, fresh = &p.gzip, func(w io.Writer) compressor {
			z, _ := kgzip.NewWriterLevel(w, kgzip.BestCompression) // fails for unknown levels alone
			return z
		}
	}
	var b bytes.Buffer
	w, ok := pool.Get().(compressor)
	if ok {
		w.Reset(&b)
	} else {
		w = fresh(&b)
	}
	defer pool.Put(w)
	// A bytes.Buffer does not fail, and so these writers do not.
	w.Write(body)
	w.Close()
	return b.Bytes()
}

type compressor interface {
	io.WriteCloser
	Reset(io.Writer)
}

// unpack reads a compressed form, whose name ends in ext.
func unpack(ext string, r io.Reader) (io.Reader, func(), error) {
	switch ext {
	case ".br":
		return brotli.NewReader(r), func() {}, nil
	case ".gz":
		z, err := gzip.NewReader(r)
		return z, func() {}, err
	}
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
	if err != nil {
		return nil, nil, err
	}
	return z, z.Close, nil
}

// packs tells whether the file, whose name ends in ext, is a form of a source of
// that size and sum.
func packs(root *os.Root, name, ext string, size int64, source sum) error {
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r, done, err := unpack(ext, f)
	if err != nil {
		return err
	}
	defer done()
	h := sha256.New()
	// A form of few bytes may hold more than any disk.
	if n, err := io.Copy(h, io.LimitReader(r, size+1)); err != nil {
		return err
	} else if n != size || sum(h.Sum(nil)) != source {
		return fmt.Errorf("holds something else than %s", strings.TrimSuffix(name, ext))
	}
	return nil
}

// pack writes the compressed forms of a file of the site.
func (st *stage) pack(ctx context.Context, name string, body []byte) error {
	if len(body) <= packAbove {
		return nil
	}
	unchanged := st.packedAlike && st.old.has(name, sha256.Sum256(body))
	for _, ext := range packings {
		if err := ctx.Err(); err != nil {
			return err
		}
		if unchanged {
			if done, err := st.takePacked(name, ext, body); done || err != nil {
				if err != nil {
					return err
				}
				continue
			}
		}
		if form := st.packer.pack(ext, body); worth(len(form), len(body)) {
			if err := st.put(name+ext, form); err != nil {
				return err
			}
		}
	}
	return nil
}

// takePacked takes over the form of an unchanged file that the tree before has, or
// that it has none. done is false where that form is not what it should be.
func (st *stage) takePacked(name, ext string, body []byte) (done bool, err error) {
	want, there := st.old.sums[name+ext]
	if !there {
		return true, nil
	}
	if packs(st.before, name+ext, ext, int64(len(body)), sha256.Sum256(body)) != nil {
		return false, nil
	}
	form, err := st.before.ReadFile(name + ext)
	if err != nil || sha256.Sum256(form) != want || !worth(len(form), len(body)) {
		return false, nil
	}
	return true, st.put(name+ext, form)
}

// provePacked tells which compressed forms of a tree are of something else than
// what they stand beside.
func provePacked(ctx context.Context, dir string, t *tree) ([]error, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	found := make([]error, len(t.manifest))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range t.manifest {
		source, ok := packedFrom(e.name)
		sourceSum, there := t.sums[source]
		if !ok || !there {
			continue
		}
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := packs(root, e.name, strings.TrimPrefix(e.name, source), t.infos[source].Size(), sourceSum); err != nil {
				found[i] = finding{e.name, err.Error()}
			}
			return nil
		})
	}
	return found, g.Wait()
}
