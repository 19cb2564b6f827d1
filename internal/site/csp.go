package site

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html/template"
	"strings"
)

// CSP is the Content-Security-Policy of every answer: nothing but our own
// files, and of inline scripts the one that sets the theme.
func (s *Site) CSP() string {
	return s.policy() + "; frame-ancestors 'none'"
}

// policy is what a meta element may say, which excludes frame-ancestors.
func (s *Site) policy() string {
	images := "img-src 'self'"
	if s.dataImages {
		images += " data:"
	}
	return strings.Join([]string{
		"default-src 'none'", "base-uri 'none'", "connect-src 'self'", "font-src 'self'", "form-action 'self'", images,
		strings.TrimSpace("script-src 'self' " + s.themeHash), "style-src 'self'",
	}, "; ")
}

// policyElement is the policy for hosts that send no headers. Everything in it
// is ours: it needs no escaping.
func (s *Site) policyElement() template.HTML {
	return template.HTML(`<meta http-equiv="Content-Security-Policy" content="` + s.policy() + `">`)
}

// inlineScript makes the script element that is set into the head of each page,
// and the source expression that admits it in the policy. It is the one script
// that stands in pages, and must be nothing that ends its element early.
func inlineScript(src []byte) (element template.HTML, hash string, err error) {
	text := strings.TrimSpace(string(src))
	for _, s := range []string{"</script", "<script", "<!--"} {
		if strings.Contains(strings.ToLower(text), s) {
			return "", "", errors.New("a script that stands in a page cannot contain " + s)
		}
	}
	if text == "" {
		return "", "", nil
	}
	sum := sha256.Sum256([]byte(text))
	return template.HTML("<script>" + text + "</script>"), "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'", nil
}
