package export

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
	"briefpress/internal/site"
)

// sealed gives the slugs of the briefs of a tree that have seals.
func (t *tree) sealed() []string {
	var slugs []string
	for _, e := range t.manifest {
		parts := strings.Split(e.name, "/")
		if len(parts) == 3 && parts[0] == "briefs" && parts[2] == seal.Name {
			slugs = append(slugs, parts[1])
		}
	}
	return slugs
}

// sealsOf is the name of the seals of a brief.
func sealsOf(slug string) string { return path.Join("briefs", slug, seal.Name) }

// keepSeals refuses a new tree in which a seal of the old one is gone, or is another
// one: seals are only added to. A brief may have another slug, where its old address
// leads to the new one.
func (st *stage) keepSeals(s files, base string) error {
	if st.old == nil {
		return nil
	}
	for _, slug := range st.old.sealed() {
		was, err := st.before.ReadFile(sealsOf(slug))
		if err != nil {
			return err
		}
		is, err := st.newSeals(s, base, slug)
		if err != nil {
			return err
		}
		if string(was) == string(is) {
			continue
		}
		refuse := func(reason error) error {
			return &Refusal{Path: st.before.Name(), Reason: fmt.Sprintf("holds published seals that would be lost: brief %s", slug), Err: reason,
				Hint: "put back what was published, " + sealsOf(slug) + " included, and record what changed as a correction; to start anew, export to another directory"}
		}
		if is == nil {
			return refuse(errors.New("it is no longer published, or has no seals"))
		}
		old, faults := seal.Parse(was)
		if len(faults) > 0 {
			return refuse(fmt.Errorf("its published %s cannot be read: %w", seal.Name, faults[0]))
		}
		now, faults := seal.Parse(is)
		if len(faults) > 0 {
			return refuse(fmt.Errorf("its new %s cannot be read: %w", seal.Name, faults[0]))
		}
		if err := now.Extends(old); err != nil {
			return refuse(err)
		}
	}
	return nil
}

// newSeals are the seals that the new tree has of a brief; nil for none.
func (st *stage) newSeals(s files, base, slug string) ([]byte, error) {
	address := "/" + sealsOf(slug)
	for range 2 {
		f, err := s.File(address)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil
		case err != nil:
			return nil, fmt.Errorf("make %s: %w", address, err)
		case f.Kind != site.Redirect:
			return f.Body, nil
		}
		if address, err = url.PathUnescape(strings.TrimPrefix(f.Location, base)); err != nil {
			return nil, fmt.Errorf("redirect %s: %w", f.Path, err)
		}
	}
	return nil, nil
}

// proveSeals tells what of the sealed editions in a tree is not what was sealed.
func proveSeals(ctx context.Context, dir string, t *tree) ([]error, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	byHash := map[string]string{} // names of fingerprinted files
	for _, e := range t.manifest {
		if strings.HasPrefix(e.name, assets) {
			byHash[hex.EncodeToString(e.sum[:])] = e.name
		}
	}
	var mu sync.Mutex
	var found []error
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, slug := range t.sealed() {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			p := prover{root: root, byHash: byHash, slug: slug}
			p.brief()
			mu.Lock()
			defer mu.Unlock()
			found = append(found, p.found...)
			return nil
		})
	}
	err = g.Wait()
	slices.SortFunc(found, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	return found, err
}

// A prover holds one brief against its seals.
type prover struct {
	root   *os.Root
	byHash map[string]string
	slug   string
	found  []error
}

func (p *prover) report(name, format string, args ...any) {
	p.found = append(p.found, finding{name, fmt.Sprintf(format, args...)})
}

// read reads a file of the tree, or reports that it cannot.
func (p *prover) read(name string) ([]byte, bool) {
	data, err := p.root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		p.report(name, "missing, and the edition is sealed")
	} else if err != nil {
		p.report(name, "%v", err)
	}
	return data, err == nil
}

