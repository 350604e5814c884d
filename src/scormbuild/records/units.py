"""Where learners belong, from a table that the coordinator has: `learner,unit`."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from scormbuild.errors import UsageError, quote
from scormbuild.records.identities import identities
from scormbuild.records.sources.base import Sink

LEARNER_HEADINGS: Final = ("learner", "ansatt", "bruker", "brukar", "user")
UNIT_HEADINGS: Final = ("unit", "enhet", "eining", "avdeling", "department")
_SHOWN: Final = 5
"""How many headings of a file that is no such table are named."""
_LARGEST: Final = 100_000_000
"""Bytes of which no list of units has as many: what is larger isn't read to see whether it is one."""


def read_units(path: Path, homes: Collection[str], sink: Sink) -> int:
    """Take the units of a CSV file into a sink, and return how many learners it names.

    Learners are written as `identities.py` says. UTF-8, UTF-16 or Windows-1252; semicolons, commas or tabs. Lines that
    can't be read are set aside. Raises `UsageError` where the file is no such table.
    """
    rows = _rows(path)
    _, first = next(rows, (0, []))
    learner, unit = _place(first, LEARNER_HEADINGS), _place(first, UNIT_HEADINGS)
    if learner is None or unit is None:
        has = f" and not {', '.join(map(quote, first[:_SHOWN]))}" if any(first) else ""
        hint = f"its first line must say learner,unit (or ansatt;enhet){has}, and each line after it name one learner"
        raise UsageError(f"{path} is no table of units: {hint}")
    count = 0
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(learner, unit) or not row[learner].strip():
            sink.set_aside(f"{path.name}:{line}", "no learner, or no unit, stands in the line", ";".join(row))
            continue
        count += 1
        for identity in identities(row[learner].strip(), homes):
            sink.unit(identity, row[unit].strip())
    return count


def units_in(path: Path) -> set[str]:
    """Return the units that a table names, which can be read."""
    rows = _rows(path)
    _, first = next(rows, (0, []))
    unit = _place(first, UNIT_HEADINGS)
    return set() if unit is None else {row[unit].strip() for _, row in rows if len(row) > unit}


def is_table_of_units(path: Path) -> bool:
    """Say whether a file is a list of units by its headings."""
    if path.stat().st_size > _LARGEST:
        return False
    try:
        _, first = next(_rows(path), (0, []))
    except UsageError:
        return False
    return _place(first, LEARNER_HEADINGS) is not None and _place(first, UNIT_HEADINGS) is not None


def _place(headings: Sequence[str], wanted: Collection[str]) -> int | None:
    """The column of the first heading that is wanted."""
    return next((place for place, heading in enumerate(headings) if heading.strip().lower() in wanted), None)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the number of its last line."""
    text = _text(path)
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 0
    try:
        for row in reader:
            line = reader.line_num
            yield line, row
    except csv.Error:
        raise UsageError(f"{path}:{line + 1}: a quotation mark in the line isn't closed: take it out") from None


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}") from None
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path} is no text: save it as CSV, in UTF-8")
