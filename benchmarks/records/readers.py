"""Ways to read a file of statements into one Parquet file: ours, polars, and Python's json; each a process of its own.

    python -m benchmarks.records.readers WAY FILE FOLDER

The others take the same fields as we do and no more. They keep who the learners are, take every statement to be about
one course, and fail at the first line that they can't read.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any


def ours(file: Path, folder: Path) -> None:
    """Read into a store, as `scormbuild report` does."""
    from scormbuild.records.pseudonyms import passing_pseudonyms
    from scormbuild.records.sink import StoreSink
    from scormbuild.records.sources.opening import open_source
    from scormbuild.records.store import Store

    with Store(folder) as store:
        sink = StoreSink(store, passing_pseudonyms())
        open_source(str(file)).read(sink)
        store.commit(sink)


def with_polars(file: Path, folder: Path) -> None:
    """Scan the lines as polars does, and stream them into Parquet."""
    import polars as pl

    text: pl.DataType = pl.String()
    account = pl.Struct({"homePage": text, "name": text})
    result: dict[str, pl.DataType] = {
        "success": pl.Boolean(),
        "score": pl.Struct({"scaled": pl.Float64()}),
        "response": text,
        "duration": text,
    }
    schema: dict[str, pl.DataType] = {
        "id": text,
        "actor": pl.Struct({"account": account}),
        "verb": pl.Struct({"id": text}),
        "object": pl.Struct({"id": text}),
        "result": pl.Struct(result),
        "context": pl.Struct({"registration": text, "revision": text}),
        "timestamp": text,
    }
    pl.scan_ndjson(file, schema=schema).select(
        "id",
        identity=pl.col("actor").struct["account"].struct["homePage"]
        + "|"
        + pl.col("actor").struct["account"].struct["name"],
        registration=pl.col("context").struct["registration"],
        version=pl.col("context").struct["revision"],
        verb=pl.col("verb").struct["id"],
        part=pl.col("object").struct["id"],
        moment=pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us"),
        success=pl.col("result").struct["success"],
        score=pl.col("result").struct["score"].struct["scaled"],
        response=pl.col("result").struct["response"],
        duration=pl.col("result").struct["duration"],
    ).sink_parquet(folder / "polars.parquet", compression="zstd")


def with_json(file: Path, folder: Path) -> None:
    """Decode each line with Python's json, and write what is gathered of many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def row(line: bytes) -> dict[str, Any]:
        statement = json.loads(line)
        account, result, context = statement["actor"]["account"], statement.get("result", {}), statement["context"]
        return {
            "id": statement["id"],
            "identity": f"{account['homePage']}|{account['name']}",
            "registration": context["registration"],
            "version": context["revision"],
            "verb": statement["verb"]["id"],
            "part": statement["object"]["id"],
            "moment": datetime.fromisoformat(statement["timestamp"]),
            "success": result.get("success"),
            "score": result.get("score", {}).get("scaled"),
            "response": result.get("response"),
            "duration": result.get("duration"),
        }

    writer = None
    with file.open("rb") as lines:
        while rows := [row(line) for line in islice(lines, 100_000)]:
            table = pa.Table.from_pylist(rows)
            writer = writer or pq.ParquetWriter(folder / "json.parquet", table.schema, compression="zstd")
            writer.write_table(table)
    if writer is not None:
        writer.close()


WAYS = {"ours": ours, "polars": with_polars, "json": with_json}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
