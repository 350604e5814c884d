"""The lines of a file, whichever of the three kinds it is. Its beginning says so, not its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scormbuild.errors import UsageError, quote
from scormbuild.records.sources.moodle.delimited import delimited_lines
from scormbuild.records.sources.moodle.lines import Line, SetAside
from scormbuild.records.sources.moodle.ods import ods_lines
from scormbuild.records.sources.moodle.spreadsheet import opened
from scormbuild.records.sources.moodle.xlsx import xlsx_lines

OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def lines_of(path: Path, set_aside: SetAside) -> Iterator[Line]:
    """The lines that have anything in them, the headings first.

    What can't be read is given to `set_aside`, which takes place, reason and text. Raises `UsageError` where the file
    as a whole can't be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise UsageError(f"can't read {quote(path)}: {error.strerror}") from None
    if start.startswith(OLD_EXCEL):
        raise UsageError(f"{quote(path.name)} is of an old Excel, or has a password: download it as .xlsx or as text")
    if start == b"PK\x03\x04":
        with opened(path) as book:
            is_ods = book.has("content.xml")
        return (ods_lines if is_ods else xlsx_lines)(path, set_aside)
    return delimited_lines(path, set_aside)
