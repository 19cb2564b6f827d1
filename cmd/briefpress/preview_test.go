package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tree is all files below a folder, by name, with what is in them.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestPreviewIsKilled ends the preview at moments that it does not choose,
// while it starts, builds, checks and answers: what editors saved stays as it
// is, and nothing is left behind, neither in the site nor elsewhere.
func TestPreviewIsKilled(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	dir, elsewhere := t.TempDir(), t.TempDir()
	if _, err := newSite(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"} {
		t.Setenv(name, elsewhere)
	}
	want := tree(t, dir)
	const name = "content/briefs/new.md"
	for round := range 8 {
		var cmd *exec.Cmd
		if round%2 == 0 {
			cmd = exec.Command("briefpress", "preview", dir, "--addr", "127.0.0.1:0")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
		} else {
			var url string
			cmd, url, _ = start(t, `^The preview is at (\S+)$`, "preview", dir, "--addr", "127.0.0.1:0")
			res, err := http.Get(url + "_briefpress/events")
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			get(t, url)
		}
		for end := time.Now().Add(time.Duration(rnd.IntN(300)) * time.Millisecond); ; time.Sleep(time.Duration(rnd.IntN(20)) * time.Millisecond) {
			want[name] = fmt.Sprintf("---\ntitle: New\npublished: 2021-01-01\n---\n\nText %d.\n", rnd.Uint64())
			if err := os.WriteFile(filepath.Join(dir, name), []byte(want[name]), 0o644); err != nil {
				t.Fatal(err)
			}
			if time.Now().After(end) {
				break
			}
		}
		cmd.Process.Kill()
		cmd.Wait()
		got := tree(t, dir)
		for name := range got {
			if want[name] != got[name] {
				t.Errorf("round %d: %s is not what was saved: %q", round, name, got[name])
			}
		}
		if len(got) != len(want) {
			t.Errorf("round %d: %d files, there were %d", round, len(got), len(want))
		}
		if left := tree(t, elsewhere); len(left) > 0 {
			t.Errorf("round %d: left behind: %v", round, left)
		}
	}
}

// TestEditorOutlivesThePreview has the preview open a file in a program that
// the environment names, and ends it.
func TestEditorOutlivesThePreview(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the editor is a shell script")
	}
	dir, tools := t.TempDir(), t.TempDir()
	if _, err := newSite(dir); err != nil {
		t.Fatal(err)
	}
	editor, said := filepath.Join(tools, "my editor"), filepath.Join(tools, "said")
	script := "#!/bin/sh\necho $$ \"$@\" > '" + said + ".new'; mv '" + said + ".new' '" + said + "'\nexec sleep 600\n"
	if err := os.WriteFile(editor, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BRIEFPRESS_EDITOR", "'"+editor+"' +{line} {file}")
	cmd, url, output := start(t, `^The preview is at (\S+)$`, "preview", dir, "--addr", "127.0.0.1:0")
	page := filepath.ToSlash(filepath.Join(dir, "content", "pages", "about.md"))
	req, err := http.NewRequest("POST", url+"_briefpress/open", strings.NewReader(fmt.Sprintf(`{"file":%q,"line":5,"column":1}`, page)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", strings.TrimSuffix(url, "/"))
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		var why bytes.Buffer
		why.ReadFrom(res.Body)
		t.Fatalf("status %d: %s\n%s", res.StatusCode, &why, output)
	}
	var data []byte
	for end := time.Now().Add(time.Minute); len(data) == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		data, _ = os.ReadFile(said)
	}
	number, args, _ := strings.Cut(strings.TrimSpace(string(data)), " ")
	if want := "+5 " + page; args != want {
		t.Errorf("the editor got %q, want %q", args, want)
	}
	pid, err := strconv.Atoi(number)
	if err != nil {
		t.Fatalf("the editor was not started: %v\n%s", err, output)
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	defer process.Kill()
	end(t, cmd, os.Interrupt, output)
	if err := process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the editor ended with the preview: %v", err)
	}
}
