from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator
from pydantic import Field as ModelField
from pydantic_core import PydanticCustomError

from scormbuild.components.base import Component, FieldWords, Texts, cell_words
from scormbuild.components.worksheet import TextItem, TitledItem, Worksheet
from scormbuild.course.part import Line
from scormbuild.errors import Problem, quote
from scormbuild.state import Field

MOST_ADDED = 8


def _check_clock(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        hint = 'hours and minutes in quotes, as in "09:00"'
        raise PydanticCustomError("bad-value", "{shown} is no time of day", {"shown": quote(value), "hint": hint})
    return value


class Point(TitledItem):
    """One point of the agenda."""

    label: ClassVar[str] = "point"

    minutes: Annotated[int, ModelField(ge=1, le=600)]


class PlanRole(TitledItem):
    """Something that one of the group takes on."""

    label: ClassVar[str] = "role"


class Material(TextItem):
    """Something to bring."""

    label: ClassVar[str] = "material"


class Planner(Worksheet):
    """The plan of a workshop: an agenda whose times add up, who takes which role, what to bring."""

    example: ClassVar[str] = """\
planner:
  id: moetet
  title: Plan for personalmøtet
  start: "13:00"
  agenda:
    - {id: velkommen, minutes: 10, title: Velkommen}
    - {id: funn, minutes: 15, title: Det vi fant ut}
    - {id: samtale, minutes: 30, title: Hva gjør vi med det?}
  roles:
    - {id: ordstyrer, title: Ordstyrer}
    - {id: referent, title: Den som skriver}
  materials:
    - {id: tavle, text: Tavle og tusjer}
  add: 2
"""

    start: Annotated[Line, BeforeValidator(_check_clock)] = "09:00"
    agenda: Annotated[list[Point], ModelField(min_length=1, max_length=20)]
    roles: list[PlanRole] = []
    materials: list[Material] = []
    add: Annotated[int, ModelField(ge=0, le=MOST_ADDED)] = 0

    @property
    def added(self) -> list[str]:
        """The ids of the points that learners may add. None of the author's can have one: they begin with a digit."""
        return [f"{number}" for number in range(1, self.add + 1)]

    def fields(self) -> Iterator[Field]:
        yield self.text("start-time")
        for point in self.agenda:
            yield self.text("agenda", point.id, "minutes")
            yield self.text("agenda", point.id, "who")
        for added in self.added:
            yield self.text("agenda", added)
            yield self.text("agenda", added, "minutes")
            yield self.text("agenda", added, "who")
        for role in self.roles:
            yield self.text("roles", role.id)
        if self.materials:
            yield Field(self.name_of("materials"), "some_of", tuple(material.id for material in self.materials))

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        own = {added: texts["planner.own"].format(number=added) for added in self.added}
        yield self.name_of("start-time"), FieldWords(texts["planner.start"])
        for added, title in own.items():
            yield self.name_of("agenda", added), FieldWords(title)
        for point, title in ({point.id: point.title for point in self.agenda} | own).items():
            yield self.name_of("agenda", point, "minutes"), cell_words(title, texts["planner.minutes"])
            yield self.name_of("agenda", point, "who"), cell_words(title, texts["planner.who"])
        for role in self.roles:
            yield self.name_of("roles", role.id), FieldWords(role.title)
        materials = {material.id: material.text for material in self.materials}
        yield self.name_of("materials"), FieldWords(texts["planner.materials"], materials)

    def problems(self) -> Iterator[Problem]:
        for items, what in ((self.agenda, "point"), (self.roles, "role"), (self.materials, "material")):
            yield from self.same_ids(items, what)
