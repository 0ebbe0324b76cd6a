"""Reads the Parquet files of folders of results with DuckDB and Polars and compares them with the CSV beside them.

Usage: read_parquet.py SWEEP RUN COMPARE
"""

import json
import pathlib
import sys

import duckdb
import polars

sweep, run, compare = map(pathlib.Path, sys.argv[1:])


def same(folder: pathlib.Path, table: str) -> int:
    """Both read what the CSV file holds, column by column; the number of rows."""
    file = folder / f"{table}.parquet"
    by_duckdb = duckdb.sql(f"SELECT * FROM '{file}'")
    by_polars = polars.read_parquet(file)
    assert by_duckdb.columns == by_polars.columns and by_duckdb.fetchall() == by_polars.rows(), f"DuckDB and Polars differ on {file}"
    csv = polars.read_csv(folder / f"{table}.csv", infer_schema=False)
    assert csv.columns == by_polars.columns, (file, csv.columns, by_polars.columns)
    for name in csv.columns:
        column = by_polars[name]
        if column.dtype == polars.String:
            written = csv[name].fill_null("")
            assert (written == column.fill_null("")).all(), (file, name)
        else:
            number = column.cast(polars.Float64)
            written = csv[name].cast(polars.Float64)
            assert (written.is_null() == number.is_null()).all() and (written == number).drop_nulls().all(), (file, name)
    return by_polars.height


for folder, tables in (
    (sweep, ["plan", "replications"]),
    (run, ["replications", "incidents"]),
    (compare, ["replications"]),
):
    for table in tables:
        print(f"{folder.name}/{table}.parquet: {same(folder, table)} rows, the same in DuckDB, Polars and CSV")

metadata = dict(duckdb.sql(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{sweep / 'plan.parquet'}')").fetchall())
assert metadata["gridgov.schema"] == "1" and len(json.loads(metadata["gridgov.scenario_sha256"])) == 12, metadata
codecs = {codec for (codec,) in duckdb.sql(f"SELECT compression FROM parquet_metadata('{sweep / 'replications.parquet'}')").fetchall()}
assert codecs == {"ZSTD"}, codecs

# What the summary says, computed from the rows.
pooled = duckdb.sql(
    f"""SELECT point, sum(above) / sum(below) AS attained
        FROM '{sweep / "replications.parquet"}' JOIN '{sweep / "plan.parquet"}' USING (point)
        WHERE measure = 'on_scene' GROUP BY point ORDER BY point"""
).fetchall()
summary = json.loads((sweep / "summary.json").read_text(encoding="utf-8"))
for (point, attained), told in zip(pooled, summary["points"], strict=True):
    assert abs(attained - told["measures"]["on_scene"]["estimate"]) < 1e-12, (point, attained, told)
print(f"attainment of {len(pooled)} points: as in summary.json")
