from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Lettered, Question, given_twice, texts_of
from scormbuild.errors import Problem, did_you_mean, quote
from scormbuild.state import Field


class SortGroup(Lettered):
    """A group to sort into."""

    label: ClassVar[str] = "group"


class SortItem(Lettered):
    """Something to sort."""

    label: ClassVar[str] = "item"

    group: str


class Sorting(Question):
    """Items to sort into two to five groups."""

    sheets: ClassVar[tuple[str, ...]] = ("fields.css", "worksheet.css")

    example: ClassVar[str] = """\
sorting:
  id: q-gevinster
  prompt: Hva slags gevinst er det?
  groups:
    - {id: "1", text: Spart tid}
    - {id: "2", text: Økt kvalitet}
  items:
    - {id: a, text: Nattevakta kjører to turer mindre, group: "1"}
    - {id: b, text: Berit sover hele natta, group: "2"}
"""

    groups: Annotated[list[SortGroup], ModelField(min_length=2, max_length=5)]
    items: Annotated[list[SortItem], ModelField(min_length=2, max_length=20)]

    def interaction(self) -> Interaction:
        keys = tuple(group.id for group in self.groups)
        answer = tuple(Field(f"{self.id}.{item.id}", "one_of", keys) for item in self.items)
        correct = tuple(f"{item.id}.{item.group}" for item in self.items)
        wording = {"source": texts_of(self.items), "target": texts_of(self.groups)}
        return Interaction("matching", answer, correct, wording=wording)

    def problems(self) -> Iterator[Problem]:
        yield from given_twice(self.items, f"question {quote(self.id)}")
        yield from given_twice(self.groups, f"question {quote(self.id)}")
        known = [group.id for group in self.groups]
        for item in self.items:
            if item.group not in known:
                message = f"question {quote(self.id)} has no group {quote(item.group)}"
                yield item.problem("unknown-value", message, did_you_mean(item.group, known), key="group")
