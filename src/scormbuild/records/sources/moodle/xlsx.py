"""Excel files: the first sheet (ECMA-376, part 1, 18.3)."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scormbuild.errors import UsageError, quote
from scormbuild.records.sources.moodle.lines import LONGEST_CELL, MOST_COLUMNS, Line, SetAside
from scormbuild.records.sources.moodle.spreadsheet import Attributes, Spreadsheet, number, opened

MOST_STRINGS: Final = 2_000_000
MOST_STRING_CHARACTERS: Final = 64 * 1024 * 1024
MOST_CELLS: Final = 50_000_000
"""With those that aren't there, between those that are."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})[0-9]{1,7}")


def xlsx_lines(path: Path, set_aside: SetAside) -> Iterator[Line]:
    """The rows of the first sheet that have anything in them, the headings first."""
    with opened(path) as book:
        sheet, member = _first_sheet(book)
        rows = _Rows(path.name, sheet, _strings(book), set_aside)
        for _ in book.parse(member, rows.start, rows.end, rows.text):
            while rows.lines:
                yield rows.lines.popleft()


def _first_sheet(book: Spreadsheet) -> tuple[str, str]:
    """Name and file of it."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            sheets.append((attributes.get("name", ""), attributes.get("id", "")))

    def relationship(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _run(book, "xl/workbook.xml", sheet)
    _run(book, "xl/_rels/workbook.xml.rels", relationship)
    if not sheets or sheets[0][1] not in targets:
        raise UsageError(f"{quote(book.name)} has no sheet: download it again")
    title, relation = sheets[0]
    return title or "1", posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")


def _run(book: Spreadsheet, member: str, start: object) -> None:
    def nothing(_: str) -> None:
        pass

    for _ in book.parse(member, start, nothing, nothing):  # type: ignore[arg-type]
        pass


def _strings(book: Spreadsheet) -> list[str]:
    """The shared strings. Readings of characters (`rPh`) are no part of them."""
    strings: list[str] = []
    if not book.has("xl/sharedStrings.xml"):
        return strings
    parts: list[str] = []
    characters = 0
    is_text = is_reading = False

    def start(name: str, _: Attributes) -> None:
        nonlocal is_text, is_reading
        if name == "si":
            parts.clear()
        is_reading = is_reading or name == "rPh"
        is_text = name == "t" and not is_reading

    def end(name: str) -> None:
        nonlocal is_text, is_reading
        is_text = False
        if name == "rPh":
            is_reading = False
        elif name == "si":
            strings.append(_unescaped("".join(parts)))

    def text(data: str) -> None:
        nonlocal characters
        if is_text:
            characters += len(data)
            parts.append(data)

    for _ in book.parse("xl/sharedStrings.xml", start, end, text):
        if characters > MOST_STRING_CHARACTERS or len(strings) > MOST_STRINGS:
            raise UsageError(f"{quote(book.name)} has too much text for a spreadsheet: download it as text")
    return strings


class _Rows:
    """Makes lines of what the parser finds in a sheet."""

    def __init__(self, file: str, sheet: str, strings: list[str], set_aside: SetAside) -> None:
        self.lines: deque[Line] = deque()
        self._file, self._sheet, self._strings, self._set_aside = file, sheet, strings, set_aside
        self._number = self._count = 0
        self._cells: dict[int, str] = {}
        self._column = -1
        self._type = ""
        self._value: list[str] = []
        self._length = 0
        self._is_value = self._is_formula = False

    def start(self, name: str, attributes: Attributes) -> None:
        match name:
            case "row":
                said = attributes.get("r", "")
                self._number = int(said) if said.isdecimal() and len(said) < 8 else self._number + 1
                self._cells, self._column = {}, -1
            case "c":
                self._column = self._index(attributes.get("r", ""))
                self._type = attributes.get("t", "n")
                self._value, self._length, self._is_formula = [], 0, False
            case "v" | "t":
                self._is_value = True
            case "f":
                self._is_formula = True

    def end(self, name: str) -> None:
        match name:
            case "row":
                if any(self._cells.values()):
                    width = max(self._cells) + 1
                    self._count += width
                    if self._count > MOST_CELLS:
                        raise UsageError(f"{quote(self._file)} has more than {MOST_CELLS:,} cells: download it as text")
                    cells = tuple(self._cells.get(column, "") for column in range(width))
                    self.lines.append(Line(self._file, self._sheet, self._number, cells))
            case "c":
                self._cells[self._column] = self._text("".join(self._value))
            case "v" | "t":
                self._is_value = False

    def text(self, data: str) -> None:
        if self._is_value and self._length <= LONGEST_CELL:
            self._length += len(data)
            self._value.append(data)

    def _index(self, reference: str) -> int:
        """A cell may leave out where it stands: then it is the next one (18.3.1.4)."""
        found = _REFERENCE.fullmatch(reference)
        column = self._column + 1
        if found:
            column = 0
            for letter in found[1].upper():
                column = column * 26 + ord(letter) - ord("A") + 1
            column -= 1
        if column >= MOST_COLUMNS:
            raise UsageError(f"{quote(self._file)} has a row of more than {MOST_COLUMNS:,} cells: it is no report")
        return column

    def _text(self, value: str) -> str:
        lost = ""
        if self._length > LONGEST_CELL:
            lost = f"a cell of more than {LONGEST_CELL:,} characters"
        elif self._type == "e":
            lost = "an error of the spreadsheet in place of what stood there"
        elif self._is_formula and not value:
            lost = "a formula, and nothing that it gave: an answer that begins with = comes out so"
        if lost:
            line = Line(self._file, self._sheet, self._number, ())
            self._set_aside(line.cell_place(self._column), lost, value[:1000])
            return ""
        match self._type:
            case "s":
                index = int(value) if value.isdecimal() and len(value) < 10 else -1
                return self._strings[index] if 0 <= index < len(self._strings) else ""
            case "n":
                return number(value)
            case _:
                return _unescaped(value)


def _unescaped(text: str) -> str:
    """Text without the escapes for characters that XML can't have, such as `_x000D_` (22.9.2.19).

    Halves of characters and NUL are left out: no text has them.
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "" if code == 0 or 0xD800 <= code < 0xE000 else chr(code)
