from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Question
from scormbuild.course.part import Markdown
from scormbuild.state import Field


class LongFillIn(Question):
    """A question to answer at length. Nothing is right or wrong; a `model_answer` shows once it is handed in."""

    sheets: ClassVar[tuple[str, ...]] = ("fields.css", "worksheet.css")

    example: ClassVar[str] = """\
long_fill_in:
  id: q-laert
  prompt: Hva vil du si til en kollega som ikke stoler på dispenseren?
  model_answer: Jeg ville spurt hva hun er redd for, og vist henne hva som skjer når et varsel går.
"""

    model_answer: Markdown | None = None
    rows: Annotated[int, ModelField(ge=2, le=12)] = 4

    def interaction(self) -> Interaction:
        return Interaction("long-fill-in", (Field(self.id, "text"),))
