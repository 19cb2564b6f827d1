package card

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the picture of a new design")

const (
	missionTitle = "NATO’s Resolute Support Mission in Afghanistan"
	longTitle    = "The Resolute Support Mission’s train, advise and assist mandate and what its record of measurement tells those who will write the next one for Europe and Africa"
	dariTitle    = "ماموریت حمایت قاطع ناتو در افغانستان"
)

var docket = [3]Entry{{Label: "Reference", Value: "BP-2019-001"}, {Label: "Edition", Value: "14 April 2020"}, {Label: "Status", Value: "Archived"}}

func mission() Card { return Card{"Briefpress", missionTitle, docket} }

// picture draws a card and holds what is true of every card: that everything
// stands between the margins, with paper between the site's name, the title and
// the docket.
func picture(t testing.TB, c Card) *image.Paletted {
	t.Helper()
	img, err := c.draw()
	if err != nil {
		t.Fatal(err)
	}
	area := inked(img, img.Rect)
	if want := image.Rect(left, top, right, bottom); area != want {
		t.Errorf("%q: ink within %v, want %v", c.Title, area, want)
	}
	for name, r := range map[string]image.Rectangle{
		"under the rule across the top": image.Rect(0, top+headRule, Width, top+headRule+8),
		"above the docket":              image.Rect(0, docketTop-12, Width, docketTop),
		"under the docket's first rule": image.Rect(left, docketTop+docketRule, left+cell-cellGap, docketTop+docketRule+8),
		"above the last rule":           image.Rect(left, bottom-docketRule-8, left+cell-cellGap, bottom-docketRule),
	} {
		if in := inked(img, r); !in.Empty() {
			t.Errorf("%q: ink at %v, %s", c.Title, in, name)
		}
	}
	return img
}

// inked is the least rectangle around all that is not paper in r.
func inked(img *image.Paletted, r image.Rectangle) (area image.Rectangle) {
	blank := make([]byte, r.Dx())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := img.Pix[img.PixOffset(r.Min.X, y):img.PixOffset(r.Max.X, y)]
		if bytes.Equal(row, blank) {
			continue
		}
		from, to := 0, len(row)
		for row[from] == 0 {
			from++
		}
		for row[to-1] == 0 {
			to--
		}
		area = area.Union(image.Rect(r.Min.X+from, y, r.Min.X+to, y+1))
	}
	return area
}

// places of a card
var (
	siteArea  = image.Rect(0, top+headRule, Width, titleTop-16)
	titleArea = image.Rect(0, titleTop-16, Width, docketTop)
)

func cellArea(i int) image.Rectangle {
	return image.Rect(left+i*cell, docketTop+docketRule, left+(i+1)*cell, bottom-docketRule)
}

func same(a, b *image.Paletted) bool { return bytes.Equal(a.Pix, b.Pix) }

