package brief

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// parsed makes an edition of a body.
func parsed(t testing.TB, date Date, body string) *Edition {
	t.Helper()
	e, problems := ParseEdition(Input{File: "b/" + string(date) + ".md", Slug: "b", Date: date, Data: []byte("---\ntitle: T\n---\n\n" + body + "\n"),
		Files: map[string]File{"plan.svg": {Address: "/briefs/b/plan.svg"}, "chart.svg": {Address: "/briefs/b/chart.svg"}}}, Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return e
}

// written writes matches as in "0=0 1~3! 2+3>1 4>5+6 -5 +2": same, edited and
// moved, merged, split, removed, inserted.
func written(matches []Match) string {
	list := func(indexes []int) string {
		return strings.ReplaceAll(strings.Trim(fmt.Sprint(indexes), "[]"), " ", "+")
	}
	var all []string
	for _, m := range matches {
		sign := map[Change]string{Same: "=", Edited: "~", Split: ">", Merged: ">", Inserted: "+", Removed: "-"}[m.Change]
		s := list(m.From) + sign + list(m.To)
		if m.Change == Removed {
			s = sign + list(m.From)
		}
		if m.Moved {
			s += "!"
		}
		all = append(all, s)
	}
	return strings.Join(all, " ")
}

// Texts that have no more in common than any two texts.
const (
	mission = "The mission trains, advises and assists the Afghan forces, which have been responsible for security since the start of 2015."
	hubs    = "It works from one hub in the capital and four spokes in the north, west, south and east of the country."
	money   = "Allies pay for the army through a trust fund that auditors examine every year before new pledges are made."
	talks   = "Negotiators met in Doha eleven times between October and the following spring, without a delegation from Kabul."
	pilots  = "Air crews learn to fly helicopters abroad because the ranges near Kandahar were closed after an accident."
	police  = "Police officers guard polling stations, while a separate unit investigates corruption in customs houses."
)

func lines(blocks ...string) string { return strings.Join(blocks, "\n\n") }

func TestAlign(t *testing.T) {
	replace := strings.NewReplacer
	for _, c := range []struct{ name, from, to, want string }{
		{"nothing", "", "", ""},
		{"first", "", mission, "+0"},
		{"last", mission, "", "-0"},
		{"same", lines(mission, hubs), lines(mission, hubs), "0=0 1=1"},
		{"inserted", lines(mission, hubs), lines(mission, money, hubs), "0=0 +1 1=2"},
		{"removed", lines(mission, money, hubs), lines(mission, hubs), "0=0 -1 2=1"},
		{"replaced by what has nothing in common", lines(mission, money, hubs), lines(mission, talks, hubs), "0=0 -1 +1 2=2"},
		{"edited", lines(mission, hubs), lines(mission, strings.ReplaceAll(hubs, "four spokes", "three spokes")), "0=0 1~1"},
		{"a note is changed", hubs + "[^1]\n\n[^1]: One.", hubs + "[^1]\n\n[^1]: Two.", "0~0"},
		{"a link is changed", "[" + hubs + "](https://example.org/a)", "[" + hubs + "](https://example.org/b)", "0~0"},
		{"moved", lines(mission, hubs, money, talks), lines(money, mission, hubs, talks), "2=0! 0=1 1=2 3=3"},
		{"moved and two words changed", lines(mission, hubs, money, talks),
			lines(mission, money, talks, replace("hub", "base", "east", "centre").Replace(hubs)), "0=0 2=1 3=2 1~3!"},
		{"the shorter of two moves", lines(mission, "One word more."), lines("One word more.", mission), "1=0! 0=1"},
		{"two that weigh the same", lines("One alpha.", "Two alphas."), lines("Two alphas.", "One alpha."), "1=0! 0=1"},
		{"removed after what moved away", lines(mission, hubs, money, talks, pilots), lines(mission, talks, pilots, hubs), "0=0 -2 3=1 4=2 1=3!"},
		{"split", lines(mission, hubs+" "+money, talks), lines(mission, hubs, money, talks), "0=0 1>1+2 2=3"},
		{"split in five", hubs + " " + money + " " + talks + " " + pilots + " " + police, lines(hubs, money, talks, pilots, police), "0>0+1+2+3+4"},
		{"split and moved", lines(mission, police, hubs+" "+money, talks, pilots), lines(hubs, money, mission, police, talks, pilots), "2>0+1 0=2! 1=3! 3=4 4=5"},
		{"split and edited", hubs + " " + money, lines(replace("four", "three").Replace(hubs), replace("examine", "inspect").Replace(money)), "0>0+1"},
		{"merged", lines(mission, hubs, money, talks), lines(mission, hubs+" "+money, talks), "0=0 1+2>1 3=2"},
		{"merged and edited", lines(hubs, money), replace("four", "three", "examine", "inspect").Replace(hubs + " " + money), "0+1>0"},
		{"a part beside other text", lines(hubs, mission), lines(hubs+" "+money, mission), "0~0 1=1"},
		{"a short sentence added", lines(hubs, mission), lines(hubs, "However.", mission), "0=0 +1 1=2"},
		{"a paragraph becomes a list", "Allies: Germany, Italy, Türkiye and the United States lead the spokes.",
			"Allies lead the spokes:\n\n- Germany\n- Italy\n- Türkiye\n- the United States", "0>0+1"},
		{"every figure changed", "In 2018, 16,919 troops of 39 nations served in 7 places.", "In 2020, 16,551 troops of 38 nations served in 5 places.", "0~0"},
		{"a template keeps what is untouched", "In 2019 the mission trained 300 pilots in four schools.",
			lines("In 2018 the mission trained 200 pilots in four schools.", "In 2019 the mission trained 300 pilots in four schools.", "In 2020 the mission trained 400 pilots in four schools."), "+0 0=1 +2"},
		{"a template in order", lines("In 2018 it trained 200 pilots.", "In 2019 it trained 300 pilots."),
			lines("In 2018 it had trained 200 pilots.", "In 2019 it had trained 300 pilots.", "In 2020 it had trained 400 pilots."), "0~0 1~1 +2"},
		{"common words alone", lines("The head of the office was in the city for a year.", mission), lines("The end of the war is in the hands of a few.", mission), "0~0 1=1"},
		{"one word", lines(mission, "Draft.", hubs), lines(mission, "Final.", hubs), "0=0 -1 +1 2=2"},
		{"one word in bold", lines(mission, "Draft.", hubs), lines(mission, "**Draft.**", hubs), "0=0 1~1 2=2"},
		{"a date", lines(mission, "As of 7 June 2019", hubs), lines(mission, "As of 14 April 2020", hubs), "0=0 1~1 2=2"},
		{"a figure alone", lines(mission, "16,919", hubs), lines(mission, "16,551", hubs), "0=0 1~1 2=2"},
		{"alike words", "Note.\n\nNote.\n\nNote.", "Note.\n\nNote.", "0=0 1=1 -2"},
		{"alike words beside what moved", lines(mission, "Source: NATO.", hubs, "Source: NATO.", money), lines(hubs, "Source: NATO.", mission, "Source: NATO.", money), "2=0 3=1 0=2! 1=3! 4=4"},
		{"a list of one", lines("- Kabul", mission), lines("- Kabul\n- Herat", mission), "0~0 1=1"},
		{"a table of figures", lines("| Year | Troops |\n| --- | --- |\n| Spring | 11 |\n| Autumn | 12 |", mission),
			lines("| Year | Troops |\n| --- | --- |\n| Spring | 21 |\n| Autumn | 23 |", mission), "0~0 1=1"},
		{"a table is no paragraph", lines(mission, "| Kabul | Herat |\n| --- | --- |\n| 1 | 2 |"), lines(mission, "Kabul, Herat, 1, 2"), "0=0 -1 +1"},
		{"a figure with another caption", lines(mission, `![Hubs](plan.svg "Hub and spokes")`), lines(mission, `![Places](plan.svg "As of 2020")`), "0=0 1~1"},
		{"another figure", lines(mission, `![Hubs](plan.svg "Hub and spokes")`), lines(mission, `![Strength](chart.svg "Troops by year")`), "0=0 -1 +1"},
		{"a figure with another picture", lines(mission, `![Hubs](plan.svg "Hub and spokes")`), lines(mission, `![Hubs](chart.svg "Hub and spokes")`), "0=0 1~1"},
		{"breaks", lines(mission, "---", hubs, "***", money), lines(hubs, "---", mission, "***", "---", money), "-1 2=0 3~1 0=2! +3 +4 4=5"},
		{"Chinese", lines("北约在阿富汗执行训练、咨询和协助任务。", "它从一个中心和四个分支开展工作。"), lines("它从一个中心和三个分支开展工作。", "谈判代表在多哈会面。", "北约在阿富汗执行训练和协助任务。"), "1~0! +1 0~2"},
		{"Dari", lines("این مأموریت نیروهای افغان را آموزش می\u200cدهد، مشوره می\u200cدهد و کمک می\u200cکند.", "این مأموریت از یک مرکز و چهار شاخه کار می\u200cکند."),
			lines("این مأموریت نیروهای افغان را آموزش می\u200cدهد و کمک می\u200cکند.", "مذاکره\u200cکنندگان در دوحه دیدار کردند.", "این مأموریت از یک مرکز و سه شاخه کار می\u200cکند."), "0~0 +1 1~2"},
		{"Thai", "ภารกิจนี้ฝึกอบรมและให้คำแนะนำแก่กองกำลัง", "ภารกิจนี้ฝึกอบรมและช่วยเหลือกองกำลัง", "0~0"},
		{"signs", lines("∎ ∎ ∴", mission), lines("∎ ∴", mission), "0~0 1=1"},
	} {
		from, to := parsed(t, "2019-06-07", c.from).Body().Blocks, parsed(t, "2020-04-14", c.to).Body().Blocks
		got := Align(from, to)
		if w := written(got); w != c.want {
			t.Errorf("%s: %s, want %s", c.name, w, c.want)
		}
		checkMatches(t, from, to, got)
	}
}

// checkMatches holds matches to what is said of them.
func checkMatches(t testing.TB, from, to []*Block, matches []Match) {
	t.Helper()
	seenFrom, seenTo := make([]int, len(from)), make([]int, len(to))
	lastFrom, lastTo, removed := -1, -1, -1
	for _, m := range matches {
		for _, run := range [][]int{m.From, m.To} {
			for k := 1; k < len(run); k++ {
				if run[k] != run[k-1]+1 {
					t.Fatalf("%v is no run", run)
				}
			}
		}
		for _, i := range m.From {
			seenFrom[i]++
		}
		for _, j := range m.To {
			seenTo[j]++
		}
		shape := [2]int{min(len(m.From), 2), min(len(m.To), 2)}
		want := map[Change][2]int{Same: {1, 1}, Edited: {1, 1}, Split: {1, 2}, Merged: {2, 1}, Inserted: {0, 1}, Removed: {1, 0}}[m.Change]
		if shape != want {
			t.Fatalf("%v of %v and %v", m.Change, m.From, m.To)
		}
		if len(m.To) > 0 {
			if m.To[0] < lastTo {
				t.Fatalf("%v after %d", m.To, lastTo)
			}
			lastTo = m.To[0]
		}
		if len(m.From) == 0 || len(m.To) == 0 {
			if m.Moved {
				t.Fatalf("%v is moved", m)
			}
			if m.Change == Removed {
				if removed = max(lastFrom, removed); m.From[0] < removed {
					t.Fatalf("%d was removed after %d", m.From, removed)
				}
				removed = m.From[0]
			}
			continue
		}
		if m.Change < Split && (from[m.From[0]].Hash == to[m.To[0]].Hash) != (m.Change == Same) {
			t.Fatalf("%v of %v and %v", m.Change, m.From, m.To)
		}
		for _, i := range m.From {
			for _, j := range m.To {
				if class(from[i].Kind) != class(to[j].Kind) {
					t.Fatalf("%s matches %s", from[i].Kind, to[j].Kind)
				}
			}
		}
		if m.Moved {
			if from[m.From[0]].Kind == Break {
				t.Fatal("a break is moved")
			}
			continue
		}
		if m.From[0] < max(lastFrom, removed) {
			t.Fatalf("%v is in place after %d", m.From, lastFrom)
		}
		lastFrom = m.From[len(m.From)-1]
	}
	for side, seen := range map[string][]int{"from": seenFrom, "to": seenTo} {
		for i, n := range seen {
			if n != 1 {
				t.Fatalf("block %d of %s is in %d matches", i, side, n)
			}
		}
	}
}

// blocks makes blocks of texts, without parsing.
func blocks(texts []string) []*Block {
	all := make([]*Block, len(texts))
	for i, text := range texts {
		all[i] = &Block{Kind: Paragraph, Text: text, Hash: text}
	}
	return all
}

// A history is a text under random edits that remembers what they did.
type history struct {
	*rand.Rand
	next int
	now  []piece
}

// A piece is a block and the blocks of the first text that it came from.
type piece struct {
	words   []string
	from    []int
	touched bool // otherwise than by being moved
	part    bool // of a block that was split
}

// common are words that all texts have.
var common = strings.Fields("the of and in to a for on with as by at from that which was were is are be been has have had not no it its their this these")

func (h *history) words(n int) []string {
	w := make([]string, n)
	for k := range w {
		if h.IntN(3) == 0 {
			w[k] = common[h.IntN(len(common))]
		} else {
			h.next++
			w[k] = fmt.Sprintf("word%d", h.next)
		}
	}
	return w
}

func (h *history) texts() []string {
	all := make([]string, len(h.now))
	for i, p := range h.now {
		all[i] = strings.Join(p.words, " ")
	}
	return all
}

// edit makes one edit; splits, merges and changes of words are made of what is
// yet untouched, so that it is plain what became of it.
func (h *history) edit() {
	i := 0
	if len(h.now) > 0 {
		i = h.IntN(len(h.now))
	}
	op := h.IntN(6)
	if len(h.now) == 0 {
		op = 0
	}
	switch op {
	case 0:
		if i < len(h.now) && h.now[i].part {
			break
		}
		h.now = slices.Insert(h.now, i, piece{words: h.words(5 + h.IntN(20)), touched: true})
	case 1:
		if !h.now[i].part {
			h.now = slices.Delete(h.now, i, i+1)
		}
	case 2:
		p := h.now[i]
		if p.part {
			break
		}
		h.now = slices.Delete(h.now, i, i+1)
		to := h.IntN(len(h.now) + 1)
		if to > 0 && to < len(h.now) && h.now[to].part && h.now[to-1].part {
			to = len(h.now)
		}
		h.now = slices.Insert(h.now, to, p)
	case 3:
		if p := &h.now[i]; !p.touched {
			p.words, p.touched = slices.Clone(p.words), true
			for range 1 + len(p.words)/8 {
				h.next++
				p.words[h.IntN(len(p.words))] = fmt.Sprintf("word%d", h.next)
			}
		}
	case 4:
		if p := h.now[i]; !p.touched {
			half := len(p.words)/2 + h.IntN(3) - 1
			h.now[i] = piece{p.words[:half], p.from, true, true}
			h.now = slices.Insert(h.now, i+1, piece{p.words[half:], p.from, true, true})
		}
	case 5:
		if i+1 < len(h.now) && !h.now[i].touched && !h.now[i+1].touched && h.now[i].from[0]+1 == h.now[i+1].from[0] {
			p, q := h.now[i], h.now[i+1]
			h.now[i] = piece{slices.Concat(p.words, q.words), slices.Concat(p.from, q.from), true, false}
			h.now = slices.Delete(h.now, i+1, i+2)
		}
	}
}

func TestAlignHistories(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 500
	}
	for seed := range n {
		h := &history{Rand: rand.New(rand.NewPCG(uint64(seed), 0))}
		for i := range h.IntN(12) {
			h.now = append(h.now, piece{words: h.words(12 + h.IntN(20)), from: []int{i}})
		}
		from := blocks(h.texts())
		for range 1 + h.IntN(8) {
			h.edit()
		}
		to := blocks(h.texts())
		got := Align(from, to)
		checkMatches(t, from, to, got)
		for _, m := range got {
			if len(m.To) == 0 {
				continue
			}
			p := h.now[m.To[0]]
			want := Edited
			switch {
			case p.from == nil:
				want = Inserted
			case p.part:
				want = Split
			case len(p.from) > 1:
				want = Merged
			case !p.touched:
				want = Same
			}
			if m.Change != want || !slices.Equal(m.From, p.from) {
				t.Fatalf("seed %d: %s; block %d is %s of %v, want %s of %v\nfrom %q\nto %q",
					seed, written(got), m.To[0], m.Change, m.From, want, p.from, texts(from), texts(to))
			}
		}
		if seed%10 > 0 {
			continue
		}
		if again := Align(from, to); !reflect.DeepEqual(again, got) {
			t.Fatalf("seed %d: once %s and once %s", seed, written(got), written(again))
		}
		if back := Align(to, from); !slices.Equal(pairs(got, false), pairs(back, true)) {
			t.Fatalf("seed %d: %s, and back %s", seed, written(got), written(back))
		}
	}
}

