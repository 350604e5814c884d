from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Lettered, Question, given_twice, texts_of
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class SequenceItem(Lettered):
    """One of the things to put in order."""

    label: ClassVar[str] = "item"


class Sequencing(Question):
    """Items to put in order. They are written in the right order, and shown in another one."""

    example: ClassVar[str] = """\
sequencing:
  id: q-rekkefoelge
  prompt: Hva kommer først?
  items:
    - {id: a, text: Kartlegge hva brukeren trenger}
    - {id: b, text: Fatte vedtak}
    - {id: c, text: Sette ut utstyret}
    - {id: d, text: Vurdere om det virker}
"""

    items: Annotated[list[SequenceItem], ModelField(min_length=3, max_length=12)]

    def interaction(self) -> Interaction:
        keys = tuple(item.id for item in self.items)
        return Interaction(
            "sequencing", (Field(self.id, "order", keys),), keys, wording={"choices": texts_of(self.items)}
        )

    def problems(self) -> Iterator[Problem]:
        yield from given_twice(self.items, f"question {quote(self.id)}")
