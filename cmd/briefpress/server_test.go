package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// A buffer may be written to and read by several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func exitCode(ts *testscript.TestScript, err error) int {
	exit, ok := err.(*exec.ExitError)
	if !ok {
		ts.Fatalf("%v", err)
	}
	return exit.ExitCode()
}

// start runs the program in a process and returns the first match of a pattern
// in what it writes.
func start(t *testing.T, pattern string, args ...string) (cmd *exec.Cmd, match string, output *buffer) {
	t.Helper()
	cmd = exec.Command("briefpress", args...)
	r, w := io.Pipe()
	output = &buffer{}
	cmd.Stdout, cmd.Stderr = w, w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); w.Close() })
	found := make(chan string, 1)
	go func() {
		re := regexp.MustCompile(pattern)
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			output.Write(append(lines.Bytes(), '\n'))
			if m := re.FindStringSubmatch(lines.Text()); m != nil {
				select {
				case found <- m[1]:
				default:
				}
			}
		}
	}()
	select {
	case match = <-found:
	case <-time.After(time.Minute):
		t.Fatalf("%v never wrote %s:\n%s", args, pattern, output)
	}
	return cmd, match, output
}

// end stops a process by a signal and wants it to say that all went well.
func end(t *testing.T, cmd *exec.Cmd, signal os.Signal, output *buffer) {
	t.Helper()
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after %v: %v\n%s", signal, err, output)
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestServe(t *testing.T) {
	dir := t.TempDir()
	if _, err := newSite(dir); err != nil {
		t.Fatal(err)
	}
	cmd, addr, output := start(t, `"msg":"serving","addr":"([^"]+)"`, "serve", dir, "--addr", "127.0.0.1:0", "--base-url", "https://example.org/sub/")
	if code, body := get(t, "http://"+addr+"/sub/briefs/resolute-support-mission/"); code != 200 || !strings.Contains(body, "Resolute Support") {
		t.Errorf("the brief: %d\n%s", code, body)
	}
	if code, _ := get(t, "http://"+addr+"/sub/nothing/"); code != 404 {
		t.Errorf("what is not there: %d", code)
	}
	second := exec.Command("briefpress", "serve", dir, "--addr", addr)
	if said, err := second.CombinedOutput(); err == nil || second.ProcessState.ExitCode() != statusFailed || !strings.Contains(string(said), "\nhint: another program may answer there") {
		t.Errorf("a second server at one address: %v\n%s", err, said)
	}
	end(t, cmd, syscall.SIGTERM, output)
	for line := range strings.Lines(output.String()) {
		if !strings.HasPrefix(line, "{") {
			t.Errorf("a line that is no JSON: %s", line)
		}
	}
}

func TestPreview(t *testing.T) {
	dir := t.TempDir()
	if _, err := newSite(dir); err != nil {
		t.Fatal(err)
	}
	draft := filepath.Join(dir, "content", "briefs", "new.md")
	write := func(text string) {
		if err := os.WriteFile(draft, []byte("---\ntitle: New\npublished: 2021-01-01\ndraft: true\n---\n\n"+text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("The first text.")
	cmd, url, output := start(t, `^The preview is at (\S+)$`, "preview", dir, "--addr", "127.0.0.1:0")
	await := func(address, text string) {
		t.Helper()
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if _, body := get(t, url+address); strings.Contains(body, text) {
				return
			}
		}
		t.Errorf("%s never said %q\n%s", address, text, output)
	}
	await("briefs/new/", "The first text.")
	write("The second text.")
	await("briefs/new/", "The second text.")

	// Folders of the site's own may come, and come before the built-in ones.
	templates := filepath.Join(dir, "templates")
	if err := os.Mkdir(templates, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(templates, "page.html"), []byte(`{{define "main"}}<h1>Our own {{.PageTitle}}</h1>{{end}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	await("about/", "<h1>Our own About")
	end(t, cmd, os.Interrupt, output)
}
