package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"briefpress/internal/site"
)

// Options say where and how to export.
type Options struct {
	// Out is the directory to write: a new one, an empty one, or an earlier
	// export. Missing parents are made.
	Out string
	// Protect are the directories that the site is made of: Out may be none
	// of them, hold none of them, and lie in none of them; but it may lie in one
	// that holds others, beside them: that is the site directory, which holds
	// content. Those that do not exist, and "", are passed over.
	Protect []string
	// Precompress writes beside each text file its forms in brotli, gzip and zstd,
	// where they are smaller.
	Precompress bool
	// Relative writes addresses in pages and style sheets that hold wherever the
	// tree stands, even where no server answers.
	Relative bool
	// Progress is told how many of the site's files are written, one call
	// at a time; nil is not told.
	Progress func(done, total int)
}

// A Result is what a tree is.
type Result struct {
	// Dir is where the tree stands: the directory named, or "current" in it where
	// that holds generations.
	Dir string
	// Files and Bytes count all files of the tree, the manifest included.
	Files int
	Bytes int64
	// Digest is the SHA-256 of the manifest, in hexadecimal: it stands for the
	// names and bytes of the whole tree.
	Digest string
	// Changed counts the files that are new or differ from the export that
	// was replaced, Removed those that it had and the tree has not; the manifest
	// counts in neither. Both are 0 from Verify.
	Changed, Removed int
}

// A Refusal is a directory that is not written to, and why.
type Refusal struct {
	Path, Reason string
	// Hint says what to do.
	Hint string
	// Err is the cause, where there is one.
	Err error
}

// Error gives "path: reason: cause".
func (r *Refusal) Error() string {
	if r.Err != nil {
		return r.Path + ": " + r.Reason + ": " + r.Err.Error()
	}
	return r.Path + ": " + r.Reason
}

// Unwrap gives the cause.
func (r *Refusal) Unwrap() error { return r.Err }

// files is what an export reads of a site.
type files interface {
	Paths() []string
	File(path string) (*site.File, error)
	CSP() string
}

// Export writes the site to opts.Out. An error means that what was there is
// there still; the one exception is an old tree that could not be deleted, which
// is an error with the result of an export that is in place. The error is a
// *Refusal where the directory itself is the trouble, and where it holds published
// seals that the site has no more.
func Export(ctx context.Context, s *site.Site, opts Options) (Result, error) {
	return export(ctx, s, s.Base, opts)
}

func export(ctx context.Context, s files, base string, opts Options) (res Result, err error) {
	target, err := resolve(opts.Out, opts.Protect)
	if err != nil {
		return Result{}, err
	}
	outputs, err := plan(s.Paths())
	if err != nil {
		return Result{}, err
	}
	w, err := workAt(target)
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, w.end()) }()

	old, err := previous(ctx, w.tree())
	if err != nil {
		return Result{}, err
	}
	st, err := newStage(w.next(), w.tree(), old, opts)
	if err != nil {
		return Result{}, err
	}
	err = st.keepSeals(s, base)
	if err == nil {
		err = st.fill(ctx, s, base, outputs, opts.Progress)
	}
	if err := errors.Join(err, st.close()); err != nil {
		return Result{}, err
	}
	next, err := examine(ctx, w.next())
	if err == nil && next.digest != st.list.digest() {
		err = fmt.Errorf("%s is another one", ManifestName)
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if err != nil {
		return Result{}, fmt.Errorf("the tree that was written is not as it should be: %w", err)
	}
	if err := persist(w.next()); err != nil {
		return Result{}, fmt.Errorf("write %s to the disk: %w", w.next(), err)
	}
	// The last moment at which the old tree may have been touched by others,
	// and at which a cancelled export can leave it.
	if err := errors.Join(ctx.Err(), old.still(w.tree())); err != nil {
		return Result{}, err
	}
	if err := w.swap(old != nil, next.digest); err != nil {
		return Result{}, err
	}
	res = next.result()
	res.Dir = opts.Out
	if w.inside {
		res.Dir = filepath.Join(opts.Out, currentName)
	}
	res.Changed, res.Removed = compare(old, next)
	if err := persistDir(filepath.Dir(w.tree())); err != nil {
		return res, fmt.Errorf("write %s to the disk: %w", filepath.Dir(w.tree()), err)
	}
	return res, nil
}

// Verify reads the tree at dir, or the generation that counts in it, against its manifest, its compressed forms against
// the files they stand beside, and the sealed editions in it against their seals. The
// error joins one line for each file that is missing, added, changed or of the wrong
// kind, sorted by name; or, where there is none of these, for each form of something
// else; or else for each thing that is not what was sealed. The result is then empty.
func Verify(ctx context.Context, dir string) (Result, error) {
	dir = standing(dir)
	t, err := examine(ctx, dir)
	switch {
	case errors.Is(err, errForeign):
		return Result{}, fmt.Errorf("%s: %w", dir, err)
	case err != nil:
		return Result{}, err
	}
	for _, prove := range []func(context.Context, string, *tree) ([]error, error){provePacked, proveSeals} {
		broken, err := prove(ctx, dir, t)
		if err := errors.Join(append(broken, err)...); err != nil {
			return Result{}, err
		}
	}
	r := t.result()
	r.Dir = dir
	return r, nil
}

// previous reads what stands at target: nil where nothing does, a tree without
// files where a directory is empty. Any other than a whole export is refused.
func previous(ctx context.Context, target string) (*tree, error) {
	entries, err := os.ReadDir(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return &tree{}, nil
	}
	old, err := examine(ctx, target)
	switch {
	case err == nil:
		return old, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, errForeign):
		return nil, &Refusal{Path: target, Reason: "is not empty", Err: err,
			Hint: "name a new or empty directory, or empty this one yourself"}
	}
	return nil, &Refusal{Path: target, Reason: "was changed since it was exported, and replacing it would lose that", Err: err,
		Hint: "move the changes away, or delete the directory, and export again"}
}

// compare counts the files that next has new or changed, and those it lacks.
func compare(old, next *tree) (changed, removed int) {
	for _, e := range next.manifest {
		if !old.has(e.name, e.sum) {
			changed++
		}
	}
	if old == nil {
		return changed, 0
	}
	for _, e := range old.manifest {
		if _, ok := next.infos[e.name]; !ok {
			removed++
		}
	}
	return changed, removed
}
