package site

import (
	"strings"
	"testing"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
)

func TestPolicy(t *testing.T) {
	for s, want := range map[*Site][]string{
		{}: {"script-src 'self';", "img-src 'self';", "frame-ancestors 'none'"},
		{statics: statics{themeHash: "'sha256-x'"}}:         {"script-src 'self' 'sha256-x';"},
		{statics: statics{dataImages: true}}:                {"img-src 'self' data:;"},
		{statics: statics{dataImages: true, themeHash: ""}}: {"default-src 'none';", "base-uri 'none';"},
	} {
		for _, part := range want {
			if !strings.Contains(s.CSP(), part) {
				t.Errorf("%s lacks %s", s.CSP(), part)
			}
		}
		if strings.Contains(string(s.policyElement()), "frame-ancestors") {
			t.Error("a meta element cannot have frame-ancestors")
		}
	}
	// The hash of a known script, as browsers compute it (CSP 2, section 8).
	element, hash, err := inlineScript([]byte("alert('Hello, world.');\n"))
	if err != nil || element != "<script>alert('Hello, world.');</script>" || hash != "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" {
		t.Error(element, hash, err)
	}
	for _, bad := range []string{"'</SCRIPT >'", "'<script'", "<!--"} {
		if element, _, err := inlineScript([]byte(bad)); err == nil || element != "" {
			t.Errorf("%q gives %q", bad, element)
		}
	}
}

func TestInspectSVG(t *testing.T) {
	for in, want := range map[string][2]int{
		`<svg width="40" height="30px" viewBox="0 0 1 1"/>`:                                  {40, 30},
		`<?xml version="1.0"?><!-- c --><svg viewBox="0,0,12.4 8.5" width="100%"><g/></svg>`: {12, 9},
		`<svg width="40"/>`:                                     {0, 0},
		`<svg><a href="https://example.org/"/></svg>`:           {0, 0},
		`<svg><image href="data:image/png;base64,AA=="/></svg>`: {0, 0},
		`<svg><use href="#a:b"/></svg>`:                         {0, 0},
	} {
		w, h, err := inspectSVG([]byte(in))
		if err != nil || w != want[0] || h != want[1] {
			t.Errorf("%s: %d x %d, %v", in, w, h, err)
		}
	}
	for _, in := range []string{
		"", "text", `<html/>`, `<svg><SCRIPT/></svg>`, `<svg><g onclick="x"/></svg>`, `<svg ONLOAD="x"/>`, `<svg><foreignObject/></svg>`,
		`<svg><a href="javascript:x"/></svg>`, `<svg><a href="&#106;avascript:x"/></svg>`, "<svg><a href=\"java\nscript:x\"/></svg>", `<svg><a x:href="data:text/html,x"/></svg>`,
		`<svg><set attributeName="href" to="javascript:x"/></svg>`, `<svg><animate values="javascript:x"/></svg>`, `<!DOCTYPE svg [<!ENTITY a "b">]><svg/>`, `<svg><g`,
		`<?xml version="1.0" encoding="utf-7"?><svg/>`, `<svg><x:script/></svg>`,
	} {
		if _, _, err := inspectSVG([]byte(in)); err == nil {
			t.Errorf("%s is admitted", in)
		}
	}
}

func TestSimplify(t *testing.T) {
	for in, want := range map[string]string{
		`<p class="x">a &amp; b<br>c</p>`: `<p>a &amp; b<br>c</p>`,
		`x<sup class="ref" id="ref-1"><button type="button" popovertarget="note-1" aria-label="Note 1">1</button></sup><span class="note" id="note-1" popover role="note">1 <span>in<br></span> it</span> y`: `x<sup><a href="https://h/p/#endnote-1">1</a></sup> y`,
		`<button popovertarget="acr-nato">NATO</button><span popover>long</span>-led`:                                                          `NATO-led`,
		`<a href="/sub/x/">a</a><a href="#p1">b</a><a href="https://e.org/">c</a><img src="/i.png" alt="i">`:                                   `<a href="https://h/sub/x/">a</a><a href="https://h/p/#p1">b</a><a href="https://e.org/">c</a><img src="https://h/i.png" alt="i">`,
		`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><tr><th scope="col" align="right">a</th></tr></table></div>`: `<div><table><tr><th scope="col" align="right">a</th></tr></table></div>`,
		`<div popover><p>one</p><p>two<img src=x></p></div>after`:                                                                              `after`,
	} {
		if got := simplify(in, "https://h", "/p/"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if got := simplify(`<a href="/x/">a</a>`, "", "/p/"); got != `<a href="/x/">a</a>` {
		t.Error(got)
	}
}

func TestLongDate(t *testing.T) {
	for in, want := range map[brief.PartialDate]string{"2019": "2019", "2019-06": "June 2019", "2019-06-07": "7 June 2019", "": ""} {
		if got := longDate(phrase.For("en"), in); got.Long != want || got.ISO != string(in) {
			t.Errorf("%s gives %+v", in, got)
		}
	}
}
