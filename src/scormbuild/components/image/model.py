from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from scormbuild.components.base import Component, MediaUse
from scormbuild.course.part import Line, Markdown
from scormbuild.errors import Problem


class Image(Component):
    """A picture (SVG, JPEG, PNG or GIF). `alt` says what it shows to those who don't see it."""

    example: ClassVar[str] = """\
image: {file: bilder/trapp.svg, alt: En trapp med ett trinn farget, caption: Ett trinn om gangen.}
"""

    file: Line
    alt: str | None = None
    caption: Markdown | None = None
    decorative: bool = False

    def media(self) -> Iterator[MediaUse]:
        yield MediaUse(self, "file")

    def problems(self) -> Iterator[Problem]:
        if self.decorative and self.alt:
            yield self.problem(
                "bad-value", "a decorative image has no alt text", "remove `alt` or `decorative`", key="alt"
            )
        elif not self.decorative and not (self.alt or "").strip():
            yield self.problem(
                "missing-alt",
                f"the image {self.file} has no alt text",
                "add `alt:` with what it shows, or `decorative: true` where it says nothing that the text doesn't",
                key="file",
            )
