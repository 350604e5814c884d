from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import ceil, hypot
from typing import Annotated, ClassVar

from pydantic import Field

from scormbuild.components.base import Component, SizeOf
from scormbuild.components.picture import Picture
from scormbuild.course.part import Line, Markdown, Part
from scormbuild.errors import Problem

_NARROW = 280
"""Pixels that a picture has across in a window of 320."""

_TARGET = 24
"""Pixels that what is pressed needs across (WCAG 2.2, 2.5.8)."""

_EDGE = 16
"""Pixels that a marker's middle keeps from the picture's edges; style.css says the same."""

Percent = Annotated[float, Field(ge=0, le=100)]


class Point(Part):
    """A place in the picture, and what is there."""

    label: ClassVar[str] = "point"

    x: Percent
    y: Percent
    title: Line
    text: Markdown


class Figure(Picture, Component):
    """A picture with numbered points. Pressing one opens its explanation in the list below, which says all in words.

    `x` and `y` are percent of the picture's width and height, from its upper left corner.
    """

    example: ClassVar[str] = """\
figure:
  file: bilder/trapp.svg
  alt: En trapp med tre trinn. Det nederste er farget.
  points:
    - {x: 27, y: 76, title: Vent, text: Tell til ti før du gjør noe.}
    - {x: 58, y: 61, title: Spør, text: Hør hva hun vil klare selv.}
"""

    caption: Markdown | None = None
    points: Annotated[list[Point], Field(min_length=1, max_length=12)]

    def picture_problems(self, size_of: SizeOf) -> Iterator[Problem]:
        size = size_of(self.file)
        if size is None:
            return
        height = _NARROW * size[1] / size[0]
        for (first, one), (second, other) in combinations(enumerate(self.points, 1), 2):
            across = _middle(other.x, _NARROW) - _middle(one.x, _NARROW)
            down = _middle(other.y, height) - _middle(one.y, height)
            if hypot(across, down) < _TARGET:
                wide, high = ceil(_TARGET / _NARROW * 100), ceil(_TARGET / height * 100)
                yield other.problem(
                    "near-points",
                    f"points {first} and {second} can't be told apart by a finger on a phone",
                    f"set them {wide} percent of the width apart, or {high} of the height; or make them one point",
                    key="x",
                )


def _middle(percent: float, length: float) -> float:
    """Where a marker's middle comes to stand: style.css keeps the whole marker in the picture."""
    return max(_EDGE, min(percent / 100 * length, length - _EDGE))
