// Package watch turns directories into one question, answered fast and never
// with a torn file: should we look again?
//
// # Use
//
// [Watch] first takes a baseline of all that is below the roots, then returns a
// channel. Call it first and read the files after: whatever changes from then on
// is reported. A [Change] means that the contents of the files at its paths, or
// the set of files, links and folders, differ from what was last reported, and
// that every file named was whole when the change was handed over. A channel, and
// an unbuffered one, since a change that nobody has received yet can still be
// merged with what happens next, or be held back when one of its files is
// being written again. The watcher therefore never waits for its consumer, a
// slow consumer never loses a path, and there is no queue to grow.
//
// # What is watched
//
// Roots are watched recursively. A root may be a symbolic link to a directory,
// may be absent, may vanish, be replaced, and return. Regular files, symbolic
// links and folders count when their names are ordinary: names that begin with a
// dot or end in a tilde, 4913 (vim), names that end in ___jb_tmp___ or
// ___jb_old___ (JetBrains) and #name# (Emacs) are skipped, with all that is in
// directories so named, and so is what [Options].Ignore says. FIFOs, sockets and
// devices are never opened, and count as nothing.
//
// A symbolic link is never followed, and stands for where it leads: that it
// comes, goes or is retargeted is a change of the link, and so is that the file
// below a root that it leads to comes or goes. Writing to that file is a change
// of the file only. Links that lead elsewhere, to a folder, to nothing or to
// themselves count too: somebody may want to say what is wrong with them.
//
// A folder is spoken for by what is in it. Only one that comes or goes without
// anything in it that counts is a change of its own; of folders in one another,
// the innermost. So a consumer that is told of a path knows that the folders
// above it may have come or gone too, and that nothing is below a path that is no
// folder.
//
// Contents are compared by a hash, so that touch, chmod and saving the same
// bytes report nothing. Files above 64 MiB, and files that may not be read, are
// compared by their stat alone.
//
// # The baseline
//
// So that a consumer need not wait, the baseline watches folders and stats files,
// on all processors, but reads only the files whose stat does not prove what is
// in them: those written in the last 2 s, those open for writing, and all where
// there is no change time (on systems other than Linux and macOS). The others are
// read from 1 s after the start, with a tenth of one processor. Until a file was
// read, its stat stands for its contents: where anything was written to it, or
// its stat is another, it is reported, even if its bytes are the same. One that
// was open for writing at the start, or when it was to be read, is reported when
// it is whole.
//
// # How a change is found
//
// Events of the kernel are taken as "look again here", never as the truth, and
// they come from directories only: a watch on a file dies with the first atomic
// save. They are looked into after 1 ms of quiet, and after 50 ms at the latest.
// A new directory is watched first and scanned after. Because events can be lost
// (queue overflow), late (a directory created with its contents) or missing
// (writes through mmap, network mounts), the whole tree is compared by stat
// 250 ms after a burst and every 2 s: size, modification time, inode, and on
// Linux and macOS the change time, which no utimes call can set back. A stat
// taken within 2 s of the file's own times proves nothing, since clocks of file
// systems are coarse; such a file is hashed again by the next comparison. The
// comparison is made in slices of a millisecond, between which events are looked
// into; the rests between the slices are four times as long as these, nine times
// while something is being saved and for 100 ms after a change, and as long where
// there are no events. It uses at most a
// tenth of one processor: on very large trees the intervals grow. One that is
// asked for while another is being made, since events were lost, follows it.
//
// Where the kernel gives no watches (too many directories, too many instances),
// one warning is logged and the tree is compared every 200 ms instead; it is
// tried again at each comparison whether watches are to be had. With
// [Options].Poll that is the only way. On systems other than Linux and macOS
// polling misses a write that keeps both size and modification time.
//
// # When a file is whole
//
// On Linux a read lease is asked for and given back at once: the kernel refuses
// it while anybody has the file open for writing. Such a file is left alone for
// as long as that lasts, however long; after 5 s this is logged, once. Where no
// lease is to be had (another system, a file of another user without CAP_LEASE,
// a file system without leases), a file is whole when two reads 25 ms apart are
// the same, or after 100 ms.
//
// A file that was there and is now absent or empty is held for 80 ms, since
// saving by delete-and-create or truncate-and-write looks so for a moment. A
// file that was not there before is held for 50 ms, since the temporary file of
// an atomic save looks so. Only when they stay are they reported. A new folder
// with nothing in it, and a link that leads to no file, are held for 80 ms, too.
//
// A consumer reads for a while after a change, and may read more than the files
// named. What it then meets may be gone, new or half written for a moment. So
// for 300 ms after a change, and 0.1 ms more for each file of the tree, a file
// written anew is reported even with the same contents, and one that came and
// went is reported too: the last report always follows the last such moment.
//
// What is whole waits at most 50 ms for the rest of its burst (a checkout, "save
// all", a renamed directory), so that one act is one change. At most one change
// is handed over every 25 ms.
package watch
