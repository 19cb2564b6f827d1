package phrase

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// each calls f with every text of a catalogue and the name of its place.
func each(p *Phrases, f func(name, text string)) {
	var walk func(string, reflect.Value)
	walk = func(name string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			f(name, v.String())
		case reflect.Struct:
			for i := range v.NumField() {
				walk(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(fmt.Sprintf("%s.%d", name, i), v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				walk(name+"."+k.String(), v.MapIndex(k))
			}
		default:
			panic("a catalogue has only texts, not " + name)
		}
	}
	walk("", reflect.ValueOf(*p))
}

func texts(p *Phrases) map[string]string {
	all := map[string]string{}
	each(p, func(name, text string) { all[name] = text })
	return all
}

// Every catalogue says everything that the English one says, with the same
// places.
func TestComplete(t *testing.T) {
	want := texts(&english)
	for _, p := range All() {
		got := texts(p)
		for name, text := range got {
			if _, ok := want[name]; !ok {
				t.Errorf("%s%s is not in English", p.Language, name)
			}
			if half, ok := strings.CutSuffix(name, ".Before"); ok {
				text += got[half+".After"]
			} else if half, ok := strings.CutSuffix(name, ".After"); ok {
				text += got[half+".Before"]
			}
			if text == "" {
				t.Errorf("%s%s is empty", p.Language, name)
			}
			if text != got[name] {
				continue
			}
			if a, b := strings.Count(want[name], "%s"), strings.Count(text, "%s"); a != b || strings.Count(text, "%") != b {
				t.Errorf("%s%s is %q: its places are not those of %q", p.Language, name, text, want[name])
			}
			if p != &english && text == want[name] && strings.ContainsFunc(text, unicode.IsLetter) {
				t.Errorf("%s%s is still in English: %q", p.Language, name, text)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s has %d texts, English has %d", p.Language, len(got), len(want))
		}
		if len([]rune(p.digits)) != 10 {
			t.Errorf("%s has digits %q", p.Language, p.digits)
		}
	}
}

// Every method gives something in every language, with every text it was given
// in it, and none gives the same in two languages.
func TestMethods(t *testing.T) {
	samples := map[reflect.Type]any{
		reflect.TypeFor[string](): "Ωmega", reflect.TypeFor[int](): 12, reflect.TypeFor[[]string](): []string{"Ωmega", "Σigma"},
	}
	passOn := map[string]bool{"Date": true, "Digits": true, "LikelihoodOf": true, "ConfidenceOf": true}
	typ := reflect.TypeFor[*Phrases]()
	for i := range typ.NumMethod() {
		m := typ.Method(i)
		said := map[string]string{}
		for _, p := range All() {
			in := []reflect.Value{reflect.ValueOf(p)}
			for j := 1; j < m.Type.NumIn(); j++ {
				sample := samples[m.Type.In(j)]
				if m.Name == "Callout" {
					sample = "note"
				}
				if m.Name == "Period" && j == 2 {
					sample = "Σigma"
				}
				in = append(in, reflect.ValueOf(sample))
			}
			got := m.Func.Call(in)[0].String()
			if got == "" || strings.Contains(got, "%") {
				t.Errorf("%s: %s gives %q", p.Language, m.Name, got)
			}
			for _, v := range in[1:] {
				switch v.Kind() {
				case reflect.String:
					if m.Name != "Callout" && !strings.Contains(got, v.String()) {
						t.Errorf("%s: %s(%q) gives %q", p.Language, m.Name, v, got)
					}
				case reflect.Int:
					if !strings.Contains(got, p.Number(12)) {
						t.Errorf("%s: %s(12) gives %q", p.Language, m.Name, got)
					}
				case reflect.Slice:
					if !strings.Contains(got, "Ωmega"+p.Comma+"Σigma") {
						t.Errorf("%s: %s gives %q", p.Language, m.Name, got)
					}
				}
			}
			if other, taken := said[got]; taken && !passOn[m.Name] {
				t.Errorf("%s gives %q in %s and in %s", m.Name, got, other, p.Language)
			}
			said[got] = p.Language
		}
	}
}

// Dari has the letters of Persian and none that only look like them, no digit
// or letter of Latin but in names that are written so everywhere, and joiners
// only where they part two letters.
func TestDariLetters(t *testing.T) {
	names := regexp.MustCompile(`\bAPA\b|%s`)
	stray := regexp.MustCompile(`[A-Za-z0-9]|[يكىةإ٠-٩]|[,;?]|  |\x{200c}(?:[^\p{L}]|$)|(?:[^\p{L}\p{M}]|^)\x{200c}|[\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]`)
	each(&dari, func(name, text string) {
		if name == ".Language" {
			return
		}
		if s := stray.FindString(names.ReplaceAllString(text, "نام")); s != "" {
			t.Errorf("%s has %q in %q", name, s, text)
		}
		if !norm.NFC.IsNormalString(text) {
			t.Errorf("%s is not in normal form C: %q", name, text)
		}
	})
}

func TestFor(t *testing.T) {
	for tag, want := range map[string]*Phrases{
		"en": &english, "en-GB": &english, "": &english, "de": &english, "ps": &english, "ar": &english, "no tag": &english,
		"tg": &english, "fa-Latn": &english, "af": &english,
		"fa": &dari, "fa-AF": &dari, "FA_af": &dari, "fas": &dari, "prs": &dari, "prs-AF": &dari, "fa-IR": &dari, "fa-Arab": &dari, "pes": &dari,
	} {
		if got := For(tag); got != want {
			t.Errorf("For(%q) is in %s", tag, got.Language)
		}
	}
	for _, p := range All() {
		if For(p.Language) != p || !Known(p.Language) {
			t.Errorf("%s does not find itself", p.Language)
		}
	}
}

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "ltr", "fa": "rtl", "prs": "rtl", "fa-AF": "rtl", "ps": "rtl", "ar": "rtl", "he": "rtl", "ur-PK": "rtl", "dv": "rtl",
		"fa-Latn": "ltr", "az-IR": "rtl", "az": "ltr", "pa-PK": "rtl", "tg": "ltr", "ff-Adlm": "rtl", "und-Arab": "rtl", "prs-Latn": "ltr",
		"zh": "ltr", "": "ltr", "e n": "ltr",
	} {
		if got := Direction(tag); got != want {
			t.Errorf("Direction(%q) is %q", tag, got)
		}
	}
	if english.Direction() != "ltr" || dari.Direction() != "rtl" {
		t.Error("a catalogue has the wrong direction")
	}
	for tag, want := range map[string]bool{"fa-AF": true, "prs": true, "en-GB": true, "persian": false, "fa_AF": false, "": false, "qq": false} {
		if got := Known(tag); got != want {
			t.Errorf("Known(%q) is %v", tag, got)
		}
	}
}

