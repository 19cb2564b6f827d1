package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// sarifShapes are the objects of the SARIF 2.1.0 schema that may stand in our
// logs: under each the keys it may have, those in capitals being required.
var sarifShapes = map[string]string{
	"":                      "$schema VERSION RUNS",
	".runs[]":               "TOOL columnKind originalUriBaseIds results",
	".runs[].tool":          "DRIVER",
	".tool.driver":          "NAME fullName rules",
	".rules[]":              "ID shortDescription fullDescription help defaultConfiguration",
	".driver.rules":         "", // see above
	".defaultConfiguration": "enabled level",
	".shortDescription":     "TEXT",
	".fullDescription":      "TEXT",
	".help":                 "TEXT markdown",
	".message":              "TEXT",
	".snippet":              "TEXT",
	".originalUriBaseIds":   "%SRCROOT%",
	".%SRCROOT%":            "uri",
	".results[]":            "ruleId ruleIndex level MESSAGE locations partialFingerprints",
	".locations[]":          "physicalLocation logicalLocations",
	".logicalLocations[]":   "fullyQualifiedName",
	".physicalLocation":     "ARTIFACTLOCATION region contextRegion",
	".artifactLocation":     "URI uriBaseId",
	".region":               "STARTLINE startColumn snippet",
	".contextRegion":        "STARTLINE snippet",
	".partialFingerprints":  "briefpress/v1",
}

// shape walks a log and holds each object in it to its shape.
func shape(t *testing.T, path string, v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			shape(t, path+"[]", item)
		}
	case map[string]any:
		keys, known := "", false
		for suffix, k := range sarifShapes {
			if path == suffix || suffix != "" && strings.HasSuffix(path, suffix) && k != "" {
				keys, known = k, true
			}
		}
		if !known {
			t.Errorf("%s: no object is known there", path)
		}
		for want := range strings.FieldsSeq(keys) {
			if want == strings.ToUpper(want) && want != "%SRCROOT%" && !slices.ContainsFunc(slices.Collect(maps.Keys(v)), func(k string) bool { return strings.EqualFold(k, want) }) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
		for key, value := range v {
			if !slices.ContainsFunc(strings.Fields(keys), func(k string) bool { return strings.EqualFold(k, key) }) {
				t.Errorf("%s has %s, which the schema does not know there, or we do not write", path, key)
			}
			shape(t, path+"."+key, value)
		}
	case nil:
		t.Errorf("%s is null", path)
	}
}

func sarifOf(t *testing.T, findings []Finding, program Program) sarifLog {
	var b bytes.Buffer
	if err := WriteSARIF(&b, findings, program); err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(b.Bytes(), &tree); err != nil {
		t.Fatal(err)
	}
	shape(t, "", tree)
	var log sarifLog
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	if err := d.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].ColumnKind != "unicodeCodePoints" || log.Runs[0].Results == nil {
		t.Errorf("the log is not one run of SARIF 2.1.0 that counts code points: %+v", log)
	}
	return log
}

// TestSARIF holds the log of all cases to the standard.
func TestSARIF(t *testing.T) {
	levels := map[Level]string{Error: "error", Warning: "warning", Advice: "note"}
	for name, a := range archives(t) {
		s, opts, _ := load(t, a, site.Source{})
		findings := Run(s, opts)
		run := sarifOf(t, findings, Program{Name: "briefpress 1", Directory: "/home/ed itor"}).Runs[0]
		if got := run.Bases[base].URI; got != "file:///home/ed%20itor/" {
			t.Errorf("the base is %q", got)
		}
		if len(run.Results) != len(findings) {
			t.Fatalf("%s: %d results of %d findings", name, len(run.Results), len(findings))
		}
		prints := map[string]bool{}
		for i, r := range run.Results {
			f := findings[i]
			if r.RuleIndex < 0 {
				t.Errorf("%s: %v is of no rule", name, f)
				continue
			}
			if rule := run.Tool.Driver.Rules[r.RuleIndex]; r.RuleID != f.Rule || rule.ID != f.Rule || rule.Full.Text == "" || rule.Short.Text == "" {
				t.Errorf("%s: the result %v is of the rule %v", name, r, rule)
			}
			if r.Level != levels[f.Level] || !strings.HasPrefix(r.Message.Text, f.Message) || !strings.HasSuffix(r.Message.Text, f.Hint) {
				t.Errorf("%s: the result %v is not the finding %v", name, r, f)
			}
			if print := r.Fingerprints["briefpress/v1"]; print == "" || prints[print] {
				t.Errorf("%s: %v has no print of its own", name, r)
			} else {
				prints[print] = true
			}
			at := r.Locations[0].Physical
			if at == nil {
				if f.Line > 0 || r.Locations[0].Logical[0].Name != f.File {
					t.Errorf("%s: %v has no place in a file", name, r)
				}
				continue
			}
			if u, err := url.Parse(at.Artifact.URI); err != nil || u.IsAbs() || u.Path != f.File || at.Artifact.Base != base {
				t.Errorf("%s: the file %q is at %+v", name, f.File, at.Artifact)
			}
			switch {
			case (at.Region == nil) != (f.Line == 0):
				t.Errorf("%s: the region of %v is %+v", name, f, at.Region)
			case at.Region == nil:
			case at.Region.Line != f.Line || at.Region.Column != f.Column:
				t.Errorf("%s: the region of %v is %+v", name, f, at.Region)
			case at.Region.Snippet != nil && !strings.HasSuffix(f.Excerpt, at.Region.Snippet.Text):
				t.Errorf("%s: the snippet of %v is %q", name, f, at.Region.Snippet.Text)
			case at.Context != nil && at.Region.Column == 1:
				t.Errorf("%s: the context of %v is no more than its region", name, f)
			}
		}
	}
}

