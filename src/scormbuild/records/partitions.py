"""The table of statements as Parquet files, each with the statements of one course and one year."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scormbuild.errors import UsageError
from scormbuild.records.table import STATEMENTS
from scormbuild.writing import PRIVATE

GROUP_ROWS: Final = 131_072
"""Rows of a partition that are gathered, some 25 MB, before they are written as one row group."""
MOST_GATHERED: Final = 2 * GROUP_ROWS
MOST_OPEN: Final = 32
"""Files that are written at once."""

_FEW_VALUES: Final = ["verb", "course", "version", "kind", "part", "response"]
"""Columns that a dictionary makes small; in the others it is tried for nothing."""
_TEXTS: Final = [index for index, each in enumerate(STATEMENTS) if each.type == pa.string()]


class Partition(NamedTuple):
    """What the statements of a file have in common. Those that void others are apart: every question needs them."""

    course: str
    year: int
    voids: bool = False


class Part(NamedTuple):
    """A finished file."""

    partition: Partition
    file: Path
    rows: int


class _Gathered:
    """The batches of a partition that are yet to be written, and the file that they go to."""

    def __init__(self) -> None:
        self.batches: list[pa.RecordBatch] = []
        self.rows = 0
        self.written = 0
        self.file: Path | None = None
        self.writer: pq.ParquetWriter | None = None


class Partitions:
    """Sorts batches of the table into files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._gathered: dict[Partition, _Gathered] = {}
        self._rows = 0
        self._parts: list[Part] = []
        self._count = 0
        self.newest: int | None = None
        """The last moment of all statements."""

    def add_mixed(self, batch: pa.RecordBatch) -> None:
        """Add statements of any course."""
        for course in batch["course"].unique():
            self.add(course.as_py(), batch.filter(pc.equal(batch["course"], course)))

    def add(self, course: str, batch: pa.RecordBatch) -> None:
        """Add statements of one course."""
        batch = _without_nul(batch)
        if batch["voids"].null_count < batch.num_rows:
            voids = batch["voids"].is_valid()
            self._add_by_year(course, batch.filter(voids), voids=True)
            batch = batch.filter(pc.invert(voids))
        self._add_by_year(course, batch, voids=False)

    def finish(self) -> list[Part]:
        """Write the rest, and return the files. Those of the partitions with the most rows come first."""
        for partition in list(self._gathered):
            self._close(partition)
        return sorted(self._parts, key=lambda part: -part.rows)

    def _add_by_year(self, course: str, batch: pa.RecordBatch, *, voids: bool) -> None:
        if batch.num_rows == 0:
            return
        ends = pc.min_max(batch["moment"]).as_py()
        self.newest = max(self.newest or ends["max"], ends["max"])
        first, last = (_year(ends[end]) for end in ("min", "max"))
        if first == last:
            self._gather(Partition(course, first, voids), batch)
            return
        years = pc.year(batch["moment"].cast(pa.timestamp("us")))
        for year in years.unique():
            self._gather(Partition(course, year.as_py(), voids), batch.filter(pc.equal(years, year)))

    def _gather(self, partition: Partition, batch: pa.RecordBatch) -> None:
        gathered = self._gathered.setdefault(partition, _Gathered())
        gathered.batches.append(batch)
        gathered.rows += batch.num_rows
        self._rows += batch.num_rows
        if gathered.rows >= GROUP_ROWS:
            self._write(partition)
        while self._rows >= MOST_GATHERED:
            self._write(max(self._gathered, key=lambda each: self._gathered[each].rows))

    def _write(self, partition: Partition) -> None:
        """Write what is gathered of a partition as a row group."""
        with written_to(self._folder):
            self._write_group(partition)

    def _write_group(self, partition: Partition) -> None:
        gathered = self._gathered[partition]
        if gathered.writer is None:
            is_open = [each for each, other in self._gathered.items() if other.writer is not None]
            if len(is_open) >= MOST_OPEN:
                self._close(is_open[0])
            self._count += 1
            gathered.file = self._folder / f"{self._count}.parquet"
            gathered.file.touch(PRIVATE)
            gathered.writer = pq.ParquetWriter(
                gathered.file, STATEMENTS, compression="zstd", use_dictionary=_FEW_VALUES
            )
        gathered.writer.write_table(pa.Table.from_batches(gathered.batches), row_group_size=GROUP_ROWS * 2)
        gathered.written += gathered.rows
        self._rows -= gathered.rows
        gathered.batches = []
        gathered.rows = 0

    def _close(self, partition: Partition) -> None:
        """Finish the file of a partition."""
        if self._gathered[partition].rows:
            self._write(partition)
        gathered = self._gathered.pop(partition)
        if gathered.writer is not None and gathered.file is not None:
            with written_to(self._folder):
                gathered.writer.close()
            self._parts.append(Part(partition, gathered.file, gathered.written))


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """Say what is wrong with a folder that can't be written to, in place of whatever the block raises then."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"{folder} can't be written to: {os.strerror(error.errno) if error.errno else error}"
        ) from None


def _year(moment: int) -> int:
    return datetime.fromtimestamp(moment // 1_000_000, UTC).year


def _without_nul(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Put U+FFFD where U+0000 is, which PostgreSQL has no texts with."""
    for index in _TEXTS:
        column = batch.column(index)
        texts = column.buffers()[2]
        if texts is not None and b"\0" in texts.to_pybytes():
            column = pc.replace_substring(column, "\0", "\ufffd")
            batch = batch.set_column(index, STATEMENTS.field(index), column)
    return batch
