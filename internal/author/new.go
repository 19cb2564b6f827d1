package author

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefpress/internal/brief"
	"briefpress/internal/strictyaml"
)

// template is what a brief begins with where the site has nothing else.
//
//go:embed new.md
var template []byte

// A Beginning is a brief that is not there yet.
type Beginning struct {
	Slug string
	// Title is plain text; "" for one made from the slug.
	Title string
	Date  brief.Date
	// Folder makes it an edition in a folder, to which data and pictures can be
	// put; else it is one file.
	Folder bool
	// Template is what it begins with, and TemplateName how messages print that;
	// a nil Template is the built-in one.
	Template     []byte
	TemplateName string
}

// File is the name of its first edition from the content folder.
func (b Beginning) File() string {
	if b.Folder {
		return path.Join(briefsDir, b.Slug, string(b.Date)+".md")
	}
	return path.Join(briefsDir, b.Slug+".md")
}

// Text is its first edition: the template with the title, the date, and draft. The
// error joins a [brief.Problem] for each fault in the header of the template, or is
// a [Refusal].
func (b Beginning) Text() ([]byte, error) {
	if b.Template == nil {
		b.Template, b.TemplateName = template, "the built-in template"
	}
	if b.Title = strings.Join(strings.Fields(b.Title), " "); b.Title == "" {
		b.Title = titleOf(b.Slug)
	}
	if i := strings.IndexFunc(b.Title, func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }); i >= 0 {
		return nil, &Refusal{fmt.Sprintf("the title %q has characters that are no text", b.Title), "give another --title"}
	}
	written := b.stops(b.Template)
	t, err := readText(b.Template)
	if err == nil {
		if _, faults := strictyaml.Decode([]byte(strings.Join(t.head, "")), new(brief.Header)); len(faults) > 0 {
			err = errForm
		}
	}
	if err != nil && len(written) > 0 {
		return nil, errors.Join(asErrors(written)...)
	}
	if err == nil {
		err = b.fill(t)
	}
	if err != nil {
		return nil, &Refusal{fmt.Sprintf("%s cannot be filled in: %v", b.TemplateName, err), "write each key at the beginning of a line of its own"}
	}
	data := []byte(t.String())
	stops := b.stops(data)
	for i, p := range stops {
		// Where the editor of the template finds it.
		if j := slices.IndexFunc(written, func(w brief.Problem) bool { return w.Message == p.Message }); j >= 0 {
			stops[i] = written[j]
		}
	}
	if len(stops) > 0 {
		return nil, errors.Join(asErrors(stops)...)
	}
	return data, nil
}

// fill writes what is known of the brief into the front matter.
func (b Beginning) fill(t *text) error {
	all, err := t.entries()
	if err != nil {
		return err
	}
	title := "title: " + scalar(b.Title) + t.eol
	switch {
	case len(all) == 0:
		t.head = append(t.head, title)
	case !slices.ContainsFunc(all, func(e entry) bool { return e.key == "title" }):
		t.head = slices.Insert(t.head, all[0].from, all[0].indent+title)
	default:
		err = t.set("title", scalar(b.Title))
	}
	want := brief.Header{Title: b.Title, Draft: true}
	if err == nil && b.Folder {
		err = t.cut("published")
	} else if err == nil {
		want.Published = b.Date
		err = t.set("published", string(b.Date), "title")
	}
	if err == nil {
		err = t.set("draft", "true", "published", "title")
	}
	if err != nil {
		return err
	}
	var got brief.Header
	if _, faults := strictyaml.Decode([]byte(strings.Join(t.head, "")), &got); len(faults) > 0 ||
		got.Title != want.Title || got.Published != want.Published || !got.Draft {
		return errForm
	}
	return nil
}

// stops are the problems in the header of a text that is, or becomes, the edition.
func (b Beginning) stops(data []byte) []brief.Problem {
	in := brief.Input{File: b.TemplateName, Slug: b.Slug, Data: data}
	if b.Folder {
		in.Date = b.Date
	}
	_, problems := brief.ParseEdition(in, brief.Options{AllowBidi: true})
	return slices.DeleteFunc(problems, func(p brief.Problem) bool { return !p.Stops })
}

func asErrors(problems []brief.Problem) (errs []error) {
	for _, p := range problems {
		errs = append(errs, p)
	}
	return errs
}

// cut deletes a key with what is said about it: comments right above it and behind
// it, and the empty line that follows.
func (t *text) cut(key string) error {
	all, err := t.entries()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(e entry) bool { return e.key == key })
	if i < 0 {
		return nil
	}
	from, to := all[i].from, all[i].to
	for from > 0 && strings.HasPrefix(strings.TrimSpace(t.head[from-1]), "#") {
		from--
	}
	if to < len(t.head) && strings.TrimSpace(t.head[to]) == "" {
		to++
	}
	t.head = slices.Delete(t.head, from, to)
	return nil
}

// titleOf makes a title of a slug.
func titleOf(slug string) string {
	r, n := utf8.DecodeRuneInString(slug)
	return string(unicode.ToUpper(r)) + strings.ReplaceAll(slug[n:], "-", " ")
}

// plainScalar is text that is the same in YAML without quotes, whatever stands
// in it. Text in quotes is, too, and harder to read.
var plainScalar = regexp.MustCompile(`^\pL[\pL\pM\pN'’.,()–-]*( [\pL\pM\pN'’(–-][\pL\pM\pN'’.,()–-]*)*$`)

// scalar writes text in YAML.
func scalar(s string) string {
	if plainScalar.MatchString(s) {
		return s
	}
	var quoted strings.Builder
	e := json.NewEncoder(&quoted)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string is always encoded
	}
	return strings.TrimSuffix(quoted.String(), "\n")
}

// Vacant says whether a brief of that slug could be begun; the error is a
// [Refusal] where there is one already, or a name is no slug at all. Whether it
// is a good one is for who loads the site to say.
func (f Folder) Vacant(slug string) error {
	if slug == "" || strings.HasPrefix(slug, ".") || strings.ContainsAny(slug, "/\\\x00") {
		return &Refusal{fmt.Sprintf("%q cannot be the slug of a brief", slug), "a slug has lower-case letters, digits and single hyphens between them"}
	}
	for _, name := range []string{path.Join(briefsDir, slug), path.Join(briefsDir, slug+".md")} {
		if _, err := f.Root.Lstat(name); err == nil {
			return &Refusal{fmt.Sprintf("there is a brief %s already: %s", slug, f.Path(name)),
				fmt.Sprintf("choose another slug, or begin its next edition: briefpress revise %s", slug)}
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// New writes a brief that is begun. Errors are those of [Beginning.Text] and
// [Folder.Vacant].
func (f Folder) New(b Beginning) error {
	data, err := b.Text()
	if err == nil {
		err = f.Vacant(b.Slug)
	}
	if err != nil {
		return err
	}
	// As readable as the folder is.
	mode := fs.FileMode(0o755)
	for _, dir := range []string{".", briefsDir} {
		if info, err := f.Root.Stat(dir); err == nil {
			mode = info.Mode().Perm()
		}
	}
	var c Changes
	c.Add(b.File(), data, mode&0o666)
	return c.Apply(f)
}
