// Package author writes content files on behalf of editors: a new brief, the next
// edition of a brief, and the folder that a brief of one file turns into.
//
// # A new brief
//
// [Folder.New] begins a brief with a template: new.md of this package, or the text
// that a site has in its place. A template is a brief like any other. Its title and
// date are replaced, and draft is true; they are put in where it has none. In a
// folder, where the name of the file has the date, published goes away together
// with the comment above it. In the built-in template the lines that begin with "#"
// and no space are keys that editors may want. Its sections are empty, so that
// check counts what is still to be written.
//
// # What editors wrote stays
//
// A file is edited as text. Front matter is never decoded and written anew:
// comments, the order of keys, quotes, line ends and a byte order mark stay as
// they are, and what is written is read once more and compared with what was
// meant before anything is written to the disk. Front matter in a form that
// cannot be edited so, such as one flow mapping, is refused.
//
// # The next edition
//
// [Folder.Revise] copies the newest edition under a later date. In the copy
// draft is true, and change is empty, for the editor to fill; corrections are
// those of the edition before and are left out. Files whose names have the date
// of the edition before, such as strength-2020-04-14.csv, are about to change
// where the text refers to them: they are copied under the new date, and the
// copy refers to the copies. Other files are shared by both editions.
//
// # A folder of a file
//
// A brief of one file, x.md, becomes the edition x/2019-06-07.md of the same
// day, without published in its front matter ([Folder.Fold]). The files beside
// it that it refers to go with it; those that another text beside it refers to,
// too, are copied. Its links are of the folder from the start, so that the text
// stays as it is.
//
// # All or nothing
//
// [Changes] are made together or not at all. Everything is first written to
// hidden files in the folders where it belongs, then put in place by renaming;
// when a step fails, those before it are undone. Nothing is overwritten: a file
// that came, or was changed, since it was looked at fails the whole. Modes are
// those of the files that were copied or replaced. A process that is killed in
// the middle leaves hidden files, whose names have ".briefpress-" in them, and
// every text that was there.
package author

import (
	"os"
	"path"
)

// A Folder is the content folder of a site.
type Folder struct {
	Root *os.Root
	// Name of the folder as messages print it.
	Name string
}

// Path is how messages print a file of the folder.
func (f Folder) Path(name string) string { return path.Join(f.Name, name) }

// A Refusal is a change that was not made, and why.
type Refusal struct {
	Reason string
	// Hint says what to do; it may be empty.
	Hint string
}

// Error gives the reason.
func (r *Refusal) Error() string { return r.Reason }
