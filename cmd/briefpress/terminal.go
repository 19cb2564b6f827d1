package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"

	"golang.org/x/term"
)

// terminal tells whether people see what is written to w as it is written.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colour tells whether to write in colour (see no-color.org).
func colour(w io.Writer) bool {
	return terminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// progress writes on a terminal, on one line, how much of a long work is done;
// clear takes the line away. Both do nothing where there is no terminal.
func progress(w io.Writer, what string) (update func(done, total int), clear func()) {
	if !terminal(w) {
		return nil, func() {}
	}
	last := -1
	update = func(done, total int) {
		if percent := done * 100 / max(total, 1); percent != last {
			last = percent
			fmt.Fprintf(w, "\r%s: %d of %d\x1b[K", what, done, total)
		}
	}
	return update, func() { fmt.Fprint(w, "\r\x1b[K") }
}

// open shows an address in the browser of whoever sits here.
func open(url string) error {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait()
	return nil
}
