//go:build audit

package browser

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"briefpress"
)

// The last version that runs on Node.js 20.
const lighthouseVersion = "12.8.2"

// leastScore is what a page must have of 100. Speed is told and not judged: it
// is that of the machine as well.
var leastScore = map[string]float64{"accessibility": 100, "best-practices": 95, "seo": 95, "performance": 0}

type lighthouseReport struct {
	RuntimeError *struct{ Code, Message string }
	Categories   map[string]struct {
		Score     *float64
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct {
		Score                                 *float64
		Title, ScoreDisplayMode, DisplayValue string
		Details                               json.RawMessage
	}
}

// TestAuditLighthouse has Lighthouse look at the pages that most readers see.
func TestAuditLighthouse(t *testing.T) {
	cli := filepath.Join(npm(t, "lighthouse", lighthouseVersion), "cli", "index.js")
	chromium := program()
	if chromium == "" {
		t.Fatal("there is no browser: install chromium")
	}
	flags := "--headless=new"
	if os.Getuid() == 0 {
		flags += " --no-sandbox"
	}
	lib := serve(t, briefpress.Content())
	for _, path := range []string{"/", briefPage, guidePage} {
		t.Run(path, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "report.json")
			cmd := exec.CommandContext(t.Context(), "node", cli, lib.url+path, "--output=json", "--output-path="+out, "--quiet", "--no-enable-error-reporting", "--chrome-flags="+flags)
			cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium)
			said, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("lighthouse fails: %v\n%s", err, said)
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			var r lighthouseReport
			if err := json.Unmarshal(data, &r); err != nil {
				t.Fatal(err)
			}
			if r.RuntimeError != nil {
				t.Fatalf("lighthouse: %s: %s", r.RuntimeError.Code, r.RuntimeError.Message)
			}
			for name, least := range leastScore {
				c, ok := r.Categories[name]
				if !ok || c.Score == nil {
					t.Errorf("no score for %s", name)
					continue
				}
				score := *c.Score * 100
				t.Logf("%s: %.0f", name, score)
				for _, ref := range c.AuditRefs {
					if a := r.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < .9 && a.ScoreDisplayMode != "informative" {
						t.Logf("%s: %s: %.0f: %s %s %.600s", name, ref.ID, *a.Score*100, a.Title, a.DisplayValue, a.Details)
					}
				}
				if score < least {
					t.Errorf("%s: %.0f is less than %.0f", name, score, least)
				}
			}
		})
	}
}
