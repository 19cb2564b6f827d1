// Package card draws the picture that others show beside a link to a page: the
// OpenGraph image, in PNG.
//
// # What is drawn
//
// A card is 1200 × 630 pixels and looks as the head of a brief does, in the
// light palette of static/css/tokens.css. Everything stands between margins of
// 72 pixels left and right and 56 above and below:
//
//   - a rule of ink across the top, 12 pixels high;
//   - the name of the site, 30 pixels bold;
//   - the title, bold, in the largest size that holds it: one line of 120 pixels,
//     two of 96, three of 80, four of 60 or 48, balanced;
//   - the docket between two rules of ink: three cells of equal width, parted by
//     rules of grey, each a label (24 pixels) over a value (30 pixels bold, less
//     where it is long).
//
// Left edges are aligned by ink and not by advance, and the pairs of letters that
// need it are kerned: the fonts hold no kerning of their own.
//
// # Text
//
// The fonts are Go Regular and Go Bold, which cover Latin, Greek and Cyrillic as
// Europe writes them. A text is brought to Unicode form NFC, white space becomes
// single spaces, invisible characters of spacing and joining are left out. A text
// that still holds a character without a glyph cannot be drawn: other scripts,
// everything written from right to left, combining marks, emoji, control
// characters, bytes that are not UTF-8. Such a text is left out as a whole, never
// drawn in part or as boxes. Without a title that can be drawn the name of the
// site takes its place; without either, and without a docket, the rules remain.
//
// # Limits
//
// A title is read up to its 400th code point, other texts up to their 100th.
// What is longer than its place is cut, after a word where it can be, and ends
// in "…". A word longer than a line is broken anywhere.
//
// # Bytes
//
// The same card is the same bytes, on every machine and however many are drawn at
// once: no step from outline to pixel depends on how a machine rounds. Another
// version of Go may pack the same pixels into other bytes. A card has a palette of
// 50 colours and takes 10 to 25 KB, or up to 32 where a long title has hardly a
// letter twice.
package card

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"golang.org/x/image/math/fixed"
)

// Width and Height are the size of a card in pixels.
const (
	Width  = 1200
	Height = 630
)

// A Card says what is written on a card. Any part may be empty. Cards that are
// equal are drawn equal.
type Card struct {
	Site   string   // name of the site
	Title  string   // of the page; where empty, the name of the site stands in its place
	Docket [3]Entry // from the left; an entry that is empty or cannot be drawn takes no place
}

// An Entry is a cell of the docket.
type Entry struct {
	Label string // "Reference"; may be empty
	Value string // "BP-2019-001"; an entry without a value is empty
	Alert bool   // the value is drawn in the red of withdrawal
}

// design is to be raised with every change of what is drawn, so that a changed
// card has another key.
const design = "1"

// Key names the picture: 16 hexadecimal digits that are the same for equal cards,
// and others when a text of the card or the design changes. It costs next to
// nothing, so that a page can name its card before anyone asks to see it.
func (c Card) Key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %#v", design, c))
	return hex.EncodeToString(sum[:8])
}

// Edges of what is drawn, in pixels.
const (
	left, right = 72, Width - 72
	top, bottom = 56, Height - 56
	measure     = right - left - 12 // of lines: the ink of some letters stands out from their advance

	headRule = 12 // height of the rule across the top
	siteLine = top + 62
	titleTop = top + 114 // of the capitals of the first line

	docketTop  = bottom - 116
	docketRule = 3
	labelLine  = docketTop + 46
	valueLine  = docketTop + 88
	cell       = (right - left) / 3
	cellGap    = 24 // from the grey rule to the text right of it
)

// The palette: paper, three ramps from next to paper to the full colour, grey.
const (
	shades = 16
	inkRamp,
	softRamp,
	redRamp = 1, 1 + shades, 1 + 2*shades
	grey = 1 + 3*shades
)

var (
	paper = color.RGBA{0xfb, 0xfc, 0xfc, 0xff}
	ink   = color.RGBA{0x14, 0x20, 0x2b, 0xff}
	soft  = color.RGBA{0x4b, 0x5a, 0x68, 0xff}
	red   = color.RGBA{0xb3, 0x26, 0x1e, 0xff}
	rule  = color.RGBA{0xd3, 0xda, 0xdf, 0xff}
)

func palette() color.Palette {
	p := color.Palette{paper}
	for _, c := range []color.RGBA{ink, soft, red} {
		for i := 1; i <= shades; i++ {
			mix := func(from, to uint8) uint8 { return uint8((int(from)*(shades-i) + int(to)*i + shades/2) / shades) }
			p = append(p, color.RGBA{mix(paper.R, c.R), mix(paper.G, c.G), mix(paper.B, c.B), 0xff})
		}
	}
	return append(p, rule)
}

// PNG draws the card. An error would mean that a font is damaged.
func (c Card) PNG() ([]byte, error) {
	img, err := c.draw()
	if err != nil {
		return nil, fmt.Errorf("drawing a card: %w", err)
	}
	var b bytes.Buffer
	// The best compression would save a tenth of the bytes, at ten times the cost.
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("encoding a card: %w", err)
	}
	return b.Bytes(), nil
}

func (c Card) draw() (*image.Paletted, error) {
	img := image.NewPaletted(image.Rect(0, 0, Width, Height), palette())
	const full = shades - 1 // of a ramp
	fill(img, image.Rect(left, top, right, top+headRule), inkRamp+full)
	fill(img, image.Rect(left, docketTop, right, docketTop+docketRule), inkRamp+full)
	fill(img, image.Rect(left, bottom-docketRule, right, bottom), inkRamp+full)

	p := pen{img: img}
	site, title := p.clean(c.Site, 100), p.clean(c.Title, 400)
	if title == "" {
		site, title = "", site
	}
	strong, light := style{bold, 30, 0, inkRamp}, style{regular, 24, 0, softRamp}
	p.text(strong, p.cut(strong, site, measure), left, siteLine)
	t := p.setTitle(title)
	for i, line := range t.lines {
		// The capitals of the fonts are 0.722 em high.
		p.text(t.style, line, left, titleTop+t.style.size*722/1000+i*t.leading)
	}

	x := left
	for _, e := range c.Docket {
		value, label := p.clean(e.Value, 100), p.clean(e.Label, 100)
		if value == "" || label == "" && e.Label != "" {
			continue
		}
		width := cell - cellGap
		if x > left {
			fill(img, image.Rect(x, docketTop+docketRule, x+2, bottom-docketRule), grey)
			x, width = x+cellGap, width-cellGap
		}
		p.text(light, p.cut(light, label, width), x, labelLine)
		s := strong
		if e.Alert {
			s.ramp = redRamp
		}
		for s.size > 22 && p.width(s, value) > fixed.I(width) {
			s.size -= 4
		}
		p.text(s, p.cut(s, value, width), x, valueLine)
		x = left + (x-left)/cell*cell + cell
	}
	return img, p.err
}

func fill(img *image.Paletted, r image.Rectangle, index uint8) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := img.Pix[img.PixOffset(r.Min.X, y):img.PixOffset(r.Max.X, y)]
		for i := range row {
			row[i] = index
		}
	}
}
