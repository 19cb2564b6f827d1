package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/brief"
	"briefpress/internal/seal"
)

// A desk is a site that is edited at random: its three folders by their names,
// as messages print them.
type desk struct {
	t       *testing.T
	r       *rand.Rand
	src     Source
	folders map[string]fstest.MapFS
	whole   map[string]fstest.MapFS // what a broken desk is mended by
	hint    map[string]bool         // named beside what differs
}

func newDesk(t *testing.T, seed uint64, src Source) *desk {
	d := &desk{t: t, r: rand.New(rand.NewPCG(seed, 0)), src: src, hint: map[string]bool{}, folders: map[string]fstest.MapFS{
		"content": src.Content.(fstest.MapFS), "templates": src.Templates.(fstest.MapFS), "static": src.Static.(fstest.MapFS),
	}}
	d.whole = d.copy()
	return d
}

func (d *desk) copy() map[string]fstest.MapFS {
	all := map[string]fstest.MapFS{}
	for name, folder := range d.folders {
		all[name] = maps.Clone(folder) // files are replaced, never changed
	}
	return all
}

// differs names what is not as it was.
func (d *desk) differs(before map[string]fstest.MapFS) []string {
	names := map[string]bool{}
	for folder, now := range d.folders {
		for name, file := range now {
			if old := before[folder][name]; old == nil || old.Mode != file.Mode || !bytes.Equal(old.Data, file.Data) {
				names[path.Join(folder, name)] = true
			}
		}
		for name := range before[folder] {
			if now[name] == nil {
				names[path.Join(folder, name)] = true
			}
		}
	}
	maps.Copy(names, d.hint)
	clear(d.hint)
	return sortedKeys(names)
}

