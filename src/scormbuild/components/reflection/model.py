from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Texts
from scormbuild.course.markdown import plain
from scormbuild.course.part import Id, Markdown
from scormbuild.state import Field


class Reflection(Component):
    """A question with room for a longer answer, which is kept with the learner's work. Nobody marks it."""

    sheets: ClassVar[tuple[str, ...]] = ("worksheet.css",)

    example: ClassVar[str] = """\
reflection:
  id: min-hjelpefelle
  prompt: Når hjalp du sist mer enn du måtte? Hva kunne du ha gjort i stedet?
  model_answer: Jeg kneppet skjorta til Arne, for bussen ventet. Neste gang begynner vi ti minutter før.
"""

    id: Id
    prompt: Markdown
    model_answer: Markdown | None = None
    rows: Annotated[int, ModelField(ge=1, le=12)] = 4

    def fields(self) -> Iterator[Field]:
        yield Field(self.id, "text")

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        yield self.id, FieldWords(plain(self.prompt))
