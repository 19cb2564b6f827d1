package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// ManifestName is the name of the manifest at the top of every export.
const ManifestName = "briefpress.sum"

// A sum is the SHA-256 of a file.
type sum = [sha256.Size]byte

// An entry is one line of a manifest.
type entry struct {
	name string
	sum  sum
	// kept is set for an asset that only the generation before had.
	kept bool
}

// A manifest lists the files of a tree, itself aside, sorted by name.
type manifest []entry

// text is the manifest as a file.
func (m manifest) text() []byte {
	var b []byte
	for _, e := range m {
		b = hex.AppendEncode(b, e.sum[:])
		b = append(b, ' ', ' ')
		if e.kept {
			b[len(b)-1] = '*'
		}
		b = append(append(b, e.name...), '\n')
	}
	return b
}

// digest is the SHA-256 of the manifest as a file, in hexadecimal.
func (m manifest) digest() string {
	s := sha256.Sum256(m.text())
	return hex.EncodeToString(s[:])
}

// plain is the manifest without what compression adds.
func (m manifest) plain() manifest {
	there := map[string]bool{}
	for _, e := range m {
		there[e.name] = true
	}
	return slices.DeleteFunc(slices.Clone(m), func(e entry) bool {
		source, form := packedFrom(e.name)
		return e.name == packedName || form && there[source]
	})
}

// dirs are the directories that the files of m stand in.
func (m manifest) dirs() map[string]bool {
	dirs := map[string]bool{}
	for _, e := range m {
		for d := path.Dir(e.name); d != "." && !dirs[d]; d = path.Dir(d) {
			dirs[d] = true
		}
	}
	return dirs
}

// parseManifest reads a manifest. It takes exactly what text gives, so that a
// file that merely bears the name makes no directory ours.
func parseManifest(text []byte) (manifest, error) {
	var m manifest
	if len(text) == 0 {
		return nil, errors.New("is empty")
	}
	last := ""
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		e, err := parseEntry(line)
		if err == nil && e.name <= last {
			err = errors.New("is out of order")
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		last = e.name
		m = append(m, e)
	}
	return m, nil
}

func parseEntry(line string) (entry, error) {
	const digits = 2 * sha256.Size
	line, ended := strings.CutSuffix(line, "\n")
	if !ended || len(line) < digits+3 || line[digits] != ' ' || line[digits+1] != ' ' && line[digits+1] != '*' {
		return entry{}, errors.New("is no line of a manifest")
	}
	e := entry{name: line[digits+2:], kept: line[digits+1] == '*'}
	if _, err := hex.Decode(e.sum[:], []byte(line[:digits])); err != nil || strings.ToLower(line[:digits]) != line[:digits] {
		return entry{}, errors.New("has no SHA-256 in lower-case hexadecimal")
	}
	if e.name == ManifestName {
		return entry{}, errors.New("names the manifest itself")
	}
	return e, portable(e.name)
}
