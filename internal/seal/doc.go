// Package seal is editions.sum as text: the file in which a brief records what
// its published editions say, so that nobody changes them in silence.
//
// # What it proves
//
// Whoever has an edition and this file can tell whether the edition is what was
// sealed, and what of it is not. The file alone proves nothing: who may edit it
// may seal anew. Its witnesses are version control, where lines can only be
// added without being seen, and a digest that was written down elsewhere.
//
// # Form
//
// The file is UTF-8 with LF (CR LF is read as LF). Its first line names the form
// and its version. Groups follow, each after one empty line:
//
//	briefpress seals 1
//
//	edition 2019-06-07 ‹digest›
//	front authors ‹hash›
//	front sources nato-2016 ‹hash›
//	front title ‹hash›
//	body ‹hash›
//	file strength.csv ‹hash›
//	part h1 ‹hash›
//	block p1 ‹hash›
//	block p2 ‹hash›
//
//	correction 2019-06-07 ‹digest›
//	body ‹hash›
//	corrected 2019-06-20 ‹hash›
//	block p2 ‹hash›
//
// All hashes are SHA-256 in 64 lower-case hexadecimal digits. What they are of is
// the matter of package brief. A line is a kind, a name and a hash:
//
//	front      a key of the front matter; of a source with its key
//	body       all of the text below the front matter; it has no name
//	file       a picture or data file that the edition uses, by its name
//	corrected  a correction that the edition records, by its date
//	part       what has no number in the text: h1 the first heading, c1 the
//	           first code listing, b1 the first thematic break
//	block      what has a number: p12, p12a, t1, f1
//
// Lines stand in this order of kinds, parts and blocks among one another in the
// order of reading; those of front and file are sorted by name, bytewise, and
// those of corrected by date. No two lines of a group are of one kind and name,
// corrected aside, of which several may be of one day.
//
// # Append-only
//
// A file grows at its end alone. The first group of an edition has all its lines.
// Each group "correction" has those that a recorded correction changed: a hash
// takes the place of the one before, a new name is added behind the others of its
// kind, and a "-" in place of the hash takes the line away. A correction has at
// least one line corrected, of no day before the last one sealed. It may neither
// add nor take away a block, nor a line corrected, nor the body: another number of
// numbered blocks is another edition.
//
// # Digest
//
// The digest in the first line of a group is the SHA-256 of "edition 2019-06-07"
// with its LF and of the lines that hold for the edition after the group, as they
// are written in the file, each with its LF. Of a group "edition" that is what
// stands in the file below its first line. A digest that was written down
// elsewhere stands for everything that the edition said.
//
// # Strictness
//
// [Parse] takes what [File.Text] writes and nothing else: an unknown version, kind
// or name, a line out of order, a line that changes nothing, and a digest that is
// not that of the lines are errors. A newer form has another version.
package seal