// The picture of a design does not change: whoever changes what is drawn raises
// design, and looks at the new picture.
func TestDesign(t *testing.T) {
	drawn, err := mission().PNG()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("testdata", "design-"+design+".png")
	kept, err := os.ReadFile(name)
	if os.IsNotExist(err) && *update {
		kept, err = drawn, os.WriteFile(name, drawn, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, want := decode(t, drawn), decode(t, kept)
	for y := range Height {
		for x := range Width {
			if g, w := got.At(x, y), want.At(x, y); g != w {
				t.Fatalf("the pixel at %d, %d is %v, want %v: for a new design raise the constant, replace %s by -update and look at it", x, y, g, w, name)
			}
		}
	}
}

// decode holds the form of every picture.
func decode(t *testing.T, b []byte) *image.Paletted {
	t.Helper()
	decoded, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	img, ok := decoded.(*image.Paletted)
	if !ok || img.Rect != image.Rect(0, 0, Width, Height) || len(img.Palette) > 50 {
		t.Fatalf("%T of %v", decoded, decoded.Bounds())
	}
	return img
}

func TestEveryCard(t *testing.T) {
	withdrawn := docket
	withdrawn[2] = Entry{"Status", "Withdrawn", true}
	for _, c := range []Card{
		{}, mission(), {Site: "Briefpress"}, {Title: "Afghanistan"},
		{"Briefpress", longTitle, withdrawn},
		{"Briefpress", dariTitle, docket},
		{"Briefpress", strings.Repeat("Ůg", 300), docket},
		{"Briefpress", strings.Repeat("Wide Ång ", 60), docket},
		{"Briefpress", strings.Repeat("█╬", 300), docket},
		{strings.Repeat("A Site of Sites ", 20), "j", [3]Entry{{"Label of a length that no cell can hold", "Value of a length that no cell can hold", true}}},
	} {
		picture(t, c)
	}
}

func TestBytes(t *testing.T) {
	odd := "QUICK WIZARDS VEX JUMPY FROGS BY THE LAKE, §&%@#QRSgß 8365 axçéñøþðæœ kwzy BGS235689 Здравствуйте уважаемые ЖЩЮЯФЪ дети"
	for title, limit := range map[string]int{
		missionTitle: 25_000, longTitle: 25_000, odd: 32_000, dariTitle: 25_000,
		"After Kabul: what Europe’s security assistance learned, 2015–2021": 25_000,
	} {
		if b, err := (Card{"The Library of the Institute of Strategic Affairs", title, docket}).PNG(); err != nil || len(b) > limit {
			t.Errorf("%q takes %d bytes, %v", title, len(b), err)
		}
	}
}

func TestInkBeginsAtTheMargin(t *testing.T) {
	for _, first := range strings.Split("N A O T j “ É 1 Я", " ") {
		img := picture(t, Card{Site: first + "xy", Title: first + "xy"})
		for _, area := range []image.Rectangle{siteArea, titleArea} {
			// A round edge may leave its first pixel nearly paper.
			if x := inked(img, area).Min.X; x < left || x > left+1 {
				t.Errorf("%q begins at %d", first, x)
			}
		}
	}
}

// What cannot be drawn is left out whole, and the site's name takes the place of
// the title.
func TestUndrawable(t *testing.T) {
	without := picture(t, Card{Site: "Briefpress", Docket: docket})
	if in := inked(without, siteArea); !in.Empty() {
		t.Errorf("the site's name is still at %v", in)
	}
	if inked(without, titleArea).Dy() < 60 {
		t.Error("the site's name is not where the title was")
	}
	for name, text := range map[string]string{
		"Dari": dariTitle, "one Arabic letter": "Mission ب", "Hebrew": "שלום", "Devanagari": "नमस्ते", "CJK": "阿富汗",
		"mark": "q\u0301", "emoji": "Mission 🙂", "control": "a\x00b", "not UTF-8": "a\xff", "replacement": "a\ufffd", "override": "a\u202eb",
		"private": "\uf800", "blank": " \n\u00a0\t\u00ad",
	} {
		t.Run(name, func(t *testing.T) {
			if !same(picture(t, Card{"Briefpress", text, docket}), without) {
				t.Error("something of the title is drawn")
			}
			rules := picture(t, Card{Site: text, Title: text, Docket: [3]Entry{{Value: text}, {Label: text, Value: "x"}, {Label: "x"}}})
			if name != "blank" && !same(rules, picture(t, Card{})) {
				t.Error("more than rules is drawn")
			}
		})
	}
}

// Texts that read the same are drawn the same.
func TestSameText(t *testing.T) {
	for a, b := range map[string]string{
		"Łódź, café, Året":      "Łódz\u0301, cafe\u0301, A\u030aret",
		"Kabul in spring":       "\ufeff Kabul\r\n  in\u00ad\t spr\u200bing ",
		"2\u00a0000 non-combat": "2\u202f000 non\u2011combat",
	} {
		if !same(picture(t, Card{Title: a}), picture(t, Card{Title: b})) {
			t.Errorf("%q and %q differ", a, b)
		}
	}
}

func TestDocket(t *testing.T) {
	red := func(img *image.Paletted, r image.Rectangle) bool {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if i := img.ColorIndexAt(x, y); i >= redRamp && i < grey {
					return true
				}
			}
		}
		return false
	}
	c := mission()
	if red(picture(t, c), image.Rect(0, 0, Width, Height)) {
		t.Error("red without an alert")
	}
	c.Docket[2].Alert = true
	img := picture(t, c)
	if !red(img, cellArea(2)) || red(img, cellArea(0).Union(cellArea(1))) || red(img, titleArea) {
		t.Error("an alert is not red, or red is elsewhere")
	}

	// An entry that is left out takes no place.
	c.Docket[0], c.Docket[1] = Entry{Label: "Reference", Value: "مرجع"}, Entry{}
	moved := picture(t, c)
	if !red(moved, cellArea(0)) || !inked(moved, cellArea(1)).Empty() || !inked(moved, cellArea(2)).Empty() {
		t.Error("the entries left do not stand from the left")
	}

	// A long value keeps its distance from the next cell, before and after the cut.
	for _, value := range []string{"RSM/HQ/2019/SFA-0012", strings.Repeat("BP-2019-001", 9)} {
		c.Docket = [3]Entry{{"Reference", value, false}, {"Edition", value, false}, {"Status", value, false}}
		img := picture(t, c)
		for i := range 3 {
			area := cellArea(i)
			area.Min.X = area.Max.X - cellGap/2
			if in := inked(img, area); !in.Empty() {
				t.Errorf("cell %d with %q has ink at %v", i, value, in)
			}
		}
	}
}

