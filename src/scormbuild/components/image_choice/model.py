from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Option, Question, given_twice, texts_of
from scormbuild.components.picture import Illustrated, Picture
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class ImageOption(Picture, Option):
    """One of the pictures to choose from."""

    label: ClassVar[str] = "option"


class ImageChoice(Illustrated, Question):
    """Pick one picture, or several where more than one is correct. Each picture has a text beside it."""

    example: ClassVar[str] = """\
image_choice:
  id: q-bilde
  prompt: Hvem får prøve selv?
  options:
    - {id: a, text: Morgenen til Berit, file: bilder/trapp.svg, alt: En trapp med ett farget trinn, correct: true}
    - {id: b, text: Morgenen til Arne, file: bilder/trapp.svg, alt: Den samme trappa sett fra siden}
"""

    options: Annotated[list[ImageOption], ModelField(min_length=2, max_length=12)]

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return sum(option.correct for option in self.options) > 1

    def pictures(self) -> Iterator[Picture | None]:
        yield from self.options

    def interaction(self) -> Interaction:
        letters = tuple(option.id for option in self.options)
        correct = tuple(option.id for option in self.options if option.correct)
        answer = Field(self.id, "some_of" if self.several else "one_of", letters)
        return Interaction("choice", (answer,), correct, wording={"choices": texts_of(self.options)})

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        yield from given_twice(self.options, f"question {quote(self.id)}")
        if not any(option.correct for option in self.options):
            message = f"no option of question {quote(self.id)} is correct"
            yield self.problem("no-correct-option", message, "add `correct: true` to at least one", key="options")
