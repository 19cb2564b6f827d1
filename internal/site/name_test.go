package site

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestCheckSlug(t *testing.T) {
	for _, s := range []string{"a", "resolute-support-mission", "größe", "ملخص", "भारत-2020", "2019-a", "conn", "com10", strings.Repeat("a", 200)} {
		if err := checkSlug(s); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{
		"", "A", "a_b", "a--b", "-a", "a-", "a.b", "a.", "a:b", "a/b", "../x", "/x", "..", ".", `a\b`, "a b", "con", "nul", "com1", "lpt9", "aux",
		norm.NFD.String("größe"), "a\x00b", "a\u202eb", "a\u200bb", "ǅ", strings.Repeat("a", 201), "\xff", "a’b", "O'Neill",
	} {
		if checkSlug(s) == nil {
			t.Errorf("%q is a slug", s)
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, s := range []string{"plan.svg", "Plan (2).SVG", "größe.png", "con-x.csv", "a.tar.gz"} {
		if err := checkName(s); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{"", "CON.csv", "nul", "Lpt1.txt", "a.", "a ", "a:b", "a?b", "a\nb", "a/b", `a\b`, "\xff", norm.NFD.String("größe.png"), "a\u202eb.svg"} {
		if checkName(s) == nil {
			t.Errorf("%q is a name", s)
		}
	}
}

func TestSlugify(t *testing.T) {
	for in, want := range map[string]string{
		"Security assistance": "security-assistance", "NATO's flank": "natos-flank", "  A & B  ": "a-b", "Größe": "größe", norm.NFD.String("Größe"): "größe",
		"!": "", "": "", "C++": "c", "افغانستان ۲۰۲۰": "افغانستان-۲۰۲۰", "İ": "i",
	} {
		if got := slugify(in); got != want {
			t.Errorf("slugify(%q) is %q, want %q", in, got, want)
		}
	}
}

// FuzzSlugify holds that what slugify makes is a slug, unless it is empty, too
// long, or the name of a device, and that making it again changes nothing.
func FuzzSlugify(f *testing.F) {
	for _, s := range []string{"NATO operations", "İ", "ẞ", "a\u0301b", "\u0345", "ﬁ", "-", "Ǆ", "a\u200db"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		slug := slugify(s)
		if again := slugify(slug); again != slug {
			t.Errorf("slugify(%q) is %q, and of that %q", s, slug, again)
		}
		if slug != "" && len(slug) <= maxName && !device.MatchString(slug) {
			if err := checkSlug(slug); err != nil {
				t.Errorf("slugify(%q) is %q: %v", s, slug, err)
			}
		}
	})
}

func TestCheckAlias(t *testing.T) {
	for _, p := range []string{"/a/", "/old/a/", "/größe/2019/"} {
		if err := checkAlias(p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
	// What begins with two slashes is the address of another host.
	for _, p := range []string{"", "/", "//", "//evil.example/", "///", "/a//b/", "/a//", "/./", "/../", "/.git/", "/_headers/", "/con/", `/a\b/`, "/a b/./"} {
		if checkAlias(p) == nil {
			t.Errorf("%q is an alias", p)
		}
	}
}

func TestIgnored(t *testing.T) {
	for name, want := range map[string]bool{
		".#a.md": true, ".git": true, "a.md~": true, "#a.md#": true, "a.md___jb_tmp___": true, "a.md___jb_old___": true,
		"a.md": false, "a~.md": false, "#a.md": false, "4913": false,
	} {
		if ignored(name) != want {
			t.Errorf("ignored(%q) is %v", name, !want)
		}
	}
}

func TestParseBaseURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org": "https://example.org/", "http://EXAMPLE.org:8080/a": "http://example.org:8080/a/", "https://example.org/a/b//": "https://example.org/a/b/",
		"http://[::1]:80/": "http://[::1]:80/",
	} {
		if u, err := parseBaseURL(in); err != nil || u.String() != want {
			t.Errorf("%q gives %v, %v", in, u, err)
		}
	}
	for _, in := range []string{"", "example.org", "//example.org", "ftp://example.org", "https://", "https://a@example.org/", "https://example.org/?a", "https://example.org/?",
		"https://example.org/#a", "https://example.org/a b", "https://example.org/%2e%2e/", "https://example.org/../a", "https://example.org/a//b", "https://example.org/ö",
		"https://example.org/a\"b", "javascript:alert(1)", "https://exa mple.org", "https://:80/"} {
		if u, err := parseBaseURL(in); err == nil {
			t.Errorf("%q gives %v", in, u)
		}
	}
}

func TestContactAddress(t *testing.T) {
	for in, want := range map[string]string{
		"a@example.org": "mailto:a@example.org", "mailto:a@example.org": "mailto:a@example.org", "https://example.org/@a": "https://example.org/@a", "/contact/": "/contact/",
	} {
		if got, err := contactAddress(in); err != nil || got != want {
			t.Errorf("%q gives %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"@", "a@", "a@b?subject=x", "javascript:alert(1)", "javascript:a@b", "//example.org", "contact", "https:", `/\example.org`} {
		if got, err := contactAddress(in); err == nil {
			t.Errorf("%q gives %q", in, got)
		}
	}
}
