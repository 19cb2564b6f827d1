package check

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"path"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"briefpress/internal/site"
)

// A seeded is a site that has faults where its archive says, and a clean twin.
type seeded struct {
	archive *txtar.Archive
	faults  []*fault
	marks   map[string][]*fault // of each file in their order, with those that have no rule
}

// A fault is one of a seeded site.
type fault struct {
	rule, wrong, right string
	file               string // of a whole file: the one that is named
	brings             string // and the one that brings it
	place              string // "file:line:col" in the site with all faults
}

// fault marks: see the archive.
const (
	markOpen, markClose, markPart, markPlace = "⟦", "⟧", "⁝", "¦"
	faultyOnly, cleanOnly                    = "+", "-"
)

func readSeeded(t *testing.T) *seeded {
	a, err := txtar.ParseFile("testdata/seeded/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	s := &seeded{archive: a, marks: map[string][]*fault{}}
	for _, file := range a.Files {
		if file.Name == "whole" {
			for l := range strings.SplitSeq(strings.TrimSpace(string(file.Data)), "\n") {
				what, brings, _ := strings.Cut(l, " < ")
				name, rule, _ := strings.Cut(what, ": ")
				s.faults = append(s.faults, &fault{rule: rule, file: name, brings: brings, place: name})
			}
			continue
		}
		for i, mark := range strings.Split(unhide.Replace(string(file.Data)), markOpen) {
			mark, _, _ := strings.Cut(mark, markClose)
			if i == 0 {
				continue
			}
			parts := strings.Split(mark, markPart)
			if len(parts) != 3 {
				t.Fatalf("%s: %q is no fault", file.Name, mark)
			}
			f := &fault{rule: parts[0], wrong: parts[1], right: parts[2]}
			s.marks[file.Name] = append(s.marks[file.Name], f)
			if f.rule != "" {
				s.faults = append(s.faults, f)
			}
		}
	}
	s.build(t, func(*fault) bool { return true }) // finds their places
	return s
}

// build makes the site with some of its faults. Each is asked for once.
func (s *seeded) build(t *testing.T, has func(*fault) bool) *txtar.Archive {
	built := &txtar.Archive{}
	brought := map[string]bool{}
	for _, f := range s.faults {
		if f.brings != "" {
			brought[f.brings] = brought[f.brings] || has(f)
		}
	}
	for _, file := range s.archive.Files {
		name := strings.TrimLeft(file.Name, faultyOnly+cleanOnly)
		_, toggled := brought[name]
		switch only := file.Name[:len(file.Name)-len(name)]; {
		case name == "whole",
			only == faultyOnly && toggled && !brought[name],
			only == faultyOnly && !toggled && !has(&fault{brings: name}),
			only == cleanOnly && has(&fault{brings: name}):
			continue
		}
		data := file.Data
		if path.Ext(name) == ".png" {
			data = picture(t, string(data))
		} else {
			var text strings.Builder
			rest := unhide.Replace(string(data))
			for i := 0; ; i++ {
				before, after, found := strings.Cut(rest, markOpen)
				text.WriteString(before)
				if !found {
					break
				}
				_, rest, _ = strings.Cut(after, markClose)
				f := s.marks[file.Name][i]
				wrong := strings.Replace(f.wrong, markPlace, "", 1)
				if f.place == "" {
					lead, _, placed := strings.Cut(f.wrong, markPlace)
					if !placed {
						lead = ""
					}
					lines := strings.Split(text.String()+lead, "\n")
					f.place = fmt.Sprintf("%s:%d:%d", name, len(lines), len([]rune(lines[len(lines)-1]))+1)
				}
				if has(f) {
					text.WriteString(wrong)
				} else {
					text.WriteString(f.right)
				}
			}
			data = []byte(text.String())
		}
		built.Files = append(built.Files, txtar.File{Name: name, Data: data})
	}
	return built
}

// unhide writes the characters that people could not see in an archive.
var unhide = strings.NewReplacer("␇", "\a", "‹200B›", "\u200b", "‹202E›", "\u202e")

// picture makes a picture of the width and height that a text names.
func picture(t *testing.T, size string) []byte {
	var w, h int
	if _, err := fmt.Sscan(size, &w, &h); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSeeded wants every fault of the site to be found by its rule at its place,
// and nothing else; and nothing in the clean twin.
func TestSeeded(t *testing.T) {
	seeds := readSeeded(t)
	if len(seeds.faults) < 80 {
		t.Errorf("%d faults are seeded, want at least 80", len(seeds.faults))
	}
	for name, c := range map[string]struct {
		faulty bool
	}{"faulty": {true}, "clean": {false}} {
		t.Run(name, func(t *testing.T) {
			s, opts, _ := load(t, seeds.build(t, func(*fault) bool { return c.faulty }), site.Source{})
			findings := Run(s, opts)
			var want []string
			for _, f := range seeds.faults {
				if c.faulty {
					want = append(want, f.place+": "+f.rule)
				}
			}
			slices.Sort(want)
			if diff := gocmp.Diff(want, places(findings)); diff != "" {
				var b strings.Builder
				WriteText(&b, findings, false)
				t.Errorf("findings (-want +got):\n%s\n%s", diff, b.String())
			}
		})
	}
}

// seededSite is the site with all faults, with other text in some of its files.
func seededSite(t *testing.T, change func(name, text string) string) (*site.Site, Options) {
	a := readSeeded(t).build(t, func(*fault) bool { return true })
	for i := range a.Files {
		a.Files[i].Data = []byte(change(a.Files[i].Name, string(a.Files[i].Data)))
	}
	s, opts, _ := load(t, a, site.Source{})
	return s, opts
}

// TestLevelsOfAllRules sets one level for every rule.
func TestLevelsOfAllRules(t *testing.T) {
	for _, level := range []Level{Off, Advice, Error} {
		var rules strings.Builder
		for _, r := range Rules() {
			fmt.Fprintf(&rules, "  %s: %s\n", r.Name, level)
		}
		s, opts := seededSite(t, func(name, text string) string {
			if name == "content/site.yaml" {
				text = siteYAML + "rules:\n" + rules.String()
			}
			return text
		})
		n := 0
		for _, f := range Run(s, opts) {
			n++
			if !f.Stops && f.Level != level || f.Stops && f.Level != Error {
				t.Errorf("every rule is of level %v, and %v of %v", level, f, f.Level)
			}
		}
		if n == 0 {
			t.Errorf("at level %v not even what stops is found", level)
		}
	}
}

// TestIgnoreAllRules silences each finding in a text by a comment before its block.
func TestIgnoreAllRules(t *testing.T) {
	same := func(_, text string) string { return text }
	s, opts := seededSite(t, same)
	comments := map[string]map[int]string{} // by file and line
	silenced := map[string]int{}
	for _, f := range Run(s, opts) {
		i := slices.IndexFunc(documents(s), func(d Document) bool { return d.File == f.File })
		if i < 0 || f.Stops || f.Line == 0 || f.Rule == unusedIgnore {
			continue
		}
		d := documents(s)[i]
		line := 0 // where the block begins that the finding is in
		start := func(offset int) {
			if at := d.Position(offset).Line; at <= f.Line {
				line = max(line, at)
			}
		}
		for section := range sections(d.Body()) {
			start(section.Offset)
		}
		for _, b := range d.Body().Blocks {
			start(b.Offset)
		}
		if line == 0 || strings.HasPrefix(f.Excerpt, "[^") {
			continue // in the front matter, or a note, whose text is no block
		}
		if comments[f.File] == nil {
			comments[f.File] = map[int]string{}
		}
		comments[f.File][line] += fmt.Sprintf("<!-- briefpress:ignore %s: a test -->\n", f.Rule)
		silenced[f.File+" "+f.Rule]++
	}
	if len(silenced) < 50 {
		t.Errorf("only %d findings are tried", len(silenced))
	}
	s, opts = seededSite(t, func(name, text string) string {
		lines := strings.SplitAfter(text, "\n")
		for at, comment := range comments[name] {
			lines[at-1] = "\n" + comment + "\n" + lines[at-1]
		}
		return strings.Join(lines, "")
	})
	for _, f := range Run(s, opts) {
		if silenced[f.File+" "+f.Rule] > 0 && !f.Stops {
			t.Errorf("%v [%s] is not silenced", f, f.Rule)
		}
		if f.Rule == unusedIgnore && !strings.Contains(f.Excerpt, "nothing is there") {
			t.Errorf("%v: %s", f, f.Excerpt)
		}
	}
}
