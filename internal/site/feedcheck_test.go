package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// What follows reads feeds by their specifications (RFC 4287, jsonfeed.org
// version 1.1) and shares nothing with what writes them.

// An xmlNode is an element.
type xmlNode struct {
	name     string // of Atom's namespace
	attr     map[string]string
	text     string // all of it, or "" in an element with children
	children []*xmlNode
}

func (n *xmlNode) all(name string) []*xmlNode {
	return slices.DeleteFunc(slices.Clone(n.children), func(c *xmlNode) bool { return c.name != name })
}

// one is the text of the only child of a name; "" where there is none.
func (n *xmlNode) one(name string) string {
	if all := n.all(name); len(all) > 0 {
		return all[0].text
	}
	return ""
}

// atomGrammar is what is admitted: children with how often they may stand ("1",
// "?", "*", "+"), and attributes, those without "?" being required. It is the
// part of RFC 4287 that a feed of ours has a use for; "…" is text.
var atomGrammar = map[string]struct{ children, attributes string }{
	"feed":      {"id1 title1 subtitle? updated1 author+ link* rights? generator? entry*", "xml:lang"},
	"entry":     {"id1 title1 published? updated1 author* category* link* summary? content1", "xml:lang"},
	"author":    {"name1", ""},
	"link":      {"", "rel href type title?"},
	"category":  {"", "term label"},
	"content":   {"…", "type"},
	"id":        {"…", ""},
	"title":     {"…", ""},
	"subtitle":  {"…", ""},
	"updated":   {"…", ""},
	"published": {"…", ""},
	"name":      {"…", ""},
	"rights":    {"…", ""},
	"generator": {"…", ""},
	"summary":   {"…", ""},
}

// parseAtom reads a document and holds it against the grammar.
func parseAtom(body []byte) (*xmlNode, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	root := &xmlNode{name: "document"}
	open := []*xmlNode{root}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		in := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &xmlNode{name: token.Name.Local, attr: map[string]string{}}
			if token.Name.Space != "http://www.w3.org/2005/Atom" {
				return nil, fmt.Errorf("<%s> is of another namespace", n.name)
			}
			for _, a := range token.Attr {
				switch {
				case a.Name.Local == "xmlns":
				case a.Name.Space == "http://www.w3.org/XML/1998/namespace" || a.Name.Space == "xml":
					n.attr["xml:"+a.Name.Local] = a.Value
				case a.Name.Space != "":
					return nil, fmt.Errorf("<%s> has the foreign attribute %s", n.name, a.Name.Local)
				default:
					n.attr[a.Name.Local] = a.Value
				}
			}
			in.children = append(in.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			in.text += string(token)
		case xml.Directive, xml.Comment:
			return nil, fmt.Errorf("stray %T", token)
		}
	}
	if len(root.children) != 1 || root.children[0].name != "feed" {
		return nil, fmt.Errorf("the document is no feed")
	}
	return root.children[0], root.children[0].obey()
}

func (n *xmlNode) obey() error {
	rule, known := atomGrammar[n.name]
	if !known {
		return fmt.Errorf("<%s> is unknown", n.name)
	}
	for name := range n.attr {
		if !slices.ContainsFunc(strings.Fields(rule.attributes), func(a string) bool { return strings.TrimSuffix(a, "?") == name }) {
			return fmt.Errorf("<%s> has the attribute %s", n.name, name)
		}
	}
	for name := range strings.FieldsSeq(rule.attributes) {
		if !strings.HasSuffix(name, "?") && n.attr[name] == "" {
			return fmt.Errorf("<%s> lacks the attribute %s", n.name, name)
		}
	}
	if rule.children == "…" {
		if len(n.children) > 0 || strings.TrimSpace(n.text) == "" {
			return fmt.Errorf("<%s> has elements in it, or no text", n.name)
		}
		return nil
	}
	if strings.TrimSpace(n.text) != "" {
		return fmt.Errorf("<%s> has the text %q", n.name, n.text)
	}
	left := len(n.children)
	for child := range strings.FieldsSeq(rule.children) {
		name, times := child[:len(child)-1], child[len(child)-1]
		found := len(n.all(name))
		if left -= found; found == 0 && (times == '1' || times == '+') || found > 1 && (times == '1' || times == '?') {
			return fmt.Errorf("<%s> has %d of <%s>", n.name, found, name)
		}
	}
	if left != 0 {
		return fmt.Errorf("<%s> has a child that may not be there", n.name)
	}
	for _, c := range n.children {
		if err := c.obey(); err != nil {
			return err
		}
	}
	return nil
}

// A jsonFeedDocument is version 1.1 of jsonfeed.org, with all that it knows.
type jsonFeedDocument struct {
	Version     string              `json:"version"`
	Title       string              `json:"title"`
	HomePageURL *string             `json:"home_page_url"`
	FeedURL     *string             `json:"feed_url"`
	Description *string             `json:"description"`
	UserComment *string             `json:"user_comment"`
	NextURL     *string             `json:"next_url"`
	Icon        *string             `json:"icon"`
	Favicon     *string             `json:"favicon"`
	Authors     []map[string]string `json:"authors"`
	Language    *string             `json:"language"`
	Expired     *bool               `json:"expired"`
	Items       *[]jsonFeedEntry    `json:"items"`
}

