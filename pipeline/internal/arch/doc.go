// Package arch holds the shape of the project as tests: which package may import
// which, how large a file and a function may grow, that everything exported is
// documented, and what may stand at the top of the repository.
package arch
