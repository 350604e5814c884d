"""A person's rows, and old exports, are deleted wherever the log says that they were written."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scormbuild.records.privacy.exports import Entry, ExportLog

Done = Literal["rows removed", "deleted", "deleted with others", "nothing of this person", "changed", "gone"]
"""`deleted with others` can be made again without the person. `changed` and `gone` are for people to follow: the file
isn't what was written, or isn't where it was."""

LEARNER = "learner"
"""The column that every export with rows per person has: the pseudonym as it is shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done about one export."""

    path: str
    done: Done
    rows: int = 0


def forget(log: ExportLog, pseudonyms: Collection[str], *, dry_run: bool = False) -> Iterator[Outcome]:
    """Take a person out of every export with rows per person; figures of groups stay.

    Tables with a column of pseudonyms lose the person's rows (CSV, Parquet). What is about the person alone, and what
    rows can't be taken out of, is deleted whole: it can be made again without the person.
    `pseudonyms` are the person's, as they are shown; one for each key that reports were made with. Raises `UsageError`
    where a file can't be written: those before it are done, and the same command goes on.
    """
    for entry in log.present():
        if entry.holds != "figures":
            yield _forget(log, entry, pseudonyms, dry_run)


def _forget(log: ExportLog, entry: Entry, pseudonyms: Collection[str], dry_run: bool) -> Outcome:
    if entry.about and not any(each in pseudonyms for each in entry.about.split()):
        return Outcome(entry.path, "nothing of this person")
    state = entry.state()
    if state != "as written":
        return Outcome(entry.path, state)
    without = _WITHOUT.get(entry.file.suffix.lower())
    table = None if without is None or entry.about else without(entry.file.read_bytes(), pseudonyms)
    if table is None:
        return _delete(log, entry, dry_run, "deleted" if entry.about else "deleted with others")
    content, rows = table
    if rows and not dry_run:
        log.replaced(entry, content)
    return Outcome(entry.path, "rows removed" if rows else "nothing of this person", rows)


def expire(log: ExportLog, age: timedelta, *, dry_run: bool = False) -> Iterator[Outcome]:
    """Delete the exports that were written longer ago than `age`. What was changed since stays, and is named."""
    for entry in log.older_than(age):
        state = entry.state()
        yield _delete(log, entry, dry_run) if state == "as written" else Outcome(entry.path, state)


def _delete(log: ExportLog, entry: Entry, dry_run: bool, done: Done = "deleted") -> Outcome:
    if not dry_run:
        log.delete(entry)
    return Outcome(entry.path, done)


def _csv_without(content: bytes, pseudonyms: Collection[str]) -> tuple[bytes, int] | None:
    """The table without some people, and how many rows they had; None where it doesn't say whose a row is."""
    text = content.decode("utf-8-sig")
    headings = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=headings.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not rows or LEARNER not in rows[0]:
        return None
    column = rows[0].index(LEARNER)
    kept = [row for row in rows if len(row) <= column or row[column] not in pseudonyms]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(kept)
    encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    return out.getvalue().encode(encoding), len(rows) - len(kept)


def _parquet_without(content: bytes, pseudonyms: Collection[str]) -> tuple[bytes, int] | None:
    table = pq.read_table(pa.BufferReader(content))
    if LEARNER not in table.column_names:
        return None
    kept = table.filter(pc.invert(pc.is_in(table[LEARNER], value_set=pa.array(list(pseudonyms), pa.string()))))
    out = io.BytesIO()
    pq.write_table(kept, out, compression="zstd")
    return out.getvalue(), table.num_rows - kept.num_rows


_WITHOUT = {".csv": _csv_without, ".parquet": _parquet_without}