func texts(blocks []*Block) []string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.Text)
	}
	return all
}

// pairs are the pairs of blocks that are matched, turned round on wish.
func pairs(matches []Match, back bool) [][2]int {
	var all [][2]int
	for _, m := range matches {
		for _, i := range m.From {
			for _, j := range m.To {
				if back {
					all = append(all, [2]int{j, i})
				} else {
					all = append(all, [2]int{i, j})
				}
			}
		}
	}
	slices.SortFunc(all, func(x, y [2]int) int { return slices.Compare(x[:], y[:]) })
	return all
}

// An alignment that goes by the numbers knows what became of a paragraph that has
// no word left of its first edition.
func TestAlignOfBrief(t *testing.T) {
	first := parsed(t, "2019-01-01", lines(mission, "Alpha bravo charlie delta echo foxtrot.", hubs))
	second := parsed(t, "2019-02-01", lines(mission, "Alpha bravo charlie golf hotel india.", hubs))
	third := parsed(t, "2019-03-01", lines(mission, "Juliett kilo golf golf hotel india.", hubs, talks))
	fourth := parsed(t, "2019-04-01", lines(mission, talks, "Juliett kilo golf lima mike november.", hubs))
	b, problems := New("b", []*Edition{first, second, third, fourth}, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, c := range []struct {
		from, to *Edition
		want     string
	}{
		{first, second, "0=0 1~1 2=2"},
		{second, third, "0=0 1~1 2=2 +3"},
		{third, fourth, "0=0 3=1! 1~2 2=3"},
		{first, third, "0=0 1~1 2=2 +3"},
		{first, fourth, "0=0 +1 1~2 2=3"},
		{fourth, first, "0=0 -1 2~1 3=2"},
	} {
		if got := written(b.Align(c.from, c.to)); got != c.want {
			t.Errorf("%s to %s: %s, want %s", c.from.Date, c.to.Date, got, c.want)
		}
	}
	if got, want := written(Align(first.Body().Blocks, fourth.Body().Blocks)), "0=0 -1 +1 +2 2=3"; got != want {
		t.Errorf("by the text alone: %s, want %s", got, want)
	}
}

// hostileEditions are texts that are hard to align, and what must be found in them all
// the same.
func hostileEditions() []hostileCase {
	r := rand.New(rand.NewPCG(7, 8))
	zipf := rand.NewZipf(r, 1.1, 5, 6000)
	prose := func(words int) string {
		w := make([]string, words)
		for k := range w {
			w[k] = fmt.Sprintf("word%d", zipf.Uint64())
		}
		return strings.Join(w, " ")
	}
	many := func(n int, text func(i int) string) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = text(i)
		}
		return all
	}
	shuffled := func(all []string) []string {
		all = slices.Clone(all)
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		return all
	}
	format := func(format string) func(int) string {
		return func(i int) string { return fmt.Sprintf(format, i) }
	}
	always := func(text string) func(int) string { return func(int) string { return text } }
	paragraphs := many(250, func(int) string { return prose(80) })
	changed := many(250, func(i int) string {
		w := strings.Fields(paragraphs[i])
		for k := range w {
			if r.IntN(3) == 0 {
				w[k] = prose(1)
			}
		}
		return strings.Join(w, " ")
	})
	words := strings.Fields(prose(20_000))
	distinct := many(10_000, format("word%d"))
	near := many(3_000, format("In %d the ministry said that there were troops in the province"))
	return []hostileCase{
		{"10,000 alike", many(10_000, always("word")), many(9_999, always("word")), Same, 9_999},
		{"10,000 alike to others alike", many(10_000, always("word")), many(10_000, always("other")), Removed, 10_000},
		{"10,000 alike in another way", many(10_000, always("word")), many(10_000, always("Word")), Edited, 10_000},
		{"10,000 alike to distinct", many(10_000, always("word")), distinct, Inserted, 10_000},
		{"10,000 distinct shuffled", distinct, shuffled(distinct), Same, 10_000},
		{"10,000 distinct to others", distinct, many(10_000, format("other%d")), Removed, 10_000},
		{"10,000 of two kinds", many(10_000, func(i int) string { return []string{"a b c d", "b c d e"}[i%2] }),
			many(10_000, func(i int) string { return []string{"a b c x", "b x d e"}[i%2] }), Edited, 10_000},
		{"3,000 near alike", near, many(3_000, format("In %d the ministry wrote that there were troops in the province")), Edited, 3_000},
		{"3,000 near alike and twice as many", near, many(6_000, format("In %d the ministry wrote that there were troops in the province")), Edited, 3_000},
		{"20,000 words, one paragraph changed", paragraphs, append(slices.Clone(paragraphs[:249]), changed[249]), Same, 249},
		{"20,000 words changed", paragraphs, changed, Edited, 250},
		{"20,000 words changed and shuffled", paragraphs, shuffled(changed), Edited, 200},
		{"20,000 words shuffled, each a paragraph", words, shuffled(words), Same, 20_000},
		{"20,000 words shuffled, all in one paragraph", []string{strings.Join(words, " ")}, []string{strings.Join(shuffled(words), " ")}, Edited, 1},
		{"one paragraph into 20,000", []string{strings.Join(words, " ")}, words, Inserted, 20_000},
		{"20,000 paragraphs into one", words, []string{strings.Join(words, " ")}, Removed, 20_000},
		{"160,000 words to others", many(2_000, func(int) string { return prose(80) }), many(2_000, func(int) string { return prose(80) }), Inserted, 1_900},
	}
}

