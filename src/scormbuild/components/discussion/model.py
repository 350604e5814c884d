from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field as ModelField

from scormbuild.components.base import Component, FieldWords, Texts
from scormbuild.components.worksheet import TextItem, Worksheet
from scormbuild.course.part import Line, Part
from scormbuild.errors import Problem
from scormbuild.state import Field


class Topic(TextItem):
    """One question to talk about."""

    label: ClassVar[str] = "question"


class Group(Part):
    """Questions under a heading."""

    label: ClassVar[str] = "group"

    heading: Line | None = None
    questions: Annotated[list[Topic], ModelField(min_length=1)]


class Discussion(Worksheet):
    """Numbered questions under headings for a group to talk about, with a note to each."""

    example: ClassVar[str] = """\
discussion:
  id: lager-og-varsler
  title: Snakk om dette
  groups:
    - heading: Utstyr
      questions:
        - {id: lager, text: Hvem vet hva som ligger på lageret?}
        - {id: retur, text: Hva skjer med utstyr som ikke er i bruk lenger?}
    - heading: Varsler
      questions:
        - {id: natt, text: Hvem rykker ut om natta?}
"""

    groups: Annotated[list[Group], ModelField(min_length=1)]

    def fields(self) -> Iterator[Field]:
        for topic in self._topics():
            yield self.text(topic.id)

    def field_words(self, texts: Texts, named: Mapping[str, Component]) -> Iterator[tuple[str, FieldWords]]:
        for number, topic in enumerate(self._topics(), 1):
            yield self.name_of(topic.id), FieldWords(f"{number}. {topic.text}")

    def problems(self) -> Iterator[Problem]:
        yield from self.same_ids(self._topics(), "question")

    def _topics(self) -> list[Topic]:
        return [topic for group in self.groups for topic in group.questions]
