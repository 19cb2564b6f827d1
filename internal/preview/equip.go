package preview

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"briefpress/internal/site"
)

//go:embed client
var client embed.FS

// assets are the files of the client that browsers fetch, by address.
var assets = sync.OnceValue(func() map[string][]byte {
	m := map[string][]byte{}
	for _, name := range []string{"preview.css", "reconcile.js", "desk.js", "preview.js"} {
		data, err := client.ReadFile("client/" + name)
		if err != nil {
			panic(err) // embedded
		}
		m["/_briefpress/"+name] = data
	}
	return m
})

// additions are what the preview adds to a page. The scripts run where they
// stand, before those that the page defers, to see the page as it was sent.
// Addresses name the version of the client: a page that has the scripts of an
// older program is thereby found out, and loaded anew.
var additions = sync.OnceValue(func() []byte {
	h := sha256.New()
	for _, address := range slices.Sorted(maps.Keys(assets())) {
		h.Write(assets()[address])
	}
	return fmt.Appendf(nil, `<link rel="stylesheet" href="/_briefpress/preview.css?v=%[1]x">
<script src="/_briefpress/reconcile.js?v=%[1]x" data-briefpress></script>
<script src="/_briefpress/desk.js?v=%[1]x" data-briefpress></script>
<script src="/_briefpress/preview.js?v=%[1]x" data-briefpress></script>
`, h.Sum(nil)[:6])
})

// equip adds the preview's parts to a page, at the end of its body. The file
// itself is left as it is, and returned where it is none.
func equip(f *site.File) *site.File {
	if f.Kind != site.Page || !strings.HasPrefix(f.Type, "text/html") {
		return f
	}
	end := bytes.LastIndex(f.Body, []byte("</body>"))
	if end < 0 {
		end = len(f.Body)
	}
	g := *f
	g.Body = bytes.Join([][]byte{f.Body[:end], f.Body[end:]}, additions())
	return &g
}
