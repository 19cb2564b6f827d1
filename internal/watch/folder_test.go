package watch

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// modes are the ways to find things.
var modes = []struct {
	name  string
	poll  bool
	adapt []func(*watcher)
}{
	{name: "events"},
	{name: "events without reconciling", adapt: []func(*watcher){withoutReconciling}},
	{name: "walking all the time", adapt: []func(*watcher){walking}},
	{name: "polling", poll: true},
}

// Folders and links, a step after the other, each with what it is to report.
func TestFoldersAndLinks(t *testing.T) {
	t.Parallel()
	mkdir := func(name string) func(*watched) {
		return func(s *watched) { s.do(os.MkdirAll(s.path(name), 0o755)) }
	}
	write := func(name string) func(*watched) { return func(s *watched) { s.write(name, "text") } }
	remove := func(name string) func(*watched) { return func(s *watched) { s.do(os.RemoveAll(s.path(name))) } }
	move := func(from, to string) func(*watched) { return func(s *watched) { s.rename(from, to) } }
	link := func(to, name string) func(*watched) {
		return func(s *watched) {
			s.do(os.Symlink(to, s.path(".temp")))
			s.rename(".temp", name)
		}
	}
	both := func(steps ...func(*watched)) func(*watched) {
		return func(s *watched) {
			for _, step := range steps {
				step(s)
			}
		}
	}
	steps := []struct {
		name string
		do   func(*watched)
		want []string
		hold bool // it has to be done within a hold
	}{
		{name: "a new folder", do: mkdir("x"), want: []string{"x"}},
		{name: "a file in it", do: write("x/a.md"), want: []string{"x/a.md"}},
		{name: "the file goes", do: remove("x/a.md"), want: []string{"x/a.md"}},
		{name: "the folder goes", do: remove("x"), want: []string{"x"}},
		{name: "a folder and a file", do: both(mkdir("x"), write("x/a.md")), want: []string{"x/a.md"}, hold: true},
		{name: "both go", do: remove("x"), want: []string{"x/a.md"}, hold: true},
		{name: "folders in folders", do: mkdir("x/y/z"), want: []string{"x/y/z"}, hold: true},
		{name: "another", do: mkdir("x/y/2"), want: []string{"x/y/2"}},
		{name: "moved", do: move("x", "m"), want: []string{"m/y/2", "m/y/z", "x/y/2", "x/y/z"}, hold: true},
		{name: "the lowest goes", do: both(remove("m/y/z"), remove("m/y/2")), want: []string{"m/y/2", "m/y/z"}, hold: true},
		{name: "the one above", do: remove("m/y"), want: []string{"m/y"}},
		{name: "a skipped file and a hidden folder in it", do: both(write("m/a.md~"), mkdir("m/.git/objects"))},
		{name: "a file in it again", do: write("m/a.md"), want: []string{"m/a.md"}},
		{name: "a folder beside", do: mkdir("m/n"), want: []string{"m/n"}},
		{name: "the file takes the folder's place", do: both(remove("m/n"), move("m/a.md", "m/n")), want: []string{"m/a.md", "m/n"}, hold: true},
		{name: "the folder takes the file's place", do: both(remove("m/n"), mkdir("m/n")), want: []string{"m/n"}},
		{name: "all go", do: remove("m"), want: []string{"m/n"}, hold: true},
		{name: "a folder comes and goes", do: both(mkdir("t"), remove("t")), hold: true},
		{name: "a folder with a file comes and goes", do: both(mkdir("t"), write("t/a.md"), remove("t")), hold: true},
		{name: "a folder", do: mkdir("t"), want: []string{"t"}},
		{name: "goes and comes", do: both(remove("t"), mkdir("t")), hold: true},
		{name: "a file comes and goes in it", do: both(write("t/a.md"), remove("t/a.md")), hold: true},
		{name: "it goes", do: remove("t"), want: []string{"t"}},
		{name: "a link that leads nowhere", do: link("nowhere", "l.md"), want: []string{"l.md"}},
		{name: "the same again", do: link("nowhere", "l.md")},
		{name: "goes and comes, the link", do: both(remove("l.md"), link("nowhere", "l.md")), hold: true},
		{name: "retargeted", do: link("elsewhere", "l.md"), want: []string{"l.md"}},
		{name: "to itself", do: link("l.md", "l.md"), want: []string{"l.md"}},
		{name: "to a folder", do: both(mkdir("f"), link("f", "l.md")), want: []string{"f", "l.md"}, hold: true},
		{name: "goes", do: remove("l.md"), want: []string{"l.md"}},
		{name: "a link comes and goes", do: both(link("nowhere", "l.md"), remove("l.md")), hold: true},
		{name: "a link in a new folder", do: both(mkdir("f/g"), link("nowhere", "f/g/l.md")), want: []string{"f/g/l.md"}, hold: true},
		{name: "moved with its folder", do: move("f", "h"), want: []string{"f/g/l.md", "h/g/l.md"}, hold: true},
		{name: "removed with its folder", do: remove("h"), want: []string{"h/g/l.md"}, hold: true},
	}
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(root string, opts *Options) { opts.Poll = mode.poll }, mode.adapt...)
			s.quiet()
			judged := 0
			for _, step := range steps {
				start := time.Now()
				step.do(s)
				if step.hold && time.Since(start) > holdNew/2 {
					// It may have been seen in between, and late: what follows
					// cannot be told from that.
					t.Logf("%s took %v: not judged, nor is what follows", step.name, time.Since(start))
					break
				}
				judged++
				got := map[string]bool{}
				if len(step.want) > 0 {
					t.Logf("%s, after %v", step.name, time.Since(start))
					got = s.until(step.want...)
				}
				for done := false; !done; {
					select {
					case c := <-s.c:
						for _, name := range s.names(c) {
							got[name] = true
						}
					case <-time.After(calm):
						done = true
					}
				}
				for name := range got {
					if slices.Contains(step.want, name) || mode.poll && slices.ContainsFunc(step.want, func(w string) bool {
						return strings.HasPrefix(w, name+"/") // it looked in the middle of the step
					}) {
						continue
					}
					t.Errorf("%s: %s was reported", step.name, name)
				}
			}
			t.Logf("%d of %d steps were quick enough to be judged", judged, len(steps))
		})
	}
}

