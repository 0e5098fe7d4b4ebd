package text

// maxDistance is how many letters a mistyped word may differ in.
const maxDistance = 2

// Nearest returns the known word that a mistyped one was most likely meant to be, and
// "" when none is near: one within two letters added, dropped or changed, of equally
// near ones the least. Linear in the known words.
func Nearest(word string, known []string) string {
	best, least := "", maxDistance+1
	for _, w := range known {
		if len(word) > len(w)+maxDistance {
			continue
		}
		d := distance(word, w)
		if d < least || d == least && best != "" && w < best {
			best, least = w, d
		}
	}
	return best
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