type jsonFeedEntry struct {
	ID            *string             `json:"id"`
	URL           *string             `json:"url"`
	ExternalURL   *string             `json:"external_url"`
	Title         *string             `json:"title"`
	ContentHTML   *string             `json:"content_html"`
	ContentText   *string             `json:"content_text"`
	Summary       *string             `json:"summary"`
	Image         *string             `json:"image"`
	BannerImage   *string             `json:"banner_image"`
	DatePublished *time.Time          `json:"date_published"`
	DateModified  *time.Time          `json:"date_modified"`
	Authors       []map[string]string `json:"authors"`
	Tags          []string            `json:"tags"`
	Language      *string             `json:"language"`
}

// A readEntry is what either format says of an edition.
type readEntry struct {
	ID, URL, Title, Summary, Content, Language string
	Published, Updated                         time.Time
	Authors, Topics                            []string
}

// A readFeed is what either format says of a feed; ID, Updated and Redlines are
// in Atom alone.
type readFeed struct {
	ID, Self, Page, Title, Description, Language string
	Updated                                      time.Time
	Entries                                      []readEntry
	Redlines                                     map[string]string // from the id of an entry to "title address"
}

var (
	tagURI  = regexp.MustCompile(`^tag:([A-Za-z0-9._-]+@)?[a-z0-9][a-z0-9.-]*,[0-9]{4}(-[0-9]{2}){0,2}:([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*$`)
	langTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
)

// readAtom reads a feed strictly.
func readAtom(t *testing.T, body []byte) readFeed {
	t.Helper()
	root, err := parseAtom(body)
	if err != nil {
		t.Fatal(err)
	}
	instant := func(n *xmlNode, name string) time.Time {
		d, err := time.Parse(time.RFC3339, n.one(name))
		if err != nil {
			t.Errorf("<%s>: %v", name, err)
		}
		return d
	}
	links := func(n *xmlNode) map[string]*xmlNode {
		byRel := map[string]*xmlNode{}
		for _, l := range n.all("link") {
			if byRel[l.attr["rel"]] != nil {
				t.Errorf("two links are %s", l.attr["rel"])
			}
			byRel[l.attr["rel"]] = l
		}
		return byRel
	}
	href := func(l *xmlNode) string {
		if l == nil {
			return ""
		}
		return l.attr["href"]
	}
	names := func(n *xmlNode) (names []string) {
		for _, a := range n.all("author") {
			names = append(names, a.one("name"))
		}
		return names
	}
	found := links(root)
	f := readFeed{ID: root.one("id"), Self: href(found["self"]), Page: href(found["alternate"]), Title: root.one("title"), Description: root.one("subtitle"),
		Language: root.attr["xml:lang"], Updated: instant(root, "updated"), Redlines: map[string]string{}}
	for _, n := range root.all("entry") {
		found := links(n)
		e := readEntry{ID: n.one("id"), URL: href(found["alternate"]), Title: n.one("title"), Summary: n.one("summary"), Content: n.one("content"),
			Language: n.attr["xml:lang"], Published: instant(n, "published"), Updated: instant(n, "updated"), Authors: names(n)}
		for _, c := range n.all("category") {
			e.Topics = append(e.Topics, c.attr["label"])
		}
		if r := found["related"]; r != nil {
			f.Redlines[e.ID] = r.attr["title"] + " " + href(r)
		}
		if n.all("content")[0].attr["type"] != "html" {
			t.Errorf("the content of %s is not of the type html", e.ID)
		}
		f.Entries = append(f.Entries, e)
	}
	return f
}

// readJSONFeed reads a feed strictly.
func readJSONFeed(t *testing.T, body []byte) readFeed {
	t.Helper()
	var doc jsonFeedDocument
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Error("something follows the feed")
	}
	if doc.Version != "https://jsonfeed.org/version/1.1" || doc.Title == "" || doc.Items == nil {
		t.Fatal("no version, no title, or no items")
	}
	text := func(what string, s *string, required bool) string {
		if s == nil && !required {
			return ""
		}
		if s == nil || strings.TrimSpace(*s) == "" {
			t.Errorf("%s is missing or empty", what)
			return ""
		}
		return *s
	}
	names := func(authors []map[string]string) (names []string) {
		for _, a := range authors {
			if len(a) != 1 || a["name"] == "" {
				t.Errorf("the author %v", a)
			}
			names = append(names, a["name"])
		}
		return names
	}
	f := readFeed{Self: text("feed_url", doc.FeedURL, false), Page: text("home_page_url", doc.HomePageURL, false), Title: doc.Title,
		Description: text("description", doc.Description, false), Language: text("language", doc.Language, true)}
	if len(names(doc.Authors)) == 0 {
		t.Error("the feed has no author")
	}
	for _, item := range *doc.Items {
		e := readEntry{ID: text("id", item.ID, true), URL: text("url", item.URL, false), Title: text("title", item.Title, true),
			Summary: text("summary", item.Summary, false), Content: text("content_html", item.ContentHTML, true),
			Language: text("language", item.Language, true), Authors: names(item.Authors), Topics: item.Tags}
		if item.ContentText != nil || item.DatePublished == nil || item.DateModified == nil {
			t.Errorf("%s has another content, or no dates", e.ID)
		} else {
			e.Published, e.Updated = *item.DatePublished, *item.DateModified
		}
		f.Entries = append(f.Entries, e)
	}
	return f
}

