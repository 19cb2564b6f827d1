//go:build hosts

package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// The hosting guide holds configurations and commands. These tests take them out of
// it and run them, so that what readers are told is what was tried.

// listings are those under a heading of the guide, by their order.
func listings(t *testing.T, heading string) []string {
	t.Helper()
	text, err := os.ReadFile("../../content/pages/hosting.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n"+heading+"\n")
	if !found {
		t.Fatalf("the guide has no part %q", heading)
	}
	if next := regexp.MustCompile(`(?m)^##+ `).FindStringIndex(section); next != nil {
		section = section[:next[0]]
	}
	var code []string
	for _, m := range regexp.MustCompile("(?ms)^```[a-z]+\n(.*?)^```$").FindAllStringSubmatch(section, -1) {
		code = append(code, m[1])
	}
	return code
}

// tool finds a program, or skips.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s here", name)
	}
	return path
}

// A hosted site is an export and a server of the same, which stands at a path of its
// host, "" or "/sub".
type hosted struct{ dir, root, path, out, serve string }

func (tr hosted) base() string { return "https://briefs.example.org" + tr.path + "/" }

func exported(t *testing.T, path string) hosted {
	t.Helper()
	tr := hosted{dir: t.TempDir(), path: path}
	tr.root = filepath.Join(tr.dir, "public")
	tr.out = tr.root + path
	if _, err := newSite(tr.dir); err != nil {
		t.Fatal(err)
	}
	// An alias of a page, beside that of a brief in the built-in site, with all that
	// may stand in an address.
	about := filepath.Join(tr.dir, "content", "pages", "about.md")
	text, err := os.ReadFile(about)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("title:"), []byte("aliases: [/über-uns/, /a.b/c_d~e/]\ntitle:"), 1)
	if err := os.WriteFile(about, text, 0o644); err != nil {
		t.Fatal(err)
	}
	tr.export(t)
	_, addr, _ := start(t, `"msg":"serving","addr":"([^"]+)"`, "serve", tr.dir, "--addr", "127.0.0.1:0", "--base-url", tr.base())
	tr.serve = "http://" + addr
	return tr
}

func (tr hosted) export(t *testing.T) {
	t.Helper()
	var said buffer
	if status := run(t.Context(), []string{"export", tr.dir, "--out", tr.out, "--base-url", tr.base(), "--precompress"}, nil, &said, &said); status != statusDone {
		t.Fatalf("export: %s", said.String())
	}
}

// addresses are those of all files that the site has.
func (tr hosted) addresses(t *testing.T) []string {
	t.Helper()
	manifest, err := os.ReadFile(filepath.Join(tr.out, "briefpress.sum"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(manifest)) {
		name := strings.TrimSpace(line[66:])
		switch {
		case strings.HasPrefix(name, "_"), strings.HasPrefix(name, "."), slices.Contains([]string{".br", ".gz", ".zst"}, filepath.Ext(name)):
		default:
			dir, base := filepath.Split(name)
			if base == "index.html" {
				name = dir
			}
			all = append(all, "/"+name)
		}
	}
	return all
}

// redirects runs the command of the guide that makes a server's list of them.
func (tr hosted) redirects(t *testing.T, command string) string {
	t.Helper()
	list := filepath.Join(tr.dir, "redirects")
	command = put(t, command, "public/", "public"+tr.path+"/")
	command = regexp.MustCompile(`> \S+`).ReplaceAllString(command, "> "+list)
	sh := exec.Command("sh", "-c", command)
	sh.Dir = tr.dir
	if said, err := sh.CombinedOutput(); err != nil || len(said) > 0 {
		t.Fatalf("%v: %s", err, said)
	}
	return list
}

// freeAddress is one that nobody answered at a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// put replaces what stands exactly once in a configuration.
func put(t *testing.T, conf, old, new string) string {
	t.Helper()
	if strings.Count(conf, old) != 1 {
		t.Fatalf("the guide has %q %d times, not once", old, strings.Count(conf, old))
	}
	return strings.Replace(conf, old, new, 1)
}

// launch starts a server and waits until it answers.
func launch(t *testing.T, addr string, cmd *exec.Cmd) {
	t.Helper()
	said := &buffer{}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", cmd.Path, said)
		}
	})
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return
		}
	}
	t.Fatalf("it never answered:\n%s", said)
}

