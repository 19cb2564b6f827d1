package export

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// The files that an export adds to those of the site.
const (
	headersName   = "_headers"
	redirectsName = "_redirects"
	nojekyllName  = ".nojekyll"
)

// An output is a file of the site: its address, and its name in the tree.
type output struct{ path, name string }

// plan gives every address its name, in the order of names. The error joins
// all addresses that cannot be files beside the others.
func plan(paths []string) ([]output, error) {
	taken := newNames()
	var errs []error
	for _, name := range []string{headersName, redirectsName, nojekyllName, ManifestName} {
		errs = append(errs, taken.claim(name))
	}
	outputs := make([]output, 0, len(paths))
	for _, p := range slices.Sorted(slices.Values(paths)) {
		name, ok := strings.CutPrefix(p, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		err := taken.claim(name)
		if !ok {
			err = errors.New("does not begin with a slash")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("address %q: %w", p, err))
		}
		outputs = append(outputs, output{p, name})
	}
	slices.SortFunc(outputs, func(a, b output) int { return strings.Compare(a.name, b.name) })
	return outputs, errors.Join(errs...)
}

// names are the files and directories of a tree, as a file system keeps them
// that knows neither letter case nor Unicode form.
type names struct {
	fold cases.Caser
	// spelt gives for each folded name the name, with a slash after it if it
	// is a directory.
	spelt map[string]string
	dirs  map[string]bool
}

func newNames() *names {
	return &names{fold: cases.Fold(), spelt: map[string]string{}, dirs: map[string]bool{}}
}

// claim takes a file name, and its directories, for one file.
func (n *names) claim(name string) error {
	if err := portable(name); err != nil {
		return err
	}
	if err := n.take(name, name); err != nil {
		return err
	}
	for dir := path.Dir(name); dir != "." && !n.dirs[dir]; dir = path.Dir(dir) {
		if err := n.take(dir, dir+"/"); err != nil {
			return err
		}
		n.dirs[dir] = true
	}
	return nil
}

func (n *names) take(name, spelt string) error {
	key := norm.NFC.String(n.fold.String(norm.NFD.String(name)))
	other, ok := n.spelt[key]
	if !ok {
		n.spelt[key] = spelt
		return nil
	}
	if strings.TrimSuffix(other, "/") != name {
		return fmt.Errorf("%q and %q differ only in letter case or Unicode form", spelt, other)
	}
	if other == spelt {
		return fmt.Errorf("%q is there already", name)
	}
	return fmt.Errorf("%q is both a file and a directory", name)
}

// portable gives an error unless the slash-separated name is one that every
// system can keep, inside the directory that it is joined to.
func portable(name string) error {
	if !utf8.ValidString(name) {
		return fmt.Errorf("%q is not UTF-8", name)
	}
	if path.Clean(name) != name || !filepath.IsLocal(filepath.FromSlash(name)) || name == "." {
		return fmt.Errorf("%q is no local name", name)
	}
	if i := strings.IndexFunc(name, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*\`, r) }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(name[i:])
		return fmt.Errorf("%q has the character %q, which not every system can keep", name, r)
	}
	for part := range strings.SplitSeq(name, "/") {
		stem, _, _ := strings.Cut(part, ".")
		switch {
		case len(part) > 255:
			return fmt.Errorf("%q is longer than 255 bytes", part)
		case strings.HasSuffix(part, ".") || strings.HasSuffix(part, " "):
			return fmt.Errorf("%q ends in a dot or a space, which Windows drops", part)
		case device(strings.ToUpper(strings.TrimRight(stem, " "))):
			return fmt.Errorf("%q is the name of a device on Windows", part)
		}
	}
	return nil
}

// device tells whether Windows takes the upper-case name for a device.
func device(stem string) bool {
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	for _, port := range []string{"COM", "LPT"} {
		if n, ok := strings.CutPrefix(stem, port); ok && utf8.RuneCountInString(n) == 1 && strings.Contains("0123456789¹²³", n) {
			return true
		}
	}
	return false
}
