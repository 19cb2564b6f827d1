package export

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
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

func TestTargetIsAMountPoint(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	write(t, dir, map[string]string{"public/": ""})
	mount(t, "tmpfs", out, "tmpfs", 0, "")
	unharmed(t, dir, out, out+": cannot be replaced in one step")
	mustExport(t, newFake(1), filepath.Join(out, "below"))
}

func TestTargetIsBound(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustExport(t, newFake(1), out)
	mount(t, out, out, "", unix.MS_BIND, "")
	unharmed(t, dir, out, out+": cannot be replaced in one step")
}

func TestNoRights(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustExport(t, newFake(1), out)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	unharmed(t, dir, out, "permission denied")
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
	out := filepath.Join(t.TempDir(), "public")
	mustExport(t, newFake(0), out)
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
			if _, err := os.Lstat(out); err != nil {
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