func TestHostsNginx(t *testing.T) {
	nginx := tool(t, "nginx")
	parts := listings(t, "## nginx")
	if len(parts) != 3 {
		t.Fatalf("%d listings", len(parts))
	}
	const brotliModule = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
	for name, c := range map[string]struct{ path, module string }{
		"gzip": {"", ""}, "brotli": {"", brotliModule}, "below a path": {"/library", ""},
	} {
		t.Run(name, func(t *testing.T) {
			load, encodings := "", []string{"", "gzip", "zstd, gzip;q=0.5"}
			conf := parts[1]
			if c.module != "" {
				if _, err := os.Stat(c.module); err != nil {
					t.Skip("no module for brotli here")
				}
				load, encodings = "load_module "+c.module+";\n", append(encodings, "br", "gzip, deflate, br, zstd")
				conf = put(t, conf, "    gzip_static on;\n", "    gzip_static on;\n"+parts[2])
			}
			tr, addr := exported(t, c.path), freeAddress(t)
			conf = put(t, conf, "/etc/nginx/briefs-redirects", tr.redirects(t, parts[0]))
			conf = put(t, conf, "root /srv/briefs;", "root "+tr.root+";")
			conf = put(t, conf, "listen 80;", "listen "+addr+";")
			for _, pattern := range []string{"~^/assets/", `"~^/(?:assets/`, `~ "^/(?:_headers`, "=404 /404.html", "= /404.html"} {
				conf = put(t, conf, pattern, strings.Replace(pattern, "/", c.path+"/", 1))
			}
			file := filepath.Join(tr.dir, "nginx.conf")
			owner := ""
			if os.Getuid() == 0 {
				owner = "user root;\n"
			}
			conf = load + owner + "pid " + tr.dir + "/nginx.pid;\nerror_log stderr crit;\nevents {}\nhttp {\naccess_log off;\n" + conf + "}\n"
			if err := os.WriteFile(file, []byte(conf), 0o644); err != nil {
				t.Fatal(err)
			}
			launch(t, addr, exec.Command(nginx, "-p", tr.dir, "-c", file, "-g", "daemon off;"))
			tr.compare(t, "http://"+addr, encodings)
		})
	}
}

func TestHostsCaddy(t *testing.T) {
	caddy := tool(t, "caddy")
	parts := listings(t, "## Caddy")
	if len(parts) != 2 {
		t.Fatalf("%d listings", len(parts))
	}
	for name, path := range map[string]string{"at the root": "", "below a path": "/library"} {
		t.Run(name, func(t *testing.T) {
			tr, addr := exported(t, path), freeAddress(t)
			conf := put(t, parts[1], "briefs.example.org {", "http://"+addr+" {")
			conf = put(t, conf, "/etc/caddy/briefs-redirects", tr.redirects(t, parts[0]))
			conf = put(t, conf, "root /srv/briefs", "root "+tr.root)
			for _, address := range []string{"@hidden path /_headers", " /_redirects", " /.*", " /404.html\n\t\terror", "header /assets/", "@open path /assets/", " /favicon.",
				" /apple-touch-icon.", "rewrite * /404.html"} {
				conf = put(t, conf, address, strings.Replace(address, "/", path+"/", 1))
			}
			file := filepath.Join(tr.dir, "Caddyfile")
			if err := os.WriteFile(file, []byte("{\n\tadmin off\n\tpersist_config off\n}\n"+conf), 0o644); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(caddy, "run", "--config", file, "--adapter", "caddyfile")
			cmd.Env = append(os.Environ(), "HOME="+tr.dir, "XDG_CONFIG_HOME="+tr.dir, "XDG_DATA_HOME="+tr.dir)
			launch(t, addr, cmd)
			tr.compare(t, "http://"+addr, []string{"", "gzip", "br", "zstd", "gzip, deflate, br, zstd"})
		})
	}
}

// An answer is what of one is the same wherever the site stands.
type hostAnswer struct {
	status int
	body   string
	header http.Header
}

var noRedirects = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true},
}

// ask requests a file and undoes its content coding.
func ask(t *testing.T, method, url string, headers ...string) hostAnswer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] != "" {
			req.Header.Set(headers[i], headers[i+1])
		}
	}
	res, err := noRedirects.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var body io.Reader = res.Body
	if method != http.MethodHead {
		switch coding := res.Header.Get("Content-Encoding"); coding {
		case "gzip":
			body, err = gzip.NewReader(res.Body)
		case "br":
			body = brotli.NewReader(res.Body)
		case "zstd":
			body, err = zstd.NewReader(res.Body)
		case "":
		default:
			err = fmt.Errorf("content coding %q", coding)
		}
	}
	text, err2 := []byte(nil), err
	if err == nil {
		text, err2 = io.ReadAll(body)
	}
	if err2 != nil {
		t.Fatalf("%s: %v", url, err2)
	}
	return hostAnswer{res.StatusCode, string(text), res.Header}
}

