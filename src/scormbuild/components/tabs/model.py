from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from scormbuild.components.picture import Illustrated, Picture
from scormbuild.course.part import Line, Markdown, Part


class Tab(Part):
    """A title that brings its panel to the front."""

    label: ClassVar[str] = "tab"

    title: Line
    text: Markdown
    image: Picture | None = None


class Tabs(Illustrated):
    """Two to six things of equal rank, one of them in view. `label` names them together. On paper all are in view."""

    example: ClassVar[str] = """\
tabs:
  label: Tre slags alarmer
  tabs:
    - {title: Trygghetsalarm, text: Brukeren trykker selv når noe er galt.}
    - {title: Fallsensor, text: Sensoren varsler når noen har falt i rommet.}
    - {title: Døralarm, text: Alarmen sier fra når døren åpnes om natten.}
"""

    # In every part, `label` is what messages call it.
    common_title: Line = Field(alias="label")
    tabs: Annotated[list[Tab], Field(min_length=2, max_length=6)]

    def pictures(self) -> Iterator[Picture | None]:
        return (tab.image for tab in self.tabs)