// A folder in which a file is being written all the time is not spoken of until
// that is whole, and not forgotten when it never is.
func TestFolderOfUnfinishedFile(t *testing.T) {
	t.Parallel()
	if probeWriters(openTemp(t)) == cannotTell {
		t.Skip("no leases here")
	}
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(_ string, opts *Options) { opts.Poll = mode.poll }, mode.adapt...)
			s.quiet()
			start := time.Now()
			s.do(os.Mkdir(s.path("d"), 0o755))
			time.Sleep(breath)
			f := s.create("d/a.md")
			s.append(f, "half")
			if time.Since(start) >= holdNew {
				f.Close()
				t.Skip("too slow: it was bare for longer than a hold")
			}
			s.quiet()
			s.remove("d/a.md")
			s.do(f.Close())
			s.expect("d")
			s.quiet()
			f = s.create("d/a.md")
			s.append(f, "half")
			s.quiet()
			s.do(os.RemoveAll(s.path("d")))
			s.do(f.Close())
			s.expect("d")
			s.quiet()
		})
	}
}

// A link whose file is being saved leads nowhere for a moment.
func TestLinkToSavedFile(t *testing.T) {
	t.Parallel()
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(root string, opts *Options) {
				opts.Poll = mode.poll
				put(t, root, "a.md", "old")
				if err := os.Symlink("a.md", root+"/l.md"); err != nil {
					t.Skip(err)
				}
			}, mode.adapt...)
			s.quiet()
			for i := range 5 {
				start := time.Now()
				s.remove("a.md")
				time.Sleep(breath)
				s.write("a.md", string(rune('a'+i)))
				if time.Since(start) < holdNew {
					s.expect("a.md")
					s.quiet()
				} else {
					s.until("a.md")
					s.settled()
				}
			}
		})
	}
}

// A folder whose place a link to it takes holds nothing any more.
func TestFolderBecomesLink(t *testing.T) {
	t.Parallel()
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(root string, opts *Options) {
				opts.Poll = mode.poll
				put(t, root, "d/sub/a.md", "text")
			}, mode.adapt...)
			s.rename("d", "e")
			s.do(os.Symlink("e", s.path("d")))
			s.until("d", "d/sub/a.md", "e/sub/a.md")
			s.settled()
			s.write("e/sub/a.md", "more")
			s.expect("e/sub/a.md")
			s.quiet()
		})
	}
}
