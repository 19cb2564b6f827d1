package preview

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// EditorVariable names the environment variable that holds the command that
// opens a file at a line.
const EditorVariable = "BRIEFPRESS_EDITOR"

// An Editor is the command line of a program that opens files, in parts. In
// each part but the first, {file}, {line} and {column} stand for the place. No
// shell ever sees it. The empty Editor opens nothing.
type Editor []string

// graphical are the arguments by which editors that have a window of their own
// open a file at a place, by the name of the program. One that lives in a
// terminal would write over the preview's.
var graphical = map[string][]string{
	"bbedit":            {"+{line}", "{file}"},
	"clion":             {"--line", "{line}", "--column", "{column}", "{file}"},
	"code":              {"-g", "{file}:{line}:{column}"},
	"code-insiders":     {"-g", "{file}:{line}:{column}"},
	"codium":            {"-g", "{file}:{line}:{column}"},
	"cursor":            {"-g", "{file}:{line}:{column}"},
	"geany":             {"{file}:{line}:{column}"},
	"gedit":             {"+{line}:{column}", "{file}"},
	"gnome-text-editor": {"{file}"},
	"goland":            {"--line", "{line}", "--column", "{column}", "{file}"},
	"gvim":              {"+call cursor({line},{column})", "{file}"},
	"idea":              {"--line", "{line}", "--column", "{column}", "{file}"},
	"kate":              {"-l", "{line}", "-c", "{column}", "{file}"},
	"kwrite":            {"-l", "{line}", "-c", "{column}", "{file}"},
	"mate":              {"-l", "{line}:{column}", "{file}"},
	"mousepad":          {"--line={line}", "--column={column}", "{file}"},
	"mvim":              {"+call cursor({line},{column})", "{file}"},
	"notepad++":         {"-n{line}", "-c{column}", "{file}"},
	"pluma":             {"+{line}", "{file}"},
	"pycharm":           {"--line", "{line}", "--column", "{column}", "{file}"},
	"subl":              {"{file}:{line}:{column}"},
	"vscodium":          {"-g", "{file}:{line}:{column}"},
	"webstorm":          {"--line", "{line}", "--column", "{column}", "{file}"},
	"windsurf":          {"-g", "{file}:{line}:{column}"},
	"xed":               {"+{line}", "{file}"},
	"zed":               {"{file}:{line}:{column}"},
}

// FindEditor reads the editor from the environment: BRIEFPRESS_EDITOR, such as
// "code -g {file}:{line}", whatever it is; else VISUAL or EDITOR, where that is
// known to open a window of its own. Where a command does not say where the
// file goes, it gets the arguments that a known program takes, else the file
// behind all others. The error is that of a command which cannot be read.
func FindEditor(getenv func(string) string) (Editor, error) {
	for _, name := range []string{EditorVariable, "VISUAL", "EDITOR"} {
		args, err := words(getenv(name))
		switch {
		case err != nil && name == EditorVariable:
			return nil, fmt.Errorf("reading %s: %w", EditorVariable, err)
		case err != nil || len(args) == 0:
			continue
		}
		placed, known := graphical[program(args[0])]
		if !known && name != EditorVariable {
			continue
		}
		if !strings.Contains(strings.Join(args[1:], "\x00"), "{file}") {
			if !known {
				placed = []string{"{file}"}
			}
			args = append(args, placed...)
		}
		return args, nil
	}
	return nil, nil
}

// program is the name of a program file without its folder and ending.
func program(file string) string {
	name := strings.ToLower(file[strings.LastIndexAny(file, `/\`)+1:])
	for _, ending := range []string{".exe", ".cmd", ".bat"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

// words parts a command at white space, except between quotes of either sort.
// A backslash is a letter: it parts folders on some systems.
func words(command string) ([]string, error) {
	var list []string
	var word strings.Builder
	var quote rune
	within := false
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, within = r, true
		case quote == 0 && unicode.IsSpace(r):
			if within {
				list = append(list, word.String())
				word.Reset()
				within = false
			}
		default:
			word.WriteRune(r)
			within = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quote (%c) is opened and never closed", quote)
	}
	if within {
		list = append(list, word.String())
	}
	return list, nil
}

// at is the command line that opens a place of a file. Each part is filled in
// by itself and once: what stands in the name of a file is never read as a
// part, or as something to fill in.
func (e Editor) at(file string, line, column int) []string {
	fill := strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(max(line, 1)), "{column}", strconv.Itoa(max(column, 1)))
	args := []string{e[0]}
	for _, part := range e[1:] {
		args = append(args, fill.Replace(part))
	}
	return args
}

// early is how long a program is given to say that it fails.
const early = 500 * time.Millisecond

// start runs a command line that outlives this program and whatever ends it,
// and knows nothing of its terminal. It returns early failures; what comes of
// the program otherwise is for ended, which is called when it has.
func start(args []string, ended func(error)) error {
	cmd := exec.Command(args[0], args[1:]...)
	detach(cmd)
	if err := cmd.Start(); err != nil {
		ended(nil)
		return err
	}
	done := make(chan error)
	quit := make(chan struct{})
	go func() {
		err := cmd.Wait()
		select {
		case done <- err:
			err = nil // said already
		case <-quit:
		}
		ended(err)
	}()
	select {
	case err := <-done:
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
	case <-time.After(early):
		close(quit)
	}
	return nil
}

// errNotOurs is the error of a file that is none of the site's.
var errNotOurs = errors.New("this is no file of the site")

// locate finds on the disk a file that messages print the name of. It must be a
// regular file below one of the folders, and no link may lead out of that.
func locate(folders map[string]string, file string) (string, error) {
	for _, name := range innermost(folders) {
		dir, rel := folders[name], file
		if name = path.Clean(name); name != "." {
			var within bool
			if rel, within = strings.CutPrefix(file, strings.TrimSuffix(name, "/")+"/"); !within {
				continue
			}
		}
		if !fs.ValidPath(rel) || rel == "." || strings.HasPrefix(rel, ".") || strings.Contains(rel, "/.") || !filepath.IsLocal(filepath.FromSlash(rel)) {
			return "", errNotOurs
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return "", err
		}
		defer root.Close()
		info, err := root.Stat(filepath.FromSlash(rel))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("%s is not on the disk: it came with briefpress, or is gone", file)
		case err != nil || !info.Mode().IsRegular():
			return "", errNotOurs
		}
		return filepath.Abs(filepath.Join(dir, filepath.FromSlash(rel)))
	}
	return "", errNotOurs
}

// innermost are the names of folders, one inside another before that.
func innermost(folders map[string]string) []string {
	return slices.SortedFunc(maps.Keys(folders), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(path.Clean(b)), len(path.Clean(a))), strings.Compare(a, b))
	})
}

// named is the name by which messages print a file on the disk; "" for a file
// of no folder of the site. What it returns is only looked up, never opened.
func named(folders map[string]string, file string) string {
	for _, name := range innermost(folders) {
		if rel, err := filepath.Rel(folders[name], file); err == nil && filepath.IsLocal(rel) {
			return path.Join(name, filepath.ToSlash(rel))
		}
	}
	return ""
}