func (d *desk) write(folder, name, text string) {
	d.folders[folder][name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
}

func (d *desk) content() fstest.MapFS { return d.folders["content"] }

// one picks an item.
func one[T any](d *desk, items ...T) T { return items[d.r.IntN(len(items))] }

// some picks a few items.
func some(d *desk, items ...string) []string {
	var picked []string
	for _, item := range items {
		if d.r.IntN(len(items)) < 2 {
			picked = append(picked, item)
		}
	}
	return picked
}

// pick is a file of a folder whose name matches, or "".
func (d *desk) pick(folder, pattern string) string {
	var names []string
	for _, name := range sortedKeys(d.folders[folder]) {
		if ok, _ := path.Match(pattern, name); ok && d.folders[folder][name].Mode.IsRegular() {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return one(d, names...)
}

// text is a Markdown file of the content, or "".
func (d *desk) text() string {
	return d.pick("content", one(d, "briefs/*/*.md", "briefs/*/*.md", "briefs/*.md", "pages/*.md"))
}

// slugs are the names of briefs, and some that are not.
func (d *desk) slugs() []string {
	slugs := []string{"nothing", "short", "about"}
	for name := range d.content() {
		if parts := strings.Split(name, "/"); parts[0] == briefsDir {
			slugs = append(slugs, strings.TrimSuffix(parts[1], ".md"))
		}
	}
	slices.Sort(slugs)
	return slices.Compact(slugs)
}

func (d *desk) slug() string { return one(d, d.slugs()...) }

// key sets a key of a front matter that is on one line, or takes it away where
// value is "".
func (d *desk) key(name, key, value string) {
	head, body, ok := strings.Cut(strings.TrimPrefix(string(d.content()[name].Data), "---\n"), "\n---\n")
	if !ok {
		return
	}
	lines := slices.DeleteFunc(strings.Split(head, "\n"), func(line string) bool { return strings.HasPrefix(line, key+":") })
	if value != "" {
		lines = slices.Insert(lines, d.r.IntN(1+min(1, len(lines))), key+": "+value)
	}
	d.write("content", name, "---\n"+strings.Join(lines, "\n")+"\n---\n"+body)
}

// move renames a file, or a folder with all in it, and takes the place of what
// is there.
func (d *desk) move(from, to string) {
	files := d.content()
	for _, name := range sortedKeys(files) {
		if rest, ok := strings.CutPrefix(name+"/", from+"/"); ok {
			file := files[name]
			delete(files, name)
			files[path.Join(to, rest)] = file
		}
	}
	// The hint may be of the folders alone.
	if d.r.IntN(2) == 0 {
		d.hint["content/"+from], d.hint["content/"+to] = true, true
	}
}

func (d *desk) date() string {
	return fmt.Sprintf("%d-%02d-%02d", 2018+d.r.IntN(5), 1+d.r.IntN(2), 1+d.r.IntN(3))
}

func (d *desk) list(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

// minimal is the text of a small brief.
func (d *desk) minimal(head string) string {
	return fmt.Sprintf("---\ntitle: %s\ntopics: %s\nauthors: %s\n%s---\nText of ISAF %d, see [it](../%s/).\n", one(d, "A", "B", "Über"), d.list(some(d, "Security", "Aid", "aid", "Law")),
		d.list(some(d, "Bob", "bob", "Ann Lee", "Cid")), head, d.r.IntN(9), d.slug())
}

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="30"><path d="M0 0h40"/></svg>`

// edits are all that may happen to a site; those that stand there more than once
// happen more often.
func (d *desk) edits() []func() {
	onText := func(f func(name string)) func() {
		return func() {
			if name := d.text(); name != "" {
				f(name)
			}
		}
	}
	set := func(key string, values func() string) func() {
		return onText(func(name string) { d.key(name, key, values()) })
	}
	body := onText(func(name string) {
		text := string(d.content()[name].Data)
		d.write("content", name, text+one(d, "\nMore of NATO and UNAMA.\n", "\n## A heading\n", "\nSee [this](../"+d.slug()+"/).\n", "\n![A plan](plan.svg)\n",
			"\nThe United Nations (UN) and the UN.\n", "\n<b>raw</b>\n", "\n[^x]: A note that nothing names.\n"))
	})
	topics := set("topics", func() string { return d.list(some(d, "Security", "security", "Größe", "Aid", "AID", "aid", `"!!!"`)) })
	references := func() {
		set(one(d, "successor", "translation-of"), func() string { return one(d, "", d.slug(), d.slug()) })()
	}
	aliases := set("aliases", func() string {
		return d.list(some(d, "/old/", "/Old/", "/was/", "/briefs/"+d.slug()+"/", "/topics/aid/", "/about/", "bad", "/briefs/2020/", "/was/about/",
			"/briefs/mission/2019-06-07/", "/authors/bob/", "/briefs/mission/history/"))
	})
	return []func(){
		body, body, body, body, topics, topics, references, references, aliases, aliases,
		func() { // change a byte anywhere
			folder := one(d, "content", "content", "templates", "static")
			if name := d.pick(folder, one(d, "*", "*/*", "*/*/*")); name != "" {
				data := slices.Clone(d.folders[folder][name].Data)
				if len(data) > 0 {
					data[d.r.IntN(len(data))] = byte("aZ9 -\n#{}"[d.r.IntN(9)])
				}
				d.write(folder, name, string(data))
			}
		},
		set("title", func() string { return one(d, "New", "Old", "Neu", `"A: b"`, "") }),
		set("summary", func() string { return one(d, "", "Short.", "Longer than it was.") }),
		set("authors", func() string { return d.list(some(d, "Bob", "bob", "BOB", "Ann Lee", "'?'", "Institute <of> Tests")) }),
		set("draft", func() string { return one(d, "", "true") }),
		set("language", func() string { return one(d, "", "fa", "en", "de", "xx-bad-tag-x") }),
		set("corrections", func() string { return one(d, "", "[{date: "+d.date()+", note: A slip.}]") }),
		set("acronyms", func() string { return one(d, "", "{NATO: Not A Thing, UN: United Nations}") }),
		set("status", func() string { return one(d, "", "archived", "withdrawn", "superseded", "bad") }),
		set("published", func() string { return one(d, d.date(), d.date(), "") }),
		onText(func(name string) { delete(d.content(), name) }),
		onText(func(name string) { // broken, half written, empty
			text := string(d.content()[name].Data)
			d.write("content", name, one(d, "", text[:len(text)/2], "---\ntitle: [\n---\n", text+"\x00", "\xff"+text))
		}),
		func() { // mended
			for range 5 {
				folder := one(d, "content", "content", "templates", "static")
				name := one(d, sortedKeys(d.whole[folder])...)
				d.folders[folder][name] = d.whole[folder][name]
			}
		},
		func() {
			d.write("content", path.Join("briefs", d.slug()+one(d, "", "-x"), d.date()+".md"), d.minimal(""))
		},
		func() {
			d.write("content", path.Join("briefs", d.slug()+one(d, "", "-x")+".md"), d.minimal("published: "+d.date()+"\n"))
		},
		func() {
			d.write("content", "pages/"+one(d, "about", "more", "briefs", "Bad")+".md", "---\ntitle: Page\n---\nText of NATO.\n")
		},
		func() { // another date
			if name := d.pick("content", "briefs/*/*.md"); name != "" {
				d.move(name, path.Join(path.Dir(name), one(d, d.date(), "no-date")+".md"))
			}
		},
		func() {
			d.move("briefs/"+d.slug(), "briefs/"+one(d, "moved", "mission", d.slug(), d.slug()+"-2", "2020", "Bad Name", "MISSION"))
		},
		func() { // a folder becomes a file, or a file a folder
			slug := d.slug()
			folder, file := "briefs/"+slug, "briefs/"+slug+".md"
			if d.content()[file] != nil {
				d.move(file, folder+"/"+d.date()+".md")
			} else if name := d.pick("content", folder+"/*.md"); name != "" {
				d.move(name, file)
				if d.r.IntN(3) > 0 {
					d.move(folder, "pages")
				}
			}
		},
		func() { // a folder goes
			slug := d.slug()
			maps.DeleteFunc(d.content(), func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "briefs/"+slug+"/") })
		},
		func() { // pictures and data
			name := path.Join(one(d, "briefs/"+d.slug(), "briefs/"+d.slug(), "briefs", "pages"), one(d, "plan.svg", "data.csv", "Plan.svg", "more.txt", "con.txt", "a.js"))
			d.write("content", name, one(d, fmt.Sprintf(picture, d.r.IntN(3)), "a,b\n", "<svg onload='x'/>", "a,b\n1,2\n"))
		},
		func() {
			if name := d.pick("content", one(d, "briefs/*/*.*v*", "*/*.svg")); name != "" {
				if d.r.IntN(2) == 0 {
					d.move(name, path.Join(path.Dir(name), one(d, "plan.svg", "other.svg", "data.csv")))
				} else {
					delete(d.content(), name)
				}
			}
		},
		func() { // sealed
			s, _ := Load(d.src, nil)
			b := one(d, append(s.Briefs(), nil)...)
			if b == nil {
				return
			}
			if f, problems := b.Reseal(); len(problems) == 0 && d.content()["briefs/"+b.Slug+".md"] == nil {
				d.write("content", path.Join("briefs", b.Slug, seal.Name), string(f.Text()))
			}
		},
		func() {
			if name := d.pick("content", "briefs/*/"+seal.Name); name != "" {
				if d.r.IntN(2) == 0 {
					delete(d.content(), name)
				} else {
					d.write("content", name, strings.Replace(string(d.content()[name].Data), "block p1", one(d, "block p2", "part"), 1))
				}
			}
		},
		func() { // links, which lead somewhere or nowhere
			name := path.Join("briefs", one(d, "linked", d.slug()), one(d, "2018-02-02.md", "plan.svg", "sub", seal.Name))
			target := one(d, "../mission/2019-06-07.md", "../mission/plan.svg", "../nothing", "../mission")
			if d.content()[name] == nil && d.r.IntN(2) == 0 {
				d.content()[name] = &fstest.MapFile{Data: []byte(target), Mode: 0o777 | fs.ModeSymlink}
			}
		},
		func() {
			d.content()["briefs/link"+one(d, "", ".md")] = &fstest.MapFile{Data: []byte(one(d, "mission", "short.md", "none")), Mode: 0o777 | fs.ModeSymlink}
		},
		func() { // links go
			maps.DeleteFunc(d.content(), func(_ string, file *fstest.MapFile) bool { return file.Mode&fs.ModeSymlink != 0 })
		},
		func() { // folders with nothing in them
			d.content()[one(d, "briefs/hollow", "briefs/"+d.slug()+"/deep", "pages/deep")] = &fstest.MapFile{Mode: 0o755 | fs.ModeDir}
		},
		func() {
			maps.DeleteFunc(d.content(), func(_ string, file *fstest.MapFile) bool { return file.Mode.IsDir() })
		},
		func() { // site.yaml
			d.write("content", configName, "id: example.org,2019\n"+one(d, "title: A\n", "title: A\n", "title: B\n", "title: [\n")+one(d, "", "language: de\n")+
				one(d, "", "acronyms: {UN: United Nations, NATO: Alliance}\n")+one(d, "", "base-url: https://example.org/\n", "base-url: https://example.org/sub/\n")+
				one(d, "", "navigation:\n  - {title: One, address: /briefs/"+d.slug()+"/}\n"))
		},
		func() { // templates
			name := one(d, "base.html", "brief.html", "_list.html", "topic.html", "extra.html", "_extra.html")
			text := ""
			if file := d.whole["templates"][name]; file != nil {
				text = string(file.Data)
			}
			if d.write("templates", name, text+one(d, "<!-- x -->", "{{/* x */}}", "{{.None}}", "{{", "")); d.r.IntN(4) == 0 {
				delete(d.folders["templates"], name)
			}
		},
		func() { // static files
			name := one(d, "css/base.css", "css/print.css", "css/zoom.css", "js/b.js", "js/theme.js", "fonts/y.woff2", "favicon.svg", "css/code.css")
			if d.write("static", name, one(d, "a{}", "b{color:red}", `c{background:url("../fonts/x.woff2")}`, "d{background:url(none.png)}", "")); d.r.IntN(3) == 0 {
				delete(d.folders["static"], name)
			}
		},
		func() {
			d.src.BaseURL = one(d, "", "https://example.org/a/", "https://example.org/", "bad")
			d.src.Drafts = d.r.IntN(2) == 0
			d.src.AsOf = one(d, "", "2020-01-01", brief.Date(d.date()))
			d.src.ContentName, d.src.StaticName = one(d, "", "content"), one(d, "", "static")
		},
		func() { d.hint["content/briefs/"+d.slug()] = true }, // a hint that is wider than what differs
		func() {
			d.hint[one(d, "templates", "static", "content/pages", "content/briefs", "content", "elsewhere")] = true
		},
	}
}

// restore brings most of the desk back to what it was.
func (d *desk) restore() {
	for name, folder := range d.folders {
		clear(folder)
		maps.Copy(folder, d.whole[name])
	}
	d.src.BaseURL, d.src.AsOf, d.src.Drafts = "", "", true
}

// view is what can be seen of a site: all of it, or some addresses only.
func (d *desk) view(s *Site, problems []brief.Problem, all bool, seed uint64) map[string]string {
	if all {
		return snapshot(s, problems)
	}
	r := rand.New(rand.NewPCG(seed, 1))
	m := map[string]string{"problems": fmt.Sprintf("%+v", problems), "csp": s.CSP()}
	paths := s.Paths()
	m["paths"] = strings.Join(paths, "\n")
	for range 8 {
		p := paths[r.IntN(len(paths))]
		if _, ok := s.card(p); ok {
			continue
		}
		f, err := s.File(p)
		if err != nil {
			m[p] = err.Error()
			continue
		}
		m[p] = fmt.Sprintf("%d %d %s %s %d\n%s", f.Kind, f.Status, f.Type, f.Location, f.Cache, f.Body)
	}
	return m
}

// TestIncremental edits a site at random and holds that loading it with the
// site before, and with a hint of what was changed or without one, is the same
// as loading it afresh: every address, and every problem. It also holds that
// Broken finds what stops a site that follows a good one.
func TestIncremental(t *testing.T) {
	steps := 1000
	if testing.Short() {
		steps = 200
	}
	src := library(t)
	sealContent(t, src)
	runDesk(t, src, steps)
}

// TestIncrementalLarge does the same where lists have pages for their years.
func TestIncrementalLarge(t *testing.T) {
	src := library(t)
	for i := range maxList {
		src.Content.(fstest.MapFS)[fmt.Sprintf("briefs/many-%d.md", i)] = &fstest.MapFile{Mode: 0o644,
			Data: fmt.Appendf(nil, "---\ntitle: %d\npublished: %d-01-01\ntopics: [Aid]\nauthors: [Bob]\n---\nText.\n", i, 2010+i%12)}
	}
	runDesk(t, src, 40)
}

func runDesk(t *testing.T, src Source, steps int) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	d := newDesk(t, seed, src)
	edits := d.edits()
	var prev, good *Site
	stopped, shown, same := 0, 0, 0
	before := d.copy()
	for step := range steps {
		if d.r.IntN(4) == 0 {
			d.restore()
		}
		for range 1 + d.r.IntN(3) {
			edits[d.r.IntN(len(edits))]()
		}
		changed := d.differs(before)
		before = d.copy()
		d.src.Changed = append([]string{}, changed...)
		if d.r.IntN(10) == 0 {
			d.src.Changed = nil
		}
		next, problems := Load(d.src, prev)
		hint := d.src.Changed
		d.src.Changed = nil
		clean, cleanProblems := Load(d.src, nil)
		all := step%25 == 24
		if diff := cmp.Diff(d.view(clean, cleanProblems, all, uint64(step)), d.view(next, problems, all, uint64(step))); diff != "" {
			t.Fatalf("step %d, hint %q (-clean +incremental):\n%s", step, hint, diff)
		}
		if prev != nil && next.Same(prev) {
			same++
			if diff := cmp.Diff(d.view(prev, problems, true, 0), d.view(next, problems, true, 0)); diff != "" {
				t.Fatalf("step %d: said to be the same (-before +after):\n%s", step, diff)
			}
		}
		prev = next
		if slices.ContainsFunc(problems, stops) {
			continue
		}
		if again, _ := Load(d.src, next); !again.Same(next) {
			t.Fatalf("step %d: loaded again, the site is another", step)
		}
		broken := next.Broken(good)
		if want := slices.ContainsFunc(clean.Problems(), stops); want != (broken != nil) {
			t.Fatalf("step %d: broken %v; problems %v", step, broken, clean.Problems())
		} else if want {
			stopped++
			continue
		}
		shown++
		good = next
	}
	t.Logf("%d sites were good, %d broken in their texts, %d the same as before", shown, stopped, same)
	if steps >= 1000 && (shown < steps/10 || stopped < steps/100 || same == 0) {
		t.Error("the edits do not say much")
	}
}
