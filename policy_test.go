package briefpress_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// These tests hold the rules of the repository.

// A goPackage is what `go list -json` says of a package.
type goPackage struct {
	ImportPath, Doc, Name              string
	Imports, TestImports, XTestImports []string
	GoFiles, TestGoFiles, XTestGoFiles []string
}

func packages(t *testing.T) []goPackage {
	out, err := exec.Command("go", "list", "-json=ImportPath,Doc,Name,Imports,TestImports,XTestImports,GoFiles,TestGoFiles,XTestGoFiles", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

// mayImport says which rooms of the house a room may use. What a room uses is
// decided here first.
var mayImport = map[string][]string{
	"briefpress":          {},
	"internal/strictyaml": {},
	"internal/watch":      {},
	"internal/phrase":     {},
	"internal/card":       {},
	"internal/diff":       {},
	"internal/seal":       {},
	"internal/brief":      {"internal/strictyaml", "internal/phrase", "internal/diff", "internal/seal"},
	"internal/cite":       {"internal/brief", "internal/phrase"},
	"internal/redline":    {"internal/brief", "internal/diff", "internal/phrase"},
	"internal/site": {"internal/strictyaml", "internal/phrase", "internal/card", "internal/seal", "internal/brief", "internal/cite",
		"internal/redline"},
	"internal/author":  {"internal/strictyaml", "internal/brief", "internal/seal"},
	"internal/schema":  {"internal/brief", "internal/site", "internal/check"},
	"internal/check":   {"internal/strictyaml", "internal/brief", "internal/site"},
	"internal/export":  {"internal/seal", "internal/brief", "internal/site"},
	"internal/server":  {"internal/brief", "internal/site"},
	"internal/preview": {"internal/brief", "internal/site", "internal/check", "internal/server", "internal/watch"},
	"internal/browser": {}, // for tests: no room may import it
	"cmd/briefpress": {"briefpress", "internal/seal", "internal/brief", "internal/author", "internal/schema", "internal/site", "internal/check", "internal/export", "internal/server",
		"internal/preview", "internal/watch"},
}

// onlyIn says in which rooms a library, by the beginning of its path, is used.
// The preview's own page of problems is its one template.
var onlyIn = map[string]string{
	"go.yaml.in/yaml":           "internal/strictyaml",
	"github.com/fsnotify":       "internal/watch",
	"github.com/yuin/goldmark":  "internal/brief",
	"github.com/alecthomas":     "internal/brief",
	"html/template":             "internal/site internal/preview",
	"github.com/andybalholm":    "internal/server internal/export",
	"github.com/klauspost":      "internal/server internal/export",
	"golang.org/x/image":        "internal/card",
	"github.com/spf13/cobra":    "cmd/briefpress",
	"github.com/lmittmann/tint": "cmd/briefpress",
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		room := strings.TrimPrefix(p.ImportPath, "briefpress/")
		allowed, known := mayImport[room]
		if !known {
			t.Errorf("package %s is no room of the house", room)
		}
		for _, i := range p.Imports {
			if ours, ok := strings.CutPrefix(i+"/", "briefpress/"); ok {
				ours = strings.TrimSuffix(ours, "/")
				if ours == "" {
					ours = "briefpress"
				}
				if !slices.Contains(allowed, ours) {
					t.Errorf("%s may not import %s", room, ours)
				}
			}
			for library, home := range onlyIn {
				if strings.HasPrefix(i, library) && !slices.Contains(strings.Fields(home), room) {
					t.Errorf("%s imports %s, which lives only in %s", room, i, home)
				}
			}
			if i == "net/http" && room != "internal/server" && room != "internal/preview" && room != "internal/site" {
				t.Errorf("%s imports net/http", room)
			}
			if (i == "testing" || strings.HasPrefix(i, "github.com/chromedp")) && room != "internal/browser" {
				t.Errorf("%s ships test code: it imports %s", room, i)
			}
		}
		for _, i := range slices.Concat(p.TestImports, p.XTestImports) {
			if i == "unsafe" {
				t.Errorf("the tests of %s import %s", room, i)
			}
		}
		if strings.Count(p.Doc, "") < 40 {
			t.Errorf("package %s has no package doc", room)
		}
	}
}

// The top level has what the contract lists.
func TestTopLevel(t *testing.T) {
	want := []string{".ci", ".gitignore", "Makefile", "README.md", "cmd", "content", "embed.go", "go.mod", "go.sum", "internal", "policy_test.go", "static", "templates"}
	out, err := exec.Command("git", "ls-files", "-z").Output()
	if err != nil {
		t.Skip("not a git checkout")
	}
	seen := map[string]bool{}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		top, _, _ := strings.Cut(name, "/")
		seen[top] = true
		for _, foreign := range []string{"vendor/", "node_modules/", "package.json", "package-lock.json", ".min.js", ".min.css"} {
			if strings.Contains(name, foreign) {
				t.Errorf("%s is third-party code, or asks for it", name)
			}
		}
	}
	for top := range seen {
		if !slices.Contains(want, top) {
			t.Errorf("%s has no place at the top level", top)
		}
	}
}

// Every Go file is formatted, starts no goroutine and reads no flag on its own
// account, and every exported name is documented.
func TestGoFiles(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" {
			return err
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if formatted, err := format.Source(src); err != nil || !bytes.Equal(src, formatted) {
			t.Errorf("%s is not formatted: run make fmt (%v)", name, err)
		}
		if strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Name.Name == "init" && decl.Recv == nil {
					t.Errorf("%s has an init function", name)
				}
				if decl.Name.IsExported() && decl.Doc == nil && (decl.Recv == nil || receiverIsExported(decl)) {
					t.Errorf("%s: %s has no documentation", name, decl.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if s, ok := spec.(*ast.TypeSpec); ok && s.Name.IsExported() && s.Doc == nil && decl.Doc == nil {
						t.Errorf("%s: type %s has no documentation", name, s.Name.Name)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func receiverIsExported(f *ast.FuncDecl) bool {
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}
