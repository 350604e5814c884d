from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Interaction, Lettered, Question, given_twice, texts_of
from scormbuild.errors import Problem, did_you_mean, quote
from scormbuild.state import Field


class Target(Lettered):
    """Something that items can belong to."""

    label: ClassVar[str] = "target"


class MatchItem(Lettered):
    """Something that belongs to a target."""

    label: ClassVar[str] = "item"

    target: str


class Matching(Question):
    """Items to match with targets. There may be more targets than items, and several items to a target."""

    sheets: ClassVar[tuple[str, ...]] = ("fields.css",)

    example: ClassVar[str] = """\
matching:
  id: q-hvem
  prompt: Hvem gjør hva?
  targets:
    - {id: "1", text: Hjemmetjenesten}
    - {id: "2", text: Responssenteret}
    - {id: "3", text: Leverandøren}
  items:
    - {id: a, text: Svarer når alarmen går, target: "2"}
    - {id: b, text: Rykker ut, target: "1"}
"""

    targets: Annotated[list[Target], ModelField(min_length=2, max_length=12)]
    items: Annotated[list[MatchItem], ModelField(min_length=2, max_length=12)]

    def interaction(self) -> Interaction:
        keys = tuple(target.id for target in self.targets)
        answer = tuple(Field(f"{self.id}.{item.id}", "one_of", keys) for item in self.items)
        correct = tuple(f"{item.id}.{item.target}" for item in self.items)
        wording = {"source": texts_of(self.items), "target": texts_of(self.targets)}
        return Interaction("matching", answer, correct, wording=wording)

    def problems(self) -> Iterator[Problem]:
        yield from given_twice(self.items, f"question {quote(self.id)}")
        yield from given_twice(self.targets, f"question {quote(self.id)}")
        known = [target.id for target in self.targets]
        for item in self.items:
            if item.target not in known:
                message = f"question {quote(self.id)} has no target {quote(item.target)}"
                yield item.problem("unknown-value", message, did_you_mean(item.target, known), key="target")
