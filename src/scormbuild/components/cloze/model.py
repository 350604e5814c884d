from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Gap, Interaction, Question
from scormbuild.components.marked import mark_problems, with_marks
from scormbuild.course.part import Id, Markdown
from scormbuild.errors import Problem
from scormbuild.state import Field


class NamedGap(Gap):
    """A gap in a text."""

    id: Id


class Cloze(Question):
    """A text with gaps to write in: `{{a}}` in the text is the gap with the id `a`."""

    sheets: ClassVar[tuple[str, ...]] = ("fields.css",)

    example: ClassVar[str] = """\
cloze:
  id: q-ansvar
  prompt: Fyll inn det som mangler.
  text: Den som gjør jobben, er {{a}}. Den som svarer for at den blir gjort, er {{b}}.
  gaps:
    - {id: a, answers: [utførende, utfører]}
    - {id: b, answers: [ansvarlig]}
"""

    text: Markdown
    gaps: Annotated[list[NamedGap], ModelField(min_length=1, max_length=20)]

    @property
    def marked(self) -> str:
        """The text for the template."""
        return with_marks(self.text)

    def interaction(self) -> Interaction:
        answer = tuple(Field(f"{self.id}.{gap.id}", "text") for gap in self.gaps)
        return Interaction("fill-in", answer, gaps={gap.id: gap for gap in self.gaps})

    def problems(self) -> Iterator[Problem]:
        yield from mark_problems(self, self.text, self.gaps, [gap.id for gap in self.gaps])
