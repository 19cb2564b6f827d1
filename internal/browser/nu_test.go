//go:build audit

package browser

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"briefpress"
)

const nuVersion = "26.9.27"

// A nuMessage is what the Nu HTML checker says of a page.
type nuMessage struct {
	Type, SubType, URL, Message, Extract string
	LastLine, LastColumn                 int
}

// filtered says of a message that it is no fault of the page.
func (m nuMessage) filtered() bool {
	// A policy is about scripts that run. A block of data is none, and browsers
	// do not hold the policy against it (HTML, "prepare the script element").
	return strings.HasPrefix(m.Message, "Inline script violates Content Security Policy") &&
		strings.Contains(m.Extract, `<script type="application/ld+json">`)
}

// TestAuditNu has the Nu HTML checker read every page, and the page of every
// redirect, which hosts that cannot redirect show.
func TestAuditNu(t *testing.T) {
	java := need(t, "java", "a Java runtime of version 17 or newer")
	jar := filepath.Join(npm(t, "vnu-jar", nuVersion), "build", "dist", "vnu.jar")
	// The checker holds the policy of a page against its links, so it must get
	// the page from where it stands; and with the status 200, or it would go on
	// to where a redirect leads.
	pages := map[string][]byte{"/bad/": []byte("<!doctype html><p><div id=a id=a></p>")}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(pages[r.URL.Path])
	}))
	t.Cleanup(srv.Close)
	for name, content := range map[string]fs.FS{"": briefpress.Content(), "/dari": os.DirFS("testdata/dari"), "/editions": os.DirFS("testdata/editions")} {
		for _, f := range serve(t, content).pages(t) {
			pages[name+f.Path] = f.Body
		}
	}
	check := func(paths ...string) []nuMessage {
		// Hosts of one's own are forbidden to a checker that serves others.
		args := []string{"-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always"}
		for _, path := range paths {
			u := url.URL{Path: path}
			args = append(args, srv.URL+u.EscapedPath())
		}
		var stderr bytes.Buffer
		cmd := exec.CommandContext(t.Context(), java, args...)
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		var report struct{ Messages []nuMessage }
		if err := json.Unmarshal(out, &report); err != nil {
			t.Fatalf("the Nu checker answers %q: %v, %s", out, err, &stderr)
		}
		if err != nil {
			t.Fatalf("the Nu checker fails: %v, %s", err, &stderr)
		}
		return report.Messages
	}
	// A checker that finds nothing in a bad page is no checker.
	if !slices.ContainsFunc(check("/bad/"), func(m nuMessage) bool {
		return m.Type == "error" && strings.HasPrefix(m.Message, "Duplicate attribute")
	}) {
		t.Fatal("the Nu checker does not find what is bad in a bad page")
	}
	delete(pages, "/bad/")
	t.Logf("%d pages", len(pages))
	for _, m := range check(slices.Sorted(maps.Keys(pages))...) {
		if !m.filtered() {
			t.Errorf("%s:%d:%d: %s %s: %s: %s", strings.TrimPrefix(m.URL, srv.URL), m.LastLine, m.LastColumn, m.Type, m.SubType, m.Message, m.Extract)
		}
	}
}
