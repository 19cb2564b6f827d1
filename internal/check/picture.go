package check

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"briefpress/internal/brief"
)

const (
	// maxPicture is how many bytes a picture has at most, and maxPixels how many
	// pixels on a side: twice what the widest page shows on the finest screen.
	maxPicture = 1 << 20
	maxPixels  = 4096
)

// missingAlt looks for pictures without words. Those that are not there are
// reported as such.
func missingAlt(p *Pass) {
	for _, d := range p.Documents() {
		for _, l := range d.Body().Links {
			if l.Picture && strings.TrimSpace(l.Text) == "" {
				p.At(d, l.Offset, fmt.Sprintf("the picture %q has no words for those who cannot see it", l.Dest),
					fmt.Sprintf("say what it shows: ![A map of …](%s)", l.Dest))
			}
		}
	}
}

// poorAlt looks for words that say nothing to those who cannot see a picture:
// the name of its file, or its caption once more.
func poorAlt(p *Pass) {
	for _, d := range p.Documents() {
		captions := map[int]string{}
		for _, b := range d.Body().Blocks {
			if b.Kind == brief.Figure {
				captions[b.Offset] = b.Title
			}
		}
		for _, l := range d.Body().Links {
			if !l.Picture || strings.TrimSpace(l.Text) == "" {
				continue
			}
			hint := "say what a reader sees in it"
			switch name := path.Base(l.Dest); {
			case l.Text == name, l.Text == strings.TrimSuffix(name, path.Ext(name)), pictureName.MatchString(l.Text):
				p.At(d, l.Offset, fmt.Sprintf("the words for the picture are the name of a file, %q", l.Text), hint)
			case wordsOf(l.Text) == wordsOf(captions[l.Offset]):
				p.At(d, l.Offset, "the words for the picture are its caption, which is read in any case", hint)
			}
		}
	}
}

// pictureName is the name of a picture and nothing else.
var pictureName = regexp.MustCompile(`(?i)^\S+\.(?:png|jpe?g|gif|svg|webp|avif)$`)

// largePicture looks for pictures that take long to load.
func largePicture(p *Pass) {
	for _, d := range p.Documents() {
		body := d.Body()
		said := map[string]bool{}
		for _, l := range body.Links {
			u, err := url.Parse(l.Dest)
			if !l.Picture || err != nil {
				continue
			}
			name := path.Clean(u.Path)
			f, ok := body.Files[name]
			if !ok || said[name] {
				continue
			}
			said[name] = true
			const hint = "make it smaller: an SVG for a drawing, else a JPEG or WebP of at most 2,000 pixels"
			if raster := path.Ext(name) != ".svg"; raster && max(f.Width, f.Height) > maxPixels {
				p.At(d, l.Offset, fmt.Sprintf("the picture %q is of %d by %d pixels", l.Dest, f.Width, f.Height), hint)
			} else if sent, err := p.Site.File(f.Address); err == nil && len(sent.Body) > maxPicture {
				p.At(d, l.Offset, fmt.Sprintf("the picture %q has %d KiB", l.Dest, len(sent.Body)>>10), hint)
			}
		}
	}
}

// unusedFile looks for files that no text beside them names. Drafts and later
// editions count, whether they are part of the site or not.
func unusedFile(p *Pass) {
	for _, file := range p.Site.Unused() {
		p.Whole(file, "no text uses the file, which is published all the same", "show it, link to it, or delete it")
	}
}
