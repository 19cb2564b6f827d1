package card

import (
	"image"
	"image/draw"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
	"golang.org/x/text/unicode/norm"
)

// A face is one of the fonts.
type face int

const (
	regular face = iota
	bold
)

// fonts are parsed once; a font may be read by many at a time.
var fonts = sync.OnceValues(func() (fonts [2]*sfnt.Font, err error) {
	for i, ttf := range [][]byte{regular: goregular.TTF, bold: gobold.TTF} {
		if fonts[i], err = sfnt.Parse(ttf); err != nil {
			return fonts, err
		}
	}
	return fonts, nil
})

// A style is how a text is set.
type style struct {
	face     face
	size     int   // pixels of an em
	tracking int   // thousandths of an em, added after each glyph
	ramp     uint8 // palette index of the lightest shade
}

// em gives thousandths of an em in pixels.
func (s style) em(thousandths int) fixed.Int26_6 {
	return fixed.Int26_6(thousandths * s.size * 64 / 1000)
}

// snap moves a glyph within its line to where the same letters become the same
// pixels, so that the picture packs well: by whole pixels in a title, where a half
// is not seen, and by quarters in small text.
func (s style) snap(x fixed.Int26_6) fixed.Int26_6 {
	step := fixed.Int26_6(64)
	if s.size < 48 {
		step = 16
	}
	return (x + step/2) &^ (step - 1)
}

// A pen writes on one card. The first error stays; nothing is written after it.
type pen struct {
	img    *image.Paletted
	err    error
	buf    sfnt.Buffer
	raster vector.Rasterizer
	mask   image.Alpha
}

// clean gives a text as it is to be drawn, and "" if it cannot be drawn. Line
// ends and the like are spaces; no-break spaces stay. What follows the given
// number of code points is cut.
func (p *pen) clean(text string, limit int) string {
	fonts, err := fonts()
	if err != nil {
		p.err = err
		return ""
	}
	text = strings.Join(strings.FieldsFunc(invisible.Replace(norm.NFC.String(text)), func(r rune) bool {
		return unicode.IsSpace(r) && r != '\u00a0'
	}), " ")
	text = strings.TrimSpace(dashes.Replace(text))
	n := 0
	for i, r := range text {
		if n++; n > limit {
			return text[:i] + "…"
		}
		// Bytes that are not UTF-8 come as errors too.
		if g, err := fonts[bold].GlyphIndex(&p.buf, r); err != nil || g == 0 || !unicode.IsGraphic(r) || r == utf8.RuneError {
			return ""
		}
	}
	return text
}

// invisible takes out what has no ink and no width of its own, and gives
// characters the fonts lack the ones they are drawn as.
var invisible = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u200e", "", "\u2060", "", "\ufeff", "",
	"\u2007", "\u00a0", "\u202f", "\u00a0", "\u2010", "-", "\u2011", "-", "\u02bc", "’")

// dashes keeps a dash between spaces on the line before it.
var dashes = strings.NewReplacer(" – ", "\u00a0– ", " — ", "\u00a0— ")

// A placed glyph stands so far right of where its text begins.
type placed struct {
	glyph sfnt.GlyphIndex
	x     fixed.Int26_6
}

// set places the glyphs of a text, and gives the advance of all.
func (p *pen) set(s style, text string) (glyphs []placed, x fixed.Int26_6) {
	fonts, err := fonts()
	if err != nil {
		p.err = err
	}
	if p.err != nil {
		return nil, 0
	}
	f := fonts[s.face]
	var prev rune
	for _, r := range text {
		x += s.em(kern(prev, r))
		g, err := f.GlyphIndex(&p.buf, r)
		if err != nil {
			p.err = err
			return nil, 0
		}
		advance, err := f.GlyphAdvance(&p.buf, g, fixed.I(s.size), font.HintingNone)
		if err != nil {
			p.err = err
			return nil, 0
		}
		glyphs = append(glyphs, placed{g, x})
		x += advance + s.em(s.tracking)
		prev = r
	}
	return glyphs, x
}

func (p *pen) width(s style, text string) fixed.Int26_6 {
	_, w := p.set(s, text)
	return w
}

