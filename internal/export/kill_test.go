package export

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

var kills = flag.Int("kills", 50, "how many exports to kill")

// command is another process that exports.
func command(t *testing.T, o order) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), orderVariable+"="+string(text))
	return c
}

// TestKilledAtAnyMoment kills exports at random moments, while a reader
// verifies what is there without a pause.
func TestKilledAtAnyMoment(t *testing.T) {
	n := *kills
	if testing.Short() {
		n = min(n, 20)
	}
	t.Run("exchange", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		out := filepath.Join(dir, "public")
		killAtAnyMoment(t, out, out, filepath.Join(dir, ".public.briefpress"), n)
		alone(t, dir, "public")
	})
	t.Run("generations", func(t *testing.T) {
		t.Parallel()
		out := generations(t, newFake(0))
		killAtAnyMoment(t, out, filepath.Join(out, currentName), filepath.Join(out, insideName), n)
		if to, err := os.Readlink(filepath.Join(out, currentName)); err != nil {
			t.Error(err)
		} else {
			alone(t, out, currentName, to)
		}
	})
}

// killAtAnyMoment kills n exports to out, of which the tree and the work directory
// stand where said.
func killAtAnyMoment(t *testing.T, out, tree, work string, n int) {
	// What may be there: each of the two sites, with the assets of the other
	// one kept.
	whole := map[string]bool{}
	var took time.Duration
	for i := range 4 {
		start := time.Now()
		digest, err := command(t, order{Out: out, Generation: i % 2}).Output()
		if err != nil {
			t.Fatal(err)
		}
		took = max(took, time.Since(start))
		whole[string(digest)] = true
	}

	stop := make(chan struct{})
	var reader sync.WaitGroup
	reads := 0
	reader.Go(func() {
		for ; ; reads++ {
			select {
			case <-stop:
				return
			default:
			}
			if err := readWhole(tree, whole); err != nil {
				t.Error(err)
				return
			}
		}
	})
	finished, leftovers := 0, 0
	for i := range n {
		c := command(t, order{Out: out, Generation: i % 2})
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(took + took/4))
		c.Process.Kill()
		if c.Wait() == nil {
			finished++
		}
		if _, err := os.Lstat(work); err == nil {
			leftovers++
		}
		if r, err := Verify(t.Context(), tree); err != nil || !whole[r.Digest] {
			t.Errorf("after kill %d: digest %s: %v", i, r.Digest, err)
			break
		}
	}
	close(stop)
	reader.Wait()
	t.Logf("%d exports, of which %d ended before the kill and %d left something over; %d reads", n, finished, leftovers, reads)
	if reads == 0 {
		t.Error("nothing was read")
	}
	mustExport(t, newFake(9), out)
}

// readWhole gives an error if what dir is while it is read is no whole tree. A
// tree that is replaced while it is read goes away, which is no error.
func readWhole(dir string, whole map[string]bool) error {
	held, err := os.Open(dir) // while it is open, no other directory is taken for it
	if err != nil {
		return err
	}
	defer held.Close()
	before, err := held.Stat()
	if err != nil {
		return err
	}
	r, err := Verify(noContext, dir)
	if err == nil && whole[r.Digest] {
		return nil
	}
	after, err2 := os.Stat(dir)
	if err2 != nil || os.SameFile(before, after) {
		return fmt.Errorf("read digest %s: %v, %v", r.Digest, err, err2)
	}
	return nil
}

func TestNoRoomForAFile(t *testing.T) {
	if !setsLimits {
		t.Skip("no limit of file sizes here")
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	mustExport(t, newFake(1), out)
	before := look(t, dir)
	text, err := command(t, order{Out: out, Generation: 2, FileSize: 5000}).CombinedOutput()
	if err == nil || !bytes.Contains(text, []byte("write briefs/b")) {
		t.Errorf("%v: %s: want an error that names the file", err, text)
	}
	if after := look(t, dir); fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("before %v\nafter %v", before, after)
	}
}
