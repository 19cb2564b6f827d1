package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"briefpress"
)

// TestExportIsOfTheSiteAlone exports the built-in site in many surroundings, and wants
// the same bytes of all.
func TestExportIsOfTheSiteAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("compresses the site many times")
	}
	dir := t.TempDir()
	sums := map[string][]string{}
	for i, env := range [][]string{
		{"TZ=UTC"}, {"TZ=Pacific/Kiritimati"}, {"TZ=Etc/GMT+12"}, {"LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"}, {"LC_ALL=C"}, {"LANG=fa_AF.UTF-8"},
		{"GOMAXPROCS=1"}, {"GOMAXPROCS=7", "GODEBUG=randautoseed=0"}, {"GOGC=1"}, {"SOURCE_DATE_EPOCH=1"}, {"HOSTNAME=other", "USER=other"}, {"NO_COLOR=1"},
	} {
		// Each has its own folder, made in its own order and at its own time.
		home := filepath.Join(dir, fmt.Sprintf("%d-%d", i, i*i))
		copySite(t, filepath.Join(home, "site"), i)
		out := filepath.Join(home, "out")
		args := []string{"export", "site", "--out", "out", "--base-url", "https://example.org/sub/", "--precompress"}
		c := exec.Command("briefpress", args...)
		c.Dir = home
		if i%2 == 1 {
			c.Args = []string{"briefpress", "export", "--out", "../out", "--base-url", "https://example.org/sub/", "--precompress"}
			c.Dir = filepath.Join(home, "site")
		}
		c.Env = append(os.Environ(), env...)
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", env, err, said)
		}
		manifest, err := os.ReadFile(filepath.Join(out, "briefpress.sum"))
		if err != nil {
			t.Fatal(err)
		}
		sums[string(manifest)] = append(sums[string(manifest)], env[0])
	}
	if len(sums) != 1 {
		var groups [][]string
		for _, envs := range sums {
			groups = append(groups, envs)
		}
		t.Errorf("%d different exports: %q", len(sums), groups)
	}
}

// TestExportIsInterrupted stops exports at random moments as people do, and wants the
// export before or the new one, and nothing beside it.
func TestExportIsInterrupted(t *testing.T) {
	dir := t.TempDir()
	copySite(t, filepath.Join(dir, "site"), 0)
	export := func(base string) *exec.Cmd {
		c := exec.Command("briefpress", "export", "site", "--out", "out", "--base-url", base)
		c.Dir = dir
		return c
	}
	bases := []string{"https://example.org/", "https://example.net/"}
	var took time.Duration
	for i := range 3 {
		start := time.Now()
		if said, err := export(bases[i%2]).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		took = time.Since(start)
	}
	stopped := 0
	for i := range 12 {
		c := export(bases[i%2])
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took * time.Duration(i) / 10)
		c.Process.Signal(os.Interrupt)
		if c.Wait() != nil {
			stopped++
		}
		verify := exec.Command("briefpress", "verify", "out")
		verify.Dir = dir
		if said, err := verify.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, said)
		}
		if _, err := os.Lstat(filepath.Join(dir, ".out.briefpress")); err == nil && c.ProcessState.ExitCode() == statusFailed {
			t.Error("work is left over")
		}
	}
	t.Logf("%d of 12 were stopped", stopped)
	if stopped == 0 {
		t.Error("none was stopped")
	}
}

// copySite writes the content of the built-in site in an order and with file times
// that depend on n.
func copySite(t *testing.T, dir string, n int) {
	t.Helper()
	var names []string
	err := fs.WalkDir(briefpress.Content(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(names, func(a, b string) int {
		return bytes.Compare([]byte{a[len(a)*n/20] ^ byte(n)}, []byte{b[len(b)*n/20] ^ byte(n)})
	})
	for i, name := range names {
		data, err := fs.ReadFile(briefpress.Content(), name)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			t.Fatal(err)
		}
		old := time.Unix(int64(n*i)*1e6, 0)
		if err := os.Chtimes(to, old, old); err != nil {
			t.Fatal(err)
		}
	}
}
