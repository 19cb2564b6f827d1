package site

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"briefpress/internal/brief"
	"briefpress/internal/phrase"
	"briefpress/internal/strictyaml"
)

// A Config is site.yaml.
type Config struct {
	// ID makes the identifiers of feeds, which must outlive every move of the
	// site. It is a domain or mail address and a date at which it was yours:
	// "example.org,2019", or with a name of its own "example.org,2019:briefs".
	ID          string            `yaml:"id"`
	Title       string            `yaml:"title"`
	Publisher   string            `yaml:"publisher"`
	Description string            `yaml:"description"`
	Language    string            `yaml:"language"`  // BCP 47; "" is "en"
	Direction   string            `yaml:"direction"` // "ltr" or "rtl"; "" is "ltr"
	BaseURL     string            `yaml:"base-url"`
	Navigation  []NavigationEntry `yaml:"navigation"` // none: briefs, topics and the standing pages
	Credit      string            `yaml:"credit"`
	Terms       string            `yaml:"terms"`
	Contact     string            `yaml:"contact"` // mail address, URL, or address of a page
	Acronyms    map[string]string `yaml:"acronyms"`
	AllowBidi   bool              `yaml:"allow-bidi"` // admits characters that reorder text
	Rules       map[string]string `yaml:"rules"`      // rule of check to its level
}

// A NavigationEntry is a link of the navigation.
type NavigationEntry struct {
	Title   string `yaml:"title"`
	Address string `yaml:"address"` // of the site: "/about/"; or a URL
}

const (
	configName = "site.yaml"
	maxConfig  = strictyaml.MaxSize
)

// tagAuthority is what a tag URI (RFC 4151) has after "tag:".
var tagAuthority = regexp.MustCompile(`^([A-Za-z0-9._-]+@)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(:[A-Za-z0-9._~-]+)?$`)

// config reads site.yaml. It returns a Config that is fit for use whatever the
// file says.
func (l *loader) config() (c Config) {
	defer func() {
		if c.Language == "" {
			c.Language = "en"
		}
		if c.Direction == "" {
			c.Direction = "ltr"
		}
		if c.Title == "" {
			c.Title = "Briefs"
		}
		if c.ID == "" {
			c.ID = "example.org,2000"
		}
	}()
	file := l.content.file(configName)
	l.site.settings = settings{file: file, at: &strictyaml.Positions{}}
	if err := regular(fs.Stat(l.content.fs, configName)); err != nil {
		l.stop(l.content, configName, "file", err.Error(), "")
		return c
	}
	data, ok := l.read(l.content, configName, maxConfig)
	if !ok {
		return c
	}
	l.site.settings.data = data
	pos, errs := strictyaml.Decode(data, &c)
	stop := func(line, column int, message, hint string) {
		l.report(brief.Problem{Position: brief.Position{File: file, Line: line, Column: column}, Rule: "site", Message: message,
			Hint: hint, Stops: true, Excerpt: lineOf(data, line)})
	}
	for _, e := range errs {
		stop(e.Line, e.Column, e.Message, e.Hint)
	}
	if len(errs) == 0 { // else a key may be missing only because of a fault above it
		if c.Title == "" {
			stop(1, 1, "the site has no title", "title: Briefs of the Institute")
		}
		if c.ID == "" {
			stop(1, 1, "the site has no id", "id: your domain and a year in which it was yours, such as example.org,2019")
		}
	}
	check := func(key string, value *string, valid func(string) error, hint string) {
		if *value == "" {
			return
		}
		if err := valid(*value); err != nil {
			line, column := pos.Value(key)
			stop(line, column, fmt.Sprintf("%s %q %v", key, *value, err), hint)
			*value = ""
		}
	}
	check("id", &c.ID, func(s string) error {
		if !tagAuthority.MatchString(s) {
			return errors.New("is not a domain and a date")
		}
		return nil
	}, "write a domain and a year in which it was yours, such as example.org,2019")
	check("language", &c.Language, func(s string) error {
		if !phrase.Known(s) {
			return errors.New("is not a language tag")
		}
		return nil
	}, "write a language tag such as en, en-GB or fa-AF")
	check("direction", &c.Direction, func(s string) error {
		if s != "ltr" && s != "rtl" {
			return errors.New("is neither ltr nor rtl")
		}
		return nil
	}, "")
	check("contact", &c.Contact, func(s string) error { _, err := contactAddress(s); return err }, "write a mail address, a URL, or the address of a page such as /contact/")
	for i, n := range c.Navigation {
		line, column := pos.Value("navigation", strconv.Itoa(i))
		if n.Title == "" || n.Address == "" {
			stop(line, column, "an entry of the navigation has a title and an address", "- {title: About, address: /about/}")
		} else if err := checkAddress(n.Address); err != nil {
			stop(line, column, fmt.Sprintf("navigation %q %v", n.Address, err), "")
		} else {
			continue
		}
		c.Navigation[i] = NavigationEntry{}
	}
	l.site.settings.at = pos
	return c
}

