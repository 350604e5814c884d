"""Text files with delimiters: as Moodle writes them, and as spreadsheet programs save them again.

The delimiter is the one that parts the first line into most cells. UTF-8 with and without a byte order mark, UTF-16;
a line that isn't UTF-8 is read as Windows-1252, which is told.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from scormbuild.records.sources.moodle.lines import LONGEST_TEXT, MOST_COLUMNS, Line, SetAside

LONGEST_LINE: Final = 4 * 1024 * 1024
"""Characters (bytes, before they are decoded). What is longer is set aside."""

MOST_LINES_OF_A_RECORD: Final = 1000
"""Cells have line breaks in quotes. After so many, the closing quote is taken for lost."""

DELIMITERS: Final = "\t,;:"

Numbered = tuple[int, str]


def delimited_lines(path: Path, set_aside: SetAside) -> Iterator[Line]:
    """The lines of a text file, the headings first. Empty ones are left out."""
    with path.open("rb") as file:
        encoding = _utf16(file.read(4))
    if encoding:
        with path.open(encoding=encoding, errors="replace", newline="\n") as text:
            yield from _parsed(_utf16_lines(text, path.name, set_aside), path.name, set_aside)
    else:
        with path.open("rb") as file:
            yield from _parsed(_utf8_lines(file, path.name, set_aside), path.name, set_aside)


def _parsed(lines: Iterator[Numbered], name: str, set_aside: SetAside) -> Iterator[Line]:
    first = next(lines, None)
    if first is None:
        return
    delimiter, is_data = _delimiter(first[1])
    pending = deque([first] if is_data else [])
    for number, cells in _records(lines, pending, delimiter, name, set_aside):
        if len(cells) > MOST_COLUMNS:
            set_aside(f"{name}:{number}", f"{len(cells):,} cells in one line", "\t".join(cells)[:LONGEST_TEXT])
        elif any(cells):
            yield Line(name, "", number, tuple(cells))


def _delimiter(first: str) -> tuple[str, bool]:
    """The delimiter, and whether the first line is data. Excel writes `sep=;` there, and means itself."""
    said = first.strip().removeprefix("sep=")
    if first.startswith("sep=") and said in DELIMITERS:
        return said or "\t", False
    return max(DELIMITERS, key=lambda delimiter: _cells(first, delimiter)), True


def _cells(line: str, delimiter: str) -> int:
    try:
        return sum(map(len, csv.reader([line], delimiter=delimiter)))
    except csv.Error:  # a cell that is too long
        return 0


def _records(
    lines: Iterator[Numbered], pending: deque[Numbered], delimiter: str, name: str, set_aside: SetAside
) -> Iterator[tuple[int, list[str]]]:
    """The number of the line where each record begins, and its cells.

    Where a quote is never closed, or something follows it, the line where it began is set aside and reading goes on at
    the next: a fault costs one line, not the rest of the file.
    """
    taken: list[Numbered] = []

    def feed() -> Iterator[str]:
        while len(taken) < MOST_LINES_OF_A_RECORD:
            line = pending.popleft() if pending else next(lines, None)
            if line is None:
                return
            taken.append(line)
            yield line[1].replace("\0", "")  # no text has it, and databases refuse it

    while True:
        taken.clear()
        reader = csv.reader(feed(), delimiter=delimiter, strict=True)
        try:
            cells = next(reader, None)
        except csv.Error:
            number, text = taken[0]
            reason = "quotation marks that don't match, or a cell that is too long"
            set_aside(f"{name}:{number}", reason, text[:LONGEST_TEXT].rstrip("\r\n"))
            pending.extendleft(reversed(taken[1:]))
            continue
        if cells is None:
            return
        yield taken[0][0], cells


def _utf16_lines(file: TextIO, name: str, set_aside: SetAside) -> Iterator[Numbered]:
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), ""), start=1):
        if "\ufffd" in line or len(line) >= LONGEST_LINE:
            set_aside(f"{name}:{number}", "not UTF-16, as the rest is, or too long", line[:LONGEST_TEXT])
        else:
            yield number, line.removeprefix("\ufeff")


def _utf8_lines(file: BinaryIO, name: str, set_aside: SetAside) -> Iterator[Numbered]:
    told = False
    for number, raw in _raw_lines(file, name, set_aside):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            try:
                line = raw.decode("cp1252")
            except UnicodeDecodeError:
                reason = "neither UTF-8 nor Windows-1252"
                set_aside(f"{name}:{number}", reason, raw.decode(errors="replace")[:LONGEST_TEXT])
                continue
            if not told:
                reason = "not UTF-8 from here on: read as Windows-1252; if letters are wrong, download the file again"
                set_aside(f"{name}:{number}", reason, "")
                told = True
        yield number, line


def _raw_lines(file: BinaryIO, name: str, set_aside: SetAside) -> Iterator[tuple[int, bytes]]:
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if len(raw) < LONGEST_LINE or raw.endswith(b"\n"):
            yield number, raw
            continue
        set_aside(f"{name}:{number}", "a line that is too long", raw[:LONGEST_TEXT].decode(errors="replace"))
        while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass


def _utf16(start: bytes) -> str:
    """By the byte order mark; without one by the zeros that ASCII letters have there."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(start) == 4 and start[1] == start[3] == 0:
        return "utf-16-le"
    return ""
