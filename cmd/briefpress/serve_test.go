//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServeReloads has a server read a site again, by a signal and by watching,
// with content that is good and content that is not.
func TestServeReloads(t *testing.T) {
	for _, watched := range []bool{false, true} {
		dir := t.TempDir()
		file := filepath.Join(dir, "content", "briefs", "new.md")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		write := func(file, text string) {
			t.Helper()
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		write(filepath.Join(dir, "content", "site.yaml"), "id: example.org,2020\ntitle: Library\npublisher: Publisher\ndescription: Briefs\nlanguage: en\n")
		brief := func(text string) string { return "---\ntitle: New\npublished: 2021-01-01\n---\n\n" + text + "\n" }
		write(file, brief("The first text."))

		args := []string{"serve", dir, "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}
		if watched {
			args = append(args, "--watch")
		}
		cmd, addr, output := start(t, `"msg":"serving","addr":"([^"]+)"`, args...)
		_, admin, _ := strings.Cut(output.String(), `"msg":"answering probes","addr":"`)
		admin, _, _ = strings.Cut(admin, `"`)
		change := func(text string) {
			t.Helper()
			write(file, text)
			if !watched {
				if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
					t.Fatal(err)
				}
			}
		}
		await := func(url, text string) {
			t.Helper()
			for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
				if code, body := get(t, url); code == 200 && strings.Contains(body, text) {
					return
				}
			}
			t.Fatalf("%s never said %q\n%s", url, text, output)
		}
		page, ready := "http://"+addr+"/briefs/new/", "http://"+admin+"/readyz"
		await(page, "The first text.")
		change(brief("The second text."))
		await(page, "The second text.")
		change("---\ntitle: [\n---\n\nThe third text.\n")
		await(ready, "new.md:2:")
		await(page, "The second text.")
		change(brief("The fourth text."))
		await(page, "The fourth text.")
		if code, body := get(t, ready); code != 200 || body != "ok\n" {
			t.Errorf("%d %s", code, body)
		}
		end(t, cmd, syscall.SIGTERM, output)
	}
}
