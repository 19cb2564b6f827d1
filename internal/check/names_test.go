package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var form = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// byVariable are rules whose names do not stand as texts where they are reported.
var byVariable = map[string]bool{unusedIgnore: true, "topic": true, "author": true}

// TestEveryProblemHasARule reads the packages that report problems for the names
// they report them under: values of the field Rule, arguments for parameters
// called rule, and values of variables called rule.
func TestEveryProblemHasARule(t *testing.T) {
	names := ruleNames()
	found := map[string]bool{}
	for _, dir := range []string{"../brief", "../site", "../preview", "../export", "../server", "."} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		var parsed []*ast.File
		set := token.NewFileSet()
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, f)
		}
		takes := map[string]int{} // function to the index of its parameter called rule
		use := func(e ast.Expr) {
			lit, ok := e.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return
			}
			name, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !form.MatchString(name) {
				return // a message: functions of one name take the rule at different places
			}
			found[name] = true
			if !slices.Contains(names, name) {
				t.Errorf("%s: %q is no rule", set.Position(lit.Pos()), name)
			}
		}
		// A function may be declared below where it is called.
		for pass := range 2 {
			for _, f := range parsed {
				ast.Inspect(f, func(n ast.Node) bool {
					switch n := n.(type) {
					case *ast.FuncDecl:
						note(takes, n.Name.Name, n.Type)
					case *ast.AssignStmt:
						for i, left := range n.Lhs {
							if id, ok := left.(*ast.Ident); ok && i < len(n.Rhs) {
								if lit, ok := n.Rhs[i].(*ast.FuncLit); ok {
									note(takes, id.Name, lit.Type)
								}
								if id.Name == "rule" && pass == 1 {
									use(n.Rhs[i])
								}
							}
						}
					case *ast.KeyValueExpr:
						if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Rule" && pass == 1 {
							use(n.Value)
						}
					case *ast.CallExpr:
						name := ""
						switch f := n.Fun.(type) {
						case *ast.Ident:
							name = f.Name
						case *ast.SelectorExpr:
							name = f.Sel.Name
						}
						if i, ok := takes[name]; ok && pass == 1 && i < len(n.Args) {
							use(n.Args[i])
						}
					}
					return true
				})
			}
		}
	}
	for _, r := range Rules() {
		if r.Look.text == nil && r.Look.piece == nil && r.Look.site == nil && !found[r.Name] && !byVariable[r.Name] {
			t.Errorf("nothing reports %s", r.Name)
		}
	}
}

func note(takes map[string]int, name string, f *ast.FuncType) {
	i := 0
	for _, field := range f.Params.List {
		for _, id := range field.Names {
			if id.Name == "rule" {
				takes[name] = i
			}
			i++
		}
	}
}
