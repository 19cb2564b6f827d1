package export

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"briefpress/internal/site"
)

// assets is where the fingerprinted files stand.
const assets = "assets/"

// A stage is a tree that is being written.
type stage struct {
	root *os.Root
	// old is the tree before, whose unchanged files give their times; before is
	// where it stands, and nil where there is none.
	old    *tree
	before *os.Root
	// packer makes compressed forms; nil makes none. packedAlike tells that those of
	// the tree before were made the same way.
	packer      *packer
	packedAlike bool
	relative    bool

	mu   sync.Mutex // guards what follows
	made map[string]bool
	list manifest
}

// newStage makes the directory for a tree that is to replace old.
func newStage(dir, from string, old *tree, opts Options) (_ *stage, err error) {
	st := &stage{old: old, relative: opts.Relative, made: map[string]bool{}}
	if err := errors.Join(os.Mkdir(dir, 0o755), os.Chmod(dir, 0o755)); err != nil {
		return nil, err
	}
	if st.root, err = os.OpenRoot(dir); err != nil {
		return nil, err
	}
	if old != nil {
		st.before, err = os.OpenRoot(from)
	}
	if opts.Precompress && err == nil {
		st.packedAlike = old.has(packedName, sha256.Sum256([]byte(packers)))
		st.packer, err = newPacker()
	}
	if err != nil {
		return nil, errors.Join(err, st.close())
	}
	return st, nil
}

func (st *stage) close() error {
	err := st.root.Close()
	if st.before != nil {
		err = errors.Join(err, st.before.Close())
	}
	return err
}

// fill writes the whole tree.
func (st *stage) fill(ctx context.Context, s files, base string, outputs []output, progress func(done, total int)) error {
	heads := make([]site.File, len(outputs)) // without their bodies: a site may be larger than the memory
	done := 0
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, out := range outputs {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			f, err := s.File(out.path)
			if err != nil {
				return fmt.Errorf("make %s: %w", out.path, err)
			}
			body := f.Body
			if st.relative {
				body = relative(base, out.name, f)
			}
			if err := st.put(out.name, body); err != nil {
				return err
			}
			if st.packer != nil && site.Textual(f.Type) {
				if err := st.pack(ctx, out.name, body); err != nil {
					return err
				}
			}
			heads[i] = *f
			heads[i].Path, heads[i].Body = out.path, nil
			st.mu.Lock()
			defer st.mu.Unlock()
			done++
			if progress != nil {
				progress(done, len(outputs))
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	redirects, err := redirectRules(base, heads)
	if err != nil {
		return err
	}
	if st.packer != nil {
		err = st.put(packedName, []byte(packers))
	}
	if err := errors.Join(err,
		st.put(headersName, headerRules(base, s.CSP(), heads)),
		st.put(redirectsName, redirects),
		st.put(nojekyllName, nil),
	); err != nil {
		return err
	}
	st.sort()
	if err := st.keep(); err != nil {
		return err
	}
	st.sort()
	text := st.list.text()
	if err := st.write(entry{name: ManifestName, sum: sha256.Sum256(text)}, text); err != nil {
		return fmt.Errorf("write %s: %w", ManifestName, err)
	}
	return nil
}

func (st *stage) sort() {
	slices.SortFunc(st.list, func(a, b entry) int { return strings.Compare(a.name, b.name) })
}

// keep takes over the assets of the generation before. If the files of the
// site are those of the tree before, compressed or not, that tree is this
// generation, and what it kept is kept.
func (st *stage) keep() error {
	taken := newNames()
	for _, e := range st.list {
		if err := taken.claim(e.name); err != nil {
			return err
		}
	}
	if st.old == nil {
		return nil
	}
	var own, from manifest
	for _, e := range st.old.manifest {
		if e.kept {
			from = append(from, e)
		} else {
			own = append(own, e)
		}
	}
	if !slices.Equal(own.plain(), st.list.plain()) {
		from = own
	}
	staying := map[string]bool{}
	for _, e := range from {
		// A form goes with its file. What the site has now, or what would stand in its
		// way, is not kept.
		if source, form := packedFrom(e.name); form && !staying[source] && st.old.infos[source] != nil {
			continue
		}
		if !strings.HasPrefix(e.name, assets) || taken.claim(e.name) != nil {
			continue
		}
		staying[e.name] = true
		body, err := st.before.ReadFile(e.name)
		if err != nil {
			return fmt.Errorf("keep %s: %w", e.name, err)
		}
		if err := st.put(e.name, body); err != nil {
			return err
		}
		last := &st.list[len(st.list)-1]
		if last.sum != e.sum {
			return fmt.Errorf("keep %s: it changed while the export ran", e.name)
		}
		last.kept = true
	}
	return nil
}

// put writes a file and enters it into the manifest. It may be called from
// several goroutines at once.
func (st *stage) put(name string, body []byte) error {
	e := entry{name: name, sum: sha256.Sum256(body)}
	err := st.write(e, body)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.list = append(st.list, e)
	return nil
}

func (st *stage) write(e entry, body []byte) error {
	if err := st.mkdir(path.Dir(e.name)); err != nil {
		return err
	}
	f, err := st.root.OpenFile(e.name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	was := st.old.time(e.name)
	if st.old.has(e.name, e.sum) {
		return st.root.Chtimes(e.name, was, was)
	}
	// Tools that copy what changed compare whole seconds, and web servers make
	// validators from them.
	if next := was.Truncate(time.Second).Add(time.Second); !was.IsZero() && time.Now().Before(next) {
		return st.root.Chtimes(e.name, next, next)
	}
	return nil
}

// mkdir makes a directory and its parents.
func (st *stage) mkdir(dir string) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	for i, c := range dir + "/" {
		d := dir[:min(i, len(dir))]
		if c != '/' || dir == "." || st.made[d] {
			continue
		}
		// The mode given to Mkdir is cut by the umask.
		if err := errors.Join(st.root.Mkdir(d, 0o755), st.root.Chmod(d, 0o755)); err != nil {
			return err
		}
		st.made[d] = true
	}
	return nil
}
