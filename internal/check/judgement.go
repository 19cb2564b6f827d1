package check

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"briefpress/internal/brief"
)

// judgements yields the judgements of a text whose form was understood.
func (d Document) judgements(yield func(*brief.Block) bool) {
	for _, b := range d.Body().Blocks {
		if b.Kind == brief.Judgement && b.Likelihood != "" && !yield(b) {
			return
		}
	}
}

// estimate is what stands before the likelihood in the first line of a judgement.
var estimate = regexp.MustCompile(`\[![A-Za-z]+\][ \t]*`)

// estimateAt is the offset of the likelihood of a judgement.
func estimateAt(d Document, b *brief.Block) int {
	if m := estimate.FindIndex(d.Source[b.Offset:b.End]); m != nil {
		return b.Offset + m[1]
	}
	return b.Offset
}

// unknownLikelihood looks for likelihoods of which nobody knows how likely they are.
func unknownLikelihood(p *Pass) {
	terms := slices.Concat(brief.Likelihoods(1), brief.Likelihoods(2))
	for _, d := range p.Documents() {
		for b := range d.judgements {
			if _, _, ok := brief.Likelihood(b.Likelihood); !ok {
				p.At(d, estimateAt(d, b), fmt.Sprintf("%q is not a term of likelihood", b.Likelihood),
					nearest(b.Likelihood, slices.Values(terms), "the terms are "+strings.Join(brief.Likelihoods(1), ", ")))
			}
		}
	}
}

// mixedLikelihoods looks for judgements of one text whose likelihoods are of two rows.
func mixedLikelihoods(p *Pass) {
	for _, d := range p.Documents() {
		var first *brief.Block
		var of int // the row of the first
		for b := range d.judgements {
			row, degree, ok := brief.Likelihood(b.Likelihood)
			switch {
			case !ok:
			case first == nil:
				first, of = b, row
			case row != of:
				p.At(d, estimateAt(d, b), fmt.Sprintf("%q and the %q of line %d are of two rows of terms",
					b.Likelihood, first.Likelihood, d.Position(first.Offset).Line), fmt.Sprintf("write %q", termOf(of, degree)))
			}
		}
	}
}

// termOf is the first term of a row that has a degree.
func termOf(row, degree int) string {
	terms := brief.Likelihoods(row)
	return terms[slices.IndexFunc(terms, func(t string) bool { _, d, _ := brief.Likelihood(t); return d == degree })]
}

// Words of likelihood and of confidence in an English sentence. "Remote" and
// "confidence" have other meanings: they count where what stands beside them
// leaves no doubt.
var (
	likely = regexp.MustCompile(`(?i)\b(?:almost\W+no\W+chance|remote\W+(?:chance|possibility|probability|likelihood|prospect)` +
		`|(?:chance|possibility|probability|likelihood|prospect)s?\W+(?:\w+\W+){0,5}?(?:is|are|remains?)\W+remote` +
		`|(?:very\W+|highly\W+|quite\W+|more\W+|most\W+)?(?:un)?likely|(?:highly\W+)?(?:im)?probabl[ey]` +
		`|roughly\W+even\W+(?:chance|odds)|even\W+(?:chance|odds)|(?:almost|nearly)\W+certain(?:ly)?)\b`)
	confident = regexp.MustCompile(`(?i)\b(?:(?:low|moderate|medium|high)(?:\W+(?:to|or)\W+(?:low|moderate|medium|high))?\W+(?:(?:degree|level)s?\W+of\W+)?confidence` +
		`|(?:our|my|analytic|analysts?\W+|the\W+analysts?\W+)\W*confidence\W+(?:\w+\W+){0,6}?(?:is|remains)\W+(?:low|moderate|medium|high)` +
		`|(?:highly|moderately|very|fairly|quite)\W+confident)\b`)
)

