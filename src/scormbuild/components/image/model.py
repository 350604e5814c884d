from __future__ import annotations

from typing import ClassVar

from scormbuild.components.base import Component
from scormbuild.components.picture import Picture
from scormbuild.course.part import Markdown


class Image(Picture, Component):
    """A picture (SVG, JPEG, PNG or GIF). `alt` says what it shows to those who don't see it."""

    example: ClassVar[str] = """\
image: {file: bilder/trapp.svg, alt: En trapp med ett trinn farget, caption: Ett trinn om gangen.}
"""

    caption: Markdown | None = None
