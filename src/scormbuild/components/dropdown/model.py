from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Letter, Lettered, Question, given_twice
from scormbuild.components.marked import mark_problems, with_marks, wording_of
from scormbuild.course.part import Markdown, Part
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class GapOption(Lettered):
    """One of the texts to choose for a gap."""

    label: ClassVar[str] = "option"

    correct: bool = False


class ChoiceGap(Part):
    """A gap with options."""

    label: ClassVar[str] = "gap"

    id: Letter
    options: Annotated[list[GapOption], ModelField(min_length=2, max_length=12)]

    @property
    def correct(self) -> str:
        """The option that is right; "" where none is."""
        return next((option.id for option in self.options if option.correct), "")


class Dropdown(Question):
    """A text with gaps, each with options to choose from: `{{a}}` in the text is the gap with the id `a`."""

    sheets: ClassVar[tuple[str, ...]] = ("fields.css",)

    example: ClassVar[str] = """\
dropdown:
  id: q-nivaa
  prompt: Velg det som passer.
  text: Avtalen med leverandøren har {{a}}, og utstyret settes ut av {{b}}.
  gaps:
    - id: a
      options: [{id: x, text: kommunen sentralt, correct: true}, {id: y, text: den enkelte bruker}]
    - id: b
      options: [{id: x, text: responssenteret}, {id: y, text: hjemmetjenesten, correct: true}]
"""

    text: Markdown
    gaps: Annotated[list[ChoiceGap], ModelField(min_length=1, max_length=12)]

    @property
    def marked(self) -> str:
        """The text for the template."""
        return with_marks(self.text)

    def interaction(self) -> Interaction:
        answer = tuple(
            Field(f"{self.id}.{gap.id}", "one_of", tuple(option.id for option in gap.options)) for gap in self.gaps
        )
        correct = tuple(f"{gap.id}.{gap.correct}" for gap in self.gaps)
        # Every gap has its own options, which may have the same letters.
        said: dict[str, list[str]] = {}
        for option in (option for gap in self.gaps for option in gap.options):
            said.setdefault(option.id, []).append(option.text)
        targets = {letter: " / ".join(dict.fromkeys(texts)) for letter, texts in said.items()}
        return Interaction("matching", answer, correct, wording={"source": wording_of(self.text), "target": targets})

    def problems(self) -> Iterator[Problem]:
        yield from mark_problems(self, self.text, self.gaps, [gap.id for gap in self.gaps])
        yield from given_twice(self.gaps, f"question {quote(self.id)}")
        for gap in self.gaps:
            yield from given_twice(gap.options, f"gap {quote(gap.id)}")
            if sum(option.correct for option in gap.options) != 1:
                message = f"gap {quote(gap.id)} of question {quote(self.id)} needs one correct option"
                yield gap.problem("no-correct-option", message, "add `correct: true` to one of them", key="options")
