package card

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// kernings says which letters stand how much closer, in thousandths of an em, to
// one before them than their widths say. Set by eye for Go Bold in the sizes of
// titles; a letter with an accent is kerned as the letter without.
const kernings = `
	A  -75 T  -70 V  -70 Y  -40 W  -25 vwy  -70 ’”
	D  -20 AVY  -30 .,
	F  -50 A  -90 .,…  -15 aeo
	K  -20 CGOQceoq  -25 vwy
	L  -75 T  -75 V  -80 Y  -45 W  -25 vwy  -90 ’”
	O  -20 AVXY  -15 T  -30 .,
	P  -60 A  -110 .,…  -20 aceoq
	Q  -20 VY
	R  -20 TVY
	T  -75 A  -75 acdegoqs  -55 mnpruvwxyz  -80 .,…:;  -60 -–—
	V  -70 A  -40 acdegoqs  -20 mnpru  -90 .,…  -35 -–—
	W  -40 A  -25 acdegoqs  -10 mnpru  -60 .,…  -15 -–—
	X  -20 CGOQ  -20 eo
	Y  -70 A  -65 acdegoqs  -45 mnpru  -95 .,…  -60 -–—
	f  -30 .,…  40 ’”)
	r  -55 .,…  -10 acdegoq
	v  -50 .,…
	w  -40 .,…
	y  -50 .,…
	“  -65 A
	‘  -65 A
	’  -30 s
	-  -60 T  -35 V  -60 Y
	–  -60 T  -35 V  -60 Y
`

var pairs = sync.OnceValue(func() map[[2]rune]int {
	m := map[[2]rune]int{}
	for line := range strings.Lines(kernings) {
		fields := strings.Fields(line)
		for i := 1; i+1 < len(fields); i += 2 {
			amount := 0
			for _, d := range strings.TrimPrefix(fields[i], "-") {
				amount = amount*10 + int(d-'0')
			}
			if fields[i][0] == '-' {
				amount = -amount
			}
			for _, r := range fields[i+1] {
				m[[2]rune{[]rune(fields[0])[0], r}] = amount
			}
		}
	}
	return m
})

// kern gives by how many thousandths of an em the right of two letters is to be
// moved.
func kern(left, right rune) int { return pairs()[[2]rune{base(left), base(right)}] }

// base takes the accents off a letter.
func base(r rune) rune {
	if r >= 0xc0 {
		for _, d := range string(norm.NFD.PropertiesString(string(r)).Decomposition()) {
			return d
		}
	}
	return r
}
