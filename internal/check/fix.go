package check

import (
	"bytes"
	"cmp"
	"context"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// An edit is what mends a problem: the text at its place, and what is written
// instead. It never reaches over the end of a line.
type edit struct{ old, new string }

// A Mend is a file in which findings were mended.
type Mend struct {
	// File is the name of the file in the content folder.
	File string
	// Was is what was read, and Data what is to be written.
	Was, Data []byte
	// Findings are those that were mended, by place.
	Findings []Finding
}

// rounds bounds how often what was mended is looked at anew.
const rounds = 10

// Mends gives all files in which something can be mended that has one right
// answer: see "Mending" in the documentation of the package. Nothing is written.
func Mends(src site.Source, opts Options) ([]Mend, error) {
	src.Drafts = true
	content := src.Content
	written := patched{content, map[string][]byte{}}
	src.Content = written

	mends := map[string]*Mend{}
	left := map[string]bool{} // files that are better not touched
	var before map[string]state
	var s *site.Site
	c := Checker{mends: true}
	for round := 0; round < rounds; round++ {
		s, _ = site.Load(src, s)
		all, err := c.Check(context.Background(), s, opts)
		if err != nil {
			return nil, err
		}
		found, edits := slices.Collect(all.All()), c.edits()
		now := states(s, found)
		if before == nil {
			before = now
		}
		again := false
		for _, file := range sorted(written.files) {
			// What a mark means depends on what stands beside it.
			if !before[mends[file].Findings[0].File].covers(now[mends[file].Findings[0].File]) {
				left[file], again = true, true
				delete(written.files, file)
				delete(mends, file)
			}
		}
		if again {
			continue
		}
		byFile := map[string][]Finding{}
		for _, f := range found {
			name, ok := strings.CutPrefix(f.File, cmp.Or(src.ContentName, "content")+"/")
			if _, mendable := edits[f.Problem]; ok && mendable && !left[name] {
				byFile[name] = append(byFile[name], f)
			}
		}
		if len(byFile) == 0 {
			break
		}
		for _, file := range sorted(byFile) {
			data, err := fs.ReadFile(written, file)
			if err != nil {
				return nil, err
			}
			m := mends[file]
			if m == nil {
				m = &Mend{File: file, Was: data}
				mends[file] = m
			}
			if m.Data = rewrite(data, byFile[file], edits); bytes.Equal(m.Data, data) {
				left[file] = true
				if len(m.Findings) == 0 {
					delete(mends, file)
				}
				continue
			}
			m.Findings = append(m.Findings, byFile[file]...)
			written.files[file] = m.Data
		}
	}
	var all []Mend
	for _, file := range sorted(mends) {
		all = append(all, *mends[file])
	}
	return all, nil
}

// edits are all that mend problems.
func (c *Checker) edits() map[brief.Problem]edit {
	all := map[brief.Problem]edit{}
	for _, l := range c.looks {
		maps.Copy(all, l.edits)
	}
	return all
}

// line is a line with its end, as package brief counts lines.
var line = regexp.MustCompile(`[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$`)

// rewrite makes the edits of findings in the bytes of a file, whatever the ends
// of its lines are. An edit whose text is not there is left out.
func rewrite(data []byte, findings []Finding, edits map[brief.Problem]edit) []byte {
	lines := line.FindAllString(string(data), -1)
	for _, f := range slices.Backward(findings) { // so that places before it stay
		if f.Line < 1 || f.Line > len(lines) {
			continue
		}
		runes := []rune(lines[f.Line-1])
		if f.Column < 1 || f.Column > len(runes) {
			continue
		}
		e := edits[f.Problem]
		head, tail := string(runes[:f.Column-1]), string(runes[f.Column-1:])
		if rest, ok := strings.CutPrefix(tail, e.old); ok {
			lines[f.Line-1] = head + e.new + rest
		}
	}
	return []byte(strings.Join(lines, ""))
}

// A state is what must not get worse when a document is mended.
type state struct {
	findings map[string]int // how many there are, by rule
	text     string         // what it says, without spaces and the marks that are mended
}

func states(s *site.Site, findings []Finding) map[string]state {
	all := map[string]state{}
	for _, d := range documents(s) {
		var text strings.Builder
		for section := range sections(d.Body()) {
			text.WriteString(section.Title + "\x00")
		}
		for _, b := range d.Body().Blocks {
			text.WriteString(string(b.Kind) + "\x00" + string(b.Markup(brief.Label{})) + "\x00")
		}
		for _, n := range d.Body().Notes {
			text.WriteString(string(n.HTML) + "\x00")
		}
		all[d.File] = state{map[string]int{}, immaterial.ReplaceAllString(text.String(), "")}
	}
	for _, f := range findings {
		if s, ok := all[f.File]; ok {
			s.findings[f.Rule]++
		}
	}
	return all
}

// documents are all texts of a site.
func documents(s *site.Site) []Document {
	var all []Document
	for _, piece := range s.Pieces() {
		all = append(all, documentsOf(piece.Brief, piece.Page)...)
	}
	return all
}

var immaterial = regexp.MustCompile(`[ \t\n,;]+`)

// covers tells whether a later state says the same and has no finding more.
func (s state) covers(now state) bool {
	for rule, n := range now.findings {
		if n > s.findings[rule] {
			return false
		}
	}
	return s.text == now.text
}

// patched is a content folder some of whose files have other bytes.
type patched struct {
	fs.FS
	files map[string][]byte
}

// Open implements fs.FS.
func (p patched) Open(name string) (fs.File, error) {
	data, ok := p.files[name]
	if !ok {
		return p.FS.Open(name)
	}
	info, err := p.Stat(name)
	return &patch{bytes.NewReader(data), info}, err
}

// Stat implements fs.StatFS: what is asked must not be opened, as it may be a pipe.
func (p patched) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(p.FS, name)
	if data, ok := p.files[name]; ok && err == nil {
		return patchInfo{info, int64(len(data))}, nil
	}
	return info, err
}

// ReadDir implements fs.ReadDirFS.
func (p patched) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(p.FS, name) }

// A patch is a file with other bytes.
type patch struct {
	*bytes.Reader
	info fs.FileInfo
}

func (p *patch) Stat() (fs.FileInfo, error) { return p.info, nil }
func (p *patch) Close() error               { return nil }

type patchInfo struct {
	fs.FileInfo
	size int64
}

func (i patchInfo) Size() int64        { return i.size }
func (i patchInfo) ModTime() time.Time { return time.Time{} }
