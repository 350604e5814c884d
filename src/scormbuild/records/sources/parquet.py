"""Statements in Parquet: our own table, which passes through, or a column with statements as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from scormbuild.errors import UsageError
from scormbuild.records.sources.base import Sink
from scormbuild.records.statements.reading import Reader
from scormbuild.records.table import STATEMENTS

COLUMN: Final = "statement"
"""Where other tables have the JSON."""
BATCH: Final = 16_384
"""Rows at a time."""


class ParquetFiles:
    """A Parquet file, or all of a folder's.

    Our own table has pseudonyms already. They must be of one key: else one person counts as two.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]

    def read(self, sink: Sink) -> None:
        """Read all of them. Raises `UsageError` where one can't be read, or has neither."""
        for path in self._files:
            try:
                with pq.ParquetFile(path) as file:
                    self._read(file, path, sink)
            except (pa.ArrowException, OSError) as error:
                reason = str(error).splitlines()[0]
                raise UsageError(f"{path} can't be read as Parquet: {reason}; copy it again, whole") from None

    def _read(self, file: pq.ParquetFile, path: Path, sink: Sink) -> None:
        schema = file.schema_arrow
        if set(STATEMENTS.names) <= set(schema.names):
            for batch in file.iter_batches(BATCH, columns=STATEMENTS.names):
                sink.table(_as_ours(batch, path))
            return
        if COLUMN not in schema.names or not _is_text(schema.field(COLUMN).type):
            raise UsageError(
                f"{path} has no column {COLUMN!r} with statements as JSON, but {', '.join(schema.names[:20])}: call the"
                " one that has them so"
            )
        reader = Reader(sink)
        first = 1
        for batch in file.iter_batches(BATCH, columns=[COLUMN]):
            texts = batch.column(0).cast(pa.large_binary()).to_pylist()
            numbers = range(first, first + len(texts))
            reader.texts([text or b"" for text in texts], f"{path.name}, row", numbers)
            first += len(texts)


def _as_ours(batch: pa.RecordBatch, path: Path) -> pa.RecordBatch:
    """Return statements with our own schema. Raises `UsageError` where something is missing."""
    for each in STATEMENTS:
        if not each.nullable and batch[each.name].null_count:
            raise UsageError(f"{path} has rows without {each.name}: read again what it was made of")
    return batch.select(STATEMENTS.names).cast(STATEMENTS)


def _is_text(type_: pa.DataType) -> bool:
    return type_ in (pa.string(), pa.large_string(), pa.binary(), pa.large_binary())
