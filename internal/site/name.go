package site

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxName bounds the bytes of a name: file systems allow 255, and temporary
// files and compressed siblings add suffixes.
const maxName = 200

// reserved are the first segments of addresses that are ours, present or to
// come; a standing page cannot have one as its slug.
var reserved = map[string]bool{
	"briefs": true, "topics": true, "authors": true, "glossary": true,
	"search": true, "assets": true, "404": true, "index": true,
}

var (
	device = regexp.MustCompile(`^(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$`)
	year   = regexp.MustCompile(`^[0-9]{4}$`)
)

// ignored tells whether a file is an editor's own: hidden, a backup, or half
// written.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___")
}

// checkName says what keeps a file's name from being written on every system.
func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("the name is empty")
	case len(name) > maxName:
		return fmt.Errorf("the name has %d bytes, more than %d", len(name), maxName)
	case device.MatchString(name):
		return errors.New("the name is that of a device on Windows")
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return errors.New("the name ends in a dot or a space")
	case !norm.NFC.IsNormalString(name):
		return errors.New("the name is not in Unicode normalisation form C")
	}
	for _, r := range name {
		if strings.ContainsRune(`<>:"/\|?*`, r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return fmt.Errorf("the name has the character %q", r)
		}
	}
	return nil
}

// checkSlug says why s cannot be a part of an address. A slug has lower-case
// letters of any script, digits and single hyphens between them.
func checkSlug(s string) error {
	if err := checkName(s); err != nil {
		return err
	}
	if s != slugify(s) {
		return errors.New("a name in an address has lower-case letters, digits and single hyphens between them")
	}
	return nil
}

// slugify makes a slug of a text: the name of a topic or author. It is "" when
// the text has neither letters nor digits.
func slugify(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(strings.ToLower(norm.NFC.String(text))) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && b.Len() > 0 && !gap:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		case r == '\'' || r == '’': // O'Neill, NATO's: no gap
		default:
			gap = true
		}
	}
	return b.String()
}

// fold gives names that some file system takes for the same name the same key.
func fold(name string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
}

// lower writes an address as those of ours are, which have lower case only.
func lower(address string) string { return strings.ToLower(norm.NFC.String(address)) }

// checkAlias says why an alias of the right form, which package brief has
// checked, cannot be an address of ours.
func checkAlias(address string) error {
	for seg := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(address, "/"), "/"), "/") {
		if err := checkName(seg); err != nil {
			return fmt.Errorf("in %q, %w", seg, err)
		}
		if strings.HasPrefix(seg, ".") || strings.HasPrefix(seg, "_") {
			return fmt.Errorf("%q begins with a dot or an underscore", seg)
		}
	}
	return nil
}

// escape writes an address as it stands in href and src.
func escape(address string) string {
	return (&url.URL{Path: address}).EscapedPath()
}