// alike are the headers that a host sends as serve does.
var alike = []string{"Content-Type", "Cache-Control", "Location", "Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy",
	"Cross-Origin-Opener-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options"}

// compare holds a host to what serve answers: for every address, and for those where
// nothing is.
func (tr hosted) compare(t *testing.T, host string, encodings []string) {
	t.Helper()
	all := tr.addresses(t)
	if len(all) < 50 {
		t.Fatalf("%d addresses", len(all))
	}
	const old = "/brief-on-nato-resolute-support-mission-rsm/20190607/"
	wrong := 0
	for _, address := range append(all, "/nothing/", "/nothing", "/briefs/nothing/x", "/assets/", "/assets/style.css",
		"/assets/..%2fbriefpress.md", "/_headers", "/_redirects", "/.nojekyll", "/.precompressed",
		"/briefs/resolute-support-mission", "/briefs/index.html", "/index.html", "/briefs/resolute-support-mission/index.html?x",
		"/briefs/?query", old+"?query", "/Briefs/", "/%C3%BCber-uns/", "/%C3%BCber-uns/?x=1", "/a.b/c_d~e/", "/axb/c_d~e/") {
		if address == "/briefpress.sum" {
			continue // of the export alone
		}
		for _, encoding := range encodings {
			want := ask(t, http.MethodGet, tr.serve+tr.path+address, "Accept-Encoding", encoding)
			got := ask(t, http.MethodGet, host+tr.path+address, "Accept-Encoding", encoding)
			complain := func(format string, args ...any) {
				if wrong++; wrong < 60 {
					t.Errorf("%s (%s): %s", address, encoding, fmt.Sprintf(format, args...))
				}
			}
			if got.status != want.status {
				complain("status %d, want %d", got.status, want.status)
				continue
			}
			if moved := want.status == http.StatusMovedPermanently; got.body != want.body && !moved {
				complain("another body of %d bytes, want %d", len(got.body), len(want.body))
			}
			for _, name := range alike {
				g, w := got.header.Values(name), want.header.Values(name)
				if name == "Content-Type" && want.status == http.StatusMovedPermanently {
					continue // of a body that nobody reads
				}
				if !slices.Equal(g, w) {
					complain("%s %q, want %q", name, g, w)
				}
			}
			if len(got.header.Values("Content-Security-Policy")) == 0 {
				complain("no policy")
			}
			if got.status != http.StatusOK {
				continue
			}
			if want.header.Get("Content-Encoding") != "" && got.header.Get("Content-Encoding") == "" && encoding != "zstd" {
				complain("not compressed")
			}
			if got.header.Get("Content-Encoding") != "" && !strings.Contains(got.header.Get("Vary"), "Accept-Encoding") {
				complain("Vary %q", got.header.Get("Vary"))
			}
			if head := ask(t, http.MethodHead, host+tr.path+address, "Accept-Encoding", encoding); head.status != got.status || head.body != "" ||
				head.header.Get("Content-Length") != got.header.Get("Content-Length") {
				complain("HEAD: %d, %s bytes", head.status, head.header.Get("Content-Length"))
			}
			etag := got.header.Get("Etag")
			if again := ask(t, http.MethodGet, host+tr.path+address, "Accept-Encoding", encoding, "If-None-Match", etag); etag == "" || again.status != http.StatusNotModified {
				complain("with its own validator %s: %d", etag, again.status)
			} else if g, w := again.header.Get("Cache-Control"), want.header.Get("Cache-Control"); g != w {
				complain("304 with Cache-Control %q, want %q", g, w)
			}
			// Another form of the same file is another thing.
			if plain := ask(t, http.MethodGet, host+tr.path+address, "If-None-Match", etag); got.header.Get("Content-Encoding") != "" && plain.status != http.StatusOK {
				complain("the validator of %s is one of the plain form too", got.header.Get("Content-Encoding"))
			}
		}
	}
	tr.change(t, host, encodings)
}

