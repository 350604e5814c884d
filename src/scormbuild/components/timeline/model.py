from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from scormbuild.components.picture import Illustrated, Picture
from scormbuild.course.part import Line, Markdown, Part


class Event(Part):
    """What happened when."""

    label: ClassVar[str] = "event"

    when: Line
    title: Line
    text: Markdown | None = None
    image: Picture | None = None


class Timeline(Illustrated):
    """Events one after another: a day, a course of events, the steps of a service."""

    example: ClassVar[str] = """\
timeline:
  events:
    - {when: Uke 1, title: Kartlegging, text: Berit og hjemmetjenesten snakker om hva som er viktig for henne.}
    - {when: Uke 2, title: Utprøving, text: Medisindispenseren står på kjøkkenet. Berit prøver den selv.}
    - {when: Uke 6, title: Evaluering, text: Virker den for Berit? Hun bestemmer om den skal bli.}
"""

    events: Annotated[list[Event], Field(min_length=2)]

    def pictures(self) -> Iterator[Picture | None]:
        return (event.image for event in self.events)
