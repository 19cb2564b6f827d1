package check

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
)

// sarifSchema is the schema that what WriteSARIF writes is held to.
const sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"

// base is the name of the directory that the addresses of files are relative to.
const base = "%SRCROOT%"

// unmarked is a text without the marks of Markdown that documentation has.
var unmarked = strings.NewReplacer("`", "", "*", "")

// whole is how many bytes an excerpt has at most that is surely a whole line.
const whole = 300

// The parts of a SARIF log that we use (see the standard, OASIS SARIF 2.1.0).
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool                `json:"tool"`
		ColumnKind string                   `json:"columnKind"`
		Bases      map[string]sarifArtifact `json:"originalUriBaseIds"`
		Results    []sarifResult            `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name     string      `json:"name"`
		FullName string      `json:"fullName,omitempty"`
		Rules    []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string             `json:"id"`
		Short         sarifText          `json:"shortDescription"`
		Full          sarifText          `json:"fullDescription"`
		Help          sarifHelp          `json:"help"`
		Configuration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Enabled bool   `json:"enabled"`
		Level   string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
		Context  *sarifRegion  `json:"contextRegion,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
	sarifArtifact struct {
		URI  string `json:"uri,omitempty"`
		Base string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		Line    int        `json:"startLine"`
		Column  int        `json:"startColumn,omitempty"`
		Snippet *sarifText `json:"snippet,omitempty"`
	}
)

// A Program is what a SARIF log says of the program that was run.
type Program struct {
	// Name of the program with its version; it may be empty.
	Name string
	// Directory is the absolute path, with slashes, of the directory that files
	// are named from; "" leaves it to the reader of the log.
	Directory string
}

// sarifLevels are the names of our levels.
var sarifLevels = []string{Off: "none", Advice: "note", Warning: "warning", Error: "error"}

// WriteSARIF writes findings as a log of the Static Analysis Results Interchange
// Format, in the form that the package documentation describes.
func WriteSARIF(w io.Writer, findings []Finding, program Program) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}, Bases: map[string]sarifArtifact{base: {}}}
	if program.Directory != "" {
		run.Bases[base] = sarifArtifact{URI: fileURI(program.Directory + "/")}
	}
	run.Tool.Driver = sarifDriver{Name: "briefpress", FullName: program.Name}
	index := map[string]int{}
	for i, r := range Rules() {
		first, _, _ := strings.Cut(unmarked.Replace(r.Doc), "\n")
		index[r.Name] = i
		level := sarifConfiguration{r.Level > Off, sarifLevels[r.Level]}
		if !level.Enabled {
			level.Level = sarifLevels[Warning] // for a site that sets none
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{r.Name, sarifText{first}, sarifText{unmarked.Replace(strings.ReplaceAll(r.Doc, "\n", " "))},
			sarifHelp{unmarked.Replace(r.Doc), strings.ReplaceAll(r.Doc, "\n", "\n\n")}, level})
	}
	seen := map[string]int{}
	for _, f := range findings {
		i, known := index[f.Rule]
		if !known {
			i = -1
		}
		// The same line may move in its file, and a fault may stand in it twice.
		sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule, f.File, f.Message, f.Excerpt}, "\x00")))
		name := hex.EncodeToString(sum[:16])
		seen[name]++
		run.Results = append(run.Results, sarifResult{f.Rule, i, sarifLevels[f.Level], sarifText{advised(f)}, []sarifLocation{program.location(f)},
			map[string]string{"briefpress/v1": fmt.Sprintf("%s:%d", name, seen[name])}})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

// location is the place of a finding: in a file, or on a page that is made.
func (p Program) location(f Finding) sarifLocation {
	if !f.inFile() {
		return sarifLocation{Logical: []sarifLogical{{f.File}}}
	}
	at := &sarifPhysical{Artifact: sarifArtifact{URI: (&url.URL{Path: f.File}).EscapedPath(), Base: base}}
	switch {
	case strings.HasPrefix(f.File, "/"):
		at.Artifact = sarifArtifact{URI: fileURI(f.File)}
	case strings.HasPrefix(f.File, "../") && p.Directory != "":
		at.Artifact = sarifArtifact{URI: fileURI(path.Join(p.Directory, f.File))}
	}
	if f.Line > 0 {
		// A region without an end is the rest of its line.
		at.Region = &sarifRegion{Line: f.Line, Column: f.Column}
		if line := []rune(f.Excerpt); len(f.Excerpt) < whole && 0 < f.Column && f.Column <= len(line) {
			at.Region.Snippet = &sarifText{string(line[f.Column-1:])}
			if f.Column > 1 {
				at.Context = &sarifRegion{Line: f.Line, Snippet: &sarifText{f.Excerpt}}
			}
		}
	}
	return sarifLocation{Physical: at}
}

// fileURI is the address of a file by its absolute path, with slashes.
func fileURI(name string) string {
	if !strings.HasPrefix(name, "/") { // "C:/site"
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}

// inFile tells whether a finding is of a file, and not of a page that is made of
// several, nor of the command line.
func (f Finding) inFile() bool {
	made := f.Line == 0 && strings.HasPrefix(f.File, "/") && (strings.HasSuffix(f.File, "/") || strings.HasSuffix(f.File, ".html"))
	return !made && !strings.HasPrefix(f.File, "--")
}

// advised is the message of a finding with its hint.
func advised(f Finding) string {
	if f.Hint == "" {
		return f.Message
	}
	return f.Message + "\nhint: " + f.Hint
}
