package brief

// nearest hints at the key that was probably meant; else it gives the other hint.
func nearest[V any](written string, known map[string]V, otherwise string) string {
	best, distance := "", max(2, len([]rune(written))/3)+1
	for k := range known {
		if d := editDistance(written, k); d < distance || d == distance && best != "" && k < best {
			best, distance = k, d
		}
	}
	if best == "" {
		return otherwise
	}
	return "did you mean " + quote(best) + "?"
}

// editDistance counts the letters to insert, delete or replace.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(y)]
}