func TestSARIFPlaces(t *testing.T) {
	for _, c := range []struct{ directory, file, uri, base string }{
		{"/site", "content/pages/a b#c?.md", "content/pages/a%20b%23c%3F.md", base},
		{"/site", "content/ä%.md", "content/%C3%A4%25.md", base},
		{"/site/sub", "../content/a.md", "file:///site/content/a.md", ""},
		{"", "../content/a.md", "../content/a.md", base},
		{"C:/site", "content/a.md", "content/a.md", base},
		{"/site", "/other/content/a.md", "file:///other/content/a.md", ""},
	} {
		f := Finding{brief.Problem{Position: brief.Position{File: c.file}, Rule: "file", Message: "x"}, Error}
		run := sarifOf(t, []Finding{f}, Program{Directory: c.directory}).Runs[0]
		if got := run.Results[0].Locations[0].Physical.Artifact; got.URI != c.uri || got.Base != c.base {
			t.Errorf("%q is at %+v, want %q from %q", c.file, got, c.uri, c.base)
		}
	}
	if run := sarifOf(t, nil, Program{Directory: "C:/site"}).Runs[0]; run.Bases[base].URI != "file:///C:/site/" || len(run.Tool.Driver.Rules) != len(Rules()) {
		t.Errorf("the base is %q", run.Bases[base].URI)
	}
}

// TestWriteGitHub reads workflow commands as the runner of GitHub Actions does.
func TestWriteGitHub(t *testing.T) {
	for _, c := range []struct {
		in   Finding
		want string
	}{
		{finding(3, 5, "x"), "::warning file=a.md,line=3,col=5,title=raw-html::wrong%0Ahint: mend it\n"},
		{Finding{brief.Problem{Position: brief.Position{File: "a, 100%: b.md"}, Rule: "file", Message: "50% :: of\r\nit, \x1b"}, Error},
			"::error file=a%2C 100%25%3A b.md,title=file::50%25 :: of�%0Ait, �\n"},
		{Finding{brief.Problem{Position: brief.Position{File: "/a/"}, Rule: "duplicate-id", Message: "twice"}, Advice}, "::notice title=duplicate-id::/a/: twice\n"},
	} {
		var b strings.Builder
		if err := WriteGitHub(&b, []Finding{c.in}); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(c.want, b.String()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	// Whatever a message says, it is one command.
	for name, a := range archives(t) {
		s, opts, _ := load(t, a, site.Source{})
		findings := Run(s, opts)
		var b strings.Builder
		WriteGitHub(&b, findings)
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(findings) > 0 && len(lines) != len(findings) {
			t.Fatalf("%s: %d lines of %d findings", name, len(lines), len(findings))
		}
		unescape := strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
		for i, f := range findings {
			head, message, _ := strings.Cut(strings.TrimPrefix(lines[i], "::"), "::")
			_, list, _ := strings.Cut(head, " ")
			got := map[string]string{}
			for p := range strings.SplitSeq(list, ",") {
				key, value, _ := strings.Cut(p, "=")
				got[key] = unescape.Replace(value)
			}
			if got["title"] != f.Rule || f.inFile() && got["file"] != visible(f.File) || f.Line > 0 && (got["line"] != fmt.Sprint(f.Line) || got["col"] != fmt.Sprint(f.Column)) {
				t.Errorf("%s: %v is %v", name, f, got)
			}
			if !strings.Contains(unescape.Replace(message), visible(f.Message)) {
				t.Errorf("%s: %v says %q", name, f, message)
			}
		}
	}
}
