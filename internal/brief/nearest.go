package brief

import (
	"maps"

	"briefpress/internal/strictyaml"
)

// nearest hints at the key that was probably meant; else it gives the other hint.
func nearest[V any](written string, known map[string]V, otherwise string) string {
	if best := strictyaml.Nearest(written, maps.Keys(known)); best != "" {
		return "did you mean " + quote(best) + "?"
	}
	return otherwise
}
