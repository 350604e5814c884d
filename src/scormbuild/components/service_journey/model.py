from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Texts, cell_words
from scormbuild.components.worksheet import TextItem, TitledItem, Worksheet
from scormbuild.course.part import Id, Line, Part
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class Lane(TitledItem):
    """Somebody who takes part all the way."""

    label: ClassVar[str] = "lane"


class StageTask(Part):
    """What is done at a stage, and in whose lane."""

    label: ClassVar[str] = "task"

    lane: Id
    text: Line


class Stage(TitledItem):
    """One part of the way."""

    label: ClassVar[str] = "stage"

    summary: Line | None = None
    tasks: list[StageTask] = []


class StageMark(TextItem):
    """What learners can say of a stage."""

    label: ClassVar[str] = "mark"


class ServiceJourney(Worksheet):
    """The way of a user through a service: stages by lanes.

    A stage opens to its tasks; learners mark how it goes there, and note what hurts.
    """

    example: ClassVar[str] = """\
service_journey:
  id: forloep
  title: Veien gjennom tjenesten
  lanes:
    - {id: bruker, title: Bruker og pårørende}
    - {id: tjeneste, title: Tjenesten}
  stages:
    - id: kartlegging
      title: Kartlegging
      summary: Hva er viktig for brukeren?
      tasks:
        - {lane: bruker, text: Forteller hva som er vanskelig}
        - {lane: tjeneste, text: Ser på hva brukeren klarer selv}
    - id: opplaering
      title: Opplæring
      tasks: [{lane: tjeneste, text: Viser og øver sammen med brukeren}]
  marks:
    - {id: bra, text: Dette går bra}
    - {id: verker, text: Her gjør det vondt}
"""

    lanes: Annotated[list[Lane], ModelField(min_length=1, max_length=6)]
    stages: Annotated[list[Stage], ModelField(min_length=2, max_length=12)]
    marks: Annotated[list[StageMark], ModelField(min_length=1, max_length=5)]

    def fields(self) -> Iterator[Field]:
        for stage in self.stages:
            yield self.one_of([mark.id for mark in self.marks], stage.id)
            yield self.text(stage.id, "note")

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        marks = {mark.id: mark.text for mark in self.marks}
        how, note = texts["service_journey.how"], texts["service_journey.note"]
        for stage in self.stages:
            yield self.name_of(stage.id), cell_words(stage.title, how, marks)
            yield self.name_of(stage.id, "note"), cell_words(stage.title, note)

    def problems(self) -> Iterator[Problem]:
        for items, what in ((self.lanes, "lane"), (self.stages, "stage"), (self.marks, "mark")):
            yield from self.same_ids(items, what)
        known = [lane.id for lane in self.lanes]
        for stage in self.stages:
            for task in stage.tasks:
                if task.lane not in known:
                    message = f"journey {quote(self.id)} has no lane {quote(task.lane)}"
                    yield task.problem("unknown-value", message, f"it has {', '.join(known)}", key="lane")
