"""A line of an exported table, whatever file it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LONGEST_TEXT = 10_000
"""How many characters of a line are kept when it is set aside."""

MOST_COLUMNS = 16_384
"""As many as a sheet of Excel has. Moodle's widest report has four for each answer."""

LONGEST_CELL = 131_072
"""Characters. Moodle keeps at most 64,000 of an answer; escaped as HTML, it may be some more."""

SetAside = Callable[[str, str, str], None]
"""Takes a place, the reason and the text, as `Sink.set_aside`."""


@dataclass(frozen=True, slots=True)
class Line:
    """Cells as text. `number` counts from 1: the line of a text file where it begins, or the row of a sheet."""

    file: str
    sheet: str
    """"" in a text file."""
    number: int
    cells: tuple[str, ...]

    @property
    def place(self) -> str:
        """As `report.txt:12` or `report.xlsx:Report!12`."""
        return f"{self.file}:{self.sheet}!{self.number}" if self.sheet else f"{self.file}:{self.number}"

    @property
    def text(self) -> str:
        """The whole line, cut where it is long."""
        return "\t".join(self.cells)[:LONGEST_TEXT]

    def cell(self, column: int) -> str:
        """What stands in a column, counted from 0, without space around it; "" beyond the line's end."""
        return self.cells[column].strip() if column < len(self.cells) else ""

    def cell_place(self, column: int) -> str:
        """As `report.xlsx:Report!G12`, or `report.txt:12, column 7`."""
        if self.sheet:
            return f"{self.file}:{self.sheet}!{letters(column)}{self.number}"
        return f"{self.place}, column {column + 1}"


def letters(column: int) -> str:
    """What a sheet calls a column: A is 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
