package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const hintOut = "name a directory of its own, such as public"

// resolve gives the real path of the directory to write, or refuses it.
func resolve(out string, protect []string) (string, error) {
	refuse := func(reason string) error { return &Refusal{Path: out, Reason: reason, Hint: hintOut} }
	if out == "" {
		return "", &Refusal{Path: `""`, Reason: "no directory to export to", Hint: hintOut}
	}
	abs, err := filepath.Abs(out)
	if err != nil {
		return "", err
	}
	target, err := realPath(abs)
	if err != nil {
		return "", &Refusal{Path: out, Reason: "cannot be resolved", Hint: hintOut, Err: err}
	}
	if target == filepath.Dir(target) {
		return "", refuse("is the root of the file system")
	}
	info, err := os.Lstat(target)
	if err == nil && !info.IsDir() {
		return "", refuse("is " + kind(info.Mode()) + ", not a directory")
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}

	cwd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	home, _ := os.UserHomeDir() // "" where the system has no notion of it
	for _, keep := range []struct{ dir, what string }{{home, "the home directory"}, {cwd, "the working directory"}} {
		if holds(target, keep.dir) {
			return "", refuse("is or holds " + keep.what + " " + keep.dir)
		}
	}
	for _, dir := range protect {
		if holds(target, dir) {
			return "", refuse("is or holds " + dir + ", which the site is made of")
		}
		if holds(dir, target) && !holdsOther(dir, protect) {
			return "", refuse("lies in " + dir + ", which the site is made of")
		}
	}
	return target, nil
}

// holdsOther tells whether one of the directories holds another of them.
func holdsOther(dir string, dirs []string) bool {
	for _, d := range dirs {
		if holds(dir, d) && !holds(d, dir) {
			return true
		}
	}
	return false
}

// holds tells whether inner is outer or lies in it, however the two are spelt.
// Of inner, only the part that exists counts; an outer that does not exist holds
// nothing.
func holds(outer, inner string) bool {
	if outer == "" || inner == "" {
		return false
	}
	o, err := os.Stat(outer)
	if err != nil {
		return false
	}
	if inner, err = filepath.Abs(inner); err == nil {
		inner, err = realPath(inner)
	}
	if err != nil {
		return false
	}
	for {
		if i, err := os.Stat(inner); err == nil && os.SameFile(o, i) {
			return true
		}
		parent := filepath.Dir(inner)
		if parent == inner {
			return false
		}
		inner = parent
	}
}

// realPath resolves the symbolic links of an absolute path whose last parts
// need not exist.
func realPath(p string) (string, error) {
	resolved, err := filepath.EvalSymlinks(p)
	if !errors.Is(err, fs.ErrNotExist) {
		return resolved, err
	}
	if _, err := os.Lstat(p); err == nil {
		return "", fmt.Errorf("%s is a symbolic link to nothing", p)
	}
	dir, err := realPath(filepath.Dir(p))
	return filepath.Join(dir, filepath.Base(p)), err
}
