from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, SerializeAsAny
from pydantic import Field as ModelField

from scormbuild.components.base import Component, Question, or_else
from scormbuild.course.part import Id, Name, Part, Share
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


def _as_draws(value: object) -> object:
    """`draw: 5` is `draw: [{count: 5}]`."""
    return [{"count": value}] if isinstance(value, int) else value


class Draw(Part):
    """So many questions, of those with a tag, an objective, or both."""

    label: ClassVar[str] = "draw"

    count: Annotated[int, ModelField(ge=1)]
    tag: Name | None = None
    objective: Id | None = None

    def takes(self, question: Question) -> bool:
        """Whether it may draw that question."""
        return (self.tag is None or self.tag in question.tags) and self.objective in (None, question.objective)


class Quiz(Component):
    """Questions in a row, one to a card, with a result; graded, or for practice.

    Questions stand under `questions`, or in a file that `bank` names. `draw` picks some of them anew for each
    attempt: a number of them all, or a list of `{count, tag, objective}`, each drawn of what is left.
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
    draw: (
        Annotated[
            list[Draw],
            BeforeValidator(_as_draws),
            ModelField(min_length=1, json_schema_extra=or_else(type="integer", minimum=1)),
        ]
        | None
    ) = None
    feedback: Literal["each", "end"] = "each"
    review: bool = True
    shuffle_questions: bool = True
    shuffle_options: bool = True
    questions: list[SerializeAsAny[Question]] = ModelField(default=[])

    @property
    def asked(self) -> int:
        """How many questions an attempt has."""
        return sum(draw.count for draw, _ in self.pools())

    def pools(self) -> list[tuple[Draw, list[str]]]:
        """What is drawn, and of which questions."""
        draws = self.draw or ([Draw(count=len(self.questions))] if self.questions else [])
        return [(draw, [question.id for question in self.questions if draw.takes(question)]) for draw in draws]

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
        else:
            yield from self._draw_problems()
        for question in self.questions:
            yield from question.problems()

    def _draw_problems(self) -> Iterator[Problem]:
        """Draws that may come to find too few questions left; the ones before them may have had the best luck."""
        pools = self.pools()
        for number, (draw, of) in enumerate(pools):
            gone = sum(min(other.count, len({*of} & {*others})) for other, others in pools[:number])
            if draw.count > len(of) - gone:
                left = f"{len(of)} questions" + (f", of which {gone} may be drawn already" if gone else "")
                yield self.problem(
                    "empty-quiz",
                    f"quiz {quote(self.id)} draws {draw.count} of {left}",
                    "draw fewer, or write more",
                    key="draw",
                )
