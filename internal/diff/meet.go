package diff

import "math"

// few is the least number of edits that are looked for before a part is divided.
const few = 16

// meet finds a point on a shortest way from the beginning of a and b to their end,
// neither of the two, where the ways from either meet; and says so. Where that
// costs more than the limit, it is the farthest point that was come to. The
// first elements of the two differ, and so do the last.
func (s *search) meet(a, b []int32) (x, y int, found bool) {
	limit := s.limit
	if s.steps > 2*s.work {
		limit = few
	}
	n, m, o := len(a), len(b), s.middle
	f, r := s.forward, s.backward
	end := n - m           // the diagonal of the end
	odd := end&1 != 0      // whether the ways meet after an odd number of edits
	fmin, fmax := 0, 0     // the diagonals of the way forward
	rmin, rmax := end, end // and of the way back
	f[o], r[end+o] = 0, n
	for d := 1; d <= limit; d++ {
		// The diagonals grow by one on either side, and shrink again at the borders.
		if fmin > -m {
			fmin--
			f[fmin-1+o] = -1
		} else {
			fmin++
		}
		if fmax < n {
			fmax++
			f[fmax+1+o] = -1
		} else {
			fmax--
		}
		for k := fmax; k >= fmin; k -= 2 {
			x := max(f[k-1+o]+1, f[k+1+o])
			for y := x - k; x < n && y < m && a[x] == b[y]; y++ {
				x++
			}
			f[k+o] = x
			if odd && rmin <= k && k <= rmax && r[k+o] <= x {
				return x, x - k, true
			}
		}
		if rmin > -m {
			rmin--
			r[rmin-1+o] = math.MaxInt
		} else {
			rmin++
		}
		if rmax < n {
			rmax++
			r[rmax+1+o] = math.MaxInt
		} else {
			rmax--
		}
		for k := rmax; k >= rmin; k -= 2 {
			x := min(r[k-1+o], r[k+1+o]-1)
			for y := x - k; x > 0 && y > 0 && a[x-1] == b[y-1]; y-- {
				x--
			}
			r[k+o] = x
			if !odd && fmin <= k && k <= fmax && x <= f[k+o] {
				return x, x - k, true
			}
		}
		s.steps += (fmax-fmin+rmax-rmin)/2 + 2
	}
	best := -1
	for k := fmin; k <= fmax; k += 2 {
		at := min(f[k+o], n, m+k)
		if come := at + at - k; come > best {
			best, x, y = come, at, at-k
		}
	}
	for k := rmin; k <= rmax; k += 2 {
		at := max(r[k+o], 0, k)
		if come := n - at + m - (at - k); come > best {
			best, x, y = come, at, at-k
		}
	}
	return x, y, false
}
