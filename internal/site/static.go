package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
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

const themeScript = "js/theme.js"

// loadStatic reads the static folder.
func (l *loader) loadStatic() {
	s := l.site
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
					l.publish(&asset{address: "/" + name, media: mediaTypes[path.Ext(name)], data: data})
				}
			default:
				if err := checkName(name); err != nil {
					l.stop(l.static, file, "file-name", err.Error(), "rename it")
				} else if a := l.asset(l.static, file); a != nil {
					l.publish(a)
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
		s.scripts = append(s.scripts, s.href(address))
	}
	apart := map[string]*string{printSheet: &s.printSheet, codeSheet: &s.codeSheet, listSheet: &s.listSheet, editionsSheet: &s.editionsSheet}
	var joined []string
	for _, name := range sheets {
		if address := apart[name]; address != nil {
			*address = l.publishSheet(name, []string{name}, fingerprinted)
		} else {
			joined = append(joined, name)
		}
	}
	s.stylesheet = l.publishSheet("style.css", joined, fingerprinted)
}

// publishSheet joins sheets and makes them part of the site under a name. It
// gives their address, or "" where there is nothing in them.
func (l *loader) publishSheet(name string, sheets []string, fingerprinted map[string]string) string {
	data := l.sheet(sheets, fingerprinted)
	if len(data) == 0 {
		return ""
	}
	l.site.dataImages = l.site.dataImages || dataURL.Match(data)
	a := &asset{address: assetAddress(name, sha256.Sum256(data)), media: mediaTypes[".css"], cache: Immutable, data: data}
	l.publish(a)
	return l.site.href(a.address)
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
