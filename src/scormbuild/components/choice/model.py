from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Option, Question, given_twice, texts_of
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class Choice(Question):
    """Pick one option, or several where more than one is correct."""

    example: ClassVar[str] = """\
choice:
  id: q-foerst
  prompt: Berit bruker lang tid på å kle på seg. Hva gjør du først?
  options:
    - {id: a, text: Kler på henne, feedback: Det går fort. Men hun mister noe hun kan.}
    - {id: b, text: Spør hva hun vil gjøre selv, correct: true, feedback: Da er det hun som bestemmer.}
"""

    # SCORM 1.2 gives a response one character (RTE 3.4.4, CMIFeedback): 26 letters and 10 digits.
    options: Annotated[list[Option], ModelField(min_length=2, max_length=36)]

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return sum(option.correct for option in self.options) > 1

    def interaction(self) -> Interaction:
        letters = tuple(option.id for option in self.options)
        correct = tuple(option.id for option in self.options if option.correct)
        answer = Field(self.id, "some_of" if self.several else "one_of", letters)
        return Interaction("choice", (answer,), correct, wording={"choices": texts_of(self.options)})

    def problems(self) -> Iterator[Problem]:
        if not any(option.correct for option in self.options):
            yield self.problem(
                "no-correct-option",
                f"no option of question {quote(self.id)} is correct",
                "add `correct: true` to at least one",
                key="options",
            )
        yield from given_twice(self.options, f"question {quote(self.id)}")
