package site

import (
	"iter"
	"slices"
)

// changes yields what two lists in the same order differ in: what was and what
// is in its place, nil where one of them has nothing there.
func changes[T any](old, now []*T, order func(a, b *T) int) iter.Seq2[*T, *T] {
	return func(yield func(old, now *T) bool) {
		for len(old) > 0 || len(now) > 0 {
			var a, b *T
			if len(old) > 0 {
				a = old[0]
			}
			if len(now) > 0 {
				b = now[0]
			}
			if a != b && a != nil && b != nil { // the same needs no look at it
				switch c := order(a, b); {
				case c < 0:
					b = nil
				case c > 0:
					a = nil
				}
			}
			if a != nil {
				old = old[1:]
			}
			if b != nil {
				now = now[1:]
			}
			if a != b && !yield(a, b) {
				return
			}
		}
	}
}

// revise makes a list anew in which some go and some come, in the work of those
// few. Its order tells all of a list apart.
func revise[T any](list, out, in []*T, order func(a, b *T) int) []*T {
	if len(out) == 0 && len(in) == 0 {
		return list
	}
	out, in = slices.SortedFunc(slices.Values(out), order), slices.SortedFunc(slices.Values(in), order)
	revised := make([]*T, 0, len(list)-len(out)+len(in))
	upTo := func(e *T) {
		at, _ := slices.BinarySearchFunc(list, e, order)
		revised, list = append(revised, list[:at]...), list[at:]
	}
	for len(out) > 0 || len(in) > 0 {
		if len(in) == 0 || len(out) > 0 && order(out[0], in[0]) <= 0 {
			upTo(out[0])
			list, out = list[1:], out[1:]
		} else {
			upTo(in[0])
			revised, in = append(revised, in[0]), in[1:]
		}
	}
	return append(revised, list...)
}
