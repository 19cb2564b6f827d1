package watch

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// put writes a file, and its directory, below root.
func put(t *testing.T, root, name, text string) {
	t.Helper()
	// No program is started meanwhile: until it is itself, it has this file open too.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// create opens a file for writing, truncated or new.
func (s *watched) create(name string) *os.File {
	s.t.Helper()
	f, err := os.Create(s.path(name))
	s.do(err)
	return f
}

func (s *watched) append(f *os.File, text string) {
	s.t.Helper()
	_, err := f.WriteString(text)
	s.do(err)
}

func (s *watched) rename(from, to string) {
	s.t.Helper()
	s.do(os.Rename(s.path(from), s.path(to)))
}

func (s *watched) remove(name string) {
	s.t.Helper()
	s.do(os.Remove(s.path(name)))
}

func (s *watched) run(stdin, program string, args ...string) {
	s.t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = s.root
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org", "HOME="+s.root)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// breath is longer than the quiet that starts a look, and short of every hold:
// the worst moment to look.
const breath = 5 * time.Millisecond

// Each way of saving makes text the content of a.md.
var saves = []struct {
	name    string
	program string        // that must be installed
	within  time.Duration // one that takes longer than this, and than the shortest hold, was held up
	save    func(s *watched, text string)
}{
	{name: "vim in place", save: func(s *watched, text string) {
		f := s.create("a.md")
		time.Sleep(breath)
		s.append(f, text[:len(text)/2])
		time.Sleep(breath)
		s.append(f, text[len(text)/2:])
		s.do(f.Sync())
		s.do(f.Close())
		s.do(os.Chmod(s.path("a.md"), 0o644))
	}},
	{name: "vim with backup", save: func(s *watched, text string) {
		s.write("4913", "")
		s.remove("4913")
		s.rename("a.md", "a.md~")
		time.Sleep(breath)
		s.write("a.md", text)
		s.do(os.Chmod(s.path("a.md"), 0o644))
		time.Sleep(breath)
		s.remove("a.md~")
	}},
	{name: "VS Code", save: func(s *watched, text string) {
		s.write("a.md", "")
		time.Sleep(breath)
		f, err := os.OpenFile(s.path("a.md"), os.O_WRONLY, 0)
		s.do(err)
		s.append(f, text)
		s.do(f.Close())
	}},
	{name: "shell", save: func(s *watched, text string) { s.write("a.md", text) }},
	{name: "Emacs", save: func(s *watched, text string) {
		s.do(os.Symlink("somebody@host.1", s.path(".#a.md")))
		s.write("#a.md#", text[:len(text)/2])
		time.Sleep(breath)
		s.rename("a.md", "a.md~")
		time.Sleep(breath)
		s.write("a.md", text)
		s.remove("#a.md#")
		s.remove(".#a.md")
	}},
	{name: "gedit", save: func(s *watched, text string) {
		s.write(".goutputstream-ABCDEF", text)
		time.Sleep(breath)
		s.rename(".goutputstream-ABCDEF", "a.md")
	}},
	{name: "Kate", save: func(s *watched, text string) {
		s.write("a.md.AbCdEf", text)
		time.Sleep(breath)
		s.rename("a.md.AbCdEf", "a.md")
	}},
	{name: "ln -f", save: func(s *watched, text string) {
		s.write(".new", text)
		s.do(os.Link(s.path(".new"), s.path("a.new")))
		time.Sleep(breath)
		s.rename("a.new", "a.md")
		s.remove(".new")
	}},
	{name: "JetBrains", save: func(s *watched, text string) {
		s.write("a.md___jb_tmp___", text)
		s.rename("a.md", "a.md___jb_old___")
		time.Sleep(breath)
		s.rename("a.md___jb_tmp___", "a.md")
		s.remove("a.md___jb_old___")
	}},
	{name: "git-like", save: func(s *watched, text string) {
		s.remove("a.md")
		time.Sleep(breath)
		f := s.create("a.md")
		time.Sleep(breath)
		s.append(f, text)
		s.do(f.Close())
	}},
	{name: "delete, create empty, write", save: func(s *watched, text string) {
		s.remove("a.md")
		time.Sleep(breath)
		s.write("a.md", "")
		time.Sleep(breath)
		s.write("a.md", text)
	}},
	{name: "sed -i", program: "sed", within: 2 * time.Second, save: func(s *watched, text string) {
		first, _, _ := strings.Cut(text, "\n")
		s.run("", "sed", "-i", "s/.*/"+first+"/", "a.md")
	}},
	{name: "mv", program: "mv", save: func(s *watched, text string) {
		s.write("a.tmp", text)
		s.run("", "mv", "a.tmp", "a.md")
	}},
	{name: "ed", program: "ed", within: 2 * time.Second, save: func(s *watched, text string) {
		s.run(",d\na\n"+text+".\nw\nq\n", "ed", "-s", "a.md")
	}},
	{name: "vim", program: "vim", within: 2 * time.Second, save: func(s *watched, text string) {
		s.write(".new", text)
		s.run("", "vim", "-es", "-u", "NONE", "--not-a-term", "-c", "%d", "-c", "0r .new", "-c", "$g/^$/d", "-c", "wq", "a.md")
	}},
	{name: "vim, backup", program: "vim", within: 2 * time.Second, save: func(s *watched, text string) {
		s.write(".new", text)
		s.run("", "vim", "-es", "-u", "NONE", "--not-a-term", "-c", "set backup writebackup backupcopy=no",
			"-c", "%d", "-c", "0r .new", "-c", "$g/^$/d", "-c", "wq", "a.md")
	}},
	{name: "git checkout", program: "git", within: 2 * time.Second, save: func(s *watched, text string) {
		// The new text is committed without the working tree seeing it.
		s.write(".new", text)
		s.run("", "sh", "-ec", `
			test -d .git || { git init -q -b main .; git add a.md; git commit -qm old; }
			blob=$(git hash-object -w .new)
			git update-index --add --cacheinfo 100644,$blob,a.md
			git checkout -q -f -- a.md`)
	}},
}

func TestSaves(t *testing.T) {
	t.Parallel()
	for _, mode := range []struct {
		name  string
		poll  bool
		hold  time.Duration // the shortest one
		adapt []func(*watcher)
	}{
		{name: "events", hold: holdNew},
		{name: "events without leases", hold: rest, adapt: []func(*watcher){withoutLeases}},
		{name: "polling", hold: holdNew, poll: true},
	} {
		t.Run(mode.name, func(t *testing.T) {
			for _, way := range saves {
				t.Run(way.name, func(t *testing.T) {
					t.Parallel()
					if way.program != "" {
						if _, err := exec.LookPath(way.program); err != nil {
							t.Skip(err)
						}
					}
					text := func(i int) string { return strings.Repeat(fmt.Sprintf("text %d of many words\n", i), 2000) }
					s := begin(t, func(root string, opts *Options) {
						opts.Poll = mode.poll
						put(t, root, "a.md", text(-1))
					}, mode.adapt...)
					s.quiet()
					judged := 0
					for i := range *repeat {
						start := time.Now()
						way.save(s, text(i))
						// A machine too busy to save within the holds shows
						// the file as it really was for so long.
						slow := time.Since(start) >= max(way.within, mode.hold)
						for {
							got := s.next()
							now, err := os.ReadFile(s.path("a.md"))
							if err == nil && string(now) == text(i) && slices.Contains(got, "a.md") {
								break
							}
							if !slow {
								t.Fatalf("save %d: %q was reported while the text of %d bytes was %d bytes: %v",
									i, got, len(text(i)), len(now), err)
							}
						}
						if slow {
							s.settled()
						} else {
							s.quiet()
							judged++
						}
					}
					t.Logf("%d of %d saves were quick enough to be judged", judged, *repeat)
				})
			}
		})
	}
}

// In all this is longer than every hold.
func TestSlowWriter(t *testing.T) {
	t.Parallel()
	if probeWriters(openTemp(t)) == cannotTell {
		t.Skip("no leases here")
	}
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%t", poll), func(t *testing.T) {
			t.Parallel()
			s := begin(t, func(root string, opts *Options) {
				opts.Poll = poll
				put(t, root, "a.md", "old")
			})
			f := s.create("a.md")
			for i := range 50 {
				s.append(f, fmt.Sprintf("chunk %d\n", i))
				select {
				case c := <-s.c:
					t.Fatalf("%q was reported after chunk %d", s.names(c), i)
				case <-time.After(40 * time.Millisecond):
				}
			}
			// Another file need not wait for it.
			s.write("b.md", "quick")
			s.expect("b.md")
			s.do(f.Close())
			s.expect("a.md")
			s.quiet()
		})
	}
}

