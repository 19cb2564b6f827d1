package brief

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// taskOf finds the box that makes a list item a task; nil when there is none.
func taskOf(item ast.Node) *extast.TaskCheckBox {
	if item.FirstChild() == nil {
		return nil
	}
	box, _ := item.FirstChild().FirstChild().(*extast.TaskCheckBox)
	return box
}

// list makes a block of a list.
func (b *builder) list(block *Block, n *ast.List) {
	block.Kind = List
	block.open, block.close = HTML(listOpen(n)), HTML(listClose(n))
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		i := Item{Offset: item.Pos(), Text: plain(b.src, item)}
		if box := taskOf(item); box != nil {
			i.Task = TaskOpen
			if box.IsChecked {
				i.Task = TaskDone
			}
		}
		i.HTML = HTML(strings.TrimSpace(string(b.renderChildren(item))))
		block.Items = append(block.Items, i)
	}
}

// itemNumber is what an ordered item is numbered by in the file.
var itemNumber = regexp.MustCompile(`^([0-9]{1,9})[.)]`)

// checkLists reports items that say nothing, and lists whose numbers are not those
// that readers see. One number for all items is a way to leave the counting to us.
func (b *builder) checkLists(root ast.Node) {
	for _, node := range descendants(root, ast.KindList) {
		n := node.(*ast.List)
		same, wrong, seen := true, -1, 0 // the first that is wrong, and what readers see there
		want := n.Start
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			at := item.Pos()
			if at < 0 || at >= len(b.src) {
				continue
			}
			if item.FirstChild() == nil {
				b.report(at, "empty-item", "the item of the list is empty", "write it, or delete it")
			}
			if m := itemNumber.FindSubmatch(b.src[at:]); n.IsOrdered() && m != nil {
				number, _ := strconv.Atoi(string(m[1]))
				same = same && number == n.Start
				if number != want && wrong < 0 {
					wrong, seen = at, want
				}
			}
			want++
		}
		if !same && wrong >= 0 {
			m := itemNumber.FindSubmatch(b.src[wrong:])
			b.report(wrong, "list-number", fmt.Sprintf("the item is numbered %s here, and readers see %d", m[1], seen),
				"number the items one by one, or all of them alike")
		}
	}
}

func listOpen(n *ast.List) string {
	tasks := ""
	if n.FirstChild() != nil && taskOf(n.FirstChild()) != nil {
		tasks = ` class="tasks"`
	}
	switch {
	case !n.IsOrdered():
		return "<ul" + tasks + ">\n"
	case n.Start != 1:
		return fmt.Sprintf("<ol%s start=\"%d\">\n", tasks, n.Start)
	}
	return "<ol" + tasks + ">\n"
}

func listClose(n *ast.List) string {
	if n.IsOrdered() {
		return "</ol>\n"
	}
	return "</ul>\n"
}

func renderList(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(listOpen(node.(*ast.List)))
	} else {
		w.WriteString(listClose(node.(*ast.List)))
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) renderTask(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		if node.(*extast.TaskCheckBox).IsChecked {
			fmt.Fprintf(w, `<input type="checkbox" disabled checked aria-label="%s"> `, r.words.Done)
		} else {
			fmt.Fprintf(w, `<input type="checkbox" disabled aria-label="%s"> `, r.words.ToDo)
		}
	}
	return ast.WalkContinue, nil
}