func (p *prover) brief() {
	name := sealsOf(p.slug)
	text, ok := p.read(name)
	if !ok {
		return
	}
	f, faults := seal.Parse(text)
	for _, e := range faults {
		p.report(fmt.Sprintf("%s:%d", name, e.Line), "%s", e.Message)
	}
	for _, date := range f.Dates() {
		p.edition(f, date)
	}
}

// edition reads the source of an edition and its data, and compares both with the
// seal.
func (p *prover) edition(f *seal.File, date string) {
	dir := path.Join("briefs", p.slug, date)
	sealed := f.Edition(date)
	in := brief.Input{File: path.Join(dir, "brief.md"), Slug: p.slug, Date: brief.Date(date), Files: map[string]brief.File{}}
	uses := map[string]string{} // sealed files: name to that in the tree
	for _, l := range sealed.Lines {
		if l.Kind == seal.Asset {
			uses[l.Name] = p.byHash[l.Hash]
			in.Files[l.Name] = brief.File{Address: "/" + l.Name, Sum: l.Hash}
		}
	}
	var ok [3]bool
	var data, page []byte
	in.Data, ok[0] = p.read(in.File)
	data, ok[1] = p.read(path.Join(dir, "brief.json"))
	page, ok[2] = p.read(path.Join(dir, "index.html"))
	if ok != [3]bool{true, true, true} {
		return
	}
	// What may stand in a text was decided when it was published.
	e, problems := brief.ParseEdition(in, brief.Options{AllowBidi: true})
	b, _ := brief.New(p.slug, []*brief.Edition{e}, f.Only(func(d string) bool { return d == date }))
	pending := b.Sealed(e).Pending
	if !pending {
		// What was corrected and not sealed since has nothing to be held against but
		// its numbers.
		problems = append(problems, b.SealProblems()...)
	}
	for _, problem := range problems {
		if problem.Stops {
			p.found = append(p.found, problem)
		}
	}
	p.data(path.Join(dir, "brief.json"), data, sealed, pending)
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		switch {
		case pending:
		case uses[name] == "":
			p.report(dir, "the sealed file %s is not in the tree", name)
		case !strings.Contains(string(page), path.Base(uses[name])):
			p.report(path.Join(dir, "index.html"), "it does not use the sealed file %s", name)
		}
	}
}

// A sealedJSON is what of brief.json speaks of the seal.
type sealedJSON struct {
	Seal *struct {
		Digest string `json:"digest"`
	} `json:"seal"`
	Sections []sectionJSON `json:"sections"`
}

type sectionJSON struct {
	Blocks []struct {
		ID   string `json:"id"`
		Hash string `json:"hash"`
	} `json:"blocks"`
	Sections []sectionJSON `json:"sections"`
}

// data compares brief.json with the seal: its digest, and its numbers and hashes.
func (p *prover) data(name string, text []byte, sealed *seal.Edition, pending bool) {
	var doc sealedJSON
	if err := json.Unmarshal(text, &doc); err != nil {
		p.report(name, "it is not JSON: %v", err)
		return
	}
	if doc.Seal == nil || doc.Seal.Digest != sealed.Digest {
		p.report(name, "its digest is not that of the seal, which is %s", sealed.Digest)
	}
	hashes := map[string]string{}
	var walk func([]sectionJSON)
	walk = func(sections []sectionJSON) {
		for _, s := range sections {
			for _, b := range s.Blocks {
				if b.ID != "" {
					hashes[b.ID] = b.Hash
				}
			}
			walk(s.Sections)
		}
	}
	walk(doc.Sections)
	for _, l := range sealed.Lines {
		if l.Kind != seal.Block {
			continue
		}
		hash, there := hashes[l.Name]
		delete(hashes, l.Name)
		switch {
		case !there:
			p.report(name, "it has no %s, which is sealed", l.Name)
		case hash != l.Hash && !pending:
			p.report(name, "%s is not what was sealed", l.Name)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(hashes)) {
		p.report(name, "%s is not sealed", id)
	}
}
