from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from scormbuild.components.picture import Illustrated, Picture
from scormbuild.course.part import Line, Markdown, Part


class Section(Part):
    """A title that opens what stands under it."""

    label: ClassVar[str] = "section"

    title: Line
    text: Markdown
    image: Picture | None = None


class Accordion(Illustrated):
    """Sections under titles that open and close, for what not everybody needs. On paper all are open."""

    example: ClassVar[str] = """\
accordion:
  sections:
    - title: Hva gjør en digital dørlås?
      text: Personalet åpner døren med telefonen. Nøkkelen hjemme virker som før.
    - title: Hva skjer når strømmen går?
      text: Låsen går på batteri og sier fra i god tid før det er tomt.
"""

    sections: Annotated[list[Section], Field(min_length=2)]

    def pictures(self) -> Iterator[Picture | None]:
        return (section.image for section in self.sections)