// checkFeed holds what the grammars do not say: identifiers, languages,
// addresses, dates and content. address is that of the feed; origin is "" where
// the base URL is not known, and nothing then may need it.
func checkFeed(t *testing.T, f readFeed, origin, self string) {
	t.Helper()
	absolute := func(what, address string) {
		if origin == "" {
			if address != "" {
				t.Errorf("%s is %q without a base URL", what, address)
			}
			return
		}
		if u, err := url.Parse(address); err != nil || !u.IsAbs() || u.Host == "" || address != u.String() {
			t.Errorf("%s is %q", what, address)
		}
	}
	absolute("the page", f.Page)
	absolute("the address", f.Self)
	if origin != "" && f.Self != self {
		t.Errorf("the feed says it stands at %s", f.Self)
	}
	if f.ID != "" && !tagURI.MatchString(f.ID) {
		t.Errorf("the feed has the id %q", f.ID)
	}
	ids := map[string]bool{f.ID: true}
	var newest time.Time
	for i, e := range f.Entries {
		if ids[e.ID] || !tagURI.MatchString(e.ID) {
			t.Errorf("the id %q stands twice or is no tag URI", e.ID)
		}
		ids[e.ID] = true
		absolute(e.ID, e.URL)
		if !langTag.MatchString(e.Language) || !langTag.MatchString(f.Language) {
			t.Errorf("%s: languages %q and %q", e.ID, e.Language, f.Language)
		}
		if e.Updated.Before(e.Published) || i > 0 && f.Entries[i-1].Published.Before(e.Published) {
			t.Errorf("%s is updated before it is published, or out of order", e.ID)
		}
		if e.Updated.After(newest) {
			newest = e.Updated
		}
		checkContent(t, e, origin)
	}
	if len(f.Entries) > 0 && f.ID != "" && !f.Updated.Equal(newest) {
		t.Errorf("the feed is of %v, its newest entry of %v", f.Updated, newest)
	}
	for id, r := range f.Redlines {
		if _, address, ok := strings.Cut(r, " https://"); !ok || !ids[id] {
			t.Errorf("%s: the redline is %q", id, address)
		}
	}
}

// contentElements may stand in a feed: nothing that needs our scripts or style
// sheets, or that readers of feeds drop.
var contentElements = strings.Fields(`a abbr b bdi blockquote br caption cite code dd del details div dl dt em figcaption figure footer
	h2 h3 h4 h5 h6 hr i img input li ol p pre q s span strong sub summary sup table tbody td tfoot th thead tr u ul`)

var contentAttributes = strings.Fields(`alt align checked cite colspan datetime dir disabled height href id lang loading open rowspan scope
	src start title type value width`)

// checkContent holds that HTML is balanced, that elements and attributes are
// harmless, and that all addresses are absolute.
func checkContent(t *testing.T, e readEntry, origin string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(e.Content))
	for z.Next() != html.ErrorToken {
		switch token := z.Token(); token.Type {
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%s: stray %v", e.ID, token)
		case html.StartTagToken, html.SelfClosingTagToken:
			if !slices.Contains(contentElements, token.Data) {
				t.Errorf("%s: <%s> in a feed", e.ID, token.Data)
			}
			for _, a := range token.Attr {
				if !slices.Contains(contentAttributes, a.Key) || a.Key == "id" && !strings.HasPrefix(a.Val, "endnote-") {
					t.Errorf("%s: <%s %s=%q> in a feed", e.ID, token.Data, a.Key, a.Val)
				}
				u, err := url.Parse(a.Val)
				if a.Key == "href" || a.Key == "src" {
					if err != nil || origin != "" && !u.IsAbs() || origin == "" && !u.IsAbs() && !strings.HasPrefix(a.Val, "/") {
						t.Errorf("%s: the address %q", e.ID, a.Val)
					}
				}
			}
			if !slices.Contains([]string{"br", "hr", "img", "input"}, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if n := len(open); n == 0 || open[n-1] != token.Data {
				t.Fatalf("%s: </%s> within %v", e.ID, token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v are left open", e.ID, open)
	}
	if !strings.HasPrefix(e.Content, `<div lang="`+e.Language+`" dir="`) {
		t.Errorf("%s does not say its language and direction", e.ID)
	}
}
