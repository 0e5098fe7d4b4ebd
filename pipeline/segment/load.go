package segment

import (
	"os"
	"path/filepath"
)

// Load returns the dictionary of gse and of shops. With a cacheFolder, which is made
// when it is missing, the compiled dictionary is kept there in a file of about 19 MB
// and mapped from it the next time, in some 10 ms. Without one ("") it is compiled in
// memory, which takes one to two seconds and up to 300 MB for that time.
//
// A file that is missing, damaged or of other words is made anew, and a folder that
// cannot be written to costs the time of compiling again, never an error. The only
// errors are faults in the words themselves. Load may be called concurrently, by other
// processes too: a file is replaced whole, and equal words give equal bytes.
//
// The mapping stays for the life of the process and is shared among processes. Nobody
// may write into the file in place meanwhile.
func Load(cacheFolder string) (*Dictionary, error) {
	return load(cacheFolder, compileAll)
}

func load(cacheFolder string, build func() (*image, error)) (*Dictionary, error) {
	name := filepath.Join(cacheFolder, "words-"+fingerprint()+".bin")
	if cacheFolder != "" {
		if m, err := readImage(name); err == nil {
			return newDictionary(m), nil
		}
	}
	m, err := build()
	if err != nil {
		return nil, err
	}
	if cacheFolder != "" && writeImage(name, m) == nil {
		// The mapped file is shared with other processes and is not of the heap.
		if mapped, err := readImage(name); err == nil {
			m = mapped
		}
	}
	return newDictionary(m), nil
}

// readImage maps a file and checks it.
func readImage(name string) (*image, error) {
	bytes, release, err := mapFile(name)
	if err != nil {
		return nil, err
	}
	m, err := openImage(bytes, fingerprint())
	if err != nil {
		release()
		return nil, err
	}
	return m, nil
}

// writeImage writes a file under another name and then renames it, so that nobody sees
// half of it. It is not forced to the disk: after a crash the sum tells, and the file is
// made anew.
func writeImage(name string, m *image) error {
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, filepath.Base(name)+".*.tmp")
	if err != nil {
		return err
	}
	_, err = file.Write(m.bytes)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}
