//go:build !linux

package table

// swap puts the folder staged in the place of the folder published, which it first
// moves aside.
func swap(staged, published, aside string) error {
	return swapInTwo(staged, published, aside)
}
