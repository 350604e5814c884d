"""OpenDocument spreadsheets: the first table (ODF 1.3, part 3, 9.1)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scormbuild.errors import UsageError, quote
from scormbuild.records.sources.moodle.lines import LONGEST_CELL, MOST_COLUMNS, Line, SetAside
from scormbuild.records.sources.moodle.spreadsheet import Attributes, number, opened

MOST_CELLS: Final = 50_000_000
"""With those that aren't there, between those that are."""

MOST_REPEATED_ROWS: Final = 1000
"""Empty rows are repeated to the end of the sheet; rows with something in them hardly ever."""

_CELLS = ("table-cell", "covered-table-cell")


def ods_lines(path: Path, set_aside: SetAside) -> Iterator[Line]:
    """The rows of the first table that have anything in them, the headings first."""
    with opened(path) as book:
        rows = _Rows(path.name, set_aside)
        for _ in book.parse("content.xml", rows.start, rows.end, rows.text):
            while rows.lines:
                yield rows.lines.popleft()
            if rows.is_over:
                return


class _Rows:
    """Makes lines of what the parser finds in the document."""

    def __init__(self, file: str, set_aside: SetAside) -> None:
        self.lines: deque[Line] = deque()
        self.is_over = False
        self._file, self._set_aside = file, set_aside
        self._sheet = ""
        self._number = self._count = 0
        self._rows = 1
        self._cells: list[str] = []
        self._cell: Attributes = {}
        self._blanks = 0
        """Empty cells whose turn comes when something stands behind them."""
        self._paragraphs: list[list[str]] = []
        self._length = 0
        self._aside = 0
        """How deep within a note on the cell, which is no part of it."""

    def start(self, name: str, attributes: Attributes) -> None:
        if self.is_over:
            return
        if name == "annotation" or self._aside:
            self._aside += 1
            return
        match name:
            case "table":
                self._sheet = attributes.get("name", "") or "1"
            case "table-row":
                self._rows = _count(attributes.get("number-rows-repeated", "1"))
                self._cells, self._blanks = [], 0
            case "table-cell" | "covered-table-cell":
                self._cell, self._paragraphs, self._length = attributes, [], 0
            case "p":
                self._paragraphs.append([])
            case "s":
                self.text(" " * min(_count(attributes.get("c", "1")), LONGEST_CELL))
            case "tab":
                self.text("\t")
            case "line-break":
                self.text("\n")

    def end(self, name: str) -> None:
        if self.is_over:
            return
        if self._aside:
            self._aside -= 1
            return
        if name in _CELLS:
            self._take(self._text(), _count(self._cell.get("number-columns-repeated", "1")))
            self._paragraphs = []
        elif name == "table-row":
            if self._cells:
                if self._rows > MOST_REPEATED_ROWS:
                    raise UsageError(f"{quote(self._file)} repeats a row {self._rows:,} times: it is no report")
                self._count += len(self._cells) * self._rows
                if self._count > MOST_CELLS:
                    raise UsageError(f"{quote(self._file)} has more than {MOST_CELLS:,} cells: download it as text")
                for offset in range(self._rows):
                    self.lines.append(Line(self._file, self._sheet, self._number + 1 + offset, tuple(self._cells)))
            self._number += self._rows
        elif name == "table":
            self.is_over = True

    def text(self, data: str) -> None:
        if self._paragraphs and not self._aside and self._length <= LONGEST_CELL:
            self._length += len(data)
            self._paragraphs[-1].append(data)

    def _take(self, text: str, times: int) -> None:
        if not text:
            self._blanks += times
            return
        if len(self._cells) + self._blanks + times > MOST_COLUMNS:
            raise UsageError(f"{quote(self._file)} has a row of more than {MOST_COLUMNS:,} cells: it is no report")
        self._cells += [""] * self._blanks + [text] * times
        self._blanks = 0

    def _text(self) -> str:
        """What the cell shows. A number is taken from its value, unless what is shown says the same (`0007`, `3.0`)."""
        shown = "\n".join("".join(parts) for parts in self._paragraphs)
        value = self._cell.get("value", "")
        lost = ""
        if self._length > LONGEST_CELL:
            lost, shown = f"a cell of more than {LONGEST_CELL:,} characters", shown[:1000]
        elif "formula" in self._cell and not shown and not value:
            lost = "a formula, and nothing that it gave: an answer that begins with = comes out so"
            shown = self._cell["formula"][:1000]
        if lost:
            line = Line(self._file, self._sheet, self._number + 1, ())
            self._set_aside(line.cell_place(len(self._cells) + self._blanks), lost, shown)
            return ""
        if self._cell.get("value-type") == "date":
            return self._cell.get("date-value", shown)
        if self._cell.get("value-type") in ("float", "percentage", "currency") and number(shown) != number(value):
            return number(value)
        return shown


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 1
