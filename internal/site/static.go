package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strings"

	"briefpress/internal/brief"
)

// sheetOrder is the order in which the style sheets of static/css are joined.
// Those of other names come last, by name, but for the sheets that stand apart.
var sheetOrder = []string{"tokens.css", "base.css", "layout.css", "components.css"}

// A sheet stands apart from the joined one where few pages need it, or none
// before it is printed, so that it holds up no others.
const (
	printSheet    = "print.css"
	codeSheet     = "code.css"
	listSheet     = "lists.css"
	editionsSheet = "editions.css"
)

// statics are what the static folder gives to the site.
type statics struct {
	stylesheet    string // address of the joined sheet; "" for none
	printSheet    string // of the sheets that stand apart; "" for none
	codeSheet     string
	listSheet     string
	editionsSheet string
	scripts       []string
	theme         template.HTML // inline script element
	themeHash     string
	dataImages    bool     // a style sheet has pictures in itself
	assets        []*asset // by file
	problems      []brief.Problem
	linked        bool // has links
}

const themeScript = "js/theme.js"

// loadStatic reads the static folder, or takes it over.
func (l *loader) loadStatic() {
	if old := l.prev.statics; l.hint.all || l.hint.static || old.linked {
		l.site.statics = l.fork().readStatic(old.assets)
	} else {
		l.site.statics = old
	}
	l.report(l.site.statics.problems...)
}

func (l *loader) readStatic(before []*asset) (s statics) {
	add := func(a *asset) {
		i := slices.IndexFunc(before, func(b *asset) bool { return b.address == a.address && bytes.Equal(b.data, a.data) })
		if i >= 0 {
			a = before[i]
		}
		s.assets = append(s.assets, a)
	}
	var sheets, scripts []string
	fingerprinted := map[string]string{} // name to address
	var walk func(dir string)
	walk = func(dir string) {
		files, dirs := l.list(l.static, dir)
		for _, name := range l.unique(l.static, dir, files, func(name string) string { return name }) {
			file := path.Join(dir, name)
			switch {
			case dir == "css" && path.Ext(name) == ".css":
				sheets = append(sheets, name)
			case file == themeScript:
				if data, ok := l.read(l.static, file, maxAsset); ok {
					var err error
					if s.theme, s.themeHash, err = inlineScript(data); err != nil {
						l.stop(l.static, file, "static", err.Error(), "")
					}
				}
			case slices.Contains(atRoot, file):
				if data, ok := l.read(l.static, file, maxAsset); ok {
					add(&asset{file: file, address: "/" + name, media: mediaTypes[path.Ext(name)], data: data})
				}
			default:
				if err := checkName(name); err != nil {
					l.stop(l.static, file, "file-name", err.Error(), "rename it")
				} else if a := l.asset(l.static, file, before); a != nil {
					add(a)
					fingerprinted[file] = a.address
					if dir == "js" && path.Ext(name) == ".js" {
						scripts = append(scripts, a.address)
					}
				}
			}
		}
		for _, name := range dirs {
			walk(path.Join(dir, name))
		}
	}
	walk(".")
	for _, address := range scripts {
		s.scripts = append(s.scripts, l.site.href(address))
	}
	// publish joins sheets and makes them part of the site under a name. It gives
	// their address, or "" where there is nothing in them.
	publish := func(name string, sheets []string) string {
		data := l.sheet(sheets, fingerprinted)
		if len(data) == 0 {
			return ""
		}
		s.dataImages = s.dataImages || dataURL.Match(data)
		a := &asset{address: assetAddress(name, sha256.Sum256(data)), media: mediaTypes[".css"], cache: Immutable, data: data}
		add(a)
		return l.site.href(a.address)
	}
	apart := map[string]*string{printSheet: &s.printSheet, codeSheet: &s.codeSheet, listSheet: &s.listSheet, editionsSheet: &s.editionsSheet}
	var joined []string
	for _, name := range sheets {
		if address := apart[name]; address != nil {
			*address = publish(name, []string{name})
		} else {
			joined = append(joined, name)
		}
	}
	s.stylesheet = publish("style.css", joined)
	slices.SortStableFunc(s.assets, func(a, b *asset) int { return strings.Compare(a.file, b.file) })
	s.problems, s.linked = l.problems, len(l.links) > 0
	return s
}

var (
	dataURL  = regexp.MustCompile(`url\(\s*["']?data:`)
	assetURL = regexp.MustCompile(`url\(\s*("[^"]*"|'[^']*'|[^"')\s]+)\s*\)`)
)

// sheet joins the style sheets. Addresses in them are relative to their own
// folder and lead to files of the static folder; they are turned into those
// of the fingerprinted files, which stand beside the joined sheet.
func (l *loader) sheet(names []string, fingerprinted map[string]string) []byte {
	rank := func(name string) int {
		if i := slices.Index(sheetOrder, name); i >= 0 {
			return i
		}
		return len(sheetOrder)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b)) })
	var joined bytes.Buffer
	for _, name := range names {
		file := path.Join("css", name)
		data, ok := l.read(l.static, file, maxAsset)
		if !ok {
			continue
		}
		joined.Write(assetURL.ReplaceAllFunc(compactCSS(data), func(m []byte) []byte {
			dest := strings.Trim(string(assetURL.FindSubmatch(m)[1]), `"'`)
			if strings.HasPrefix(dest, "#") || strings.HasPrefix(dest, "data:") {
				return m
			}
			target, found := fingerprinted[path.Join("css", dest)]
			if !found {
				l.stop(l.static, file, "static", fmt.Sprintf("url(%s) is not a file of the folder", dest), "")
				return m
			}
			return []byte("url(" + path.Base(target) + ")")
		}))
	}
	return joined.Bytes()
}
