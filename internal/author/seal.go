package author

import (
	"bytes"
	"errors"
	"io/fs"
	"path"

	"briefpress/internal/seal"
)

// Find says whether there is a brief; the error is that of [Folder.Revise].
func (f Folder) Find(slug string) error {
	_, err := f.read(slug)
	return err
}

// Seal writes the seals of a brief, which are those that were read with groups
// added behind. A brief of one file is turned into a folder at the same time.
func (f Folder) Seal(slug string, before, after *seal.File) (folded Fold, err error) {
	b, err := f.read(slug)
	if err != nil {
		return Fold{}, err
	}
	var c Changes
	if folded, err = f.fold(b, &c); err != nil {
		return Fold{}, err
	}
	name := path.Join(b.dir(), seal.Name)
	read, err := f.load(name)
	if errors.Is(err, fs.ErrNotExist) && len(before.Groups()) == 0 {
		c.Add(name, after.Text(), b.newest().mode)
		return folded, c.Apply(f)
	}
	if err != nil {
		return Fold{}, err
	}
	// What was written stays to the byte.
	added, ok := bytes.CutPrefix(after.Text(), before.Text())
	plain := bytes.ReplaceAll(read.data, []byte("\r\n"), []byte("\n"))
	if !ok || !bytes.Equal(plain, before.Text()) {
		return Fold{}, &Refusal{f.Path(name) + " was changed meanwhile", "try again"}
	}
	if len(plain) < len(read.data) {
		added = bytes.ReplaceAll(added, []byte("\n"), []byte("\r\n"))
	}
	c.Replace(name, read.data, append(bytes.Clone(read.data), added...))
	return folded, c.Apply(f)
}
