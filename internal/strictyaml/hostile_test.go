package strictyaml

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile has documents made to be slow or large; each must be refused.
func hostile() map[string]string {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := range 30 {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d,", i), 9))
	}
	fill := func(s string) string { return strings.Repeat(s, MaxSize/len(s)) }
	return map[string]string{
		"aliases":         bomb,
		"cycle":           "title: &a [*a, *a]\nauthors: *a\n",
		"lists in flow":   strings.Repeat("[", 20000),
		"under a key":     "place: " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000),
		"mappings":        "place: " + strings.Repeat("{a: ", 15000),
		"lists":           strings.Repeat("- ", 20000),
		"lists, a key":    "place:\n" + strings.Repeat("- ", 20000) + "x",
		"complex keys":    strings.Repeat("? ", 20000),
		"indented":        indented(300),
		"too long":        "title: " + strings.Repeat("x", MaxSize),
		"far too long":    strings.Repeat("[", 10<<20),
		"unknown keys":    fill("a:\n"),
		"other keys":      distinct(9000),
		"same key":        fill("title:\n"),
		"long key":        fill("x")[3:] + ":",
		"NUL":             fill("\x00"),
		"NUL by turns":    fill("x\x00"),
		"not UTF-8":       fill("\xff"),
		"faults on lines": fill("a: b: c\n"),
		"tags":            fill("!a "),
		"tags in a list":  "title: [" + fill("!a,")[8:],
		"anchors":         fill("&a "),
		"alias items":     "title: &a x\nauthors: [" + fill("*a ,")[30:] + "]",
		"quotes":          fill("''"),
		"documents":       fill("---\n"),
		"open lists":      fill("a: [\n"),
		"open quotes":     fill("a: \"\n"),
		"stray items":     "title: x\n" + fill("- x\n")[9:],
		"comments, fault": fill("# c\n")[4:] + "\t: ",
	}
}

func indented(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d:\n", i)
	}
	return b.String()
}

// Work is bounded: what is allocated stands for it, as it does not depend on how
// busy the machine is. BenchmarkHostile has the time.
func TestHostile(t *testing.T) {
	for name, src := range hostile() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, errs := Decode([]byte(src), &front{})
		runtime.ReadMemStats(&after)
		if len(errs) == 0 {
			t.Errorf("%s: no error", name)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 50<<20 {
			t.Errorf("%s: %d MiB allocated, want at most 50", name, n>>20)
		}
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, src := range hostile() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Decode([]byte(src), &front{})
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	src := []byte(`title: Resolute Support Mission
summary: A NATO-led mission to train, advise and assist the Afghan forces.
authors: [Ann Example, Bob Example]
published: 2019-06-07
key-points:
  - The mission began on 1 January 2015.
  - It succeeded ISAF.
sources:
  nato-2016:
    author: [NATO]
    title: Warsaw Summit Communiqué
    url: https://www.nato.int/
`)
	b.ReportAllocs()
	for b.Loop() {
		Decode(src, &front{})
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range bad {
		f.Add(c.src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		p, errs := Decode([]byte(src), &front{})
		if len(src) > MaxSize-MaxSize/4 {
			return
		}
		lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(src, "\ufeff")), "\n")
		inside := func(what string, line, col int) {
			if line < 1 || line > len(lines) || col < 1 || col > utf8.RuneCountInString(lines[line-1])+1 {
				t.Errorf("%s at %d:%d is outside", what, line, col)
			}
		}
		for _, e := range errs {
			inside(e.Message, e.Line, e.Column)
			if strings.Contains(e.Message+e.Hint, "\n") || e.Message == "" {
				t.Errorf("%q | %q is not one line", e.Message, e.Hint)
			}
			for _, jargon := range []string{"cannot be read as YAML", "unmarshal", "struct", "strictyaml", "while ", "did not find"} {
				if strings.HasPrefix(e.Message, jargon) {
					t.Errorf("%q is the parser's own talk", e.Message)
				}
			}
		}
		for _, key := range p.Keys() {
			line, col := p.Key(key)
			inside("key "+key, line, col)
			line, col = p.Value(key)
			inside("value of "+key, line, col)
		}

		// How lines end does not matter.
		if !strings.Contains(src, "\r") {
			_, crlf := Decode([]byte(strings.ReplaceAll(src, "\n", "\r\n")), &front{})
			if !slices.Equal(errs, crlf) {
				t.Errorf("LF: %v\nCRLF: %v", errs, crlf)
			}
		}

		// What a hint puts in quotes is read back as it was.
		if utf8.ValidString(src) && !strings.ContainsFunc(src, func(r rune) bool { return r != '\n' && forbidden(r) }) {
			var back front
			if _, errs := Decode([]byte("title: "+doubleQuoted(src)), &back); len(errs) > 0 || back.Title != src {
				t.Errorf("%s is read as %q, %v", doubleQuoted(src), back.Title, errs)
			}
		}
	})
}
