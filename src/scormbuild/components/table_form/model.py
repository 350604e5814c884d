from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Texts, cell_words
from scormbuild.components.worksheet import TitledItem, Worksheet
from scormbuild.course.part import Line
from scormbuild.errors import Problem, quote
from scormbuild.state import Field

MOST_ADDED = 12


class Column(TitledItem):
    """What is written in one column: text, or numbers that may be summed."""

    label: ClassVar[str] = "column"

    kind: Literal["text", "number"] = "text"
    unit: Line | None = None
    sum: bool = False


class Row(TitledItem):
    """A row with a heading."""

    label: ClassVar[str] = "row"


class TableForm(Worksheet):
    """A table to fill in, rows by columns. Columns of numbers can be summed; learners may add rows of their own."""

    example: ClassVar[str] = """\
table_form:
  id: gevinster
  title: Gevinster
  row_title: Velferdsteknologi
  columns:
    - {id: brukere, title: For brukerne}
    - {id: timer, title: Spart tid, kind: number, unit: timer i uka, sum: true}
  rows:
    - {id: dispenser, title: Elektronisk medisindispenser}
    - {id: tilsyn, title: Digitalt tilsyn}
  add_rows: 2
"""

    row_title: Line
    columns: Annotated[list[Column], ModelField(min_length=1, max_length=8)]
    rows: list[Row] = []
    add_rows: Annotated[int, ModelField(ge=0, le=MOST_ADDED)] = 0

    @property
    def added(self) -> list[str]:
        """The ids of the rows that learners may add. No row of the author's can have one: they begin with a digit."""
        return [f"{number}" for number in range(1, self.add_rows + 1)]

    @property
    def has_sums(self) -> bool:
        """Whether any column is summed."""
        return any(column.sum for column in self.columns)

    def fields(self) -> Iterator[Field]:
        for row in self.rows:
            for column in self.columns:
                yield self.text(row.id, column.id)
        for added in self.added:
            yield self.text(added)
            for column in self.columns:
                yield self.text(added, column.id)

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        own = {added: texts["table_form.own"].format(number=added) for added in self.added}
        for added, title in own.items():
            yield self.name_of(added), FieldWords(f"{self.row_title}, {title}")
        for row, title in ({row.id: row.title for row in self.rows} | own).items():
            for column in self.columns:
                heading = f"{column.title} ({column.unit})" if column.unit else column.title
                yield self.name_of(row, column.id), cell_words(title, heading)

    def problems(self) -> Iterator[Problem]:
        yield from self.same_ids(self.columns, "column")
        yield from self.same_ids(self.rows, "row")
        if not self.rows and not self.add_rows:
            message = f"table {quote(self.id)} has no rows, and none can be added"
            yield self.problem("empty-worksheet", message, "write `rows:`, or let learners add some with `add_rows: 5`")
        for column in self.columns:
            if column.kind != "number" and (column.sum or column.unit):
                message = f"column {quote(column.id)} holds text, which has neither sum nor unit"
                yield column.problem("bad-value", message, "write `kind: number`", key="sum" if column.sum else "unit")
