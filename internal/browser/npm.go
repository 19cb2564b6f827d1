//go:build audit

package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// need finds a program that the audit cannot do without.
func need(t *testing.T, program, from string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing, which comes with %s: the audit needs it", program, from)
	}
	return path
}

// npm returns the folder of a package of npm in a fixed version, which is
// installed below the user's cache directory when it is not there.
func npm(t *testing.T, name, version string) string {
	t.Helper()
	need(t, "node", "Node.js 20 or newer")
	npm := need(t, "npm", "Node.js 20 or newer")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	base := filepath.Join(cache, "briefpress", "npm")
	home := filepath.Join(base, name+"-"+version)
	module := filepath.Join(home, "node_modules", name)
	if _, err := os.Stat(filepath.Join(home, "whole")); err == nil {
		return module
	}
	// What is half there, from an installation that was stopped, is made anew.
	if err := os.RemoveAll(home); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(home, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Logf("installing %s %s below %s", name, version, home)
	cmd := exec.CommandContext(t.Context(), npm, "install", "--prefix", home, "--no-audit", "--no-fund", "--ignore-scripts", name+"@"+version)
	cmd.Dir = home // npm would take a folder of the same name for the package
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm cannot install %s %s: %v\n%s", name, version, err, out)
	}
	if err := os.WriteFile(filepath.Join(home, "whole"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return module
}