type hostileCase struct {
	name     string
	from, to []string
	change   Change
	least    int // so many of them
}

func TestAlignHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("much work")
	}
	for _, c := range hostileEditions() {
		from, to := blocks(c.from), blocks(c.to)
		matches := Align(from, to)
		checkMatches(t, from, to, matches)
		n := 0
		for _, m := range matches {
			if m.Change == c.change {
				n++
			}
		}
		if n < c.least {
			t.Errorf("%s: %d %s, want %d", c.name, n, c.change, c.least)
		}
	}
}

func BenchmarkAlign(b *testing.B) {
	for _, c := range hostileEditions() {
		from, to := blocks(c.from), blocks(c.to)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				Align(from, to)
			}
		})
	}
}

func FuzzAlign(f *testing.F) {
	f.Add(lines(mission, hubs+" "+money, talks), lines(talks, mission, hubs, money))
	f.Add("a\n\na\n\n---\n\n| a |\n| - |\n| 1 |", "a\n\n---\n\n| a |\n| - |\n| 2 |\n\na")
	f.Add("北约。\n\n- سلام\n- ∎", "北约，\n\n- سلام\u200cها\n\n∎ ∴")
	f.Fuzz(func(t *testing.T, before, after string) {
		body := func(s string) []*Block {
			e, _ := ParseEdition(Input{Slug: "b", Date: "2020-01-01", Data: []byte("---\ntitle: T\n---\n\n" + s)}, Options{})
			return e.Body().Blocks
		}
		from, to := body(before), body(after)
		matches := Align(from, to)
		checkMatches(t, from, to, matches)
		if again := Align(from, to); !reflect.DeepEqual(again, matches) {
			t.Fatalf("once %s and once %s", written(matches), written(again))
		}
		for _, m := range Align(from, from) {
			if m.Change != Same || m.Moved || m.From[0] != m.To[0] {
				t.Fatalf("a text and itself: %v", m)
			}
		}
	})
}
