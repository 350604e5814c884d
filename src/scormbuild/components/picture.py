"""The picture that stands in a part of a component, and the one rule of alternative texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from scormbuild.components.base import Component, MediaUse
from scormbuild.course.part import Name, Part, Wording
from scormbuild.errors import Problem


class Picture(Part):
    """A picture with what it says to those who don't see it. A component that holds one passes on what it yields."""

    label: ClassVar[str] = "image"

    file: Name
    alt: Annotated[str, Wording()] | None = None
    decorative: bool = False

    def media(self) -> Iterator[MediaUse]:
        """The file."""
        yield MediaUse(self, "file")

    def problems(self) -> Iterator[Problem]:
        """Alternative text that is missing, or that stands where none belongs."""
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


class Illustrated(Component):
    """A component whose items may hold pictures: it passes on what they yield."""

    def pictures(self) -> Iterator[Picture | None]:
        """The pictures of its items, None where one has none."""
        raise NotImplementedError

    def media(self) -> Iterator[MediaUse]:
        for picture in self.pictures():
            if picture is not None:
                yield from picture.media()

    def problems(self) -> Iterator[Problem]:
        for picture in self.pictures():
            if picture is not None:
                yield from picture.problems()
