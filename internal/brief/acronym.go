package brief

import (
	"fmt"
	"html"
	"iter"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// An acronymNode is the first use of an acronym that the text itself does not
// introduce.
type acronymNode struct {
	ast.BaseInline
	acronym   *Acronym
	id        string
	direction string // of the document
}

var kindAcronym = ast.NewNodeKind("Acronym")

func (n *acronymNode) Kind() ast.NodeKind { return kindAcronym }
func (n *acronymNode) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"short": n.acronym.Short}, nil)
}

var (
	// introduction is the short form in "Full Name (FN)".
	introduction = regexp.MustCompile(`\((\p{Lu}[\p{L}\p{N}&/-]{1,11})\)`)
	// shortForm is a word with two capitals, such as NATO, MoD and CSTC-A.
	shortForm = regexp.MustCompile(`\p{Lu}[\p{L}\p{N}&]*\p{Lu}[\p{L}\p{N}]*(?:-[\p{Lu}\p{N}]+)?`)
	roman     = regexp.MustCompile(`^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$`)
)

// introduced finds the acronyms that a text introduces as "Full Name (FN)".
func (b *builder) introduced(n ast.Node) {
	s := plain(b.src, n)
	from := max(n.Pos(), 0)
	for _, m := range introduction.FindAllStringSubmatchIndex(s, -1) {
		short, plural := strings.CutSuffix(s[m[2]:m[3]], "s")
		expansion := expansionOf(short, s[:m[0]])
		if expansion == "" {
			continue
		}
		if plural {
			expansion = strings.TrimSuffix(expansion, "s")
		}
		at := n.Pos()
		if i := strings.Index(string(b.src[from:]), "("+short); i >= 0 && at >= 0 {
			at = from + i + 1
			from = at
		}
		known := b.acronyms[short]
		if known == nil || known.Offset < 0 {
			b.acronyms[short] = &Acronym{Short: short, Expansion: expansion, Offset: at, First: -1}
			b.headed[short] = n.Kind() == ast.KindHeading
			continue
		}
		b.again(n, &Acronym{Short: short, Expansion: expansion, Offset: at}, known)
	}
}

// again reports an acronym that the text introduces a second time. A heading and
// the text under it may both do so, and each cell of a table may stand alone.
func (b *builder) again(n ast.Node, a, first *Acronym) {
	if a.Offset < first.Offset {
		a, first = first, a
	}
	line := b.doc.Position(first.Offset).Line
	switch {
	case anchor(a.Expansion) != anchor(first.Expansion):
		b.report(a.Offset, "acronym-conflict", fmt.Sprintf("%s is %s here and %s on line %d", a.Short, quote(a.Expansion), quote(first.Expansion), line), "keep one of the two")
	case n.Kind() == ast.KindHeading, n.Kind() == extast.KindTableCell:
	case b.headed[a.Short]:
		delete(b.headed, a.Short)
	default:
		b.report(a.Offset, "repeated-acronym", fmt.Sprintf("%s is introduced a second time", a.Short), fmt.Sprintf("line %d introduces it: write %s alone here", line, a.Short))
	}
}

// small are the words that a short form may pass over.
var small = map[string]bool{"a": true, "an": true, "and": true, "at": true, "by": true, "for": true, "from": true,
	"in": true, "of": true, "on": true, "or": true, "the": true, "to": true, "with": true, "&": true}

// expansionOf finds the words before a short form that it is made of: those
// that begin with its letters, small words passed over; else, by the method of
// Schwartz and Hearst (2003), those in which its letters are found from the
// end, the first at the beginning of a word. "" is none.
func expansionOf(short, before string) string {
	if countUpper(short) < 2 {
		return ""
	}
	letters := []rune(strings.ToLower(strings.ReplaceAll(short, "-", "")))
	fields := strings.Fields(before)
	fields = fields[max(0, len(fields)-min(len(letters)+5, 2*len(letters))):]
	expansion := byInitials(letters, fields)
	if expansion == "" {
		expansion = byLetters(letters, strings.Join(fields, " "))
	}
	// The words must not reach over the end of a sentence, and must be more than the short form.
	if strings.ContainsAny(expansion, ".;:()") || len(strings.Fields(expansion)) < 2 && len(expansion) < 2*len(short) {
		return ""
	}
	return expansion
}

func byInitials(letters []rune, words []string) string {
	initial := func(w string) rune {
		for _, r := range strings.ToLower(w) {
			if isWordRune(r) {
				return r
			}
		}
		return 0
	}
	var match func(l, w int) int // index of the first word, or -1
	match = func(l, w int) int {
		if l < 0 {
			return w + 1
		}
		if w < 0 {
			return -1
		}
		if initial(words[w]) == letters[l] {
			if first := match(l-1, w-1); first >= 0 {
				return first
			}
		}
		if small[strings.ToLower(words[w])] && l < len(letters)-1 {
			return match(l, w-1)
		}
		return -1
	}
	if first := match(len(letters)-1, len(words)-1); first >= 0 {
		return strings.Join(words[first:], " ")
	}
	return ""
}

