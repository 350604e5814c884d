from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from scormbuild.components.base import SizeOf
from scormbuild.components.picture import Illustrated, Picture
from scormbuild.course.part import Line, Markdown, Part
from scormbuild.errors import Problem, quote

_ALIKE = 0.02
"""The share by which the two shapes may differ before a strip of one shows beside the other."""


class Side(Part):
    """How it was, or how it became."""

    label: ClassVar[str] = "side"

    # In every part, `label` is what messages call it.
    title: Line = Field(alias="label")
    text: Markdown | None = None
    image: Picture | None = None


class Comparison(Illustrated):
    """Before and after. Where both have pictures, a slider uncovers the second over the first; on paper both show."""

    example: ClassVar[str] = """\
comparison:
  before: {label: Før, text: Amina smører skiva mens Berit ser på.}
  after: {label: Nå, text: Berit smører selv. Amina sitter ved siden av.}
"""

    before: Side
    after: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, in their order."""
        return self.before, self.after

    @property
    def slides(self) -> bool:
        """Whether one picture lies over the other."""
        return all(side.image is not None for side in self.sides)

    def pictures(self) -> Iterator[Picture | None]:
        return (side.image for side in self.sides)

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        for side in self.sides:
            if side.text is None and side.image is None:
                message = f"side {quote(side.title)} has neither text nor image"
                yield side.problem("missing-key", message, "add `text:`, `image:` or both")

    def picture_problems(self, size_of: SizeOf) -> Iterator[Problem]:
        if self.before.image is None or self.after.image is None:
            return
        one, other = size_of(self.before.image.file), size_of(self.after.image.file)
        if one is None or other is None or abs(one[0] * other[1] / (one[1] * other[0]) - 1) <= _ALIKE:
            return
        yield self.after.image.problem(
            "unlike-pictures",
            f"one picture lies over the other, and they are {one[0]} × {one[1]} and {other[0]} × {other[1]}",
            "crop one of them to the shape of the other",
            key="file",
        )
