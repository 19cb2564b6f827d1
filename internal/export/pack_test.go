package export

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/site"
)

func mustPack(t *testing.T, f files, out string) Result {
	t.Helper()
	r, err := export(t.Context(), f, "", Options{Out: out, Precompress: true})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := Verify(t.Context(), out); err != nil || v.Digest != r.Digest {
		t.Fatalf("Verify gives %+v, %v", v, err)
	}
	return r
}

// packable is a small site with files of every sort that compression tells apart.
func packable(generation string) fake {
	f := fake{}
	words := strings.Repeat("a page of "+generation+" and of no other one; ", 100)
	f.page("/", words)
	f.page("/same/", strings.Repeat("always the same words; ", 100))
	f.page("/404.html", words)
	f.page("/short/", strings.Repeat("x", packAbove))
	noise := make([]byte, 4000)
	rand.NewChaCha8([32]byte{}).Read(noise)
	f["/noise.txt"] = &site.File{Kind: site.Data, Type: "text/plain; charset=utf-8", Body: noise}
	f["/favicon.ico"] = &site.File{Kind: site.Asset, Type: "image/x-icon", Body: []byte(words)}
	f["/feed.atom"] = &site.File{Kind: site.Data, Type: "application/atom+xml; charset=utf-8", Body: []byte(words)}
	f["/assets/x."+generation+".svg"] = &site.File{Kind: site.Asset, Type: "image/svg+xml", Cache: site.Immutable, Body: []byte(words)}
	return f
}

// forms are the names of the compressed forms in a tree.
func forms(t *testing.T, out string) []string {
	t.Helper()
	var names []string
	for name := range look(t, out) {
		if _, ok := packedFrom(name); ok {
			names = append(names, filepath.ToSlash(name))
		}
	}
	slices.Sort(names)
	return names
}

func all(sources ...string) []string {
	var names []string
	for _, s := range sources {
		names = append(names, s+".br", s+".gz", s+".zst")
	}
	slices.Sort(names)
	return names
}

func TestPrecompress(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "a")
	first := mustPack(t, packable("one"), out)
	want := all("404.html", "assets/x.one.svg", "feed.atom", "index.html", "same/index.html")
	if d := cmp.Diff(want, forms(t, out)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, name := range want {
		source, _ := packedFrom(name)
		text, err := os.ReadFile(filepath.Join(out, source))
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, done, err := unpack(filepath.Ext(name), f)
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s holds %d bytes (%v), not the %d of %s", name, len(got), err, len(text), source)
		}
		if info, _ := f.Stat(); info.Size() > int64(len(text)*9/10) {
			t.Errorf("%s has %d of %d bytes", name, info.Size(), len(text))
		}
	}
	// The same bytes, whoever makes them and whether there was a tree before.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for i, o := range []string{"b", "c", "a", "b"} {
		runtime.GOMAXPROCS(i%3 + 1)
		if r := mustPack(t, packable("one"), filepath.Join(dir, o)); r.Digest != first.Digest {
			t.Errorf("run %d: digest %s, want %s", i, r.Digest, first.Digest)
		}
	}
	mustPack(t, packable("two"), filepath.Join(dir, "b"))
	mustPack(t, packable("two"), filepath.Join(dir, "d"))
	for _, name := range all("index.html", "same/index.html") {
		over, err1 := os.ReadFile(filepath.Join(dir, "b", name))
		fresh, err2 := os.ReadFile(filepath.Join(dir, "d", name))
		if err1 != nil || err2 != nil || !bytes.Equal(over, fresh) {
			t.Errorf("%s depends on the tree before: %v, %v", name, err1, err2)
		}
	}
}

// The forms of a kept asset are kept, and go with it; those of what the site has are
// not kept where none are wanted.
func TestFormsOfKeptAssets(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	assetsHave := func(want ...string) {
		t.Helper()
		alone(t, filepath.Join(out, "assets"), want...)
	}
	one, two := "x.one.svg", "x.two.svg"
	mustPack(t, packable("one"), out)
	mustPack(t, packable("two"), out)
	both := append([]string{one}, append(all(one), append([]string{two}, all(two)...)...)...)
	assetsHave(both...)
	want := look(t, out)
	mustPack(t, packable("two"), out)
	if d := cmp.Diff(want, look(t, out)); d != "" {
		t.Errorf("the same site again (-first +again):\n%s", d)
	}
	// Whether the site is compressed makes no other generation of it.
	mustExport(t, packable("two"), out)
	assetsHave(append([]string{one}, append(all(one), two)...)...)
	mustPack(t, packable("two"), out)
	assetsHave(both...)
	mustPack(t, packable("three"), out)
	assetsHave(append(append([]string{"x.three.svg"}, all("x.three.svg")...), append([]string{two}, all(two)...)...)...)
}

