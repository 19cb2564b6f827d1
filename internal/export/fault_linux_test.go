package export

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// mount mounts, or skips the test where that is not allowed.
func mount(t *testing.T, source, target, kind string, flags uintptr, data string) {
	t.Helper()
	err := unix.Mount(source, target, kind, flags, data)
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
		t.Skip("may not mount here")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(target, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

// unharmed fails unless the export gives an error with that text and dir stays
// as it is.
func unharmed(t *testing.T, dir, out, want string) {
	t.Helper()
	before := look(t, dir)
	_, err := export(t.Context(), newFake(2), "", Options{Out: out})
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want an error that says %q", err, want)
	}
	if d := cmp.Diff(before, look(t, dir)); d != "" {
		t.Errorf("(-before +after):\n%s", d)
	}
}

func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	mount(t, "tmpfs", dir, "tmpfs", 0, "size=1200k") // one tree takes 900
	out := filepath.Join(dir, "public")
	mustExport(t, newFake(1), out)
	unharmed(t, dir, out, "no space left on device")
	unharmed(t, dir, out, "write briefs/b")
}

func TestReadOnlyFileSystem(t *testing.T) {
	dir := t.TempDir()
	mount(t, "tmpfs", dir, "tmpfs", 0, "")
	out := filepath.Join(dir, "public")
	mustExport(t, newFake(1), out)
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	unharmed(t, dir, out, dir)
	unharmed(t, dir, filepath.Join(dir, "new"), "read-only file system")
}

// A mount point cannot be put in the place of another directory: it holds generations.
func TestTargetIsAMountPoint(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	write(t, out, map[string]string{"/": ""})
	mount(t, "tmpfs", out, "tmpfs", 0, "")
	write(t, out, map[string]string{foundName + "/": ""})
	for i := range 3 {
		r := mustExport(t, newFake(i), out)
		if r.Dir != filepath.Join(out, currentName) {
			t.Errorf("the tree is said to stand in %s", r.Dir)
		}
		alone(t, out, currentName, generation(r.Digest), foundName)
		if v, err := Verify(t.Context(), out); err != nil || v.Digest != r.Digest || v.Dir != r.Dir {
			t.Errorf("Verify gives %+v, %v", v, err)
		}
	}
	mustExport(t, newFake(1), filepath.Join(out, currentName+"-2", "below"))
	unharmed(t, out, out, "is not empty")
}

// Nor can a directory that is bound: that of a container, for one.
func TestTargetIsBound(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustExport(t, newFake(1), out)
	mount(t, out, out, "", unix.MS_BIND, "")
	unharmed(t, dir, out, out+": cannot be replaced in one step")

	empty := filepath.Join(dir, "empty")
	write(t, dir, map[string]string{"empty/": ""})
	mount(t, empty, empty, "", unix.MS_BIND, "")
	r := mustExport(t, newFake(1), empty)
	alone(t, empty, currentName, generation(r.Digest))
}

func TestNoRights(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "site", "public")
	mustExport(t, newFake(1), out)
	if err := os.Chmod(filepath.Dir(out), 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(filepath.Dir(out), 0o755)
	c := command(t, order{Out: out, Generation: 2})
	if os.Getuid() == 0 {
		// Nothing is forbidden to root: somebody else runs a copy of this program.
		program, err := os.ReadFile(c.Path)
		if err != nil {
			t.Fatal(err)
		}
		c.Path = filepath.Join(t.TempDir(), "program")
		if err := os.WriteFile(c.Path, program, 0o755); err != nil {
			t.Fatal(err)
		}
		c.Dir = "/"
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		for _, temp := range []string{dir, filepath.Dir(c.Path)} {
			if err := errors.Join(os.Chmod(temp, 0o755), os.Chmod(filepath.Dir(temp), 0o755)); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := look(t, dir)
	text, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(text), filepath.Dir(out)) || !strings.Contains(string(text), "permission denied") {
		t.Errorf("%v: %s", err, text)
	}
	if d := cmp.Diff(before, look(t, dir)); d != "" {
		t.Errorf("(-before +after):\n%s", d)
	}
}

// A pipe in a tree must not make anyone wait for a writer.
func TestPipe(t *testing.T) {
	for _, name := range []string{"feed.atom", "new", ManifestName} {
		dir := t.TempDir()
		out := filepath.Join(dir, "public")
		mustExport(t, newFake(1), out)
		os.Remove(filepath.Join(out, name))
		if err := unix.Mkfifo(filepath.Join(out, name), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Verify(t.Context(), out); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "is a named pipe") {
			t.Errorf("%s: got %v", name, err)
		}
		unharmed(t, dir, out, "is a named pipe")
	}
}

// While one export replaces another there is no moment without a directory.
func TestNeverAway(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "public")
	mustExport(t, newFake(0), plain)
	held := generations(t, newFake(0))
	for out, tree := range map[string]string{plain: plain, held: filepath.Join(held, currentName)} {
		stop := make(chan struct{})
		looks := make(chan int)
		go func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					looks <- n
					return
				default:
				}
				if _, err := os.Stat(tree); err != nil {
					t.Errorf("look %d: %v", n, err)
				}
			}
		}()
		for i := range 15 {
			mustExport(t, newFake(i+1), out)
		}
		close(stop)
		t.Logf("%d looks", <-looks)
	}
}
