package table

import (
	"fmt"
	"os"
	"strings"

	"github.com/apache/arrow-go/v18/parquet/file"
)

// A VerifyError says that a file is not what was written: a fault of a library, or
// of the disk. The file was removed, and nothing was published.
type VerifyError struct {
	Path   string
	Reason string // got …, want …
	Err    error  // what the reading library said, or nil
}

// Error names the file and the difference.
func (e *VerifyError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("verify %s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("verify %s: %s", e.Path, e.Reason)
}

// Unwrap returns the error of the library that read the file, or nil.
func (e *VerifyError) Unwrap() error { return e.Err }

// verify reads a file by the other Parquet library and compares it with what was given to
// the writer. A library that loses values, doubles them or miscounts is what it is for;
// it sees
//
//   - in the footer: columns and their types, row groups and their rows, and the values
//     and nulls of each column chunk;
//   - in the header of every page of a chunk: how many values there are in truth, and that
//     the pages lead from its begin to its end;
//   - the values themselves of the first rows of each row group.
//
// It does not see pages behind those rows whose headers are right and whose values are
// not, as after a fault of the disk: decoding them all would cost a fifth of writing them.
func verify(path string, f *os.File, want *ledger, c *counter) error {
	opened, err := openFile(f, &c.blocks)
	reason := ""
	if err == nil {
		err = guard(func() (err error) {
			reason, err = opened.differs(want, c)
			return err
		})
	}
	if err != nil || reason != "" {
		return &VerifyError{Path: path, Reason: reason, Err: err}
	}
	return nil
}

// differs returns the first difference, or "".
func (f *parquetFile) differs(want *ledger, c *counter) (reason string, err error) {
	if reason := f.schemaDiffers(want.leaves); reason != "" {
		return reason, nil
	}
	if f.NumRows() != want.rows() || f.NumRowGroups() != len(want.groups) {
		return fmt.Sprintf("got %d rows in %d row groups, want %d in %d",
			f.NumRows(), f.NumRowGroups(), want.rows(), len(want.groups)), nil
	}
	for g := range want.groups {
		group, of := f.RowGroup(g), &want.groups[g]
		if got := group.NumRows(); got != of.rows {
			return fmt.Sprintf("row group %d: got %d rows, want %d", g, got, of.rows), nil
		}
		for i := range want.leaves {
			reason := f.footerDiffers(g, i, of.columns[i].count)
			if reason == "" && of.rows > sampleRows {
				reason, err = f.pagesDiffer(group, i, of.columns[i].count)
			}
			if reason == "" && err == nil {
				reason, err = c.differs(group, i, of)
			}
			if err != nil {
				return "", fmt.Errorf("column %s: %w", want.leaves[i].path, err)
			}
			if reason != "" {
				return fmt.Sprintf("column %s: %s", want.leaves[i].path, reason), nil
			}
		}
	}
	return "", nil
}

// schemaDiffers compares the columns of the file.
func (f *parquetFile) schemaDiffers(want []leaf) string {
	schema := f.MetaData().Schema
	if got := schema.NumColumns(); got != len(want) {
		return fmt.Sprintf("got %d columns, want %d", got, len(want))
	}
	for i := range want {
		if got := schema.Column(i).Path(); got != want[i].path {
			return fmt.Sprintf("got column %s, want %s", got, want[i].path)
		}
		if err := want[i].compare(schema.Column(i)); err != nil {
			return err.Error()
		}
	}
	return ""
}

// footerDiffers compares what the footer says about the i-th column of row group g.
func (f *parquetFile) footerDiffers(g, i int, want count) string {
	meta := f.MetaData().RowGroups[g].Columns[i].MetaData
	path := f.MetaData().Schema.Column(i).Path()
	if got := strings.Join(meta.GetPathInSchema(), "."); got != path {
		return fmt.Sprintf("got values of column %q", got)
	}
	nulls := meta.GetStatistics().GetNullCount()
	if got := (count{meta.GetNumValues() - nulls, nulls}); got != want {
		return fmt.Sprintf("got %d values and %d nulls in the footer, want %d and %d",
			got.values, got.nulls, want.values, want.nulls)
	}
	return ""
}

// pagesDiffer compares what the pages of a column say about themselves.
func (f *parquetFile) pagesDiffer(
	group *file.RowGroupReader, i int, want count,
) (reason string, err error) {
	chunk, err := group.MetaData().ColumnChunk(i)
	if err != nil {
		return "", err
	}
	begin, length := extent(chunk)
	got, err := countPages(f.source, begin, begin+length)
	if err == nil && got != want.values+want.nulls {
		reason = fmt.Sprintf("got %d values and nulls in pages, want %d",
			got, want.values+want.nulls)
	}
	return reason, err
}