// forge puts another body into a tree, manifest and all.
func forge(t *testing.T, out, name string, body []byte) {
	t.Helper()
	p := filepath.Join(out, ManifestName)
	text, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	m, err := parseManifest(text)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(m, func(e entry) bool { return e.name == name })
	m[i].sum = sha256.Sum256(body)
	for file, text := range map[string][]byte{p: m.text(), filepath.Join(out, name): body} {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func gzipped(t *testing.T, body []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(body)
	w.Close()
	return b.Bytes()
}

// A form is taken over from the tree before only if it was made the same way and
// holds the same file.
func TestFormsAreTakenOver(t *testing.T) {
	const name = "same/index.html.gz"
	text := packable("")["/same/"].Body
	// Another form of the same text, by which is seen that it was taken over.
	foreign := gzipped(t, text, gzip.BestSpeed)
	for what, c := range map[string]struct {
		form  []byte
		alike bool
		taken bool
	}{
		"unchanged":              {foreign, true, true},
		"made otherwise":         {foreign, false, false},
		"of another text":        {gzipped(t, bytes.ToUpper(text), 9), true, false},
		"of the text and more":   {gzipped(t, append(bytes.Clone(text), '!'), 9), true, false},
		"of less than the text":  {gzipped(t, text[1:], 9), true, false},
		"of a text without end":  {gzipped(t, make([]byte, 10<<20), 9), true, false},
		"no form at all":         {[]byte("what?"), true, false},
		"a form cut off":         {foreign[:len(foreign)-3], true, false},
		"of a text, and no gain": {gzipped(t, text, gzip.NoCompression), true, false},
	} {
		t.Run(what, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "public")
			mustPack(t, packable("one"), out)
			right, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			forge(t, out, name, c.form)
			if !c.alike {
				forge(t, out, packedName, []byte("with an older library\n"))
			}
			mustPack(t, packable("two"), out)
			want := right
			if c.taken {
				want = c.form
			}
			if got, err := os.ReadFile(filepath.Join(out, name)); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes (%v), want %d", len(got), err, len(want))
			}
		})
	}
}

func TestVerifyReadsForms(t *testing.T) {
	for ext, body := range map[string][]byte{
		".gz":  gzipped(t, []byte("another text"), 9),
		".br":  []byte("no form"),
		".zst": []byte("no form"),
	} {
		out := filepath.Join(t.TempDir(), "public")
		mustPack(t, packable("one"), out)
		forge(t, out, "feed.atom"+ext, body)
		if _, err := Verify(t.Context(), out); err == nil || !strings.HasPrefix(err.Error(), "feed.atom"+ext+": ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v", ext, err)
		}
	}
}

// What is written down as the maker of the forms is what this program is built with.
func TestPackersAreNamed(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(packers) {
		library, _, _ := strings.Cut(strings.Join(strings.Fields(line)[1:], " "), ",")
		if !strings.Contains(string(mod), "\t"+library+"\n") {
			t.Errorf("go.mod has not %s: name what it has, as forms may differ", library)
		}
	}
}

// A change within the second of the export before gets a later second: that is what
// rsync compares and web servers make validators of.
func TestChangedFileGetsALaterSecond(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	seconds := func(name string) int64 {
		t.Helper()
		info, err := os.Stat(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime().Unix()
	}
	mustPack(t, packable("one"), out)
	for i := range 5 {
		before := map[string]int64{}
		for _, name := range append(all("index.html", "same/index.html"), "index.html", "same/index.html") {
			before[name] = seconds(name)
		}
		mustPack(t, packable([]string{"two", "one"}[i%2]), out)
		for name, was := range before {
			if now := seconds(name); strings.HasPrefix(name, "same/") != (now == was) || now < was {
				t.Errorf("export %d: %s is of %d, and was of %d", i, name, now, was)
			}
		}
	}
	// So does one where the clock was wrong.
	ahead := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(out, "index.html"), ahead, ahead); err != nil {
		t.Fatal(err)
	}
	mustPack(t, packable("three"), out)
	if now := seconds("index.html"); now <= ahead.Unix() {
		t.Errorf("a change of a file of %d is of %d", ahead.Unix(), now)
	}
}