func byLetters(letters []rune, before string) string {
	long := []rune(before)
	l := len(long) - 1
	for s := len(letters) - 1; s >= 0; s-- {
		for l >= 0 && (unicode.ToLower(long[l]) != letters[s] || s == 0 && l > 0 && isWordRune(long[l-1])) {
			l--
		}
		if l < 0 {
			return ""
		}
		l--
	}
	return string(long[l+1:])
}

func countUpper(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}

// acronymsIn records the acronyms used in a node, marks the first use of each
// that the text does not introduce, and reports those that nothing explains.
func (b *builder) acronymsIn(root ast.Node) {
	var texts []*ast.Text // first all of them, since a mark takes a text out of the walk
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.AutoLink, *ast.RawHTML, *ast.Image:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			texts = append(texts, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range texts {
		b.acronymsInText(n)
	}
}

func (b *builder) acronymsInText(n *ast.Text) {
	value := string(n.Segment.Value(b.src))
	for start, end := range shortForms(value) {
		if start > 0 && (isWordRune(lastRune(value[:start])) || strings.ContainsRune("/&_@#!", lastRune(value[:start]))) ||
			end < len(value) && strings.ContainsRune("/&_@", rune(value[end])) {
			continue // part of a longer name or an address
		}
		short, a := b.known(value[start:end])
		offset := n.Segment.Start + start
		if a == nil {
			b.unexplained(short, offset)
			continue
		}
		if a.First >= 0 {
			continue
		}
		a.First = offset
		b.body.Acronyms = append(b.body.Acronyms, a)
		if a.Offset < 0 && n.Segment.Padding == 0 && markable(n) {
			b.markAcronym(n, a, start, start+len(a.Short))
			return
		}
	}
}

// shortForms yields where the short forms of a text begin and end. Few words have
// two capitals, and to try the pattern at every letter would take a third of the
// time of parsing.
func shortForms(text string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		begin, capitals := -1, 0 // of the word, so far
		for i, size := 0, 0; i <= len(text); i += size {
			var r rune
			if r, size = utf8.DecodeRuneInString(text[i:]); size == 0 {
				size = 1 // the end
			}
			switch {
			case unicode.IsLetter(r), unicode.IsNumber(r), r == '&', r == '-': // all that the pattern matches
				if begin < 0 {
					begin, capitals = i, 0
				}
				if unicode.IsUpper(r) {
					capitals++
				}
				continue
			case capitals > 1:
				for _, m := range shortForm.FindAllStringIndex(text[begin:i], -1) {
					if !yield(begin+m[0], begin+m[1]) {
						return
					}
				}
			}
			begin, capitals = -1, 0
		}
	}
}

// known finds what a short form stands for, as it is written, without a
// compass point behind a hyphen, or without the s of the plural.
func (b *builder) known(written string) (string, *Acronym) {
	forms := []string{written}
	if head, _, ok := strings.Cut(written, "-"); ok {
		forms = append(forms, head)
	}
	for _, f := range forms {
		for _, s := range []string{f, strings.TrimSuffix(f, "s")} {
			if a := b.acronyms[s]; a != nil {
				return s, a
			}
		}
	}
	return forms[len(forms)-1], nil
}

// unexplained reports, once each, a word of capitals that nothing explains.
func (b *builder) unexplained(short string, offset int) {
	bare := strings.TrimSuffix(short, "s")
	if countUpper(bare) != len([]rune(bare)) || len([]rune(bare)) < 2 || roman.MatchString(bare) || b.unknown[bare] {
		return
	}
	b.unknown[bare] = true
	b.report(offset, "undefined-acronym", fmt.Sprintf("acronym %s is not explained", bare),
		fmt.Sprintf("write its full name before it, as in “Full Name (%s)”, or add it to acronyms in the front matter or site.yaml", bare))
}

// markable tells whether a button may stand in place of the text: not in a
// link or a heading.
func markable(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		switch p.Kind() {
		case ast.KindLink, ast.KindHeading:
			return false
		}
	}
	return true
}

// markAcronym splits a text around an acronym.
func (b *builder) markAcronym(n *ast.Text, a *Acronym, start, end int) {
	seg := n.Segment
	parent := n.Parent()
	before := ast.NewTextSegment(text.NewSegment(seg.Start, seg.Start+start))
	after := ast.NewTextSegment(text.NewSegment(seg.Start+end, seg.Stop))
	after.SetSoftLineBreak(n.SoftLineBreak())
	after.SetHardLineBreak(n.HardLineBreak())
	mark := &acronymNode{acronym: a, id: b.uniqueID("acr-" + anchor(a.Short)), direction: b.direction}
	parent.InsertBefore(parent, n, before)
	parent.InsertBefore(parent, n, mark)
	parent.ReplaceChild(parent, n, after)
	b.acronymsInText(after)
}

func renderAcronym(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		n := node.(*acronymNode)
		fmt.Fprintf(w, `<button type="button" class="acronym" popovertarget="%s">%s</button><span class="expansion" id="%s" popover role="note">%s</span>`,
			n.id, html.EscapeString(n.acronym.Short), n.id, isolate(n.acronym.Expansion, n.direction))
	}
	return ast.WalkContinue, nil
}

func lastRune(s string) rune {
	r := []rune(s[max(0, len(s)-4):])
	if len(r) == 0 {
		return 0
	}
	return r[len(r)-1]
}