// fit gives how many bytes of a text, and at least its first character, fit in
// so many pixels.
func (p *pen) fit(s style, text string, width int) (n int) {
	glyphs, end := p.set(s, text)
	for i, r := range []rune(text) {
		to := end
		if i+1 < len(glyphs) {
			to = glyphs[i+1].x
		}
		if n > 0 && to > fixed.I(width) {
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}

// cut gives as much of a text as fits in so many pixels, with "…" if that is not
// all.
func (p *pen) cut(s style, text string, width int) string {
	if p.width(s, text) <= fixed.I(width) {
		return text
	}
	return ellipsis(text[:p.fit(s, text, width-p.width(s, "…").Ceil())])
}

// ellipsis marks a text as cut.
func ellipsis(text string) string {
	return strings.TrimRightFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && r != ')' && r != '”' && r != '’'
	}) + "…"
}

// text writes a line whose ink begins at x, on the baseline y.
func (p *pen) text(s style, text string, x, y int) {
	glyphs, _ := p.set(s, text)
	fonts, _ := fonts()
	origin := fixed.I(x)
	for i, g := range glyphs {
		outline, err := fonts[s.face].LoadGlyph(&p.buf, g.glyph, fixed.I(s.size), nil)
		if err != nil {
			p.err = err
			return
		}
		if i == 0 {
			origin -= outline.Bounds().Min.X
		}
		p.glyph(s, outline, origin+s.snap(g.x), fixed.I(y))
	}
}

// glyph fills an outline whose origin is (x, y).
func (p *pen) glyph(s style, outline sfnt.Segments, x, y fixed.Int26_6) {
	b := outline.Bounds().Add(fixed.Point26_6{X: x, Y: y})
	box := image.Rect(b.Min.X.Floor(), b.Min.Y.Floor(), b.Max.X.Ceil(), b.Max.Y.Ceil())
	if box.Empty() {
		return
	}
	x, y = x-fixed.I(box.Min.X), y-fixed.I(box.Min.Y)
	p.raster.Reset(box.Dx(), box.Dy())
	p.raster.DrawOp = draw.Src

	// The rasterizer's own curves are computed in floating point, which some
	// machines round otherwise than others. A point of a curve cut in eight is a
	// whole number of 64 · 64ths of a pixel, and exact in what the rasterizer takes.
	const steps = 8
	at := func(v fixed.Int26_6) float32 { return float32(v) / 64 }
	var last fixed.Point26_6
	for _, seg := range outline {
		to := seg.Args[0].Add(fixed.Point26_6{X: x, Y: y})
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			p.raster.MoveTo(at(to.X), at(to.Y))
		case sfnt.SegmentOpLineTo:
			p.raster.LineTo(at(to.X), at(to.Y))
		case sfnt.SegmentOpQuadTo: // the only curves of TrueType
			via := to
			to = seg.Args[1].Add(fixed.Point26_6{X: x, Y: y})
			for i := fixed.Int26_6(1); i <= steps; i++ {
				a, b, c := (steps-i)*(steps-i), 2*i*(steps-i), i*i
				p.raster.LineTo(at(a*last.X+b*via.X+c*to.X)/(steps*steps), at(a*last.Y+b*via.Y+c*to.Y)/(steps*steps))
			}
		}
		last = to
	}

	if n := box.Dx() * box.Dy(); cap(p.mask.Pix) < n {
		p.mask.Pix = make([]uint8, n)
	} else {
		p.mask.Pix = p.mask.Pix[:n]
	}
	p.mask.Stride, p.mask.Rect = box.Dx(), image.Rect(0, 0, box.Dx(), box.Dy())
	p.raster.Draw(&p.mask, p.mask.Rect, image.Opaque, image.Point{})
	for i, a := range p.mask.Pix {
		at := image.Pt(box.Min.X+i%p.mask.Stride, box.Min.Y+i/p.mask.Stride)
		if level := (int(a)*shades + 127) / 255; level > 0 && at.In(p.img.Rect) {
			dot := &p.img.Pix[p.img.PixOffset(at.X, at.Y)]
			*dot = max(*dot, s.ramp+uint8(level)-1)
		}
	}
}
