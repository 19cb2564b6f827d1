package author

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
)

// Changes are changes to the files of a folder that are made together or not at
// all. The zero value has none.
type Changes struct {
	files []change

	// before is called ahead of every step that is seen by others; nil for none.
	before func(step, name string) error
}

// A change is a file that is added, replaced or removed.
type change struct {
	name string
	was  []byte      // nil where it is added
	data []byte      // nil where it is removed
	mode fs.FileMode // of what is added
}

// Add makes a new file, with the folders that it needs.
func (c *Changes) Add(name string, data []byte, mode fs.FileMode) {
	c.files = append(c.files, change{name: name, data: append([]byte{}, data...), mode: mode.Perm()})
}

// Replace writes new bytes in the place of those that were read.
func (c *Changes) Replace(name string, was, data []byte) {
	c.files = append(c.files, change{name: name, was: append([]byte{}, was...), data: append([]byte{}, data...)})
}

// Remove deletes a file that still has the bytes that were read.
func (c *Changes) Remove(name string, was []byte) {
	c.files = append(c.files, change{name: name, was: append([]byte{}, was...)})
}

// A work is the making of changes.
type work struct {
	Folder
	before func(step, name string) error
	suffix string            // of hidden names
	folder map[string]string // new folders, and where they are made
	hidden []string          // what must not be left
	undo   []func() error
}

// Apply makes the changes to the files of a folder. After an error, all is as it
// was; the error is a [Refusal] where something stands in the way.
func (c *Changes) Apply(f Folder) (err error) {
	w := &work{Folder: f, before: c.before, suffix: ".briefpress-" + rand.Text()[:8], folder: map[string]string{}}
	defer func() {
		if err != nil {
			for _, step := range slices.Backward(w.undo) {
				err = errors.Join(err, step())
			}
		}
		for _, name := range w.hidden {
			w.Root.RemoveAll(name)
		}
	}()
	staged := make([]string, len(c.files))
	for i, f := range c.files {
		if staged[i], err = w.stage(f); err != nil {
			return w.failed("write", f.name, err)
		}
	}
	for folder, made := range w.folder {
		w.sync(made)
		if err := w.place(made, folder); err != nil {
			return w.failed("write", folder, err)
		}
	}
	for i, f := range c.files {
		switch {
		case f.data == nil, staged[i] == "":
		case f.was == nil:
			err = w.place(staged[i], f.name)
		default:
			err = w.replace(staged[i], f)
		}
		if err != nil {
			return w.failed("write", f.name, err)
		}
	}
	// What is there twice for a moment is better than what is there never.
	for _, f := range c.files {
		if f.data == nil {
			if err := w.remove(f); err != nil {
				return w.failed("remove", f.name, err)
			}
		}
	}
	for _, f := range c.files {
		w.sync(path.Dir(f.name))
	}
	return nil
}

func (w *work) failed(what, name string, err error) error {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r
	}
	return fmt.Errorf("%s %s: %w", what, w.Path(name), err)
}

// hide is the hidden name beside a file.
func (w *work) hide(name string) string {
	dir, base := path.Split(name)
	hidden := dir + "." + base + w.suffix
	w.hidden = append(w.hidden, hidden)
	return hidden
}

