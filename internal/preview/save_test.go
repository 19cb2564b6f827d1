package preview

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"briefpress/internal/browser"
)

// ways are how programs save a file.
var ways = map[string]func(name, data string) error{
	"vim, by renaming": func(name, data string) error {
		probe := filepath.Join(filepath.Dir(name), "4913")
		return errors.Join(os.WriteFile(probe, nil, 0o644), os.Remove(probe),
			os.Rename(name, name+"~"), os.WriteFile(name, []byte(data), 0o644), os.Chmod(name, 0o644), os.Remove(name+"~"))
	},
	"sed -i": func(name, data string) error {
		temporary := filepath.Join(filepath.Dir(name), "sedAb12")
		return errors.Join(os.WriteFile(temporary, []byte(data), 0o600), os.Chmod(temporary, 0o644), os.Rename(temporary, name))
	},
	"truncate and write": func(name, data string) error {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0)
		if err != nil {
			return err
		}
		time.Sleep(10 * time.Millisecond)
		for part := range slices.Chunk([]byte(data), 4000) {
			if _, err := f.Write(part); err != nil {
				return err
			}
			time.Sleep(time.Millisecond)
		}
		return f.Close()
	},
	"delete and create": func(name, data string) error {
		if err := os.Remove(name); err != nil {
			return err
		}
		time.Sleep(10 * time.Millisecond)
		return os.WriteFile(name, []byte(data), 0o644)
	},
	"Emacs": func(name, data string) error {
		lock := filepath.Join(filepath.Dir(name), ".#"+filepath.Base(name))
		return errors.Join(os.Symlink("ada@host.1234", lock), os.Rename(name, name+"~"),
			os.WriteFile(name, []byte(data), 0o644), os.Chmod(name, 0o644), os.Remove(lock))
	},
	"JetBrains": func(name, data string) error {
		return errors.Join(os.WriteFile(name+"___jb_tmp___", []byte(data), 0o644), os.Rename(name, name+"___jb_old___"),
			os.Rename(name+"___jb_tmp___", name), os.Remove(name+"___jb_old___"))
	},
}

// saved saves the brief one way or another, and reports whether that was as
// fast as programs are: on a busy machine a file may be away, or half there,
// for so long that showing this is right.
func (r *room) saved(save func(name, data string) error, data string) (fast bool) {
	r.t.Helper()
	start := time.Now()
	if err := save(r.brief(), data); err != nil {
		r.t.Fatal(err)
	}
	return time.Since(start) < 40*time.Millisecond
}

// Between the text before a save and the text after it nothing is seen.
func TestEachWayOfSavingIsSeenWhole(t *testing.T) {
	for name, save := range ways {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t).serve(nil)
			first := r.checked()
			_, before := r.get(page)
			for i := range 10 {
				list := paragraphs()
				list[0] = fmt.Sprintf("The start, saved %d times.", i)
				list[39] = fmt.Sprintf("The end, saved %d times.", i)
				fast := r.saved(save, text(list))
				var body string
				for end := time.Now().Add(browser.Patience); ; time.Sleep(time.Millisecond) {
					if _, body = r.get(page); strings.Contains(body, list[0]) && strings.Contains(body, list[39]) {
						break
					} else if fast && body != before || time.Now().After(end) {
						t.Fatalf("save %d: neither the old page nor the new one: %s", i, body)
					}
				}
				time.Sleep(120 * time.Millisecond)
				n := r.state()
				if n.Failed {
					t.Fatalf("save %d is shown as an error: %+v", i, n)
				}
				// A busy machine may show the watcher a temporary file, which
				// makes a state that changes no page.
				if made := n.Generation - first.Generation; fast && (made < 1 || made > 2) {
					t.Errorf("save %d made %d states", i, made)
				}
				if _, after := r.get(page); after != body {
					t.Errorf("save %d changed the page twice", i)
				}
				first, before = n, body
			}
		})
	}
}
