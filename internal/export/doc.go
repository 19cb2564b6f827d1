// Package export writes a site into a directory, whole or not at all, and
// tells whether an exported directory still is what was exported.
//
// # Tree
//
// The address "/x/" becomes the file x/index.html, and any other address the
// file of that name; a redirect is written as its stub page, so that it works
// on every host. Beside the files of the site stand
//
//	.nojekyll       stops GitHub Pages from leaving out names with "_"
//	_headers        security headers, caching and media types, for hosts that read it
//	_redirects      redirects as real ones, for hosts that read it
//	.precompressed  what made the compressed forms, where there are any
//	briefpress.sum  the manifest
//
// The rules in _headers and _redirects are for the addresses under the base of
// the site. Hosts read the two files at their own root: where the tree stands
// under a path, they belong there and not beside the pages.
//
// Files have mode 0644 and directories 0755 whatever the umask is. Contents
// depend on the site alone: on no clock, time zone, order or number of
// processors. File times are outside of that: a file whose bytes are those of
// the export before keeps its time, and any other gets the time of the export,
// or a second after its time before where that is later, so that tools that compare
// size and time in seconds copy what changed and only that, and web servers never
// take it for what it was.
//
// Every name must be usable on every system: local, without characters or names
// that Windows reserves, and different from all others even where letter case
// and Unicode form do not count.
//
// # Compressed forms
//
// With Options.Precompress, each file of a text type above 1 KiB has beside it its
// forms in brotli, gzip and zstd, with .br, .gz and .zst behind its name, each made as
// small as its library can and left out unless it is smaller by a tenth. Forms depend
// on the file alone. The manifest lists them as any file.
//
// Those of a file that did not change are taken over from the export before, if its
// file .precompressed says that they were made as they would be now, and if they hold
// that file, which reading them proves. [Verify] reads all forms as well. Forms of a
// kept asset are kept with it; whether a site is compressed makes no generation.
//
// # Relative addresses
//
// With Options.Relative, addresses in pages that begin with the base of the site are
// written from file to file: "../b/index.html#p1". Such a tree works under any address
// and from a disk. Style sheets are so in any case, as what they name stands beside
// them. What names a page to others stays as it is without the option: canonical
// addresses, citations, feeds and data are absolute where the base URL is known, and
// have the base path or nothing where it is not. So does 404.html, which hosts show
// at any address.
//
// # Manifest
//
// The manifest lists every other file of the tree, sorted by name, in the form
// of sha256sum(1), so that "sha256sum -c briefpress.sum" checks a copy without
// this program. It also is the mark by which a directory is known as ours. A
// star before the name, which sha256sum takes for "read as binary", marks a
// fingerprinted file that the site itself no longer has.
//
// # Seals
//
// A brief that has seals has them in the tree too, as briefs/slug/editions.sum: see
// package seal. Every sealed edition that the site shows is in the tree, with its
// source brief.md, its data brief.json and the files it uses. [Verify] reads each of
// these sources anew and holds what it says, its numbers and its files against the
// seal, then the numbers, hashes and digest in brief.json, and looks for the files in
// the page. An edition with a recorded correction that is not sealed yet is held
// against its numbers alone.
//
// What this proves is that the sources say what was sealed. It cannot tell whether
// the pages are those that this program makes of them, nor who sealed them: the
// digest of the manifest, written down elsewhere when it was printed, stands for
// both.
//
// An export over an earlier one only adds to published seals. Where one of the earlier
// tree is gone or is another one, be it that an edition was changed and sealed anew,
// or that a file was deleted, the export is refused with the name of the brief, the
// edition and the block. A brief under a new slug is looked for where its old address
// leads.
//
// # Generations
//
// Pages that readers or caches still hold name the assets of the site as it was
// before. So an export keeps those of the export that it replaces, for one
// generation. An export of the same site over itself is no new generation: it
// gives the same tree again, and what was kept stays.
//
// # Order
//
// An export that fails, is cancelled or is killed at any moment leaves the
// directory as it was. The real path of the directory is resolved, and refused
// where writing there could harm something else. A hidden directory beside it,
// ".NAME.briefpress", is locked against other exports; what a killed export left
// there is swept. The tree before must be exactly as its manifest says, as
// changes made to it by hand would be lost. The new tree is written into the
// hidden directory, read back against its manifest, and forced to the disk; then
// the two trees change places in one step, and the old one is deleted. Someone
// who reads through an open directory sees one of the two, never a mixture.
//
// The new tree is written anew, and not linked to unchanged files of the old
// one: two trees that share nothing cannot harm each other, and an edit in place
// of the old tree cannot reach the new one after it was checked.
//
// The exchange in one step needs Linux or macOS and a file system that has it. Windows
// renames the old tree and then the new one: between the two the directory is missing
// for a moment, and after a crash in it the next export first puts the old tree back.
// It keeps the lock file too, as it cannot delete one that is open.
//
// A new or empty directory that is a mount point, or where there is no exchange,
// becomes one that holds trees and is not replaced itself:
//
//	current                  symbolic link to the tree that counts
//	export-0123456789abcdef  that tree, named by the beginning of its digest
//	.briefpress              the hidden directory, while an export runs
//
// There the new tree is renamed to its name, a new link takes the place of the old one
// in one step, and the old tree is deleted. Whatever else stands there, but for
// lost+found, makes an export refuse. An earlier export that stands itself where it
// cannot be replaced is refused too.
package export
