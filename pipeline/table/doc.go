// Package table holds every published table as one Go struct, and writes, reads,
// verifies and commits them.
//
// A table is a folder of partitions (dt=2026-11-16 or week=2026-W47), a partition
// a folder of one Parquet file. A partition is written whole into a staging folder
// outside tables/, re-opened by the other Parquet implementation, and swapped in
// at once: a reader sees the old partition or the new one, never half of either.
package table
