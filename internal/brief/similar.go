package brief

import (
	"iter"
	"math"
	"math/bits"
	"path"
	"slices"
	"strings"
	"unicode"
)

// class tells which blocks may become one another.
func class(k Kind) string {
	if s := series(k); s != "" {
		return string(s)
	}
	return string(k)
}

// said is what blocks say, as their features: words, and each two words that
// follow one another, within the class of the block; ascending, each once.
type said struct {
	features []int32
	mass     int // what the features weigh
}

// weights are what features weigh.
type weights []int

// measure takes the features of the blocks of both sides.
func (a *alignment) measure() weights {
	f := features{words: map[featureKey]int32{}, pairs: map[[2]int32]int32{}}
	a.from.said, a.to.said = make([]said, len(a.from.blocks)), make([]said, len(a.to.blocks))
	for i, b := range a.from.blocks {
		a.from.said[i].features = f.of(b)
	}
	for j, b := range a.to.blocks {
		if is := a.to.partners[j]; is != nil && a.from.blocks[is[0]].Hash == b.Hash {
			a.to.said[j] = a.from.said[is[0]]
		} else {
			a.to.said[j].features = f.of(b)
		}
	}
	sides := []*side{&a.from, &a.to}
	most := make([]int, len(f.base)) // of the blocks of either side that have a feature
	for _, s := range sides {
		have := make([]int, len(f.base))
		for _, b := range s.said {
			for _, id := range b.features {
				have[id]++
				most[id] = max(most[id], have[id])
			}
		}
	}
	n := max(len(a.from.blocks), len(a.to.blocks))
	w := make(weights, len(f.base))
	for id, base := range f.base {
		w[id] = base
		if base > 1 {
			w[id] *= bits.Len(uint(n / most[id]))
		}
	}
	for _, s := range sides {
		for i := range s.said {
			s.said[i].mass = w.sum(s.said[i].features)
		}
	}
	return w
}

func (w weights) sum(features []int32) int {
	sum := 0
	for _, id := range features {
		sum += w[id]
	}
	return sum
}

// both is what the features weigh that both have.
func (w weights) both(x, y []int32) int {
	sum := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			sum += w[x[i]]
			i, j = i+1, j+1
		}
	}
	return sum
}

// alike is how alike two blocks are that have features of a weight in common, in
// thousandths.
func alike(common int, x, y said) int {
	if common == 0 {
		return 0
	}
	// Division and square root round alike on every machine.
	return int(1000 * math.Sqrt(float64(common)*float64(common)/(float64(x.mass)*float64(y.mass))))
}

// mille is a part of a whole in thousandths.
func mille(part, whole int) int { return 1000 * part / max(whole, 1) }

// features numbers what blocks say.
type features struct {
	words map[featureKey]int32
	pairs map[[2]int32]int32
	base  []int // what each weighs where all blocks have it
}

// A featureKey is a word in blocks of a class. The word "#" is any number.
type featureKey struct{ class, word string }

// feature is the number of a feature, which weighs base if it is new.
func feature[K comparable](f *features, known map[K]int32, key K, base int) int32 {
	id, ok := known[key]
	if !ok {
		id = int32(len(f.base))
		known[key] = id
		f.base = append(f.base, base)
	}
	return id
}

// of gives the features of a block.
func (f *features) of(b *Block) []int32 {
	c := class(b.Kind)
	var ids []int32
	last := int32(-1)
	text := b.Text
	if b.Kind == Figure {
		text += "\n" + b.picture()
	}
	for text, number := range tokens(text) {
		base := 2
		if number {
			base = 1
		}
		id := feature(f, f.words, featureKey{c, text}, base)
		ids = append(ids, id)
		if number {
			id = feature(f, f.words, featureKey{c, "#"}, base)
			ids = append(ids, id)
		}
		if last >= 0 {
			ids = append(ids, feature(f, f.pairs, [2]int32{last, id}, max(base, f.base[last])))
		}
		last = id
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// picture is the name of the file that a figure shows; "" where there is none.
func (b *Block) picture() string {
	_, src, found := strings.Cut(string(b.inner), ` src="`)
	if !found {
		return ""
	}
	src, _, _ = strings.Cut(src, `"`)
	return path.Base(src)
}

// tokens gives the words of a text in lower case, and whether each is a number.
// What is written without spaces between words is taken letter by letter; a text
// without letters and digits, sign by sign.
func tokens(text string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		runes := []rune(strings.ToLower(text))
		words := slices.ContainsFunc(runes, isWordRune)
		for i := 0; i < len(runes); {
			start := i
			switch r := runes[i]; {
			case isWordRune(r):
				i = wordEnd(runes, i)
			case words || unicode.IsSpace(r):
				i++
				continue
			default:
				i++
			}
			if !yield(string(runes[start:i]), unicode.IsDigit(runes[start])) {
				return
			}
		}
	}
}

// wordEnd is where the word ends that begins at i.
func wordEnd(runes []rune, i int) int {
	within := func(i int) bool { return i < len(runes) && isWordRune(runes[i]) && !unspaced(runes[i]) }
	single := unspaced(runes[i])
	for i++; i < len(runes); i++ {
		switch r := runes[i]; {
		case unicode.Is(unicode.M, r):
		case single:
			return i
		case within(i):
		case (r == '\'' || r == '’' || r == '\u200c') && within(i+1): // a zero-width non-joiner stands within Persian words
		case (r == '.' || r == ',' || r == '٫' || r == '٬') && unicode.IsDigit(runes[i-1]) && i+1 < len(runes) && unicode.IsDigit(runes[i+1]):
		default:
			return i
		}
	}
	return i
}

// unspaced tells whether a letter is of a script without spaces between words.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
