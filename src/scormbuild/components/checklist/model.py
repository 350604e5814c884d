from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Lettered, Texts, given_twice
from scormbuild.course.markdown import plain
from scormbuild.course.part import Id, Line
from scormbuild.errors import Problem, quote
from scormbuild.state import Field


class Item(Lettered):
    """A line to tick off."""

    label: ClassVar[str] = "item"


class Checklist(Component):
    """A list that learners tick off for themselves. The ticks are kept with their work; nobody marks them."""

    example: ClassVar[str] = """\
checklist:
  id: foer-besoket
  title: Før besøket
  items:
    - {id: a, text: Jeg har lest hva brukeren vil klare selv.}
    - {id: b, text: Jeg har satt av tid til å vente.}
"""

    id: Id
    title: Line
    items: Annotated[list[Item], ModelField(min_length=1, max_length=36)]

    def fields(self) -> Iterator[Field]:
        yield Field(self.id, "some_of", tuple(item.id for item in self.items))

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        yield self.id, FieldWords(self.title, {item.id: plain(item.text, within_line=True) for item in self.items})

    def problems(self) -> Iterator[Problem]:
        yield from given_twice(self.items, f"checklist {quote(self.id)}")
