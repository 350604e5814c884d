"""Tables as a report shows them: a heading to each row, cells that may have a bar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from markupsafe import Markup

EMPTY: Final = Markup("")
_BESIDE, _FEW = 2, 6
"""Columns that a phone has room for; those that a small window has."""


class Cell(msgspec.Struct, frozen=True, gc=False):
    """A cell: what it says, and a bar beneath that."""

    text: Markup
    bar: Markup = EMPTY
    is_text: bool = False


class Row(msgspec.Struct, frozen=True, gc=False):
    """A row: its heading, which is somebody's wording, and its cells; `slice` is the number of the one it tells of."""

    heading: str | Markup
    cells: tuple[Cell, ...]
    note: Markup = EMPTY
    slice: int | None = None


class Body(msgspec.Struct, frozen=True, gc=False):
    """Rows under a heading of their own; "" for none."""

    rows: tuple[Row, ...]
    heading: str = ""


class Grid(msgspec.Struct, frozen=True, gc=False):
    """A table. `head` has one more than each row has cells."""

    caption: Markup
    head: tuple[Markup, ...]
    bodies: tuple[Body, ...]
    foot: Row | None = None

    @property
    def of_words(self) -> tuple[bool, ...]:
        """Of each column but the first, whether it holds words."""
        rows = [row for body in self.bodies for row in body.rows]
        return tuple(cell.is_text for cell in rows[0].cells) if rows else ()

    @property
    def stacks(self) -> str:
        """Where its columns have no room beside one another, and it stands row by row: "narrow" or "medium" windows.

        "" for a table of two columns, which has room everywhere.
        """
        columns = len(self.head)
        return "" if columns <= _BESIDE else "narrow" if columns <= _FEW else "medium"


def grid(caption: Markup, head: Iterable[Markup], rows: Iterable[Row], foot: Row | None = None) -> Grid:
    """A table with one body."""
    return Grid(caption, tuple(head), (Body(tuple(rows)),), foot)


def number(text: Markup, bar: Markup = EMPTY) -> Cell:
    """A cell with a number."""
    return Cell(text, bar)


def words(text: Markup, bar: Markup = EMPTY) -> Cell:
    """A cell with words."""
    return Cell(text, bar, is_text=True)
