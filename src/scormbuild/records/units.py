"""Where learners belong, from a table that the coordinator has: `learner,unit`."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from scormbuild.errors import UsageError
from scormbuild.records.identities import identities
from scormbuild.records.sources.base import Sink

LEARNER_HEADINGS: Final = ("learner", "ansatt", "bruker", "brukar", "user")
UNIT_HEADINGS: Final = ("unit", "enhet", "eining", "avdeling", "department")


def read_units(path: Path, homes: Collection[str], sink: Sink) -> int:
    """Take the units of a CSV file into a sink, and return how many learners it names.

    Learners are written as `identities.py` says. UTF-8, UTF-16 or Windows-1252; semicolons, commas or tabs. Lines that
    can't be read are set aside. Raises `UsageError` where the file is no such table.
    """
    rows = _rows(path)
    _, first = next(rows, (0, []))
    headings = [heading.strip().lower() for heading in first]
    learner = next((place for place, heading in enumerate(headings) if heading in LEARNER_HEADINGS), None)
    unit = next((place for place, heading in enumerate(headings) if heading in UNIT_HEADINGS), None)
    if learner is None or unit is None:
        hint = "its first line says learner,unit (or ansatt;enhet), and each line after it names one learner"
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
