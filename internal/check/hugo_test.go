//go:build hugo

package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"briefpress/internal/site"
)

const hugoPackage = "github.com/gohugoio/hugo@v0.165.0"

// hugo finds Hugo, or builds it once for all runs.
func hugo(t *testing.T) string {
	if found, err := exec.LookPath("hugo"); err == nil {
		return found
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip("there is no hugo, and no place to build it in:", err)
	}
	dir := filepath.Join(cache, "briefpress", "peers")
	program := filepath.Join(dir, "hugo")
	if _, err := os.Stat(program); err == nil {
		return program
	}
	fmt.Println("building", hugoPackage, "which takes some minutes")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
	defer cancel()
	build := exec.CommandContext(ctx, "go", "install", hugoPackage)
	build.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	build.Dir = t.TempDir()
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("hugo is not here, and cannot be built: %v\n%s", err, out)
	}
	return program
}

// hugoSettings switch on all that Hugo can say of content.
const hugoSettings = `
taxonomies: {topic: topics, author: authors}
refLinksErrorLevel: ERROR
enableInlineShortcodes: false
markup: {goldmark: {renderHooks: {link: {useEmbedded: always}, image: {useEmbedded: always}}}}
`

// writeHugo writes a site of ours as one of Hugo.
func writeHugo(t *testing.T, dir string, a *txtar.Archive) {
	layouts := []txtar.File{
		{Name: "layouts/_default/baseof.html", Data: []byte("<!doctype html><html lang=\"en\"><title>{{.Title}}</title>{{block \"main\" .}}{{end}}</html>\n")},
		{Name: "layouts/_default/single.html", Data: []byte("{{define \"main\"}}<h1>{{.Title}}</h1>{{.Params.summary}}{{.Content}}{{end}}\n")},
		{Name: "layouts/_default/list.html", Data: []byte("{{define \"main\"}}{{range .Pages}}<a href=\"{{.RelPermalink}}\">{{.Title}}</a>{{end}}{{end}}\n")},
	}
	for _, f := range append(slices.Clone(a.Files), layouts...) {
		name, data := f.Name, f.Data
		switch inside, content := strings.CutPrefix(name, "content/"); {
		case name == "content/site.yaml":
			name = "hugo.yaml"
			data = []byte("baseURL: https://example.org/lib/\ntitle: Library\n" + hugoSettings + "params:\n  " + strings.ReplaceAll(string(data), "\n", "\n  ") + "\n")
		case content && filepath.Ext(name) == ".md":
			name = filepath.Join("content", strings.TrimPrefix(inside, "pages/"))
			data = bytes.Replace(data, []byte("\npublished: "), []byte("\ndate: "), 1)
			if date := strings.TrimSuffix(filepath.Base(name), ".md"); editionName.MatchString(date) {
				data = bytes.Replace(data, []byte("---\n"), []byte("---\ndate: "+date+"\n"), 1)
			}
		case content:
			name = filepath.Join("static", strings.TrimPrefix(inside, "pages/"))
		}
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

var editionName = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

// said are the warnings and errors of a run of Hugo over a site.
func said(t *testing.T, program string, a *txtar.Archive) (lines []string) {
	dir := t.TempDir()
	writeHugo(t, dir, a)
	cmd := exec.CommandContext(t.Context(), program, "--buildDrafts", "--buildFuture", "--printPathWarnings", "--printI18nWarnings", "--logLevel", "warn", "--noBuildLock")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HUGO_CACHEDIR="+t.TempDir(), "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(strings.ReplaceAll(line, dir+"/", ""))
		if strings.HasPrefix(line, "WARN") || strings.HasPrefix(line, "ERROR") || strings.HasPrefix(line, "Error") {
			lines = append(lines, line)
		}
	}
	if err != nil && len(lines) == 0 {
		lines = append(lines, "ERROR "+err.Error())
	}
	return lines
}

// atLine is a place with a line in what Hugo says.
var atLine = regexp.MustCompile(`:\d+:\d+"?`)

// TestHugo gives each fault of the seeded site, alone in the clean twin, to both,
// and prints what they say.
func TestHugo(t *testing.T) {
	program := hugo(t)
	version, err := exec.Command(program, "version").Output()
	if err != nil {
		t.Skip("hugo does not run:", err)
	}
	seeds := readSeeded(t)
	clean := seeds.build(t, func(*fault) bool { return false })
	usual := said(t, program, clean)
	fmt.Printf("%s\nIt says all that it can of content; links it checks only where they are shortcodes.\nOf the clean site it says: %q\n\n%-26s %-44s %-10s %s\n", bytes.TrimSpace(version), usual, "fault", "place", "briefpress", "hugo")
	ours, theirs, placed := 0, 0, 0
	for _, f := range seeds.faults {
		// A fault may need what stands beside it, which has no rule of its own.
		faulty := seeds.build(t, func(g *fault) bool {
			return g == f || f.brings == "" && g.brings != "" && !slices.Contains(seeds.faults, g) || f.brings == "" && g.rule == "" && g.brings == ""
		})
		s, opts, _ := load(t, faulty, site.Source{})
		found := "nothing"
		findings := Run(s, opts)
		if i := slices.IndexFunc(findings, func(x Finding) bool { return x.Rule == f.rule && x.File == strings.Split(f.place, ":")[0] }); i >= 0 {
			found = "file"
			if findings[i].Line > 0 {
				found = "line"
			}
			if findings[i].Hint != "" {
				found += ", hint"
			}
			ours++
		}
		hugo := "nothing"
		for _, line := range said(t, program, faulty) {
			if !slices.Contains(usual, line) {
				hugo = line
				theirs++
				if atLine.MatchString(line) {
					placed++
				}
				break
			}
		}
		fmt.Printf("%-26s %-44s %-10s %.110s\n", f.rule, strings.TrimPrefix(f.place, "content/"), found, hugo)
	}
	fmt.Printf("\nof %d faults briefpress finds %d, and hugo %d, %d of these with a line\n", len(seeds.faults), ours, theirs, placed)
	if ours != len(seeds.faults) {
		t.Errorf("%d faults are not found when they stand alone", len(seeds.faults)-ours)
	}
}
