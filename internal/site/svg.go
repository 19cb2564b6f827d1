package site

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// inspectSVG finds the size of a picture and refuses one that could run a
// script where it is opened by itself.
func inspectSVG(data []byte) (width, height int, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	d.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		return nil, errors.New("it is not in UTF-8")
	}
	root := true
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			if root {
				return 0, 0, errors.New("the picture is empty")
			}
			return width, height, nil
		}
		if err != nil {
			return 0, 0, fmt.Errorf("the picture is not well formed: %v", err)
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(t), []byte("ENTITY")) {
				return 0, 0, errors.New("the picture declares entities")
			}
		case xml.StartElement:
			switch name := strings.ToLower(t.Name.Local); {
			case root && name != "svg":
				return 0, 0, fmt.Errorf("the picture begins with <%s>, not <svg>", name)
			case slices.Contains([]string{"script", "foreignobject", "iframe", "object", "embed", "handler"}, name):
				return 0, 0, fmt.Errorf("the picture has the element <%s>", name)
			}
			for _, a := range t.Attr {
				name, value := strings.ToLower(a.Name.Local), strings.ToLower(strings.TrimSpace(a.Value))
				if strings.HasPrefix(name, "on") {
					return 0, 0, fmt.Errorf("the picture has the event attribute %s", name)
				}
				if name == "href" || name == "to" || name == "values" || name == "from" {
					if scheme, _, found := strings.Cut(value, ":"); found && !strings.ContainsAny(scheme, "#/ ") &&
						scheme != "http" && scheme != "https" && !strings.HasPrefix(value, "data:image/png") && !strings.HasPrefix(value, "data:image/jpeg") {
						return 0, 0, fmt.Errorf("the picture links to a %s: address", scheme)
					}
				}
			}
			if root {
				width, height = sizeSVG(t.Attr)
				root = false
			}
		}
	}
}

// sizeSVG reads the size of a picture from its width and height, or from its
// viewBox where these are missing or relative.
func sizeSVG(attrs []xml.Attr) (width, height int) {
	var box []string
	for _, a := range attrs {
		switch px, err := strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64); {
		case a.Name.Local == "viewBox":
			box = strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' })
		case err != nil || px < 1 || px > 1e5:
		case a.Name.Local == "width":
			width = int(px + .5)
		case a.Name.Local == "height":
			height = int(px + .5)
		}
	}
	if (width == 0 || height == 0) && len(box) == 4 {
		w, err1 := strconv.ParseFloat(box[2], 64)
		h, err2 := strconv.ParseFloat(box[3], 64)
		if err1 == nil && err2 == nil && w >= 1 && h >= 1 && w <= 1e5 && h <= 1e5 {
			return int(w + .5), int(h + .5)
		}
	}
	if width == 0 || height == 0 {
		return 0, 0
	}
	return width, height
}
