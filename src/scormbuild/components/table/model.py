from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from scormbuild.components.base import Component
from scormbuild.course.part import Line
from scormbuild.errors import Problem


class Table(Component):
    """A table. Where it doesn't fit, each row becomes a list of its columns' headings and values.

    The first cell of a row is the row's heading, unless `row_headings: false` says otherwise.
    """

    example: ClassVar[str] = """\
table:
  caption: Hva passer når?
  columns: [Hjelpemiddel, Passer for, Tenk på]
  rows:
    - [Trygghetsalarm, Den som kan trykke selv, Bæres den om natten?]
    - [Fallsensor, Den som ikke rekker å trykke, Snakk om hva den registrerer]
"""

    caption: Line
    columns: Annotated[list[Line], Field(min_length=2)]
    rows: Annotated[list[list[Line]], Field(min_length=1)]
    row_headings: bool = True

    def problems(self) -> Iterator[Problem]:
        expected = len(self.columns)
        for number, row in enumerate(self.rows):
            if len(row) != expected:
                cells = f"{len(row)} cell" if len(row) == 1 else f"{len(row)} cells"
                yield Problem(
                    self.place_of_item("rows", number),
                    "bad-value",
                    f"row {number + 1} has {cells}, and the table has {expected} columns",
                    "give each row one cell for each column; where there is nothing to say, write a dash",
                )
