from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field as ModelField
from pydantic import SerializeAsAny

from scormbuild.components.base import Component, Question
from scormbuild.course.part import Id, Share
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class Quiz(Component):
    """Questions in a row, one to a card, with a result; graded, or for practice.

    Questions stand under `questions`, or in a file that `bank` names; `draw` picks some of them anew
    for each attempt.
    """

    list_file: ClassVar[tuple[str, str] | None] = ("bank", "questions")
    nested: ClassVar[str] = "questions"
    example: ClassVar[str] = """\
quiz:
  id: slutt-test
  graded: true
  attempts: 3
  questions:
    - true_false: {id: q-tempo, prompt: Å vente litt kan være god hjelp., answer: true}
"""

    id: Id
    graded: bool = True
    pass_mark: Share | None = None
    attempts: Annotated[int, ModelField(ge=0, le=255)] = 0
    draw: Annotated[int, ModelField(ge=1)] | None = None
    feedback: Literal["each", "end"] = "each"
    review: bool = True
    shuffle_questions: bool = True
    shuffle_options: bool = True
    questions: list[SerializeAsAny[Question]] = ModelField(default=[])

    @property
    def asked(self) -> int:
        """How many questions an attempt has."""
        return min(self.draw or len(self.questions), len(self.questions))

    def all_questions(self) -> Iterator[Question]:
        yield from self.questions

    def fields(self) -> Iterator[Field]:
        ids = tuple(question.id for question in self.questions)
        yield Field(f"{self.id}.seed", "number", maximum=65535)
        yield Field(f"{self.id}.drawn", "some_of", ids)
        yield Field(f"{self.id}.attempts", "number", maximum=255)
        yield Field(f"{self.id}.best", "number", maximum=10000)
        yield Field(f"{self.id}.stage", "number", maximum=2)
        yield Field(f"{self.id}.at", "one_of", ids)
        for question in self.questions:
            yield from question.fields()

    def problems(self) -> Iterator[Problem]:
        if not self.questions:
            yield self.problem(
                "empty-quiz",
                f"quiz {quote(self.id)} has no questions",
                "write them under `questions:`, or name a `bank:`",
            )
        elif self.draw and self.draw > len(self.questions):
            yield self.problem(
                "empty-quiz",
                f"quiz {quote(self.id)} draws {self.draw} of {len(self.questions)} questions",
                "draw fewer, or write more",
                key="draw",
            )
        for question in self.questions:
            yield from question.problems()
