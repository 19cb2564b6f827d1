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
// so that tools that compare size and time copy what changed and only that.
//
// Every name must be usable on every system: local, without characters or names
// that Windows reserves, and different from all others even where letter case
// and Unicode form do not count.
//
// # Manifest
//
// The manifest lists every other file of the tree, sorted by name, in the form
// of sha256sum(1), so that "sha256sum -c briefpress.sum" checks a copy without
// this program. It also is the mark by which a directory is known as ours. A
// star before the name, which sha256sum takes for "read as binary", marks a
// fingerprinted file that the site itself no longer has.
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
// The exchange in one step needs Linux and a file system that has it. Where the
// directory is a mount point, or the file system has no exchange, an export over
// an earlier one is refused. On other systems the old tree is renamed and then
// the new one: between the two the directory is missing for a moment, and after a
// crash in it the next export first puts the old tree back. Windows keeps the
// lock file, as it cannot delete one that is open.
package export
