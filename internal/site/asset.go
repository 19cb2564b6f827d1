package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"path"
	"slices"
	"strings"
)

// maxAsset bounds a picture or data file, which is kept in memory.
const maxAsset = 32 << 20

// An asset is a file that is sent as it is.
type asset struct {
	file          string // in its folder; "" for what is made of several
	address       string // from the root of the site, without Base
	media         string
	cache         Cache
	data          []byte
	sum           string // SHA-256 of data, in hexadecimal, of a file beside a text
	width, height int    // of a picture, in pixels; 0 when not known
}

// mediaTypes are the types we send, by the extension of a name. What else
// there is, is sent as a stream of bytes, which browsers save and never run;
// so are scripts and style sheets that stand beside texts.
var mediaTypes = map[string]string{
	".avif": "image/avif", ".gif": "image/gif", ".ico": "image/x-icon", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
	".png": "image/png", ".svg": "image/svg+xml", ".webp": "image/webp",
	".csv": "text/csv; charset=utf-8", ".json": "application/json", ".geojson": "application/geo+json",
	".txt": "text/plain; charset=utf-8", ".pdf": "application/pdf",
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2",
	".webmanifest": "application/manifest+json",
}

// atRoot are static files that browsers ask for at fixed addresses.
var atRoot = []string{"favicon.svg", "favicon.ico", "apple-touch-icon.png"}

// assetAddress names a file by its name and content.
func assetAddress(name string, sum [sha256.Size]byte) string {
	ext := path.Ext(name)
	return "/assets/" + cmp.Or(slugify(strings.TrimSuffix(name, ext)), "file") + "." + hex.EncodeToString(sum[:8]) + strings.ToLower(ext)
}

// asset reads a file that is sent as it is and gives it its address; nil with a
// problem reported when it cannot be. before are those of the site before, by
// file.
func (l *loader) asset(f folder, file string, before []*asset) *asset {
	data, ok := l.read(f, file, maxAsset)
	if !ok {
		return nil
	}
	if i, found := slices.BinarySearchFunc(before, file, func(a *asset, file string) int { return strings.Compare(a.file, file) }); found &&
		bytes.Equal(before[i].data, data) {
		return before[i]
	}
	ext := strings.ToLower(path.Ext(file))
	sum := sha256.Sum256(data)
	a := &asset{file: file, address: assetAddress(path.Base(file), sum), sum: hex.EncodeToString(sum[:]), cache: Immutable, data: data}
	a.media = cmp.Or(mediaTypes[ext], "application/octet-stream")
	if f.name == l.content.name && (ext == ".js" || ext == ".css") {
		a.media = "application/octet-stream"
	}
	if ext == ".svg" {
		var err error
		if a.width, a.height, err = inspectSVG(data); err != nil {
			l.stop(f, file, "picture", err.Error(), "export the picture without scripts and links")
			return nil
		}
	} else if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		a.width, a.height = c.Width, c.Height
	}
	return a
}

// collectAssets makes the files of all parts known by their addresses. Files of
// the same name and content share one.
func (l *loader) collectAssets() {
	s, prev := l.site, l.prev
	same := slices.Equal(s.statics.assets, prev.statics.assets) && slices.Equal(s.shelf.assets, prev.shelf.assets) &&
		slices.Equal(s.standing.assets, prev.standing.assets)
	for old, now := range changes(prev.shelf.parts, s.shelf.parts, (*part).compare) {
		same = same && old != nil && now != nil && slices.Equal(old.published(), now.published())
	}
	if s.assets = prev.assets; same && s.assets != nil {
		return
	}
	s.assets = map[string]*asset{}
	publish := func(assets []*asset) {
		for _, a := range assets {
			if s.assets[a.address] == nil {
				s.assets[a.address] = a
			}
		}
	}
	publish(s.statics.assets)
	publish(s.shelf.assets)
	for _, p := range s.shelf.parts {
		publish(p.published())
	}
	publish(s.standing.assets)
}