// A consumer that reads everything after any change must not be left with what
// was there for a moment only.
func TestMomentsWhileReading(t *testing.T) {
	t.Parallel()
	if probeWriters(openTemp(t)) == cannotTell {
		t.Skip("no leases here")
	}
	s := begin(t, func(root string, _ *Options) { put(t, root, "a.md", "text") })
	s.quiet()
	a, temp := s.create("a.md"), s.create("temp.md")
	s.append(temp, "text")
	s.write("b.md", "1")
	s.expect("b.md")
	s.append(a, "text")
	s.do(a.Close())
	s.expect("a.md")
	s.do(temp.Close())
	s.remove("temp.md")
	s.expect("temp.md")
	s.quiet()
}

// A file that is being written when the watch begins has been read as it was, if
// at all.
func TestBusyAtFirst(t *testing.T) {
	t.Parallel()
	if probeWriters(openTemp(t)) == cannotTell {
		t.Skip("no leases here")
	}
	var files []*os.File
	s := begin(t, func(root string, _ *Options) {
		for _, name := range []string{"a.md", "b.md"} {
			f, err := os.Create(filepath.Join(root, name))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
	})
	s.quiet()
	s.append(files[0], "text")
	s.do(files[0].Close())
	s.expect("a.md")
	s.remove("b.md")
	s.do(files[1].Close())
	s.expect("b.md")
	s.quiet()
}

func openTemp(t *testing.T) *os.File {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "a.md", "text")
	f, err := os.Open(filepath.Join(dir, "a.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
