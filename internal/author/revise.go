package author

import (
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"briefpress/internal/brief"
)

// A Revision is what [Folder.Revise] did. Names are from the content folder.
type Revision struct {
	// File is the new edition, and Before the one that it was copied from.
	File, Before string
	Fold
	// Redated are the files that were copied under the new date.
	Redated []Copy
	// Status of the brief.
	Status brief.Status
}

// A Copy is a file and where it was copied or moved to.
type Copy struct{ From, To string }

// A Fold is what turned a brief of one file into a folder.
type Fold struct {
	// Moved are the text and the files that it alone refers to, Copied those
	// that other texts refer to, too. Both are empty where there was a folder.
	Moved, Copied []Copy
}

// Revise writes the next edition of a brief as a draft of the given date, later
// than that of the newest. The error is a [Refusal] where that cannot be done,
// or joins a [brief.Problem] for each fault in the header of an edition.
func (f Folder) Revise(slug string, date brief.Date) (*Revision, error) {
	b, err := f.read(slug)
	if err != nil {
		return nil, err
	}
	for _, e := range b.all {
		if e.Draft {
			return nil, &Refusal{fmt.Sprintf("%s is a draft already", f.Path(e.name)), "edit that, or delete draft: true in it to publish it first"}
		}
	}
	newest := b.newest()
	if date <= newest.Date {
		return nil, &Refusal{fmt.Sprintf("an edition of %s is not later than the newest, of %s", date.Long(), newest.Date.Long()),
			"give a later --date; a small change to what is published is a correction: record it under corrections in " + f.Path(newest.name)}
	}
	r := &Revision{File: path.Join(b.dir(), string(date)+".md"), Status: newest.Status}
	var c Changes
	if r.Fold, err = f.fold(b, &c); err != nil {
		return nil, err
	}
	r.Before = path.Join(b.dir(), string(newest.Date)+".md")

	t, err := readText(newest.data)
	if err == nil {
		err = next(t)
	}
	if err != nil {
		return nil, f.unwritable(newest, err)
	}
	uses := b.uses(newest)
	for _, name := range uses {
		later := strings.ReplaceAll(name, string(newest.Date), string(date))
		if later == name {
			continue
		}
		t.redate(name, string(newest.Date), string(date))
		from := name
		if slices.Contains(b.beside, later) {
			// The data of the new edition are there.
			if from = later; b.folder || slices.Contains(uses, later) {
				continue
			}
		}
		old, err := f.load(path.Join(path.Dir(newest.name), from))
		if err != nil {
			return nil, err
		}
		to := path.Join(b.dir(), later)
		c.Add(to, old.data, old.mode)
		r.Redated = append(r.Redated, Copy{path.Join(b.dir(), from), to})
	}
	written := file{r.File, []byte(t.String()), newest.mode}
	want := newest.Header
	want.Published, want.Change, want.Corrections, want.Draft = "", "", nil, true
	if err := f.verify(slug, written, date, want); err != nil {
		return nil, f.unwritable(newest, err)
	}
	c.Add(written.name, written.data, written.mode)
	return r, c.Apply(f)
}

// next makes the front matter of the next edition.
func next(t *text) error {
	// The keys that were added last come first.
	if err := t.set("draft", "true", "change", "published", "title"); err != nil {
		return err
	}
	if err := t.set("change", `""`, "published", "title"); err != nil {
		return err
	}
	if err := t.drop("corrections"); err != nil {
		return err
	}
	return t.drop("published")
}

// verify reads what is to be written as an edition of a folder and wants it to
// have a header.
func (f Folder) verify(slug string, written file, date brief.Date, want brief.Header) error {
	e, err := f.parse(&editions{slug: slug}, written, date)
	if err == nil && !reflect.DeepEqual(e.Header, want) {
		err = errForm
	}
	return err
}

func (f Folder) unwritable(e edition, err error) error {
	return &Refusal{fmt.Sprintf("the front matter of %s cannot be edited: %v", f.Path(e.name), err),
		"write each key at the beginning of a line of its own"}
}

// Fold turns a brief of one file into a folder. It does nothing where the brief
// is one. Errors are those of [Folder.Revise].
func (f Folder) Fold(slug string) (Fold, error) {
	b, err := f.read(slug)
	if err != nil {
		return Fold{}, err
	}
	var c Changes
	folded, err := f.fold(b, &c)
	if err != nil {
		return Fold{}, err
	}
	return folded, c.Apply(f)
}

// fold plans the folder of a brief of one file.
func (f Folder) fold(b *editions, c *Changes) (folded Fold, err error) {
	if b.folder {
		return folded, nil
	}
	e := b.newest()
	t, err := readText(e.data)
	if err == nil {
		err = t.drop("published")
	}
	if err != nil {
		return folded, f.unwritable(e, err)
	}
	to := file{path.Join(b.dir(), string(e.Date)+".md"), []byte(t.String()), e.mode}
	want := e.Header
	want.Published = ""
	if err := f.verify(b.slug, to, e.Date, want); err != nil {
		return folded, f.unwritable(e, err)
	}
	c.Add(to.name, to.data, to.mode)
	c.Remove(e.name, e.data)
	folded.Moved = []Copy{{e.name, to.name}}
	others, err := f.texts(e.name)
	if err != nil {
		return folded, err
	}
	for _, name := range b.uses(e) {
		beside, err := f.load(path.Join(briefsDir, name))
		if err != nil {
			return folded, err
		}
		copied := Copy{beside.name, path.Join(b.dir(), name)}
		c.Add(copied.To, beside.data, beside.mode)
		if slices.ContainsFunc(others, func(other string) bool { return len(mentions(other, name)) > 0 }) {
			folded.Copied = append(folded.Copied, copied)
		} else {
			c.Remove(beside.name, beside.data)
			folded.Moved = append(folded.Moved, copied)
		}
	}
	return folded, nil
}

// texts are the other briefs of one file, which share the files beside them.
func (f Folder) texts(but string) (all []string, err error) {
	entries, err := fs.ReadDir(f.Root.FS(), briefsDir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := path.Join(briefsDir, e.Name())
		if e.IsDir() || hidden(e.Name()) || path.Ext(name) != ".md" || name == but {
			continue
		}
		other, err := f.load(name)
		if err != nil {
			return nil, err
		}
		all = append(all, string(other.data))
	}
	return all, nil
}