// change exports an edit that keeps the length within the same second, and looks
// whether the host takes it for what it was.
func (tr hosted) change(t *testing.T, host string, encodings []string) {
	t.Helper()
	before := map[string]hostAnswer{}
	for _, encoding := range encodings {
		before[encoding] = ask(t, http.MethodGet, host+tr.path+"/about/", "Accept-Encoding", encoding)
	}
	about := filepath.Join(tr.dir, "content", "pages", "about.md")
	text, err := os.ReadFile(about)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(about, bytes.Replace(text, []byte("short briefs"), []byte("brief shorts"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	tr.export(t)
	for _, encoding := range encodings {
		was := before[encoding]
		now := ask(t, http.MethodGet, host+tr.path+"/about/", "Accept-Encoding", encoding, "If-None-Match", was.header.Get("Etag"))
		if now.status != http.StatusOK || !strings.Contains(now.body, "brief shorts") || len(now.body) != len(was.body) {
			t.Errorf("after an edit (%s): %d, %d bytes, ETag %s, which was %s", encoding, now.status, len(now.body), now.header.Get("Etag"), was.header.Get("Etag"))
		}
	}
}

// TestHostsStore uploads to a store that notes what it is told.
func TestHostsStore(t *testing.T) {
	script := listings(t, "## Object stores and CDN services")[0]
	dir := t.TempDir()
	aws := "#!/bin/sh\nfor a; do printf '%s|' \"$a\"; done\necho\n"
	if err := os.WriteFile(filepath.Join(dir, "aws"), []byte(aws), 0o755); err != nil {
		t.Fatal(err)
	}
	sh := exec.Command("sh", "-eu", "-c", script)
	sh.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
	said, err := sh.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	told := strings.Split(strings.TrimSpace(string(said)), "\n")
	for i, want := range map[int]string{
		0: "s3|sync|public/assets|s3://briefs/assets|--cache-control|public, max-age=31536000, immutable|",
		2: "s3|sync|public|s3://briefs|--cache-control|no-cache|--content-type|application/atom+xml; charset=utf-8|--exclude|*|--include|*.atom|",
		8: "s3|sync|public|s3://briefs|--exclude|_*|--size-only|--delete|",
	} {
		if len(told) != 9 || told[i] != want {
			t.Errorf("%d: %q, want %q", i, told, want)
		}
	}
}

// TestHostsSystemd lets systemd judge the unit of the guide.
func TestHostsSystemd(t *testing.T) {
	analyze := tool(t, "systemd-analyze")
	program, err := exec.LookPath("briefpress")
	if err != nil {
		t.Fatal(err)
	}
	unit := strings.ReplaceAll(listings(t, "### systemd")[0], "/usr/local/bin/briefpress", program)
	file := filepath.Join(t.TempDir(), "briefs.service")
	if err := os.WriteFile(file, []byte(unit), 0o644); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(analyze, "verify", "--man=no", file).CombinedOutput()
	if err != nil || bytes.Contains(said, []byte("briefs.service")) {
		t.Errorf("verify: %v\n%s", err, said)
	}
	// In tenths: 0 is a service that can do nothing at all, 100 one that can do all.
	said, err = exec.Command(analyze, "security", "--offline=true", "--threshold=15", "--no-pager", file).CombinedOutput()
	if err != nil {
		t.Errorf("security: %v\n%s", err, said)
	}
	t.Log(string(said[max(0, bytes.LastIndex(said, []byte("Overall"))):]))
}

// TestHostsScratch builds the program as the container recipe does and runs it where
// there is nothing but what the image has.
func TestHostsScratch(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root for a file system of its own")
	}
	recipe := listings(t, "### Containers")[0]
	build := regexp.MustCompile(`(?m)^RUN (.*) -o /briefpress (.*)$`).FindStringSubmatch(recipe)
	args := regexp.MustCompile(`(?m)^CMD \["serve", "/site", "--addr", ":8080"\]$`).FindString(recipe)
	if build == nil || args == "" {
		t.Fatalf("the recipe is another one:\n%s", recipe)
	}
	image, addr := t.TempDir(), freeAddress(t)
	sh := exec.Command("sh", "-c", build[1]+" -o "+image+"/briefpress "+build[2])
	sh.Dir = "../.."
	if said, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if err := os.CopyFS(filepath.Join(image, "site", "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(image, 0o755), os.Chmod(filepath.Dir(image), 0o755)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/briefpress", "serve", "/site", "--addr", addr)
	cmd.Dir, cmd.Env = "/", []string{"PATH=/"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: image, Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
	launch(t, addr, cmd)
	if got := ask(t, http.MethodGet, "http://"+addr+"/briefs/"); got.status != http.StatusOK {
		t.Errorf("status %d", got.status)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("at its end: %v", err)
	}
}
