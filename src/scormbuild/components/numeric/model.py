from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Question
from scormbuild.course.part import Line
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class Numeric(Question):
    """A number to write: an `answer` with a `tolerance` to both sides, or any number in a `range`."""

    sheets: ClassVar[tuple[str, ...]] = ("fields.css",)

    example: ClassVar[str] = """\
numeric:
  id: q-spart
  prompt: Fire turer på 15 minutter faller bort hver dag. Hvor mange timer sparer tjenesten på en uke?
  answer: 7
  unit: timer
  feedback: {wrong: "Regn ut for én dag først: 4 · 15 minutter er én time."}
"""

    answer: float | None = None
    tolerance: Annotated[float, ModelField(ge=0)] = 0
    range: Annotated[list[float], ModelField(min_length=2, max_length=2)] | None = None
    unit: Line | None = None

    def interaction(self) -> Interaction:
        if self.answer is None:
            low, high = self.range or [0, 0]
            return Interaction("numeric", (Field(self.id, "text"),), range=(low, high))
        # In decimals: 0.3 - 0.1 is 0.2 for whoever writes it.
        middle, half = Decimal(str(self.answer)), Decimal(str(self.tolerance))
        correct = f"{self.answer:g}" if self.answer != int(self.answer) else str(int(self.answer))
        bounds = (float(middle - half), float(middle + half))
        return Interaction("numeric", (Field(self.id, "text"),), (correct,), range=bounds)

    def problems(self) -> Iterator[Problem]:
        if (self.answer is None) == (self.range is None):
            message = f"question {quote(self.id)} needs an answer or a range, and not both"
            yield self.problem("no-correct-option", message, "write `answer: 12`, or `range: [10, 14]`")
        if self.range is not None and self.range[0] > self.range[1]:
            message = f"the range {self.range[0]:g} to {self.range[1]:g} has no number in it"
            yield self.problem("bad-value", message, "write the smaller number first", key="range")
        if self.range is not None and self.tolerance:
            message = "a tolerance belongs to an answer"
            yield self.problem("bad-value", message, "widen the range instead", key="tolerance")
