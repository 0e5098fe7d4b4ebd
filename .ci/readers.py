"""readers.py OUT: every table of a finished run read by DuckDB, pandas, Polars and pyarrow, one line each, with equal counts,
columns and values; and numbers in the coaching files that equal those of the tables."""
import pathlib
import sys

import duckdb
import pandas
import polars
import pyarrow.dataset
import pyarrow.parquet

out = pathlib.Path(sys.argv[1])
faults = []


def check(name, got, want):
    if got != want:
        faults.append(f"{name}: got {got}, want {want}")


def plain(rows):
    """Rows of any reader as text that compares equal when the values do."""
    return [[str(v) for v in row] for row in rows]


for folder in sorted((out / "tables").iterdir()):
    files = f"{folder}/*/*.parquet"
    by_duckdb = duckdb.sql(f"from read_parquet('{files}', hive_partitioning = true)")
    by_pandas = pandas.read_parquet(folder)
    by_polars = polars.read_parquet(files, hive_partitioning=True)
    by_pyarrow = pyarrow.dataset.dataset(folder, partitioning="hive").to_table()
    rows = by_duckdb.count("*").fetchall()[0][0]
    check(f"{folder.name}: rows in pandas", len(by_pandas), rows)
    check(f"{folder.name}: rows in Polars", by_polars.height, rows)
    check(f"{folder.name}: rows in pyarrow", by_pyarrow.num_rows, rows)
    check(f"{folder.name}: columns in pandas", sorted(by_pandas.columns), sorted(by_duckdb.columns))
    check(f"{folder.name}: columns in Polars", sorted(by_polars.columns), sorted(by_duckdb.columns))
    check(f"{folder.name}: columns in pyarrow", sorted(by_pyarrow.column_names), sorted(by_duckdb.columns))
    scalars = [c for c, t in zip(by_duckdb.columns, by_duckdb.types) if str(t) in ("VARCHAR", "INTEGER", "BIGINT")]
    want = sorted(plain(by_duckdb.select(", ".join(scalars)).fetchall()))
    check(f"{folder.name}: values in Polars", sorted(plain(by_polars.select(scalars).rows())) == want, True)
    check(f"{folder.name}: values in pyarrow",
          sorted(plain(zip(*by_pyarrow.select(scalars).to_pydict().values()))) == want, True)
    print(f"{folder.name}: {rows} rows, {len(by_duckdb.columns)} columns, equal in four readers")

for path in out.glob("tables/*/*/*.parquet"):
    meta = pyarrow.parquet.read_metadata(path)
    check(f"{path}: created_by", meta.created_by.startswith("chatqc version "), True)
    for group in range(meta.num_row_groups):
        check(f"{path}: row group {group} is at most 122,880 rows", meta.row_group(group).num_rows <= 122_880, True)

files = f"{out}/coaching/*/agents/*.parquet"
delivered = duckdb.sql(f"from read_parquet('{files}')")
agents = duckdb.sql(f"from read_parquet('{out}/tables/agents/*/*.parquet')")
check("coaching: one file an agent", len(list(out.glob("coaching/*/agents/*.parquet"))), agents.count("*").fetchall()[0][0])
check("coaching: rows in Polars", polars.read_parquet(files).height, delivered.count("*").fetchall()[0][0])
check("coaching: nothing to unnest", [str(t) for t in delivered.types if "[]" in str(t) or "STRUCT" in str(t)], [])
check("coaching: at most two priorities an agent", duckdb.sql(
    "select count(*) from (select shop_id, agent_id from delivered where section = 'priority' group by all having count(*) > 2)").fetchall()[0][0], 0)
check("coaching: at most one strength an agent", duckdb.sql(
    "select count(*) from (select shop_id, agent_id from delivered where section = 'strength' group by all having count(*) > 1)").fetchall()[0][0], 0)

findings = duckdb.sql(f"from read_parquet('{out}/tables/findings/*/*.parquet')")
check("findings: the span cuts the matched text out of the message", duckdb.sql(
    "select count(*) from findings where encode(message_text)[begin_byte + 1 : end_byte]::blob <> encode(matched_text)").fetchall()[0][0], 0)
check("findings: every message is in messages", duckdb.sql(
    f"select count(*) from findings anti join read_parquet('{out}/tables/messages/*/*.parquet') using (shop_id, session_id, message_id)").fetchall()[0][0], 0)
check("messages = messages in sessions", duckdb.sql(
    f"select count(*) from read_parquet('{out}/tables/messages/*/*.parquet') anti join read_parquet('{out}/tables/sessions/*/*.parquet') using (shop_id, session_id)").fetchall()[0][0], 0)

if faults:
    sys.exit("\n".join(faults))
print("coaching: one schema, one file an agent; spans, messages and sessions agree")