// settings are those of site.yaml as it is written.
type settings struct {
	file string // as messages print it
	data []byte
	at   *strictyaml.Positions
}

// SettingProblem makes a finding of a key of site.yaml; without a line where the
// key is not there.
func (s *Site) SettingProblem(rule, message, hint string, key ...string) brief.Problem {
	return s.settings.problem(s.settings.at.Key, rule, message, hint, key)
}

// SettingValueProblem makes a finding of the value of a key of site.yaml, as
// [Site.SettingProblem] does of the key.
func (s *Site) SettingValueProblem(rule, message, hint string, key ...string) brief.Problem {
	return s.settings.problem(s.settings.at.Value, rule, message, hint, key)
}

func (s settings) problem(place func(...string) (line, column int), rule, message, hint string, key []string) brief.Problem {
	line, column := place(key...)
	return brief.Problem{Position: brief.Position{File: s.file, Line: line, Column: column}, Rule: rule, Message: message, Hint: hint,
		Excerpt: lineOf(s.data, line)}
}

// parseBaseURL reads where a site stands, and brings it into one form: a URL
// that ends in a slash.
func parseBaseURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return nil, errors.New("is not a URL")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("is not an http or https URL")
	case u.Host == "" || u.Hostname() == "":
		return nil, errors.New("has no host")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("has more than a scheme, a host and a path")
	}
	for seg := range strings.SplitSeq(strings.Trim(u.Path, "/"), "/") {
		if seg == "." || seg == ".." || strings.Trim(seg, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-") != "" {
			return nil, errors.New("has a path of other characters than unaccented letters, digits and . _ ~ -")
		}
	}
	if strings.Contains(strings.Trim(u.Path, "/"), "//") {
		return nil, errors.New("has an empty segment in its path")
	}
	u.Host = strings.ToLower(u.Host)
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/")+"/", ""
	return u, nil
}

// checkAddress admits what the navigation may lead to.
func checkAddress(s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return errors.New("is not an address")
	case u.Scheme == "http" || u.Scheme == "https":
		if u.Host == "" {
			return errors.New("has no host")
		}
	case u.Scheme != "" || u.Host != "" || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\x00\t\n\r"):
		return errors.New("is neither an address of the site, such as /about/, nor an http or https URL")
	}
	return nil
}

// contactAddress turns a mail address into a link and checks everything else.
func contactAddress(s string) (string, error) {
	if user, host, ok := strings.Cut(strings.TrimPrefix(s, "mailto:"), "@"); ok && !strings.Contains(s, "/") {
		if user == "" || host == "" || strings.ContainsAny(user+host, " \t\n\r<>\"?&:") {
			return "", errors.New("is not a mail address")
		}
		return "mailto:" + user + "@" + host, nil
	}
	return s, checkAddress(s)
}

// lineOf is the text of a line, counted from 1, for a message.
func lineOf(src []byte, line int) string {
	text := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(src)), "\n")
	if line < 1 || line > len(text) {
		return ""
	}
	s := []rune(strings.ToValidUTF8(text[line-1], "\uFFFD"))
	return string(s[:min(len(s), 2000)])
}
