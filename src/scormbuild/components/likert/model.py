from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Lettered, Question, given_twice, texts_of
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class LikertStep(Lettered):
    """One step of the scale."""

    label: ClassVar[str] = "step"


class Likert(Question):
    """A statement, and a scale on which learners say how far they agree. Nothing is right or wrong."""

    example: ClassVar[str] = """\
likert:
  id: q-trygg
  prompt: Jeg er trygg på å vise en bruker hvordan dispenseren virker.
  scale:
    - {id: "1", text: Helt uenig}
    - {id: "2", text: Litt uenig}
    - {id: "3", text: Litt enig}
    - {id: "4", text: Helt enig}
"""

    scale: Annotated[list[LikertStep], ModelField(min_length=2, max_length=10)]

    def interaction(self) -> Interaction:
        answer = Field(self.id, "one_of", tuple(step.id for step in self.scale))
        return Interaction("likert", (answer,), wording={"scale": texts_of(self.scale)})

    def problems(self) -> Iterator[Problem]:
        yield from given_twice(self.scale, f"question {quote(self.id)}")