// likelihoodAndConfidence looks for sentences of judgements that say both how
// likely something is and how sure the author is of that.
func likelihoodAndConfidence(p *Pass) {
	for _, d := range p.Documents() {
		if !english(d) {
			continue
		}
		for b := range d.judgements {
			source, offsets := quoted(d.Source[b.Offset:b.End])
			places := confident.FindAllStringIndex(source, -1)
			n := 0 // how many there are before this sentence
			for _, sentence := range sentences(b.Text) {
				found := confident.FindAllString(sentence, -1)
				if l := likely.FindString(sentence); l != "" && len(found) > 0 {
					at := b.Offset
					if n < len(places) {
						at += offsets[places[n][0]]
					}
					p.At(d, at, fmt.Sprintf("the sentence says %q and %q: how likely it is and how sure you are", wordsOf(l), wordsOf(found[0])),
						"make two sentences of it, or leave one of the two to the first line of the judgement")
				}
				n += len(found)
			}
		}
	}
}

// english tells whether a document is in English, whose words alone we know.
func english(d Document) bool {
	primary, _, _ := strings.Cut(strings.ToLower(d.language()), "-")
	return primary == "en"
}

// quoted is the source of a callout without its first line and the marks of
// quotation, and for each byte of it the offset it has there.
func quoted(source []byte) (text string, offsets []int) {
	var b strings.Builder
	at := 0
	for line := range bytes.Lines(source) {
		if at > 0 {
			rest := bytes.TrimLeft(line, " \t")
			if after, ok := bytes.CutPrefix(rest, []byte(">")); ok {
				rest = after
			}
			b.Write(rest)
			for i := range rest {
				offsets = append(offsets, at+len(line)-len(rest)+i)
			}
		}
		at += len(line)
	}
	return b.String(), offsets
}

// endings yields what may end an English sentence with the space behind it, and
// ends of lines.
func endings(text string) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for i := 0; i < len(text); {
			end := i
			switch text[i] {
			case '\n':
				end = i + 1
			case '.', '!', '?':
				rest := strings.TrimLeft(text[i+1:], `'"’”)]`)
				if behind := strings.TrimLeft(rest, " \t\n\f\r"); len(behind) < len(rest) {
					end = len(text) - len(behind)
				}
			}
			if end > i && !yield(i, end) {
				return
			}
			i = max(i+1, end)
		}
	}
}

// short are words that end in a full stop where no sentence does: titles, and short
// forms that stand before what they belong to.
var short = map[string]bool{"Mr": true, "Mrs": true, "Ms": true, "Dr": true, "Prof": true, "Gen": true, "Lt": true, "Col": true, "Maj": true,
	"Brig": true, "Capt": true, "Sgt": true, "Adm": true, "Sen": true, "Rep": true, "Gov": true, "Amb": true, "St": true, "cf": true, "e.g": true,
	"i.e": true, "viz": true, "approx": true, "c": true, "ca": true, "vs": true}

// abbreviated tells whether the last word of a text ends in a full stop and is short
// for another, or an initial.
func abbreviated(text string) bool {
	if i := strings.LastIndexAny(text, " \t\n\f\r(\"“"); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		text = text[i+size:]
	}
	word, full := strings.CutSuffix(text, ".")
	return full && (short[word] || len(word) == 1 && 'A' <= word[0] && word[0] <= 'Z')
}

// sentences yields the sentences of an English text, and where they begin in it.
func sentences(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		from := 0
		part := func(end int) (int, string) {
			s := strings.TrimLeft(text[from:end], " \t\n")
			return end - len(s), strings.TrimSpace(s)
		}
		for mark, end := range endings(text) {
			at, sentence := part(end)
			next := text[end:]
			if text[mark] != '\n' && (abbreviated(sentence) || next != "" && next[0] >= 'a' && next[0] <= 'z') {
				continue
			}
			if sentence != "" && !yield(at, sentence) {
				return
			}
			from = end
		}
		if at, last := part(len(text)); last != "" {
			yield(at, last)
		}
	}
}
