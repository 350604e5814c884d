from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Lettered, Texts, given_twice, texts_of
from scormbuild.components.worksheet import TextItem, Worksheet
from scormbuild.course.part import Id
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class Step(Lettered):
    """One step of the scale."""

    label: ClassVar[str] = "step"


class Statement(TextItem):
    """Something that learners say of themselves."""

    label: ClassVar[str] = "statement"


class SelfAssessment(Worksheet):
    """How learners see themselves: statements on one scale, before the course and once more after it.

    The one before has `scale` and `statements`; the one after names it, `after: <its id>`, and shows both side by side.
    """

    example: ClassVar[str] = """\
self_assessment:
  id: foer
  title: Hvor er du nå?
  scale:
    - {id: "1", text: Ikke ennå}
    - {id: "2", text: Litt}
    - {id: "3", text: Ganske godt}
    - {id: "4", text: Helt trygg}
  statements:
    - {id: forklare, text: Jeg kan forklare hva en gevinst er.}
    - {id: ansvar, text: Jeg vet hvem som har ansvar for varslene.}
"""

    scale: Annotated[list[Step], ModelField(max_length=7)] = []
    statements: list[Statement] = []
    after: Id | None = None

    def fields(self) -> Iterator[Field]:
        steps = [step.id for step in self.scale]
        for statement in self.statements:
            yield self.one_of(steps, statement.id)
            yield self.one_of(steps, statement.id, "after")

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        first = named.get(self.after or self.id)
        if not isinstance(first, SelfAssessment):
            return
        steps = texts_of(first.scale)
        for statement in first.statements:
            if self.after is None:
                yield self.name_of(statement.id), FieldWords(statement.text, steps)
            else:
                # What is asked once more, on another sheet, goes by that sheet's title.
                yield first.name_of(statement.id, "after"), FieldWords(f"{self.title}: {statement.text}", steps)

    def references(self) -> Iterator[tuple[str, str]]:
        if self.after is not None:
            yield "after", self.after

    def problems(self) -> Iterator[Problem]:
        if self.after is None and (len(self.scale) < 2 or not self.statements):
            message = f"self-assessment {quote(self.id)} has no scale or no statements"
            yield self.problem(
                "empty-worksheet", message, "write `scale:` and `statements:`, or `after:` with another's id"
            )
        if self.after is not None and (self.scale or self.statements):
            message = (
                f"self-assessment {quote(self.id)} comes after {quote(self.after)}, and takes its scale and statements"
            )
            yield self.problem("bad-value", message, "remove `scale` and `statements` here", key="after")
        yield from self.same_ids(self.statements, "statement")
        yield from given_twice(self.scale, f"self-assessment {quote(self.id)}")
