package seal

import "fmt"

// Extends tells whether the file is another one, of an earlier time, with groups
// added. The error names the first edition that is no longer sealed, or is sealed
// as something else, and the line in which that shows.
func (f *File) Extends(earlier *File) error {
	now, before := f.Groups(), earlier.Groups()
	for i, g := range before {
		if i < len(now) && now[i].equal(g) {
			continue
		}
		of := func(date string) bool { return date == g.Edition }
		was, is := earlier.Only(of).groups, f.Only(of).groups
		if len(is) == 0 {
			return fmt.Errorf("the edition of %s is no longer sealed", g.Edition)
		}
		for k, w := range was {
			switch {
			case k >= len(is):
				return fmt.Errorf("the edition of %s: the correction of %s is no longer sealed", g.Edition, latest(w.Lines, ""))
			case w.equal(is[k]):
				continue
			}
			return fmt.Errorf("the edition of %s: %s is not what was sealed", g.Edition, differs(w.Lines, is[k].Lines))
		}
		return fmt.Errorf("the edition of %s: its seal stands elsewhere in the file", g.Edition)
	}
	return nil
}

// differs names the first line of either that the other has not; what readers can
// find in the text comes before the rest, and the body as a whole last.
func differs(was, is []Line) string {
	var found *Line
	weight := func(l *Line) int {
		switch {
		case l == nil || l.Kind == Body:
			return 0
		case l.Kind == Block || l.Kind == Part:
			return 2
		}
		return 1
	}
	look := func(lines, in []Line) {
		has := map[Line]bool{}
		for _, l := range in {
			has[l] = true
		}
		for i := range lines {
			if l := &lines[i]; !has[*l] && (found == nil || weight(l) > weight(found)) {
				found = l
			}
		}
	}
	look(was, is)
	look(is, was)
	if found == nil {
		return "its order of lines"
	}
	return found.what()
}
