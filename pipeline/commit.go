package pipeline

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
)

// commit swaps a staged partition in and reports whether it differs from what was
// published. One that does not is left as it is: a re-run touches no file.
func (r *run) commit(partition string) (changed bool, err error) {
	if r.damage.partitions[partition] != nil { // the disk may not even give it back
		err := r.stage.Commit(partition)
		if err == nil {
			r.manifest.Partitions.Written++
			r.repaired(partition)
		}
		return err == nil, err
	}
	same, err := sameFolder(r.stage.Path(partition), r.store.Path(partition))
	if err != nil {
		return false, err
	}
	if same {
		r.manifest.Partitions.Kept++
		return false, r.stage.Keep(partition)
	}
	r.manifest.Partitions.Written++
	return true, r.stage.Commit(partition)
}

// sameFolder reports whether two folders hold the same files with the same bytes.
func sameFolder(a, b string) (bool, error) {
	namesA, err := fileNames(a)
	if err != nil {
		return false, err
	}
	namesB, err := fileNames(b)
	if err != nil || len(namesA) != len(namesB) {
		return false, err
	}
	for i, name := range namesA {
		if name != namesB[i] {
			return false, nil
		}
		same, err := sameFile(filepath.Join(a, name), filepath.Join(b, name))
		if err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// fileNames lists the files below a folder, sorted, relative to it; none when there is
// no such folder.
func fileNames(folder string) (names []string, err error) {
	err = filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if os.IsNotExist(err) && path == folder {
			return filepath.SkipAll
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		names = append(names, name)
		return err
	})
	return names, err
}

func sameFile(a, b string) (bool, error) {
	fa, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer fa.Close()
	fb, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer fb.Close()
	infoA, errA := fa.Stat()
	infoB, errB := fb.Stat()
	if errA != nil || errB != nil || infoA.Size() != infoB.Size() {
		return false, firstError(errA, errB)
	}
	return sameBytes(fa, fb)
}

func sameBytes(a, b io.Reader) (bool, error) {
	var bufferA, bufferB [1 << 16]byte
	for {
		n, err := io.ReadFull(a, bufferA[:])
		m, _ := io.ReadFull(b, bufferB[:n])
		if n != m || !bytes.Equal(bufferA[:n], bufferB[:m]) {
			return false, nil
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
