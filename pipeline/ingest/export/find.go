package export

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A File is one export.
type File struct {
	Path string // as given, or as found below the folder given
}

// Find turns files, folders and globs into the exports that they name, sorted by path,
// each once. Folders are searched to any depth, without hidden entries and without
// files whose extension is not that of an export; a file that is named itself may have
// any extension. All inputs that lead to no export are named in one *NoInputError.
func Find(inputs []string) ([]File, error) {
	f := finder{seen: map[string]bool{}}
	for _, input := range inputs {
		if err := f.add(input); err != nil {
			return nil, err
		}
	}
	if len(f.faults) > 0 {
		return nil, &NoInputError{f.faults}
	}
	slices.SortFunc(f.files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return f.files, nil
}

type finder struct {
	files  []File
	seen   map[string]bool // by resolved path
	faults []string
}

func (f *finder) add(input string) error {
	info, err := os.Stat(input)
	switch {
	case err == nil && info.IsDir():
		found, err := f.folder(input)
		if err == nil && !found {
			f.fault(input, "got a folder without exports, want "+wantExtensions)
		}
		return err
	case err == nil:
		f.file(input)
		return nil
	case strings.ContainsAny(input, "*?["):
		return f.glob(input)
	case os.IsNotExist(err):
		f.fault(input, "no such file or folder")
		return nil
	}
	return err
}

const wantExtensions = ".jsonl, .csv or .parquet files"

func (f *finder) glob(pattern string) error {
	matches, err := filepath.Glob(pattern)
	if err != nil {
		f.fault(pattern, "got a glob that is not valid")
		return nil
	}
	any := false
	for _, path := range matches {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return err
		case info.IsDir():
			found, err := f.folder(path)
			if err != nil {
				return err
			}
			any = any || found
		case formatOf(path) != "":
			f.file(path)
			any = true
		}
	}
	if !any {
		f.fault(pattern, "got no match, want "+wantExtensions)
	}
	return nil
}

// folder reports whether any export lies in the folder, seen before or not.
func (f *finder) folder(root string) (found bool, err error) {
	// The separator makes WalkDir follow a folder that is a link.
	err = filepath.WalkDir(root+string(filepath.Separator),
		func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			path = filepath.Clean(path)
			hidden := strings.HasPrefix(entry.Name(), ".") && path != filepath.Clean(root)
			if entry.IsDir() {
				if hidden {
					return filepath.SkipDir
				}
				return nil
			}
			if hidden || formatOf(path) == "" {
				return nil
			}
			if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
				return nil // a dangling link, a pipe
			}
			f.file(path)
			found = true
			return nil
		})
	return found, err
}

func (f *finder) file(path string) {
	path = filepath.Clean(path)
	key, err := filepath.EvalSymlinks(path)
	if err != nil {
		key = path
	}
	if abs, err := filepath.Abs(key); err == nil {
		key = abs
	}
	if !f.seen[key] {
		f.seen[key] = true
		f.files = append(f.files, File{path})
	}
}

func (f *finder) fault(input, problem string) {
	f.faults = append(f.faults, fmt.Sprintf("%s: %s", input, problem))
}

const (
	formatJSON    = "jsonl"
	formatCSV     = "csv"
	formatParquet = "parquet"
)

// formatOf tells the format from a name, "" when the extension is not an export's.
func formatOf(path string) string {
	name := strings.ToLower(filepath.Base(path))
	for _, packed := range []string{".gz", ".zst", ".zstd"} {
		name = strings.TrimSuffix(name, packed)
	}
	switch filepath.Ext(name) {
	case ".jsonl", ".ndjson", ".json":
		return formatJSON
	case ".csv", ".tsv", ".txt":
		return formatCSV
	case ".parquet":
		return formatParquet
	}
	return ""
}
