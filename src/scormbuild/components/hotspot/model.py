from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, MediaUse, Option, Question, given_twice, texts_of
from scormbuild.components.picture import Picture
from scormbuild.errors import Problem, quote
from scormbuild.state import Field

Percent = Annotated[float, ModelField(ge=0, le=100)]


class Region(Option):
    """A part of the picture, as a rectangle: its upper left corner and its size in percent of the picture."""

    label: ClassVar[str] = "region"

    x: Percent
    y: Percent
    width: Annotated[float, ModelField(gt=0, le=100)]
    height: Annotated[float, ModelField(gt=0, le=100)]


class Hotspot(Picture, Question):
    """A place to find in a picture. The list below the picture has the same places in words: both choose."""

    example: ClassVar[str] = """\
hotspot:
  id: q-hvor
  prompt: Hvor på trappa bør hun begynne?
  file: bilder/trapp.svg
  alt: En trapp med fem trinn
  options:
    - {id: a, text: Det nederste trinnet, x: 3, y: 54, width: 20, height: 41, correct: true}
    - {id: b, text: Det øverste trinnet, x: 79, y: 20, width: 18, height: 38}
"""

    options: Annotated[list[Region], ModelField(min_length=2, max_length=12)]

    @property
    def several(self) -> bool:
        """Whether more than one region is right."""
        return sum(option.correct for option in self.options) > 1

    def media(self) -> Iterator[MediaUse]:
        yield MediaUse(self, "file")

    def interaction(self) -> Interaction:
        letters = tuple(option.id for option in self.options)
        correct = tuple(option.id for option in self.options if option.correct)
        answer = Field(self.id, "some_of" if self.several else "one_of", letters)
        return Interaction("choice", (answer,), correct, wording={"choices": texts_of(self.options)})

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        yield from given_twice(self.options, f"question {quote(self.id)}")
        if not any(option.correct for option in self.options):
            message = f"no region of question {quote(self.id)} is correct"
            yield self.problem("no-correct-option", message, "add `correct: true` to at least one", key="options")
        for option in self.options:
            if option.x + option.width > 100 or option.y + option.height > 100:
                message = f"region {quote(option.id)} reaches out of the picture"
                yield option.problem("bad-value", message, "x + width and y + height are 100 at most", key="x")
