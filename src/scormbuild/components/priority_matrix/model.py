from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Texts
from scormbuild.components.worksheet import TextItem, Worksheet
from scormbuild.course.part import Id, Line, Part
from scormbuild.errors import Problem, quote
from scormbuild.state import Field

MOST_ADDED = 12


class Level(TextItem):
    """One step of a scale."""

    label: ClassVar[str] = "level"


class Scale(Part):
    """One side of the matrix."""

    label: ClassVar[str] = "scale"

    title: Line
    levels: Annotated[list[Level], ModelField(min_length=2, max_length=4)]


class Cell(Part):
    """What one cell of the matrix tells to do."""

    label: ClassVar[str] = "cell"

    x: Id
    y: Id
    text: Line


class Item(TextItem):
    """Something to place."""

    label: ClassVar[str] = "item"


class PriorityMatrix(Worksheet):
    """A matrix of two scales, to place items in: those given, and the group's own.

    `x` goes from left to right, `y` from top to bottom; two to four levels each. Items are placed by drag, by tap
    or from the list below, which says in words where everything stands.
    """

    example: ClassVar[str] = """\
priority_matrix:
  id: matrise
  title: Hva haster, og hva har vi styr på?
  x: {title: Kontroll, levels: [{id: liten, text: Liten kontroll}, {id: god, text: God kontroll}]}
  y: {title: Prioritet, levels: [{id: hoey, text: Høyt prioritert}, {id: lav, text: Lavt prioritert}]}
  cells:
    - {x: liten, y: hoey, text: Begynn her}
    - {x: god, y: hoey, text: Hold fast}
  items:
    - {id: varsler, text: Rutine for varsler om natta}
    - {id: lager, text: Oversikt over lageret}
  add: 3
"""

    x: Scale
    y: Scale
    cells: list[Cell] = []
    items: list[Item] = []
    add: Annotated[int, ModelField(ge=0, le=MOST_ADDED)] = 0

    @property
    def added(self) -> list[str]:
        """The ids of the group's own items. None of the author's can have one: they begin with a digit."""
        return [f"{number}" for number in range(1, self.add + 1)]

    @property
    def places(self) -> list[str]:
        """The keys of the cells, row by row. Ids have no double hyphen in them."""
        return [f"{row.id}--{column.id}" for row in self.y.levels for column in self.x.levels]

    def place_text(self, row: Level, column: Level) -> str:
        """What a cell is called in the list: what it tells to do, and where it stands."""
        where = f"{row.text}, {column.text[:1].lower()}{column.text[1:]}"
        name = self.cell_text(row, column)
        return f"{name} ({where})" if name else where

    def choice_text(self, row: Level, column: Level) -> str:
        """What a cell is called among the choices of the list: short, for lists cut what is long."""
        name = self.cell_text(row, column)
        return name if [cell.text for cell in self.cells].count(name) == 1 else self.place_text(row, column)

    def cell_text(self, row: Level, column: Level) -> str:
        """What a cell tells to do; "" where the author doesn't say."""
        return next((cell.text for cell in self.cells if (cell.x, cell.y) == (column.id, row.id)), "")

    def fields(self) -> Iterator[Field]:
        for item in self.items:
            yield self.one_of(self.places, item.id)
        for added in self.added:
            yield self.text(added)
            yield self.one_of(self.places, added, "place")

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        places = {
            f"{row.id}--{column.id}": self.choice_text(row, column) for row in self.y.levels for column in self.x.levels
        }
        for item in self.items:
            yield self.name_of(item.id), FieldWords(item.text, places)
        for added in self.added:
            own = texts["priority_matrix.own"].format(number=added)
            yield self.name_of(added), FieldWords(own)
            yield self.name_of(added, "place"), FieldWords(f"{own}: {texts['priority_matrix.place']}", places)

    def problems(self) -> Iterator[Problem]:
        yield from self.same_ids(self.items, "item")
        for scale in (self.x, self.y):
            yield from self.same_ids(scale.levels, "level")
        if not self.items and not self.add:
            message = f"matrix {quote(self.id)} has nothing to place, and nothing can be added"
            yield self.problem("empty-worksheet", message, "write `items:`, or let learners add some with `add: 6`")
        for cell in self.cells:
            for key, scale in (("x", self.x), ("y", self.y)):
                named = getattr(cell, key)
                known = [level.id for level in scale.levels]
                if named not in known:
                    message = f"scale {key} of {quote(self.id)} has no level {quote(named)}"
                    yield cell.problem("unknown-value", message, f"it has {', '.join(known)}", key=key)