func TestWriting(t *testing.T) {
	for _, c := range []struct{ name, en, fa, gotEn, gotFa string }{
		{"day", "7 June 2019", "۷ جون ۲۰۱۹", english.Date("2019-06-07"), dari.Date("2019-06-07")},
		{"month", "February 2016", "فبروری ۲۰۱۶", english.Date("2016-02"), dari.Date("2016-02")},
		{"year", "2001", "۲۰۰۱", english.Date("2001"), dari.Date("2001")},
		{"no date", "soon", "soon", english.Date("soon"), dari.Date("soon")},
		{"no day", "2019-02-30", "2019-02-30", english.Date("2019-02-30"), dari.Date("2019-02-30")},
		{"half a date", "2019-0", "2019-0", english.Date("2019-0"), dari.Date("2019-0")},
		{"longer", "2019-06-07T00", "2019-06-07T00", english.Date("2019-06-07T00"), dari.Date("2019-06-07T00")},
		{"none", "", "", english.Date(""), dari.Date("")},
		{"digits", "12a", "۱۲a", english.Digits("12a"), dari.Digits("12a")},
		{"hundreds", "999", "۹۹۹", english.Number(999), dari.Number(999)},
		{"thousands", "1,217", "۱٬۲۱۷", english.Number(1217), dari.Number(1217)},
		{"millions", "1,000,000", "۱٬۰۰۰٬۰۰۰", english.Number(1e6), dari.Number(1e6)},
		{"below zero", "-100", "-۱۰۰", english.Number(-100), dari.Number(-100)},
		{"one", "1 edition", "۱ نسخه", english.CountEditions(1), dari.CountEditions(1)},
		{"two", "2 editions", "۲ نسخه", english.CountEditions(2), dari.CountEditions(2)},
		{"nil", "0 briefs", "۰ گزارش", english.CountBriefs(0), dari.CountBriefs(0)},
		{"minutes", "6 minutes", "۶ دقیقه", english.Minutes(6), dari.Minutes(6)},
		{"words", "1,217 words", "۱٬۲۱۷ کلمه", english.Words(1217), dari.Words(1217)},
		{"place", "2 of 3", "۲ از ۳", english.Of(2, 3), dari.Of(2, 3)},
		{"lasting", "since 2015", "از ۲۰۱۵ به این سو", english.Period("2015", ""), dari.Period("2015", "")},
		{"period", "2001 to 28 December 2014", "از ۲۰۰۱ تا ۲۸ دسمبر ۲۰۱۴", english.Period("2001", "2014-12-28"), dari.Period("2001", "2014-12-28")},
		{"a year", "2015", "۲۰۱۵", english.Period("2015", "2015"), dari.Period("2015", "2015")},
		{"item", "Paragraph 12a, item 3", "پاراگراف ۱۲a، مورد ۳", english.ParagraphItem("12a", 3), dari.ParagraphItem("12a", 3)},
		{"likelihood", "very likely", "بسیار محتمل", english.LikelihoodOf("very likely"), dari.LikelihoodOf("Very likely")},
		{"free likelihood", "perhaps", "perhaps", english.LikelihoodOf("perhaps"), dari.LikelihoodOf("perhaps")},
	} {
		if c.gotEn != c.en || c.gotFa != c.fa {
			t.Errorf("%s: %q and %q, want %q and %q", c.name, c.gotEn, c.gotFa, c.en, c.fa)
		}
	}
}