func TestParallel(t *testing.T) {
	want, err := mission().PNG()
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got, err := mission().PNG(); err != nil || !bytes.Equal(got, want) {
				t.Errorf("other bytes: %v", err)
			}
		})
	}
	group.Wait()
}

func TestKey(t *testing.T) {
	if got := mission().Key(); got != mission().Key() || !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(got) {
		t.Errorf("Key is %q", got)
	}
	seen := map[string]Card{}
	for _, c := range []Card{{}, {Site: "a"}, {Title: "a"}, {Site: "a", Title: "b"}, {Site: `a", Title:"b`}, {Docket: [3]Entry{{Value: "a"}}},
		{Docket: [3]Entry{{Label: "a"}}}, {Docket: [3]Entry{1: {Value: "a"}}}, {Docket: [3]Entry{{Value: "a", Alert: true}}}} {
		if other, twice := seen[c.Key()]; twice {
			t.Errorf("%+v and %+v have the same key", c, other)
		}
		seen[c.Key()] = c
	}
}

// The card and the pages have the same colours.
func TestPalette(t *testing.T) {
	css, err := os.ReadFile("../../static/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]color.RGBA{"paper": paper, "ink": ink, "soft": soft, "withdrawn": red, "rule": rule} {
		m := regexp.MustCompile(`--` + name + `: light-dark\(#([0-9a-f]{6}),`).FindSubmatch(css)
		if m == nil {
			t.Errorf("tokens.css has no %s", name)
			continue
		}
		if v, _ := strconv.ParseUint(string(m[1]), 16, 32); v != uint64(c.R)<<16|uint64(c.G)<<8|uint64(c.B) {
			t.Errorf("%s is #%s, and here %v", name, m[1], c)
		}
	}
}

// No character of the fonts leaves its place, be it the first or the last of a
// line and however many there are.
func TestEveryCharacter(t *testing.T) {
	var p pen
	n := 0
	for r := range rune(0x3000) {
		s := p.clean(string(r), 1)
		if s == "" {
			continue
		}
		n++
		many := strings.Repeat(s, 10+n%3*30)
		picture(t, Card{many, many, [3]Entry{{s, many, false}, {many, s, true}, {s, s, false}}})
	}
	if n < 600 {
		t.Errorf("only %d characters can be drawn", n)
	}
}

func FuzzCard(f *testing.F) {
	f.Add("Briefpress", missionTitle, "Reference", "BP-2019-001")
	f.Add(dariTitle, longTitle, "", strings.Repeat("x", 200))
	f.Add("", strings.Repeat("Ůg█", 300), "\u00a0", "–")
	f.Fuzz(func(t *testing.T, site, title, label, value string) {
		picture(t, Card{site, title, [3]Entry{{label, value, false}, {value, label, true}, {label, value, false}}})
	})
}

func BenchmarkPNG(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := mission().PNG(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKey(b *testing.B) {
	for b.Loop() {
		mission().Key()
	}
}