// stage looks whether a change can be made, and writes what it needs; the name
// is "" where that is in a new folder.
func (w *work) stage(f change) (string, error) {
	if f.was != nil {
		info, err := w.unchanged(f.name, f)
		if err != nil || f.data == nil {
			return "", err
		}
		name := w.hide(f.name)
		return name, w.write(name, f.data, info.Mode().Perm(), info)
	}
	if _, err := w.Root.Lstat(f.name); err == nil {
		return "", w.exists(f.name)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	made, err := w.folders(path.Dir(f.name))
	if err != nil {
		return "", err
	}
	if made != "" {
		return "", w.write(path.Join(made, path.Base(f.name)), f.data, f.mode, nil)
	}
	name := w.hide(f.name)
	return name, w.write(name, f.data, f.mode, nil)
}

// folders makes what is missing of a folder and those above it, out of sight,
// and says where; "" where nothing is missing.
func (w *work) folders(dir string) (made string, err error) {
	top := ""
	for d := dir; d != "."; d = path.Dir(d) {
		if _, err := w.Root.Lstat(d); errors.Is(err, fs.ErrNotExist) {
			top = d
		} else if err != nil {
			return "", err
		}
	}
	if top == "" {
		return "", nil
	}
	mode := fs.FileMode(0o755)
	if info, err := w.Root.Stat(path.Dir(top)); err == nil {
		mode = info.Mode().Perm()
	}
	if w.folder[top] == "" {
		w.folder[top] = w.hide(top)
	}
	made = path.Join(w.folder[top], dir[len(top):])
	if err := w.Root.MkdirAll(made, mode); err != nil {
		return "", err
	}
	for d := made; ; d = path.Dir(d) { // the umask may have taken some of it
		if err := w.Root.Chmod(d, mode); err != nil || d == w.folder[top] {
			return made, err
		}
	}
}

// write makes a file that nobody sees yet.
func (w *work) write(name string, data []byte, mode fs.FileMode, like fs.FileInfo) error {
	f, err := w.Root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if like != nil {
		keepOwner(f, like)
	}
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

// sync forces the names in a folder to the disk, where the system can do that.
func (w *work) sync(dir string) {
	if f, err := w.Root.Open(dir); err == nil {
		f.Sync()
		f.Close()
	}
}

func (w *work) step(step, name string) error {
	if w.before == nil {
		return nil
	}
	return w.before(step, name)
}

// place gives what is hidden the name that it is to have, if nothing has it.
func (w *work) place(hidden, name string) error {
	if err := w.step("place", name); err != nil {
		return err
	}
	if _, err := w.Root.Lstat(name); err == nil {
		return w.exists(name)
	}
	// A link never overwrites; but folders, and some file systems, have none.
	err := errors.ErrUnsupported
	if _, folder := w.folder[name]; !folder {
		err = w.Root.Link(hidden, name)
	}
	if errors.Is(err, fs.ErrExist) {
		return w.exists(name)
	}
	if err != nil {
		if err := w.Root.Rename(hidden, name); err != nil {
			return err
		}
	}
	w.undo = append(w.undo, func() error {
		w.Root.RemoveAll(hidden)
		return w.Root.Rename(name, hidden)
	})
	return nil
}

// replace puts new bytes in the place of old ones in one step.
func (w *work) replace(hidden string, f change) error {
	if err := w.step("replace", f.name); err != nil {
		return err
	}
	info, err := w.unchanged(f.name, f)
	if err != nil {
		return err
	}
	old := w.hide(path.Join(path.Dir(f.name), "."+path.Base(f.name)))
	if err := w.Root.Link(f.name, old); err != nil {
		if err := w.write(old, f.was, info.Mode().Perm(), info); err != nil {
			return err
		}
	}
	if err := w.Root.Rename(hidden, f.name); err != nil {
		return err
	}
	w.undo = append(w.undo, func() error { return w.Root.Rename(old, f.name) })
	return nil
}

// remove takes a file out of sight.
func (w *work) remove(f change) error {
	if err := w.step("remove", f.name); err != nil {
		return err
	}
	hidden := w.hide(f.name)
	if err := w.Root.Rename(f.name, hidden); err != nil {
		return err
	}
	w.undo = append(w.undo, func() error { return w.Root.Rename(hidden, f.name) })
	_, err := w.unchanged(hidden, f)
	return err
}

// unchanged wants a file to have the bytes that were read.
func (w *work) unchanged(name string, f change) (fs.FileInfo, error) {
	info, err := w.Root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &Refusal{Reason: w.Path(f.name) + " is not a regular file"}
	}
	data, err := w.Root.ReadFile(name)
	if err == nil && !bytes.Equal(data, f.was) {
		err = &Refusal{w.Path(f.name) + " was changed meanwhile", "try again"}
	}
	return info, err
}

func (w *work) exists(name string) error {
	return &Refusal{w.Path(name) + " exists already", "nothing is overwritten: rename it, or delete it"}
}
