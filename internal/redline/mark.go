package redline

// A mark is an element within a line, such as a link or an emphasis, with those around it.
type mark struct {
	around *mark
	tag    string // "" for one that is compared and not written
	open   string // tag with attributes
	depth  int    // from 1
	id     int32
}

// at is the mark of a depth, counted from 1, that a mark is or stands in; nil when there is none.
func (m *mark) at(depth int) *mark {
	for m != nil && m.depth > depth {
		m = m.around
	}
	if m == nil || m.depth < depth {
		return nil
	}
	return m
}

// common is the innermost mark that both stand in.
func common(a, b *mark) *mark {
	for a != b {
		switch {
		case a == nil || b == nil:
			return nil
		case a.depth >= b.depth:
			a = a.around
		default:
			b = b.around
		}
	}
	return a
}

type textKey struct {
	text string
	mark int32
}

// names give equal numbers to equal texts, marks and nodes of both editions.
type names struct {
	ids   map[textKey]int32
	marks map[textKey]*mark
}

func (n *names) id(text string, within int32) int32 {
	k := textKey{text, within}
	id, ok := n.ids[k]
	if !ok {
		id = int32(len(n.ids) + 1)
		n.ids[k] = id
	}
	return id
}

func (n *names) mark(around *mark, tag, attrs string) *mark {
	k := textKey{tag + attrs, markID(around)}
	m := n.marks[k]
	if m == nil {
		m = &mark{around: around, tag: tag, open: tag + attrs, depth: 1, id: int32(len(n.marks) + 1)}
		if around != nil {
			m.depth = around.depth + 1
		}
		n.marks[k] = m
	}
	return m
}

func markID(m *mark) int32 {
	if m == nil {
		return 0
	}
	return m.id
}
