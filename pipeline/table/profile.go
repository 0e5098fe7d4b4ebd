package table

import "github.com/parquet-go/parquet-go"

// unbounded are the columns whose least and greatest values help nobody find a row: no
// table is sorted by them, and every page has nearly the same ones. To find those of long
// columns takes time, and a text may be as long as a message: four copies of 1 MiB in a
// page's header are more than arrow-go reads.
var unbounded = []string{
	"text", "message_text", "matched_text", "context_before", "context_after",
	"message_id", "customer_id", "finding_id",
	"role", "kind", "platform", "version", "class", "invalid_reason", "rule_version",
	"title", "reason", "legal_basis", "suggestion", "definition",
}

// profile is what DuckDB, pandas, Polars and Spark all read. Without the default
// encoding, strings without a tag would be DELTA_LENGTH_BYTE_ARRAY, which Spark's
// vectorised reader does not take. Bounds stand in the index of pages, once.
func (s *Store) profile() []parquet.WriterOption {
	options := []parquet.WriterOption{
		parquet.CreatedBy("chatqc", s.Program.Version, s.Program.Build),
		parquet.DataPageVersion(1),
		parquet.Compression(s.codec),
		parquet.MaxRowsPerRowGroup(rowGroupRows),
		parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.Plain),
		parquet.DataPageStatistics(false),
	}
	for _, column := range unbounded {
		options = append(options, parquet.SkipPageBounds(column))
	}
	return options
}
