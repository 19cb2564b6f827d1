package schema

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/site"
)

// schemas are all three, by what they are of.
func schemas() map[string][]byte {
	return map[string][]byte{"edition": Edition(), "page": Page(), "site": Site()}
}

// tags are the keys of a struct of the source of a package, in its order.
func tags(t *testing.T, file, name string) (keys []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != name {
			return true
		}
		for _, field := range spec.Type.(*ast.StructType).Fields.List {
			if field.Tag != nil {
				keys = append(keys, reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("yaml"))
			}
		}
		return false
	})
	return keys
}

// The keys of each schema are those that the text is decoded into, page included,
// whose type nobody else sees.
func TestKeysAreThoseOfTheTypes(t *testing.T) {
	for name, want := range map[string][]string{
		"edition": tags(t, "../brief/header.go", "Header"),
		"page":    tags(t, "../brief/header.go", "pageHeader"),
		"site":    tags(t, "../site/config.go", "Config"),
	} {
		var s struct{ Properties map[string]any }
		if err := json.Unmarshal(schemas()[name], &s); err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(s.Properties))); diff != "" || len(want) < 5 {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What is said of a key that there is no more misleads whoever reads keys.go.
func TestNothingIsSaidOfKeysThatAreNot(t *testing.T) {
	there := map[string]bool{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(typ.Elem())
		case reflect.Struct:
			for f := range typ.Fields() {
				there[typ.Name()+" "+f.Tag.Get("yaml")] = true
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[brief.Header]())
	walk(reflect.TypeFor[site.Config]())
	for key := range keys {
		if !there[key] {
			t.Errorf("%s is no key", key)
		}
	}
}

// Whole sentences, which editors show beside what they propose.
func TestDescriptions(t *testing.T) {
	for key, about := range keys {
		if !regexp.MustCompile(`^(\p{Lu}|true ).*\.$`).MatchString(about.doc) || strings.Contains(about.doc, "  ") {
			t.Errorf("%s: %q", key, about.doc)
		}
	}
}

// Every mapping whose keys are known is closed, every key in it is described, and
// every pattern is one of both dialects.
func TestEveryMappingIsClosed(t *testing.T) {
	for name, data := range schemas() {
		var root any
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		closed := 0
		var walk func(path string, v any)
		walk = func(path string, v any) {
			m, ok := v.(map[string]any)
			if !ok {
				return
			}
			if properties, ok := m["properties"].(map[string]any); ok && path != ".if" && path != ".then" {
				closed++
				if m["additionalProperties"] != false {
					t.Errorf("%s%s takes any key", name, path)
				}
				for key, property := range properties {
					if property.(map[string]any)["description"] == nil {
						t.Errorf("%s%s.%s is not described", name, path, key)
					}
				}
			}
			if p, ok := m["pattern"].(string); ok {
				plain := strings.ReplaceAll(p, `\\`, "")
				if regexp.MustCompile(`\(\?|\\[^.p]`).MatchString(plain) || !strings.HasPrefix(p, "^") && !strings.HasPrefix(p, "/") {
					t.Errorf("%s%s: pattern %s", name, path, p)
				}
				if _, err := regexp.Compile(p); err != nil {
					t.Error(err)
				}
			}
			for key, value := range m {
				walk(path+"."+key, value)
				if list, ok := value.([]any); ok {
					for _, item := range list {
						walk(path+"."+key, item)
					}
				}
			}
		}
		walk("", root)
		if closed == 0 {
			t.Errorf("%s has no mapping", name)
		}
	}
}

func TestRulesAreThoseOfCheck(t *testing.T) {
	var s struct {
		Properties struct {
			Rules struct {
				Properties map[string]struct{ Enum []string }
			}
		}
	}
	if err := json.Unmarshal(Site(), &s); err != nil {
		t.Fatal(err)
	}
	if got, want := len(s.Properties.Rules.Properties), len(check.Rules()); got != want {
		t.Errorf("%d rules, want %d", got, want)
	}
	for _, r := range check.Rules() {
		if diff := cmp.Diff([]string{"error", "warning", "advice", "off"}, s.Properties.Rules.Properties[r.Name].Enum); diff != "" {
			t.Errorf("%s: %s", r.Name, diff)
		}
	}
}
